"""Sentences made from the numbers: what a figure is, what changed, who reported.

Chinese, short, without judgement where an indicator has none. Every figure in a
sentence is one that stands on the page too.
"""

from collections.abc import Mapping, Sequence

from dashboard.coverage import Coverage
from dashboard.figure_words import counted_reports, filter_words, late_words
from dashboard.indicators import (
    CHANGE_DECIMALS,
    format_change,
    format_value,
)
from dashboard.observations import Absence, Observation, absence_text
from dashboard.rounding import round_half_up

_EVERY = {"monthly": "每月", "quarterly": "每季", "yearly": "每年"}
# So many regions that changed most are named.
_LEADING = 3


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
    if len(order) <= _LEADING:
        return order
    return [
        observation for observation in order[:_LEADING] if size(observation) > size(order[_LEADING])
    ]


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
        expected, _ = counted_reports(who.months_expected, observation.indicator)
        return f"报 {who.months}/{expected}" if who.some else "已上报"
    said = [f"{who.all:,} 县区{'已报' if who.months_expected <= who.expected else '报全'}"]
    said += late_words(observation)
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
