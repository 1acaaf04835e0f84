"""Makes observations of sums: the rules of what has a value, a year before and a change.

A change is made like for like (可比口径): of the regions' own months that were reported in both
years. A city's or a province's own office counts as any other region here: its rows of a month are
compared where it reported the same month of the other year. Of a rate of the year's task or budget
a region is compared up to the first month that one of the years lacks.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from dashboard.aggregation import NOTHING, ZERO, Sums, add, carried_forward, less, sums_of
from dashboard.coverage import CoverageGrades
from dashboard.database import Row
from dashboard.history import History
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import CategoryFilter, Comparable, Observation, applies
from dashboard.periods import Period
from dashboard.reporters import Reporters
from dashboard.reporting import BothYears
from dashboard.session import Session
from dashboard.settled import SettledMonths

# Sums of a region by whether they are of the year before and whether a change leaves them out.
Parts = dict[tuple[bool, bool], Sums]
_NOT_COMPARABLE = Comparable(*NOTHING, *NOTHING)


def is_monthly(indicator: Indicator) -> bool:
    """Whether regions report it month by month, and not once in a registry."""
    return mart_contract(indicator.mart).time != "deltas"


def leaves_out(indicator: Indicator, lacks: str) -> bool:
    """Whether a change leaves out rows that lack this (``lacking_months``). What follows a month
    that one year lacks is left out where sums begin in January."""
    if lacks.endswith("_since"):
        return indicator.basis == "year_to_date"
    return lacks != ""


def parts_of(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    """The sums of one region or category from its rows. A registry's rows are changes: what stands
    now is what stood a year ago and everything that changed since."""
    parts: Parts = {}
    for row in rows:
        left_out = leaves_out(indicator, row["lacks"])
        if row["lacks"] and not left_out:
            continue
        part = row["is_previous"], left_out
        sums = sums_of(indicator, row)
        parts[part] = add(parts[part], sums) if part in parts else sums
    if is_monthly(indicator) or not parts:
        return parts
    changed, before = parts.get((False, False), NOTHING), parts.get((True, False), NOTHING)
    return {**parts, (False, False): add(before, changed)}


class ObservationMaker:
    """Makes the observations of one build."""

    def __init__(
        self,
        session: Session,
        reporters: Reporters,
        history: History,
        settled: SettledMonths,
        grades: CoverageGrades,
    ) -> None:
        self._tree = session.tree
        self._info = session.info
        self._reporters = reporters
        self._history = history
        self._settled = settled
        self._grades = grades

    def make(
        self,
        indicator: Indicator,
        code: str,
        periods: tuple[Period, Period],
        parts: Parts,
        both: BothYears,
        limits: CategoryFilter,
    ) -> Observation:
        """An observation of its sums: under a filter, who reported and has no such row has 0 of it;
        where the filter leaves nothing to count, or the source knows nothing of the time, there
        is no value. ``periods`` are the observation's own and the one a year before."""
        region, (period, before) = self._tree[code], periods
        if not applies(indicator, limits):
            return Observation(indicator, region, period, None, None, both.now, limits=limits)
        limited = bool(limits) and not indicator.is_rate
        nothing_now = ZERO if limited and both.now.any else NOTHING
        now = parts.get((False, False), nothing_now)
        known = self._history.known_from(indicator, code, limits)
        settled = period.last <= self._settled.through(indicator)
        if before.last < known:
            is_known = period.last >= known
            now = now if is_known else NOTHING
            return Observation(
                indicator,
                region,
                period,
                *now,
                both.now,
                limits=limits,
                settled=settled,
                known=is_known,
                grades=self._grades,
            )
        nothing_then = ZERO if limited and both.before.any else NOTHING
        then = parts.get((True, False), nothing_then)
        previous = Observation(
            indicator, region, before, *then, both.before, limits=limits, grades=self._grades
        )
        comparable = None
        if is_monthly(indicator):
            left_out = parts.get((False, True), ZERO), parts.get((True, True), ZERO)
            comparable = Comparable(*less(now, left_out[0]), *less(then, left_out[1]))
            # Of what nobody reported in both years, a divided code and its heirs are compared.
            divided = any(comparable) and (both.now.former or both.before.former)
            if not (both.all_matched or both.matched or divided):
                comparable = _NOT_COMPARABLE
        return Observation(
            indicator,
            region,
            period,
            *now,
            both.now,
            previous,
            comparable,
            limits,
            settled,
            grades=self._grades,
        )

    def by_month(
        self, indicator: Indicator, code: str, limits: CategoryFilter, rows: Sequence[Row]
    ) -> dict[date, Sums]:
        """The sums of each month: its flow, or what stood at its end."""
        if not applies(indicator, limits):
            return {}
        rows = [row for row in rows if not row["lacks"]]
        by_month = {row["month"]: sums_of(indicator, row) for row in rows}
        if not is_monthly(indicator):
            first, through = self._info.data_from, self._info.data_through
            standing = list(accumulate(by_month.values(), add))
            carried = carried_forward(rows, standing, first, through)
            known = self._history.known_from(indicator, code, limits)
            return {month: sums for month, sums in carried.items() if month >= known}
        if limits and not indicator.is_rate:
            # Who reported a month and has no such row has none of it.
            reported = self._reporters.months(indicator, code)
            by_month = dict.fromkeys(sorted(reported), ZERO) | by_month
        return by_month
