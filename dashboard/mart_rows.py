"""The rows of the marts that an observation is made of: which mart to ask, for which months.

Every method asks one named query, and a second one for what a change against the year before
leaves out (``unmatched``) where that does not stand in the same table.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.database import Database, Row
from dashboard.marts import mart_contract
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.periods import Period
from dashboard.regions import Level, RegionTree
from dashboard.reporting import Asked
from dashboard.result_cache import ResultCache
from dashboard.settings import PARTS_BYTES

BEGINNING = date(1900, 1, 1)
# The last month there can be: what is asked by month is asked once for every view.
END = date(9999, 12, 1)


class MartRows:
    """Asks one build. ``all_matched`` says that a change leaves out nothing of what is asked."""

    def __init__(self, database: Database, tree: RegionTree) -> None:
        self.database = database
        self.tree = tree
        self._above = [region for region in tree if region.level is not Level.COUNTY]
        self._parts = ResultCache(PARTS_BYTES)

    def panel(
        self,
        mart: str,
        codes: Sequence[str],
        period: Period,
        limits: CategoryFilter,
        *,
        all_matched: bool,
    ) -> list[Row]:
        """A row a region, part of time and kind of rows; ``codes`` are one of ``parts``."""
        asked = {"regions": list(codes)} | _limits(limits) | _spans(mart, period)
        table = self._table(mart, limits, codes[0])
        rows = self.database.rows("mart_panel", mart=table, **asked)
        return rows + self._unmatched("mart_panel", mart, table, asked, all_matched)

    def breakdown(self, mart: str, code: str, period: Period, *, all_matched: bool) -> list[Row]:
        """A row a category, subcategory, part of time and kind of rows."""
        asked = {"region": code} | _spans(mart, period)
        table = self._divided(mart, code)
        rows = self.database.rows("mart_breakdown", mart=table, **asked)
        return rows + self._unmatched("mart_breakdown", mart, table, asked, all_matched)

    def months(
        self, mart: str, code: str, limits: CategoryFilter, *, all_matched: bool
    ) -> list[Row]:
        """A row a month and kind of rows, in the order of the months."""
        asked = {"region": code, "ends": END} | _limits(limits)
        table = self._table(mart, limits, code)
        rows = self.database.rows("mart_months", mart=table, **asked)
        return rows + self._unmatched("mart_months", mart, table, asked, all_matched)

    def reported(self, source: str, codes: Sequence[str], year: int) -> dict[str, list[Row]]:
        """By region, a row a pattern of months that regions under it reported in a year and the
        one before; without those under which nobody did. The same whatever the months asked."""
        rows = self.database.rows(
            "reporting_patterns", source=source, regions=list(codes), year=year
        )
        by_region: dict[str, list[Row]] = {}
        for row in rows:
            by_region.setdefault(row["region_code"], []).append(row)
        return by_region

    def reported_by_year(self, source: str, code: str) -> dict[int, list[Row]]:
        """The same of one region by year."""
        by_year: dict[int, list[Row]] = {}
        for row in self.database.rows("reporting_patterns_of_region", source=source, region=code):
            by_year.setdefault(row["year"], []).append(row)
        return by_year

    def missing(self, source: str, code: str, asked: Asked) -> list[Row]:
        """A row a leaf region that did not report every month asked."""
        return self.database.rows(
            "missing_regions",
            region=code,
            source=source,
            year=asked.year,
            months=asked.month_bits,
        )

    def _unmatched(
        self, query: str, mart: str, table: str, asked: dict[str, Any], all_matched: bool
    ) -> list[Row]:
        registry = mart_contract(mart).time == "deltas"
        if all_matched or registry or table.startswith("totals_"):
            return []
        return self.database.rows(query, mart=f"unmatched_{mart}", **asked)

    def parts(self, codes: tuple[str, ...]) -> list[list[str]]:
        """What to ask for in one query each (_divide)."""
        return self._parts.get(codes, lambda: self._divide(codes))

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
        return [part for part in (above, counties) if part]

    def _table(self, mart: str, limits: CategoryFilter, code: str) -> str:
        """The mart of the few regions above the counties or of the counties, whichever ``code``
        is; above them its totals, where nothing is chosen among categories. The totals hold
        what is unmatched, too."""
        if limits == EVERYTHING and self.tree[code].level is not Level.COUNTY:
            return f"totals_above_{mart}"
        return self._divided(mart, code)

    def _divided(self, mart: str, code: str) -> str:
        """The mart by category, for a region above the counties or for counties."""
        part = "counties" if self.tree[code].level is Level.COUNTY else "above"
        return f"mart_{part}_{mart}"


def _limits(limits: CategoryFilter) -> dict[str, list[str]]:
    return {
        "categories": list(limits.categories),
        "subcategories": list(limits.subcategories),
    }


def _spans(mart: str, period: Period) -> dict[str, date]:
    """The months of the mart that make the period, and those of the year before."""
    time, before = mart_contract(mart).time, period.previous()
    if time == "deltas":
        # What stands is the sum of every change since the beginning.
        starts = previous_starts = BEGINNING
    elif time == "snapshot":
        starts, previous_starts = period.last, before.last
    else:
        starts, previous_starts = period.first, before.first
    return {
        "starts": starts,
        "ends": period.last,
        "previous_starts": previous_starts,
        "previous_ends": before.last,
    }
