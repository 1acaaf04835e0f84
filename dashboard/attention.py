"""What a leader has to look at first (需要关注): not reported, behind the year's pace, fallen.

One concern a region and indicator, the worst first. What is judged is what may be named
(Observation.eligible): nothing of a denominator too small to mean anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.indicators import format_change, format_value
from dashboard.narrative import basis_word, usual_change
from dashboard.observations import Absence, Observation

MOST = 6
# So many of one region, so that one does not hide all others.
MOST_A_REGION = 2
# Points behind the share of the year that has passed: from so many on.
PACE_FROM = 5.0
# A fall counts from so many times the usual change of the indicator among the regions compared.
FALL_FROM = 2.0
# The share of a region's months that must be missing.
MISSING_FROM = 0.1
# In words, what the bounds above are: below the list's title.
RULES = (
    f"缺报一成以上；慢于时间进度 {PACE_FROM:.0f} 个百分点以上；"
    "不及去年，且变化为各地通常变化的两倍以上。分母过小的地区不列"
)


@dataclass(frozen=True, slots=True)
class Concern:
    """Why an observation needs attention, in words, and how badly: 1 is at the bound of a rule."""

    observation: Observation
    severity: float
    why: str


def concerns(observations: Iterable[Observation], most: int = MOST) -> list[Concern]:
    """Of observations of several indicators and regions, those that need attention, worst first."""
    by_indicator: dict[str, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator.code, []).append(observation)
    found = [
        concern
        for group in by_indicator.values()
        for usual in [usual_change(group)]
        for observation in group
        if (concern := _concern(observation, usual))
    ]
    found.sort(key=lambda one: -one.severity)
    chosen: list[Concern] = []
    for one in found:
        region = one.observation.region.code
        if sum(other.observation.region.code == region for other in chosen) < MOST_A_REGION:
            chosen.append(one)
    return chosen[:most]


def _concern(observation: Observation, usual: float) -> Concern | None:
    reasons = [
        *_not_reported(observation),
        *_behind_pace(observation),
        *_fallen(observation, usual),
    ]
    if not reasons:
        return None
    return Concern(
        observation, max(size for size, _ in reasons), "，".join(said for _, said in reasons)
    )


def _not_reported(observation: Observation) -> Sequence[tuple[float, str]]:
    who = observation.reporting
    if observation.absence not in (None, Absence.NOT_REPORTED) or not who.months_expected:
        return []
    missing = 1 - who.months / who.months_expected
    if missing < MISSING_FROM:
        return []
    if not who.any:
        return [(missing / MISSING_FROM, str(Absence.NOT_REPORTED))]
    if observation.region.is_leaf:
        lacks = who.months_expected - who.months
        return [(missing / MISSING_FROM, f"缺报 {lacks} 个月")]
    said = f"{who.late:,} 县区缺报" if who.some else f"{who.none:,} 县区未报"
    return [(missing / MISSING_FROM, said)]


def _behind_pace(observation: Observation) -> Sequence[tuple[float, str]]:
    pace = observation.pace
    if pace is None or observation.value is None or not observation.eligible:
        return []
    gap = pace - observation.value
    if gap < PACE_FROM:
        return []
    said = format_change(gap, observation.indicator)
    expected = format_value(pace, observation.indicator)
    return [(gap / PACE_FROM, f"慢于时间进度（{expected}）{said}")]


def _fallen(observation: Observation, usual: float) -> Sequence[tuple[float, str]]:
    if observation.judgement != "worse" or not observation.is_change_telling:
        return []
    size = abs(observation.change or 0) / usual
    if size < FALL_FROM:
        return []
    way = "升" if observation.direction == "up" else "降"
    said = format_change(observation.change, observation.indicator)
    return [(size / FALL_FROM, f"同比{way} {said}{basis_word(observation)}")]
