"""From a build to readings: the sums a page asks for, made into indicators.

Pages ask a Reader for readings by indicator, region and period; it knows which
mart to read, which months make the period (flow, snapshot or registry), and how
many leaf regions reported. Indicators of one mart share one query.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from dashboard.database import Database, Question, Row
from dashboard.indicators import Catalogue, Indicator
from dashboard.kept import Kept
from dashboard.marts import mart_contract
from dashboard.periods import Period
from dashboard.readings import EVERYTHING, CategoryReading, Choice, MonthReading, Reading
from dashboard.regions import Level, Region, RegionTree
from dashboard.settings import PARTS_BYTES
from dashboard.sums import (
    NOTHING,
    Sums,
    add,
    carried_forward,
    months_between,
    sums_of,
    total,
    within_years,
)

BEGINNING = date(1900, 1, 1)
# Where reported_years keeps the sources that have no months.
REGISTRY = Period(1949, 10, 10)


class Reader:
    """Reads one build on one region tree. Neither changes, so threads may share it."""

    def __init__(self, database: Database, tree: RegionTree, catalogue: Catalogue) -> None:
        self.database = database
        self.tree = tree
        self.catalogue = catalogue
        self._expected: dict[str, int] = {}
        self._above = [region for region in tree if region.level is not Level.COUNTY]
        self._parts_of = Kept(PARTS_BYTES)

    @property
    def data_through(self) -> date:
        return self.database.info.data_through

    def is_absent(self, indicator: Indicator) -> bool:
        """Whether the export that the indicator needs is not in this build."""
        return mart_contract(indicator.mart).export in self.database.info.tables_absent

    def is_monthly(self, indicator: Indicator) -> bool:
        """Whether regions report it month by month, and not once in a registry."""
        return mart_contract(indicator.mart).time != "changes"

    def present(self, codes: Sequence[str]) -> list[Indicator]:
        """The indicators of these codes whose exports are in the build, in the order given."""
        asked = [self.catalogue.indicators[code] for code in codes]
        return [indicator for indicator in asked if not self.is_absent(indicator)]

    def readings(
        self,
        indicator: Indicator,
        codes: Sequence[str],
        period: Period,
        choice: Choice = EVERYTHING,
    ) -> list[Reading]:
        """One reading a region asked for, in the order asked, each with the year before."""
        if indicator.basis == "year_to_date":
            period = period.year_to_date()
        parts = self._parts(tuple(sorted(codes)))
        sums_asked = [self._panel_query(indicator, part, period, choice) for part in parts]
        reports_asked = [self._reported_query(indicator, part, period) for part in parts]
        found = [
            self.database.rows(query, **asked) for query, asked in (*sums_asked, *reports_asked)
        ]
        panel = self._panel(indicator, codes, found[: len(parts)])
        reported = self._reported(indicator, period, found[len(parts) :])
        before = period.previous()
        return [self._reading(indicator, code, period, before, panel, reported) for code in codes]

    def reading(
        self, indicator: Indicator, code: str, period: Period, choice: Choice = EVERYTHING
    ) -> Reading:
        return self.readings(indicator, [code], period, choice)[0]

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

    def family_readings(
        self, indicator: Indicator, code: str, period: Period, choice: Choice = EVERYTHING
    ) -> dict[str, Reading]:
        """The readings of a region, its children and its siblings by code."""
        family = self.family(code)
        return dict(zip(family, self.readings(indicator, family, period, choice), strict=True))

    def months(
        self, indicator: Indicator, code: str, through: date, choice: Choice = EVERYTHING
    ) -> list[MonthReading]:
        """Every month from the build's first to ``through``; months without a row have no value."""
        contract = mart_contract(indicator.mart)
        choice = fitting(choice, indicator)
        rows = self.database.rows(
            "mart_months",
            mart=self._table(indicator.mart, choice, [code]),
            region=code,
            ends=through,
            categories=list(choice.categories),
            subcategories=list(choice.subcategories),
        )
        first = self.database.info.data_from
        by_month = {row["month"]: sums_of(indicator, row) for row in rows}
        if contract.time == "changes":
            standing = list(accumulate((sums_of(indicator, row) for row in rows), add))
            by_month = carried_forward(rows, standing, first, through)
        if indicator.basis == "year_to_date":
            by_month = within_years(by_month)
        return [
            MonthReading(month, *sums, indicator.value(*sums))
            for month in months_between(first, through)
            for sums in [by_month.get(month, NOTHING)]
        ]

    def series(
        self,
        indicator: Indicator,
        code: str,
        periods: Sequence[Period],
        choice: Choice = EVERYTHING,
    ) -> list[Reading]:
        """One region's readings over several periods, each with the year before, in two queries.

        Periods that lie before the build's first month have no value.
        """
        by_month = {
            m.month: (m.numerator, m.denominator)
            for m in self.months(indicator, code, self.data_through, choice)
        }
        flow = mart_contract(indicator.mart).time == "flow"
        rows = self.database.rows("reported_months", source=self._source(indicator), region=code)
        reported = {row["month"]: row["reported"] for row in rows}

        def who(period: Period, first: date) -> int:
            """The fewest that reported any one month; a registry's leaf regions stand once."""
            if mart_contract(indicator.mart).time == "changes":
                return next(iter(reported.values()), 0)
            return min(reported.get(m, 0) for m in months_between(first, period.last))

        def read(period: Period, previous: Reading | None) -> Reading:
            # A year's task is cumulated already: its last month says it all.
            first = period.first if flow and indicator.basis == "period" else period.last
            found = [by_month.get(month, NOTHING) for month in months_between(first, period.last)]
            numerator, denominator = total(found)
            return Reading(
                indicator,
                self.tree[code],
                period,
                numerator,
                denominator,
                who(period, first),
                self.expected(code),
                previous,
            )

        return [read(period, read(period.previous(), None)) for period in periods]

    def breakdown(
        self, indicator: Indicator, code: str, period: Period, by: str = "category"
    ) -> list[CategoryReading]:
        """One row per category that has any row in either year, in the dimension's own order.

        ``by`` is ``category``, ``subcategory`` or ``both``.
        """
        if indicator.basis == "year_to_date":
            period = period.year_to_date()
        contract = mart_contract(indicator.mart)
        starts, ends = self._span(indicator.mart, period)
        previous_starts, previous_ends = self._span(indicator.mart, period.previous())
        divided = {
            "mart": self._divided(indicator.mart, code),
            "region": code,
            "starts": starts,
            "ends": ends,
            "previous_starts": previous_starts,
            "previous_ends": previous_ends,
        }
        parts = self._parts((code,))
        rows = self.database.rows("mart_breakdown", **divided)
        reports = [
            self.database.rows(query, **asked)
            for query, asked in (self._reported_query(indicator, p, period) for p in parts)
        ]
        sums: dict[tuple[str, str], dict[bool, Sums]] = {}
        for row in rows:
            key = (
                "" if by == "subcategory" else row["category"],
                "" if by == "category" else row["subcategory"],
            )
            of_key = sums.setdefault(key, {True: NOTHING, False: NOTHING})
            added = sums_of(indicator, row)
            of_key[row["is_previous"]] = add(of_key[row["is_previous"]], added)
            if contract.time == "changes" and row["is_previous"]:
                of_key[False] = add(of_key[False], added)

        reported = self._reported(indicator, period, reports)

        def read(part: Sums, when: Period, previous: Reading | None) -> Reading:
            who = reported.get((code, when != period), 0)
            expected = self.expected(code)
            return Reading(indicator, self.tree[code], when, *part, who, expected, previous)

        order = self._order(contract.category), self._order(contract.subcategory)
        return [
            CategoryReading(
                *key,
                read(of_key[False], period, read(of_key[True], period.previous(), None)),
            )
            for key, of_key in sorted(
                sums.items(),
                key=lambda item: (order[0].get(item[0][0], 99), order[1].get(item[0][1], 99)),
            )
        ]

    def _order(self, dimension: str | None) -> dict[str, int]:
        categories = self.catalogue.dimensions.get(dimension or "", ())
        return {category.code: place for place, category in enumerate(categories)}

    def missing(self, indicator: Indicator, code: str, period: Period) -> list[tuple[Region, int]]:
        """The leaf regions that did not report every month of the period, with how many they did.

        A snapshot is asked of its last month only. Empty for registries, which have no months.
        """
        if not self.is_monthly(indicator):
            return []
        asked = _asked(indicator, period)
        rows = self.database.rows(
            "missing_regions",
            region=code,
            source=self._source(indicator),
            year=asked.year,
            months=asked.month_bits,
        )
        return [(self.tree[row["region_code"]], row["reported_months"]) for row in rows]

    def _span(self, mart: str, period: Period) -> tuple[date, date]:
        """The months of the mart that make the period."""
        time = mart_contract(mart).time
        if time == "changes":
            return BEGINNING, period.last
        return (period.last if time == "snapshot" else period.first), period.last

    def _panel(
        self, indicator: Indicator, codes: Sequence[str], found: Sequence[list[Row]]
    ) -> dict[tuple[str, bool], Sums]:
        """Numerator and denominator by region and whether it is the year before."""
        asked = set(codes)
        sums = {
            (row["region_code"], row["is_previous"]): sums_of(indicator, row)
            for rows in found
            for row in rows
            if row["region_code"] in asked
        }
        if mart_contract(indicator.mart).time == "changes":
            # What stands now is what stood a year ago and everything that changed since.
            for code in codes:
                if (code, True) in sums or (code, False) in sums:
                    sums[code, False] = add(
                        sums.get((code, False), NOTHING), sums.get((code, True), NOTHING)
                    )
        return sums

    def _parts(self, codes: tuple[str, ...]) -> list[list[str]]:
        return self._parts_of.get(codes, lambda: self._divide(codes))

    def _divide(self, codes: tuple[str, ...]) -> list[list[str]]:
        """What to ask for in one query each: what stands above the counties, and the counties.

        All provinces are asked for, and all cities of a province of which one is: then every
        page of the province and period finds them read already.
        """
        cities = {self.tree[code].province for code in codes if self.tree[code].level is Level.CITY}
        above = [
            region.code
            for region in self._above
            if region.level is not Level.CITY or region.province in cities
        ]
        counties = [code for code in codes if self.tree[code].level is Level.COUNTY]
        return [above, counties] if counties else [above]

    def _panel_query(
        self, indicator: Indicator, codes: list[str], period: Period, choice: Choice
    ) -> Question:
        choice = fitting(choice, indicator)
        starts, ends = self._span(indicator.mart, period)
        previous_starts, previous_ends = self._span(indicator.mart, period.previous())
        return "mart_panel", {
            "mart": self._table(indicator.mart, choice, codes),
            "regions": codes,
            "categories": list(choice.categories),
            "subcategories": list(choice.subcategories),
            "starts": starts,
            "ends": ends,
            "previous_starts": previous_starts,
            "previous_ends": previous_ends,
        }

    def _table(self, mart: str, choice: Choice, codes: Sequence[str]) -> str:
        """The mart of the few regions above the counties or of the counties, whichever ``codes``
        are; above them its totals, where nothing is chosen among categories."""
        divided = mart_contract(mart).category is not None
        if divided and choice == EVERYTHING and self.tree[codes[0]].level is not Level.COUNTY:
            return f"totals_above_{mart}"
        return self._divided(mart, codes[0])

    def _divided(self, mart: str, code: str) -> str:
        """The mart by category, for a region above the counties or for counties."""
        part = "counties" if self.tree[code].level is Level.COUNTY else "above"
        return f"mart_{part}_{mart}"

    def _source(self, indicator: Indicator) -> str:
        return indicator.numerator[0] if indicator.mart == "counted" else indicator.mart

    def _reported_query(self, indicator: Indicator, codes: list[str], period: Period) -> Question:
        asked = _asked(indicator, period)
        return "reported_regions", {
            "source": self._source(indicator),
            "regions": codes,
            "year": asked.year,
            "previous_year": asked.year - 1,
            "months": asked.month_bits,
        }

    def _reported(
        self, indicator: Indicator, period: Period, found: Sequence[list[Row]]
    ) -> dict[tuple[str, bool], int]:
        """How many leaf regions reported, by region and whether it is the year before."""
        rows = [row for part in found for row in part]
        if _asked(indicator, period) == REGISTRY:
            # A registry stands for every year alike.
            standing = {row["region_code"]: row["reported"] for row in rows}
            return {(c, before): n for c, n in standing.items() for before in (True, False)}
        return {(row["region_code"], row["is_previous"]): row["reported"] for row in rows}

    def _reading(
        self,
        indicator: Indicator,
        code: str,
        period: Period,
        before: Period,
        panel: dict[tuple[str, bool], Sums],
        reported: dict[tuple[str, bool], int],
    ) -> Reading:
        region, expected = self.tree[code], self.expected(code)
        then, now = (code, True), (code, False)
        sums, who = panel.get(then, NOTHING), reported.get(then, 0)
        previous = Reading(indicator, region, before, *sums, who, expected)
        sums, who = panel.get(now, NOTHING), reported.get(now, 0)
        return Reading(indicator, region, period, *sums, who, expected, previous)

    def expected(self, code: str) -> int:
        """How many leaf regions under a region are expected to report."""
        if code not in self._expected:
            self._expected[code] = sum(leaf.reports for leaf in self.tree.leaves(code))
        return self._expected[code]


def _asked(indicator: Indicator, period: Period) -> Period:
    """The months that a region must have reported: of a snapshot only the last."""
    time = mart_contract(indicator.mart).time
    if time == "changes":
        return REGISTRY
    return period if time == "flow" else Period(period.year, period.last_month, period.last_month)


def fitting(choice: Choice, indicator: Indicator) -> Choice:
    """What of a choice an indicator obeys: all of it where it is divided that way, else nothing."""
    divided = indicator.divided and mart_contract(indicator.mart).category == choice.dimension
    return choice if divided else EVERYTHING
