"""What pages ask of a build: observations by indicator, region and period.

A Reader puts together what others know: ``mart_rows`` which relation serves a question, ``settled``
and ``history`` which months there are to speak of, ``reporters`` who reported them, and
``observation_maker`` what an observation is made of. Indicators of one mart share one query.
"""

from collections.abc import Sequence
from datetime import date

from dashboard.aggregation import (
    NOTHING,
    Sums,
    add,
    less,
    months_between,
    sums_of,
    total,
    within_years,
)
from dashboard.coverage import STANDARD, CoverageGrades
from dashboard.database import Row
from dashboard.goals import Goals
from dashboard.history import History
from dashboard.indicators import DUE_MONTHS, Indicator
from dashboard.mart_rows import MartRows
from dashboard.marts import mart_contract
from dashboard.observation_maker import ObservationMaker, is_monthly, leaves_out, parts_of
from dashboard.observations import (
    EVERYTHING,
    CategoryFilter,
    CategoryObservation,
    MonthlyChange,
    MonthObservation,
    Observation,
    change_of,
)
from dashboard.periods import Period
from dashboard.regions import Region
from dashboard.reporters import Reporters
from dashboard.reporting import months_asked, period_covered
from dashboard.result_cache import ResultCache, weight
from dashboard.session import Session
from dashboard.settings import GROUPS_BYTES, LARGEST_KEPT_BYTES
from dashboard.settled import SettledMonths
from dashboard.systems import Catalogue


class Reader:
    """Reads one build for one session, on its regions. Neither changes, so threads may share it."""

    def __init__(
        self, session: Session, catalogue: Catalogue, grades: CoverageGrades = STANDARD
    ) -> None:
        self.session = session
        self.tree = session.tree
        self.catalogue = catalogue
        self.grades = grades
        self.marts = MartRows(session)
        self.history = History(session)
        self.settled = SettledMonths(session)
        self.goals = Goals(session)
        self._codes_around: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._groups = ResultCache(
            GROUPS_BYTES, lambda made: weight(made, (Indicator, Region)), LARGEST_KEPT_BYTES
        )
        self._reporters = Reporters(session.tree, self.marts, catalogue)
        self._maker = ObservationMaker(session, self._reporters, self.history, self.settled, grades)

    @property
    def data_through(self) -> date:
        return self.session.info.data_through

    def settled_through(self, indicator: Indicator) -> date:
        """The last month that most regions have reported (SettledMonths.through)."""
        return self.settled.through(indicator)

    def settled_period(self, indicator: Indicator, period: Period) -> Period:
        """The period without its last months that most of the indicator's regions have yet to
        report (SettledMonths.part_of)."""
        return self.settled.part_of(indicator, period)

    def is_absent(self, indicator: Indicator) -> bool:
        """Whether the export that the indicator needs is not in this build."""
        return mart_contract(indicator.mart).export in self.session.info.tables_absent

    def is_monthly(self, indicator: Indicator) -> bool:
        """Whether regions report it month by month, and not once in a registry."""
        return is_monthly(indicator)

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
        """One observation a region asked for, in the order asked, each with the year before and,
        where it has a target, how it stands."""
        found = self._observed(indicator, codes, period, limits)
        return self.goals.with_goals(found, fitting(limits, indicator), self._observed)

    def _observed(
        self,
        indicator: Indicator,
        codes: Sequence[str],
        period: Period,
        limits: CategoryFilter = EVERYTHING,
    ) -> list[Observation]:
        """Observations without their goals."""
        period, limits = held_against(indicator, period), fitting(limits, indicator)
        rows: dict[str, list[Row]] = {code: [] for code in codes}
        wanted = tuple(sorted(rows))
        who = self._reporters.of_regions(indicator, wanted, months_asked(indicator, period))
        # A part of what is asked for may hold more regions than these.
        for part in self.marts.parts(wanted):
            matched = all(who[code].all_matched for code in part if code in rows)
            found = self.marts.panel(indicator.mart, part, period, limits, all_matched=matched)
            rows |= {code: found[code] for code in rows.keys() & set(part)}
        periods = period, period.previous()
        return [
            self._maker.make(
                indicator, code, periods, parts_of(indicator, rows[code]), who[code], limits
            )
            for code in codes
        ]

    def observation(
        self, indicator: Indicator, code: str, period: Period, limits: CategoryFilter = EVERYTHING
    ) -> Observation:
        return self.observations(indicator, [code], period, limits)[0]

    def family(
        self, indicator: Indicator, code: str, period: Period, limits: CategoryFilter = EVERYTHING
    ) -> dict[str, Observation]:
        """By code, the observations of what one page speaks of: a region that reports, its siblings
        and its children. Kept by sibling group, since the pages of all siblings speak of them."""

        def kept(codes: tuple[str, ...]) -> dict[str, Observation]:
            return self._groups.get(
                (indicator.code, codes, period, limits),
                lambda: dict(
                    zip(codes, self.observations(indicator, codes, period, limits), strict=True)
                ),
            )

        siblings, children = self._around(code)
        return kept(siblings) | kept(children)

    def _around(self, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes of a region's siblings and children that report; found once, since a page asks
        some 25 times."""
        if code not in self._codes_around:
            groups = self.tree.siblings(code), self.tree.children(code)
            siblings, children = (tuple(r.code for r in group if r.reports) for group in groups)
            self._codes_around[code] = siblings, children
        return self._codes_around[code]

    def months(
        self, indicator: Indicator, code: str, through: date, limits: CategoryFilter = EVERYTHING
    ) -> list[MonthObservation]:
        """Every month from the build's first to ``through``; a month that nobody reported, or of
        which the source does not know, has no value."""
        limits = fitting(limits, indicator)
        rows = self.marts.months(indicator.mart, code, limits, all_matched=True)
        by_month = self._maker.by_month(indicator, code, limits, rows)
        if indicator.basis == "year_to_date":
            by_month = within_years(by_month)
        return [
            MonthObservation(month, *sums, indicator.value(*sums))
            for month in months_between(self.session.info.data_from, through)
            for sums in [by_month.get(month, NOTHING)]
        ]

    def monthly_changes(
        self, indicator: Indicator, codes: Sequence[str], through: date
    ) -> dict[str, list[MonthlyChange]]:
        """By region, the change of every month due to ``through`` against the same month of the
        year before, like for like. Empty for registries, which have no months."""
        if not is_monthly(indicator):
            return {code: [] for code in codes}
        sums = {
            code: {(row["lacks"], row["month"]): sums_of(indicator, row) for row in rows}
            for code, rows in self.marts.months_of_each(indicator.mart, codes).items()
        }
        due = [
            month
            for month in months_between(self.session.info.data_from, through)
            if month.month in DUE_MONTHS[indicator.reported]
        ]
        return {
            code: [_change_of_month(indicator, sums[code], one) for one in due] for code in codes
        }

    def late_years(self, indicator: Indicator, code: str, years: Sequence[int]) -> set[int]:
        """The years of which leaf regions under a region did not report every month due."""
        asked = [months_asked(indicator, Period(year, 1, 12)) for year in years]
        found = self._reporters.of_years(indicator, code, asked)
        return {year for year, both in zip(years, found, strict=True) if both.now.late}

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
        asked = [months_asked(indicator, period) for period in periods]
        who = self._reporters.of_years(indicator, code, asked)
        all_matched = all(both.all_matched for both in who)
        rows = self.marts.months(indicator.mart, code, limits, all_matched=all_matched)
        found = self._maker.by_month(indicator, code, limits, rows)
        left_out: dict[str, dict[date, Sums]] = {"before": {}, "after": {}}
        for row in rows:
            if leaves_out(indicator, row["lacks"]):
                months = left_out[row["lacks"].removesuffix("_since")]
                sums = months.get(row["month"], NOTHING)
                months[row["month"]] = add(sums, sums_of(indicator, row))

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
                self._maker.make(indicator, code, (period, before), parts, both, limits)
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
        both = self._reporters.of_region(indicator, code, months_asked(indicator, period))
        rows: dict[tuple[str, ...], list[Row]] = {}
        for row in self.marts.breakdown(
            indicator.mart, code, period, by, limits, all_matched=both.all_matched
        ):
            rows.setdefault(tuple(row[dimension] for dimension in by), []).append(row)
        order = {dimension: self._order(dimension) for dimension in by}

        def place(key: tuple[str, ...]) -> list[int]:
            return [order[one].get(each, 99) for one, each in zip(by, key, strict=True)]

        periods = period, period.previous()
        observations = []
        for key in sorted(rows, key=place):
            own = CategoryFilter(**{one: [each] for one, each in zip(by, key, strict=True)})
            observation = self._maker.make(
                indicator,
                code,
                periods,
                parts_of(indicator, rows[key]),
                both,
                limits.within(own),
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
        return self._reporters.missing(indicator, code, asked)

    def expected(self, code: str) -> int:
        """How many leaf regions under a region are expected to report."""
        return self._reporters.expected(code)


def _change_of_month(
    indicator: Indicator, sums: dict[tuple[str, date], Sums], month: date
) -> MonthlyChange:
    """The change of one month, of one region's sums by kind of rows (what they lack) and month."""
    before = month.replace(year=month.year - 1)
    now, then = sums.get(("", month), NOTHING), sums.get(("", before), NOTHING)
    if left_out := sums.get(("before", month)):
        now = less(now, left_out)
    if left_out := sums.get(("after", before)):
        then = less(then, left_out)
    change = change_of(indicator, indicator.value(*now), indicator.value(*then))
    compared = None if now[1] is None or then[1] is None else min(now[1], then[1])
    return MonthlyChange(month, change, compared)


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
