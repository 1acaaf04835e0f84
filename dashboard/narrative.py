"""Sentences made from the numbers: what a page, a chart or a list shows, in words.

Chinese, short, without judgement where an indicator has none. Every figure in a
sentence is one that stands on the page too.
"""

from collections.abc import Callable, Mapping, Sequence

from dashboard.coverage import Coverage
from dashboard.figure_words import filter_words
from dashboard.indicators import (
    CHANGE_DECIMALS,
    Indicator,
    comparable_value,
    format_change,
    format_value,
)
from dashboard.observations import Absence, Observation, Ranked, absence_text
from dashboard.region_words import counted, counted_again
from dashboard.rounding import round_half_up

# What a figure is reported by, and how that is counted.
REPORT_UNITS = {"monthly": "月", "quarterly": "季度", "yearly": "年"}
_EVERY = {"monthly": "每月", "quarterly": "每季", "yearly": "每年"}
# So many names share a place by name; more are counted.
_NAMED = 3


def label_of(observation: Observation, labels: Mapping[str, str]) -> str:
    """The region's name among those it is shown with; its short name where none is given."""
    return labels.get(observation.region.code, observation.region.short_name)


def change_words(observation: Observation) -> str:
    """The change against the year before: 比去年同期高1.2个百分点, 同比增长8.2%, or ''. A change
    like for like is marked as one where it differs from the plain change."""
    if observation.direction == "none":
        return ""
    if observation.direction == "level":
        return f"与去年同期持平{basis_word(observation)}"
    size = _size(observation) + basis_word(observation)
    if observation.indicator.is_percentage:
        return f"比去年同期{'高' if observation.direction == 'up' else '低'}{size}"
    return f"同比{'增长' if observation.direction == 'up' else '下降'}{size}"


def basis_word(observation: Observation) -> str:
    return "（可比口径）" if observation.is_adjusted else ""


def _size(observation: Observation) -> str:
    return format_change(observation.change, observation.indicator).replace(" ", "")


def state(observation: Observation) -> str:
    """Region, period, whether few or not all have reported it, indicator, limits, and value:
    广东省2026年1–10月安置任务完成率96.3%, 广州市2026年1–10月帮扶支出（应急救助）1.20亿元."""
    value = format_value(observation.value, observation.indicator).replace(" ", "")
    if observation.value is None:
        value = absence_text(observation)
    limits = filter_words(observation.limits)
    name = observation.indicator.short_name + (f"（{limits}）" if limits else "")
    few = "" if observation.settled else "（未齐）"
    value += "（报送不完整）" if observation.is_partial and observation.settled else ""
    return f"{observation.region.title}{observation.when}{few}{name}{value}"


def headline(
    observations: Sequence[Observation],
    children: Mapping[str, Sequence[Observation]],
    labels: Mapping[str, str] | None = None,
) -> str:
    """The opening sentence of a page: its first indicator, then what moved most.

    ``children`` are the children's observations by indicator code; they name, by ``labels``, the
    regions behind the second clause. Of a denominator too small to be ranked no change is told.
    """
    told = headline_observations(observations, children)
    if not told:
        return f"{observations[0].region.title}{observations[0].when}还没有可以显示的数据。"
    first = told[0]
    changed = change_words(first) if first.is_change_telling else ""
    said = [part for part in (state(first), changed) if part]
    sentence = "，".join(said)
    for moved in told[1:]:
        sentence += "；" + _moved(moved, children.get(moved.indicator.code, []), labels or {})
    return sentence + "。"


def headline_observations(
    observations: Sequence[Observation], children: Mapping[str, Sequence[Observation]]
) -> list[Observation]:
    """The observations that the opening sentence tells: the first with a value and, if any other
    has changed, the one that moved most, the worse before the better."""
    known = [observation for observation in observations if observation.value is not None]
    others = [r for r in known[1:] if r.is_change_telling and r.judgement in ("better", "worse")]
    if not others:
        return known[:1]
    spread = {code: usual_change(below) for code, below in children.items()}
    moved = max(
        others,
        key=lambda r: (
            r.judgement == "worse",
            abs(r.change or 0) / spread.get(r.indicator.code, 1),
        ),
    )
    return [known[0], moved]


def _moved(
    observation: Observation, children: Sequence[Observation], labels: Mapping[str, str]
) -> str:
    up = observation.direction == "up"
    verbs = ("上升", "回落") if observation.indicator.is_percentage else ("增长", "下降")
    sentence = (
        f"{observation.indicator.short_name}{verbs[0] if up else verbs[1]}{_size(observation)}"
    )
    sentence += basis_word(observation)
    eligible = [child for child in children if child.is_change_telling]
    leading = _leading([child for child in eligible if child.judgement == observation.judgement])
    if len(eligible) > 2 and leading:
        names = "、".join(label_of(child, labels) for child in leading)
        sentence += f"，{names}{'升幅' if up else '降幅'}最大"
    return sentence


def _leading(changed: Sequence[Observation]) -> list[Observation]:
    """The up to three that changed most; none that changes as much as one left out."""

    def size(observation: Observation) -> float:
        return round_half_up(abs(observation.change or 0), CHANGE_DECIMALS)

    order = sorted(changed, key=lambda observation: (-size(observation), observation.region.order))
    if len(order) <= _NAMED:
        return order
    return [
        observation for observation in order[:_NAMED] if size(observation) > size(order[_NAMED])
    ]


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


def reported_words(observation: Observation) -> str:
    """Who reported, in words: 115 县区报全，9 县区缺月; of a leaf region 报 9/10 个月.

    For a single month or a registry there is no 缺月: 120 县区已报，4 县区未报. 未上报 where no
    region reported anything; 9 县区均未报 where a city's own office did. A sentence of its own
    where nothing is due in the period.
    """
    who, reported = observation.reporting, observation.indicator.reported
    if reported != "monthly" and not who.expected and observation.absence is Absence.NO_DATA:
        return f"{_EVERY[reported]}报一次，本期不报"
    if observation.is_of_its_office:
        return f"{who.none:,} 县区均未报"
    if not who.any:
        return str(Absence.NOT_REPORTED)
    if observation.region.is_leaf:
        many = f"{who.months}/{who.months_expected} 个{REPORT_UNITS[reported]}"
        return f"报 {many}" if who.some else "已上报"
    said = [f"{who.all:,} 县区{'已报' if who.months_expected <= who.expected else '报全'}"]
    if who.some:
        said.append(f"{who.some:,} 县区缺{REPORT_UNITS[reported][0]}")
    if who.none:
        said.append(f"{who.none:,} 县区未报")
    if who.former:
        said.append(f"其中 {who.former:,} 个已撤分、未分到今天的县区")
    return "，".join(said)


def coverage_words(observation: Observation) -> str:
    """The grade of a figure's coverage and who reported: 基本完整，115 县区报全，9 县区缺月. Only
    who reported where there is no grade, and of a leaf region that reported everything."""
    grade, words = observation.coverage, reported_words(observation)
    if grade is None or (observation.region.is_leaf and grade is Coverage.COMPLETE):
        return words
    return f"{grade}，{words}"


def changes_title(changed: Sequence[Observation], labels: Mapping[str, str] | None = None) -> str:
    """What changed most, in words: the two first of a list that has at least one; their region once
    where it is the same."""
    names = [label_of(one, labels or {}) for one in changed[:2]]
    said = [
        f"{one.indicator.short_name}{'升' if one.direction == 'up' else '降'}"
        f"{_size(one)}{basis_word(one)}"
        for one in changed[:2]
    ]
    if len(set(names)) == 1:
        return names[0] + "、".join(said)
    return "，".join(name + words for name, words in zip(names, said, strict=True))


def usual_change(observations: Sequence[Observation]) -> float:
    """The median size of some changes; 1 where there are none. Dividing by it makes changes in
    points and in percent comparable."""
    sizes = sorted(
        abs(r.change) for r in observations if r.is_change_telling and r.change is not None
    )
    return (sizes[len(sizes) // 2] if sizes else 1) or 1


def biggest_changes(observations: Sequence[Observation], most: int = 5) -> list[Observation]:
    """The observations that changed most, judged ones only, one a region and indicator; none of a
    denominator too small to be ranked.

    Points and percents are not compared with each other: each indicator's changes
    are first divided by their own spread, so that none drowns the others.
    """
    by_indicator: dict[str, list[Observation]] = {}
    for observation in observations:
        if observation.is_change_telling and observation.judgement in ("better", "worse"):
            by_indicator.setdefault(observation.indicator.code, []).append(observation)
    scored = []
    for group in by_indicator.values():
        spread = usual_change(group)
        scored += [(abs(observation.change or 0) / spread, observation) for observation in group]
    scored.sort(key=lambda pair: -pair[0])
    chosen: list[Observation] = []
    for _, observation in scored:
        if sum(r.region.code == observation.region.code for r in chosen) < 2:
            chosen.append(observation)
        if len(chosen) == most:
            break
    return chosen
