"""Changes that are unusual within a region's own history: a control chart of monthly changes.

The changes are those of each month against the same month of last year, like for like, so that
seasons and who reported don't count as unusual. Median and median absolute deviation stand for mean
and deviation, so that a few odd months of the past neither hide nor raise anything. A run of months
on one side is asked for (as by the run rules of Nelson and of Western Electric), so that one odd
month raises nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from dashboard.indicators import Indicator
from dashboard.observations import MonthlyChange

# So much history must there be before the months that are judged.
HISTORY = 12
# Makes the median absolute deviation of a normal distribution its standard deviation.
_TO_DEVIATION = 1.4826
# The least spread: points of a rate, percent of an amount. Nothing smaller is worth a word.
_LEAST_POINTS, _LEAST_PERCENT = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class UnusualMonths:
    """A run of unusual changes to the end: how many months, the last change, the usual one, and
    how many spreads the least unusual of the asked months lies from it."""

    months: int
    change: float
    usual: float
    spreads: float


def unusual_months(
    indicator: Indicator, changes: Sequence[MonthlyChange], run: int, bound: float, least: float
) -> UnusualMonths | None:
    """Whether the last ``run`` changes are unusual, each of them known. ``least`` is the least
    denominator."""
    counted = [
        one.change if one.denominator is None or one.denominator >= least else None
        for one in changes
    ]
    known = [change for change in counted if change is not None]
    if None in counted[-run:] or len(known) < run + HISTORY:
        return None
    before = known[:-run]
    usual = median(before)
    floor = _LEAST_POINTS if indicator.is_percentage else _LEAST_PERCENT
    spread = max(_TO_DEVIATION * median(abs(one - usual) for one in before), floor)
    away = [(one - usual) / spread for one in known]
    side = 1 if away[-1] > 0 else -1
    if indicator.polarity != "neutral" and (side > 0) == (indicator.polarity == "higher"):
        return None
    reached = min(side * one for one in away[-run:])
    if reached < bound:
        return None
    months = 0
    for change in reversed(counted):
        if change is None or side * (change - usual) / spread < bound:
            break
        months += 1
    return UnusualMonths(months, known[-1], usual, reached)
