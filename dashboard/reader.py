"""From a build to observations: the sums a page asks for, made into indicators.

Pages ask a Reader for observations by indicator, region and period; it knows which
mart to read, which months make the period (flow, snapshot or registry), who
reported, and what of it the year before reported too. Indicators of one mart
share one query.

A change is made like for like (可比口径): of the regions' own months that were reported in both
years. A city's or a province's own office counts as any other region here: its rows of a month are
compared where it reported the same month of the other year.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from dashboard.aggregation import (
    NOTHING,
    ZERO,
    Sums,
    add,
    carried_forward,
    less,
    months_between,
    sums_of,
    total,
    within_years,
)
from dashboard.database import Row
from dashboard.history import History
from dashboard.indicators import Indicator
from dashboard.mart_rows import MartRows
from dashboard.marts import mart_contract
from dashboard.observations import (
    EVERYTHING,
    CategoryFilter,
    CategoryObservation,
    Comparable,
    MonthObservation,
    Observation,
    applies,
)
from dashboard.periods import Period
from dashboard.regions import Region
from dashboard.reporting import (
    BothYears,
    both_years,
    months_asked,
    months_reported,
    period_covered,
    source_of,
)
from dashboard.session import Session
from dashboard.systems import Catalogue

# Sums of a region by whether they are of the year before and whether a change leaves them out.
Parts = dict[tuple[bool, bool], Sums]
_NOT_COMPARABLE = Comparable(*NOTHING, *NOTHING)


class Reader:
    """Reads one build for one session, on its regions. Neither changes, so threads may share it."""

    def __init__(self, session: Session, catalogue: Catalogue) -> None:
        self.session = session
        self.tree = session.tree
        self.catalogue = catalogue
        self.marts = MartRows(session)
        self.history = History(session)
        self._expected: dict[str, int] = {}
        # By monthly source, the last month that most of its leaf regions have reported.
        self.settled_months: dict[str, date] = {
            row["source"]: row["settled_through"] for row in session.rows("settled_months")
        }

    @property
    def data_through(self) -> date:
        return self.session.info.data_through

    def settled_through(self, indicator: Indicator) -> date:
        """The last month that most regions have reported; a registry's, which has no months, is
        the build's."""
        return self.settled_months.get(source_of(indicator), self.session.info.data_settled_through)

    def settled_period(self, indicator: Indicator, period: Period) -> Period:
        """The period without its last months that most of the indicator's regions have yet to
        report; the whole of it where they reported none of it."""
        settled = self.settled_through(indicator)
        if not period.first <= settled < period.last:
            return period
        return Period(period.year, period.first_month, settled.month, complete=False)

    def is_absent(self, indicator: Indicator) -> bool:
        """Whether the export that the indicator needs is not in this build."""
        return mart_contract(indicator.mart).export in self.session.info.tables_absent

    def is_monthly(self, indicator: Indicator) -> bool:
        """Whether regions report it month by month, and not once in a registry."""
        return mart_contract(indicator.mart).time != "deltas"

    def present(self, codes: Sequence[str]) -> list[Indicator]:
        """The indicators of these codes whose exports are in the build, in the order given."""
        asked = [self.catalogue.indicators[code] for code in codes]
        return [indicator for indicator in asked if not self.is_absent(indicator)]

    def observations(
        self,
        indicator: Indicator,
        codes: Sequence[str],
        period: Period,
        limits: CategoryFilter = EVERYTHING,
    ) -> list[Observation]:
        """One observation a region asked for, in the order asked, each with the year before."""
        period, limits = held_against(indicator, period), fitting(limits, indicator)
        source, asked = source_of(indicator), months_asked(indicator, period)
        who: dict[str, BothYears] = {}
        sums: dict[str, Parts] = {code: {} for code in codes}
        # A part of what is asked for may hold more regions than these.
        for part in self.marts.parts(tuple(sorted(sums))):
            reported = self.marts.reported(source, part, asked.year)
            who |= {
                code: both_years(reported.get(code, ()), self.expected(code), asked)
                for code in part
                if code in sums
            }
            matched = all(code in who and who[code].all_matched for code in part)
            for row in self.marts.panel(indicator.mart, part, period, limits, all_matched=matched):
                if (of_region := sums.get(row["region_code"])) is not None:
                    of_region[row["is_previous"], row["is_unmatched"]] = sums_of(indicator, row)
        if not self.is_monthly(indicator):
            sums = {code: _standing(parts) for code, parts in sums.items()}
        periods = period, period.previous()
        return [
            self._observation(indicator, code, periods, sums[code], who[code], limits)
            for code in codes
        ]

    def observation(
        self, indicator: Indicator, code: str, period: Period, limits: CategoryFilter = EVERYTHING
    ) -> Observation:
        return self.observations(indicator, [code], period, limits)[0]

    def family(self, code: str) -> tuple[str, ...]:
        """The region, its children and its siblings: what one page speaks of, in one query."""
        return tuple(
            sorted(
                {
                    code,
                    *(r.code for r in self.tree.children(code) if r.reports),
                    *(r.code for r in self.tree.siblings(code) if r.reports),
                }
            )
        )

    def family_observations(
        self, indicator: Indicator, code: str, period: Period, limits: CategoryFilter = EVERYTHING
    ) -> dict[str, Observation]:
        """The observations of a region, its children and its siblings by code."""
        family = self.family(code)
        return dict(zip(family, self.observations(indicator, family, period, limits), strict=True))

    def months(
        self, indicator: Indicator, code: str, through: date, limits: CategoryFilter = EVERYTHING
    ) -> list[MonthObservation]:
        """Every month from the build's first to ``through``; a month that nobody reported, or of
        which the source does not know, has no value."""
        limits = fitting(limits, indicator)
        rows = self.marts.months(indicator.mart, code, limits, all_matched=True)
        by_month = self._by_month(indicator, code, limits, rows)
        if indicator.basis == "year_to_date":
            by_month = within_years(by_month)
        return [
            MonthObservation(month, *sums, indicator.value(*sums))
            for month in months_between(self.session.info.data_from, through)
            for sums in [by_month.get(month, NOTHING)]
        ]

    def series(
        self,
        indicator: Indicator,
        code: str,
        periods: Sequence[Period],
        limits: CategoryFilter = EVERYTHING,
    ) -> list[Observation]:
        """One region's observations over several periods, each with the year before.

        Periods that lie before the build's first month have no value.
        """
        limits = fitting(limits, indicator)
        periods = [held_against(indicator, period) for period in periods]
        reported = self.marts.reported_by_year(source_of(indicator), code)
        who = [
            both_years(reported.get(asked.year, ()), self.expected(code), asked)
            for asked in (months_asked(indicator, period) for period in periods)
        ]
        all_matched = all(both.all_matched for both in who)
        rows = self.marts.months(indicator.mart, code, limits, all_matched=all_matched)
        found = self._by_month(indicator, code, limits, rows)
        left_out: dict[str, dict[date, Sums]] = {"before": {}, "after": {}, "": {}}
        for row in rows:
            left_out[row["lacks"]][row["month"]] = sums_of(indicator, row)

        def summed(by_month: dict[date, Sums], period: Period) -> Sums:
            flow = mart_contract(indicator.mart).time == "flow"
            months = months_between(period.first if flow else period.last, period.last)
            return total([by_month.get(month, NOTHING) for month in months])

        observations = []
        for period, both in zip(periods, who, strict=True):
            before = period.previous()
            parts = {
                (False, False): summed(found, period),
                (True, False): summed(found, before),
                (False, True): summed(left_out["before"], period),
                (True, True): summed(left_out["after"], before),
            }
            parts = {part: sums for part, sums in parts.items() if sums != NOTHING}
            observations.append(
                self._observation(indicator, code, (period, before), parts, both, limits)
            )
        return observations

    def breakdown(
        self,
        indicator: Indicator,
        code: str,
        period: Period,
        by: Sequence[str],
        limits: CategoryFilter = EVERYTHING,
    ) -> list[CategoryObservation]:
        """One row a code of each dimension of ``by`` (programme; programme and fund) that has any
        row in either year, in the dimensions' own order.

        A filter limits it by the other dimensions; by its own, all codes are there.
        """
        period = held_against(indicator, period)
        limits = fitting(limits, indicator).without(by)
        source, asked = source_of(indicator), months_asked(indicator, period)
        reported = [
            row
            for part in self.marts.parts((code,))
            for row in self.marts.reported(source, part, asked.year).get(code, ())
        ]
        both = both_years(reported, self.expected(code), asked)
        sums: dict[tuple[str, ...], Parts] = {}
        for row in self.marts.breakdown(
            indicator.mart, code, period, by, limits, all_matched=both.all_matched
        ):
            of_key = sums.setdefault(tuple(row[dimension] for dimension in by), {})
            of_key[row["is_previous"], row["is_unmatched"]] = sums_of(indicator, row)
        if not self.is_monthly(indicator):
            sums = {key: _standing(of_key) for key, of_key in sums.items()}
        order = {dimension: self._order(dimension) for dimension in by}

        def place(key: tuple[str, ...]) -> list[int]:
            return [order[one].get(each, 99) for one, each in zip(by, key, strict=True)]

        periods = period, period.previous()
        observations = []
        for key in sorted(sums, key=place):
            own = CategoryFilter(**{one: [each] for one, each in zip(by, key, strict=True)})
            observation = self._observation(
                indicator, code, periods, sums[key], both, limits.within(own)
            )
            observations.append(CategoryObservation(key, observation))
        return observations

    def _order(self, dimension: str) -> dict[str, int]:
        categories = self.catalogue.dimensions[dimension].categories
        return {category.code: place for place, category in enumerate(categories)}

    def missing(
        self, indicator: Indicator, code: str, period: Period
    ) -> list[tuple[Region, list[int]]]:
        """The leaf regions that did not report every month of the period, with those they lack.

        A snapshot is asked of its last month only. Empty for registries, which have no months.
        """
        if not self.is_monthly(indicator):
            return []
        asked = months_asked(indicator, held_against(indicator, period))
        rows = self.marts.missing(source_of(indicator), code, asked)
        months = asked.numbers
        return [
            (
                self.tree[row["region_code"]],
                [month for month in months if not row["reported_months"] >> (month - 1) & 1],
            )
            for row in rows
        ]

    def expected(self, code: str) -> int:
        """How many leaf regions under a region are expected to report."""
        if code not in self._expected:
            self._expected[code] = sum(leaf.reports for leaf in self.tree.leaves(code))
        return self._expected[code]

    def _observation(
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
        region, (period, before) = self.tree[code], periods
        if not applies(indicator, limits):
            return Observation(indicator, region, period, None, None, both.now, limits=limits)
        limited = bool(limits) and not indicator.is_rate
        nothing_now = ZERO if limited and both.now.any else NOTHING
        now = parts.get((False, False), nothing_now)
        known = self.history.known_from(indicator, code, limits)
        settled = period.last <= self.settled_through(indicator)
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
            )
        nothing_then = ZERO if limited and both.before.any else NOTHING
        then = parts.get((True, False), nothing_then)
        previous = Observation(indicator, region, before, *then, both.before, limits=limits)
        comparable = None
        if self.is_monthly(indicator):
            left_out = parts.get((False, True), ZERO), parts.get((True, True), ZERO)
            comparable = Comparable(*less(now, left_out[0]), *less(then, left_out[1]))
            # Of what nobody reported in both years, a divided code and its heirs are compared.
            divided = any(comparable) and (both.now.former or both.before.former)
            if not (both.all_matched or both.matched or divided):
                comparable = _NOT_COMPARABLE
        return Observation(
            indicator, region, period, *now, both.now, previous, comparable, limits, settled
        )

    def _by_month(
        self, indicator: Indicator, code: str, limits: CategoryFilter, rows: Sequence[Row]
    ) -> dict[date, Sums]:
        """The sums of each month: its flow, or what stood at its end."""
        if not applies(indicator, limits):
            return {}
        rows = [row for row in rows if not row["lacks"]]
        by_month = {row["month"]: sums_of(indicator, row) for row in rows}
        if not self.is_monthly(indicator):
            first, through = self.session.info.data_from, self.data_through
            standing = list(accumulate(by_month.values(), add))
            carried = carried_forward(rows, standing, first, through)
            known = self.history.known_from(indicator, code, limits)
            return {month: sums for month, sums in carried.items() if month >= known}
        if limits and not indicator.is_rate:
            # Who reported a month and has no such row has none of it.
            by_year = self.marts.reported_by_year(source_of(indicator), code)
            reported = months_reported([row for rows in by_year.values() for row in rows])
            by_month = dict.fromkeys(sorted(reported), ZERO) | by_month
        return by_month


def _standing(parts: Parts) -> Parts:
    """What stands now is what stood a year ago and everything that changed since."""
    if not parts:
        return parts
    changed, before = parts.get((False, False), NOTHING), parts.get((True, False), NOTHING)
    return {**parts, (False, False): add(before, changed)}


def held_against(indicator: Indicator, period: Period) -> Period:
    """The months that an indicator speaks of: from January on where it is held against a year's
    task; whole quarters where it is reported quarterly."""
    period = period.year_to_date() if indicator.basis == "year_to_date" else period
    return period_covered(indicator, period)


def fitting(limits: CategoryFilter, indicator: Indicator) -> CategoryFilter:
    """What of a filter an indicator obeys: the dimensions that part its mart."""
    if not limits or not indicator.divided:
        return EVERYTHING
    return limits.of(mart_contract(indicator.mart).dimensions)
