"""Titles that say what a figure shows: who is highest, how many are better than the year before.

Ties share a place as they share a rank. Every count in a title is one of regions or months in the
figure; those left out are said.
"""

from collections.abc import Callable, Mapping, Sequence

from dashboard.indicators import Indicator, comparable_value, format_value
from dashboard.narrative import change_words, label_of
from dashboard.observations import Observation
from dashboard.ranking import Ranked
from dashboard.region_words import counted, counted_again

# So many names share a place by name; more are counted.
_NAMED = 3


def ranking_title(
    observations: Sequence[Observation], word: str, labels: Mapping[str, str] | None = None
) -> str:
    """What a ranking shows: 21 市中 15 市好于去年同期; 14 市均低于去年同期或持平; and where a rate
    can't pass 100 %, first how many have reached it: 12 市已全部完成，其余 7 市中 3 市好于去年同期.

    A single region is named. Regions without a change are left out of the count, and it says so.
    """
    if not observations:
        return "没有可以排名的地区"
    total = counted(len(observations), word)
    if len(observations) == 1:
        (only,) = observations
        said = change_words(only) or format_value(only.value, only.indicator)
        return f"{label_of(only, labels or {})}{only.indicator.short_name}{said}"
    indicator = observations[0].indicator
    done = [observation for observation in observations if _is_complete(observation)]
    if not done:
        return _compared(observations, total, word, f"{total}排名")
    if len(done) == len(observations):
        return f"{total}均{indicator.finished}"
    rest = [observation for observation in observations if not _is_complete(observation)]
    left = f"其余 {counted_again(len(rest), word)}"
    said = f"{counted(len(done), word)}{indicator.finished}"
    return f"{said}，{_compared(rest, left, word, f'{left}无可比数据')}"


def _is_complete(observation: Observation) -> bool:
    """Whether a rate has reached what it can't pass."""
    ceiling = observation.indicator.ceiling
    return ceiling is not None and observation.value is not None and observation.value >= ceiling


def _compared(observations: Sequence[Observation], whole: str, word: str, otherwise: str) -> str:
    """How many of the observations changed which way; ``whole`` says how many there are."""
    directions = [
        observation.direction for observation in observations if observation.direction != "none"
    ]
    if not directions:
        return otherwise
    ways = _ways(observations[0].indicator)
    return _outcome(directions, len(observations), ways, whole, lambda n: counted_again(n, word))


def _ways(indicator: Indicator) -> tuple[str, str, str]:
    """The direction that is counted first, and the words for it and for the other way."""
    return {
        "higher": ("up", "好于", "不及"),
        "lower": ("down", "好于", "不及"),
        "neutral": ("up", "高于", "低于"),
    }[indicator.polarity]


def _outcome(
    directions: Sequence[str],
    total: int,
    ways: tuple[str, str, str],
    whole: str,
    some: Callable[[int], str],
    before: str = "去年同期",
) -> str:
    """All, none or some of those with a direction are better than ``before``; level is neither.

    ``whole`` says that there are ``total`` of them, ``some`` writes a part.
    """
    first, good, bad = ways
    count = len(directions)
    better, level = directions.count(first), directions.count("level")
    all_of, part_of = whole, f"{whole}中 "
    if count < total:
        all_of = f"{whole}中 {some(count)}可比，"
        part_of = f"{all_of}其中 "
    if count > 1:
        all_of += "均"
    if better == count:
        return f"{all_of}{good}{before}"
    if level == count:
        return f"{all_of}与{before}持平"
    if not better:
        return f"{all_of}{bad}{before}" + ("或持平" if level else "")
    return f"{part_of}{some(better)}{good}{before}" + (f"，{some(level)}持平" if level else "")


def extremes(named: Sequence[tuple[str, Observation]]) -> tuple[list[str], list[str]]:
    """The names that share the highest value as it is written, and those that share the lowest.

    Both are empty where no observation has a value, and the same where all values are alike. Those
    with a denominator too small to be ranked are not named.
    """
    values = [
        (comparable_value(observation.value, observation.indicator), name)
        for name, observation in named
        if observation.value is not None and observation.eligible
    ]
    if not values:
        return [], []
    high, low = max(values)[0], min(values)[0]
    return [n for value, n in values if value == high], [n for value, n in values if value == low]


def extent_words(
    named: Sequence[tuple[str, Observation]], word: str, *, parts: bool = False
) -> str:
    """Who is highest and who lowest: 清远最高，3 市并列最低. All alike: 均为 100.0%.

    '' for fewer than two values. For the ``parts`` of an amount it says 金额最多 instead of 最多:
    a programme can lead in money and not in people.
    """
    known = [(name, observation) for name, observation in named if observation.eligible]
    if len(known) < 2:
        return ""
    highest, lowest = extremes(known)
    indicator = known[0][1].indicator
    if highest == lowest:
        return f"均为 {format_value(known[0][1].value, indicator)}"
    most, least = superlatives(indicator)
    if parts and indicator.unit == "元":
        most, least = f"金额{most}", f"金额{least}"
    return f"{sharing(highest, word)}{most}，{sharing(lowest, word)}{least}"


def superlatives(indicator: Indicator) -> tuple[str, str]:
    """A rate is highest or lowest, an amount most or least."""
    return ("最高", "最低") if indicator.is_rate else ("最多", "最少")


def sharing(names: Sequence[str], word: str) -> str:
    """Those that share a place: 清远, 清远、江门并列, or 5 市并列."""
    if len(names) == 1:
        return names[0]
    if len(names) <= _NAMED:
        return f"{'、'.join(names)}并列"
    return f"{counted_again(len(names), word)}并列"


def map_title(
    ranked: Sequence[Ranked],
    indicator: Indicator,
    word: str,
    labels: Mapping[str, str] | None = None,
) -> str:
    """What a map shows: 各市安置任务完成率：清远最高，中山最低.

    Where not all regions are ranked, it says among how many.
    """
    title = f"各{word}{indicator.short_name}"
    placed = [item.observation for item in ranked if item.rank is not None]
    said = extent_words(
        [(label_of(observation, labels or {}), observation) for observation in placed], word
    )
    if not said:
        return title
    if len(placed) < len(ranked):
        among = f"参加排名的 {counted(len(placed), word)}"
        joined = "" if said.startswith("均") else "中 " if said[0].isdigit() else "中"
        said = f"{among}{joined}{said}"
    return f"{title}：{said}"


def trend_title(observations: Sequence[Observation], indicator: Indicator, unit: str) -> str:
    """What a trend shows: in how many of its months this year stands above the last."""
    directions = [r.direction for r in observations if r.direction != "none"]
    name = indicator.short_name
    if not directions:
        return f"{name}逐{unit}走势"
    word, before = (unit, "上年") if unit == "年" else (f"个{unit}", "去年同期")
    total = len(observations)
    said = _outcome(
        directions,
        total,
        _ways(indicator),
        f"{total} {word}",
        lambda count: f"{count} {word}",
        before,
    )
    return f"{name}：{said}"
