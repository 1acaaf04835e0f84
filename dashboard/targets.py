"""Targets: what an indicator is to reach in a year, what it should be by now, and how it stands.

What adds up over the year (an amount, a rate of the year's task) grows from nothing in January; a
stock or another rate goes from where it ended the year before. In between it follows, in this
order: the milestones that were set; the shape of last year, where it adds up; a straight line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from dashboard.indicators import Indicator, comparable_value, format_value
from dashboard.marts import mart_contract
from dashboard.rules import StandingBounds, rules

DECEMBER = 12
GoalJudgement = Literal["better", "worse", "none"]


class Standing(StrEnum):
    """How a value stands against its target; the words of every page and file."""

    REACHED = "已达标"
    ON_PACE = "按进度"
    BEHIND = "落后"
    FAR_BEHIND = "明显落后"

    @property
    def judgement(self) -> GoalJudgement:
        """Whether it stands well, badly or as it should: what its word is coloured by."""
        if self in (Standing.BEHIND, Standing.FAR_BEHIND):
            return "worse"
        return "better" if self is Standing.REACHED else "none"


STANDINGS_EN = {
    Standing.REACHED: "reached",
    Standing.ON_PACE: "on pace",
    Standing.BEHIND: "behind",
    Standing.FAR_BEHIND: "far behind",
}


class Pace(StrEnum):
    """What says how much should be there by now."""

    MILESTONES = "分月目标"
    LAST_YEAR = "去年进度"
    PARENTS_LAST_YEAR = "上级去年进度"
    TIME = "时间进度"
    FROM_LAST_YEAR = "年内进度"
    END = "全年目标"


PACES_EN = {
    Pace.MILESTONES: "the milestones",
    Pace.LAST_YEAR: "last year's pace",
    Pace.PARENTS_LAST_YEAR: "last year's pace of the region above",
    Pace.TIME: "the year's pace",
    Pace.FROM_LAST_YEAR: "the pace from the end of last year",
    Pace.END: "the year's target",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a region is to reach by the end of a year, in the indicator's unit; ``milestones`` are
    months before December, in order, with what it is to reach by their ends. ``inherited``: it is
    set to a region above."""

    value: float
    milestones: tuple[tuple[int, float], ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class LastYear:
    """What the indicator was a year before: by the end of the same month (``reached``) and of the
    year (``whole``); ``of_parent``: in the region above."""

    reached: float | None
    whole: float | None
    of_parent: bool = False

    def is_known(self, indicator: Indicator) -> bool:
        """Whether a pace can follow it: of what adds up both are needed, else the end alone."""
        return self.whole is not None and (self.reached is not None or not adds_up(indicator))


UNKNOWN = LastYear(None, None)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target beside a value: what the value should be by now (``expected``), what says so, how it
    stands and by how much it falls short of it (``gap``; nothing or less where it does not): points
    of a rate in %, percent of everything else. ``final``: nothing more is to come of the year, or
    nothing says how much should be there before its end, and the whole target is expected.
    ``standing`` is None where there is no value."""

    target: Target
    expected: float
    pace: Pace
    final: bool
    gap: float
    standing: Standing | None

    @property
    def judgement(self) -> GoalJudgement:
        """That of its standing."""
        return "none" if self.standing is None else self.standing.judgement


def adds_up(indicator: Indicator) -> bool:
    """Whether it grows from nothing in January: an amount of the year, a rate of its task."""
    if indicator.is_rate:
        return indicator.basis == "year_to_date"
    return mart_contract(indicator.mart).time == "flow"


def is_inherited(indicator: Indicator) -> bool:
    """Whether a region without a target is to reach that of the region above: a rate or an average;
    an amount or a count of a region is no target of a part of it."""
    return indicator.is_rate


def followed(indicator: Indicator, own: LastYear, above: Callable[[], LastYear]) -> LastYear:
    """The last year that a region's pace follows: its own; of what adds up that of the region above
    where its own is not known."""
    if own.is_known(indicator):
        return own
    if adds_up(indicator) and (found := above()).is_known(indicator):
        return replace(found, of_parent=True)
    return UNKNOWN


def expected_by(
    indicator: Indicator, target: Target, month: int, last_year: LastYear
) -> tuple[float, Pace]:
    """What the indicator should be by the end of a month, and what says so."""
    if month == DECEMBER:
        return target.value, Pace.END
    growing = adds_up(indicator)
    start = 0.0 if growing else last_year.whole
    if target.milestones:
        return _between(target, month, start), Pace.MILESTONES
    if growing:
        if last_year.whole and last_year.reached is not None:
            share = min(max(last_year.reached / last_year.whole, 0.0), 1.0)
            pace = Pace.PARENTS_LAST_YEAR if last_year.of_parent else Pace.LAST_YEAR
            return target.value * share, pace
        return target.value * month / DECEMBER, Pace.TIME
    # Of a stock or a rate the end of last year must be its own: a parent's is another value.
    if start is None or last_year.of_parent or _lacks(indicator, start, target.value) <= 0:
        return target.value, Pace.END
    return start + (target.value - start) * month / DECEMBER, Pace.FROM_LAST_YEAR


def _between(target: Target, month: int, start: float | None) -> float:
    """On the straight lines between milestones; before the first one from the start, where it is
    known."""
    points = [*target.milestones, (DECEMBER, target.value)]
    points.insert(0, (0, points[0][1] if start is None else start))
    for (before, low), (after, high) in pairwise(points):
        if month <= after:
            return low + (high - low) * (month - before) / (after - before)
    return target.value


def judge(
    indicator: Indicator,
    target: Target,
    month: int,
    value: float | None,
    last_year: LastYear,
    bounds: StandingBounds | None = None,
) -> Goal:
    """A value by the end of a month of the year (from January on where it adds up) against its
    target; ``bounds`` are those of the rules unless given."""
    bounds = bounds or rules().standing
    expected, pace = expected_by(indicator, target, month, last_year)
    # A cap on what adds up is kept once the year is over, and not before.
    may_grow = indicator.polarity == "lower" and adds_up(indicator)
    has_start = last_year.whole is not None and not last_year.of_parent
    final = month == DECEMBER or (pace is Pace.END and not has_start)
    if value is None:
        return Goal(target, expected, pace, final, 0.0, None)
    gap = _gap(indicator, value, expected)
    if _lacks(indicator, value, target.value) <= 0 and (month == DECEMBER or not may_grow):
        standing, gap = Standing.REACHED, min(gap, 0.0)
    elif gap >= bounds.far_behind:
        standing = Standing.FAR_BEHIND
    elif final or gap >= bounds.behind:
        standing = Standing.BEHIND
    else:
        standing = Standing.ON_PACE
    return Goal(target, expected, pace, final, gap, standing)


def _lacks(indicator: Indicator, value: float, wanted: float) -> float:
    """What a value lacks of what is wanted, in its unit; values that are written alike are equal.
    Without a polarity a target is an amount to reach."""
    less = comparable_value(wanted, indicator) - comparable_value(value, indicator)
    # Of what is written, and of half a unit beside a limit.
    less = round(less, indicator.decimals + 1)
    return -less if indicator.polarity == "lower" else less


def _gap(indicator: Indicator, value: float, expected: float) -> float:
    """What a value lacks of what is expected: points of a rate in %, percent of everything else;
    all of it, 100 %, of an expected zero that a cap on it passes."""
    lacks = _lacks(indicator, value, expected)
    if indicator.is_percentage:
        return lacks
    if not expected:
        return 100.0 if lacks > 0 else 0.0
    return lacks * 100 / abs(expected)


def common_target(goals: Sequence[Goal | None]) -> Target | None:
    """The target that all goals share; None where any has another or none."""
    targets = {
        None if goal is None else (goal.target.value, goal.target.milestones) for goal in goals
    }
    first = goals[0] if goals else None
    return first.target if first is not None and len(targets) == 1 else None


INHERITED = "沿用上级目标"


def target_words(goal: Goal, indicator: Indicator) -> str:
    """95.0%, 95.0%（沿用上级目标）."""
    said = format_value(goal.target.value, indicator)
    return f"{said}（{INHERITED}）" if goal.target.inherited else said


def yearly_words(target: Target, indicator: Indicator) -> str:
    """The target with its milestones: 95.0%，其中3月末 19.0%、6月末 43.0%（沿用上级目标）."""
    said = format_value(target.value, indicator)
    if target.milestones:
        each = (
            f"{month}月末 {format_value(value, indicator)}" for month, value in target.milestones
        )
        said += f"，其中{'、'.join(each)}"
    return f"{said}（{INHERITED}）" if target.inherited else said


def pace_words(goal: Goal, indicator: Indicator) -> str:
    """What is expected by now and why: 按去年进度应达 79.1%; '' where that is the target, or where
    the target is reached."""
    if goal.pace is Pace.END or goal.standing is Standing.REACHED:
        return ""
    bound = "不超过" if indicator.polarity == "lower" else "达"
    return f"按{goal.pace}应{bound} {format_value(goal.expected, indicator)}"
