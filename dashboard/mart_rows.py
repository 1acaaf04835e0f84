"""The rows of the marts that an observation is made of: which mart to ask, for which months.

Every method asks one named query: of the relation that serves a region and filter and, where that
does not hold it, of what a change against the year before leaves out (``unmatched``).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

from dashboard.database import Row, RowsBy
from dashboard.marts import mart_contract, relation
from dashboard.observations import CategoryFilter
from dashboard.periods import Period
from dashboard.regions import Level
from dashboard.reporting import Asked
from dashboard.result_cache import ResultCache
from dashboard.session import Session
from dashboard.settings import BY_REGION_BYTES, MONTHS_BYTES, PARTS_BYTES

Key = TypeVar("Key", bound=Hashable)

BEGINNING = date(1900, 1, 1)
# The last month there can be: what is asked by month is asked once for every view.
END = date(9999, 12, 1)


class MartRows:
    """Asks one build. ``all_matched`` says that a change leaves out nothing of what is asked."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tree = session.tree
        self._above: list[str] = []
        self._counties: dict[str | None, list[str]] = {}
        for region in self.tree:
            if region.level is Level.COUNTY:
                self._counties.setdefault(region.province, []).append(region.code)
            else:
                self._above.append(region.code)
        self._parts = ResultCache(PARTS_BYTES)
        self._months = ResultCache(MONTHS_BYTES)
        self._by_region = ResultCache(BY_REGION_BYTES)

    def panel(
        self,
        mart: str,
        codes: Sequence[str],
        period: Period,
        limits: CategoryFilter,
        *,
        all_matched: bool,
    ) -> RowsBy:
        """By region, a row a part of time and kind of rows; ``codes`` are one of ``parts``.
        There may be rows of regions between the first and the last of them, which are the same
        department's, as codes are. Asked once for all indicators of a mart."""

        def made() -> RowsBy:
            asked = {"regions": [min(codes), max(codes)]} | _spans(mart, period)
            asked |= _of_mart(mart, self._where(codes[0]), limits, asked, all_matched)
            return self.session.rows_by("region_code", "mart_panel", **asked)

        return self._by_region.get((mart, tuple(codes), period, limits, all_matched), made)

    def breakdown(
        self,
        mart: str,
        code: str,
        period: Period,
        by: Sequence[str],
        limits: CategoryFilter,
        *,
        all_matched: bool,
    ) -> list[Row]:
        """A row a code of each dimension of ``by``, part of time and kind of rows."""
        asked = {"region": code, "dimensions": list(by)} | _spans(mart, period)
        return self._rows("mart_breakdown", mart, code, limits, asked, all_matched)

    def months(
        self, mart: str, code: str, limits: CategoryFilter, *, all_matched: bool
    ) -> list[Row]:
        """A row a month and kind of rows, in the order of the months."""
        asked = {"region": code, "ends": END}
        return self._rows("mart_months", mart, code, limits, asked, all_matched)

    def months_of_each(self, mart: str, codes: Sequence[str]) -> dict[str, list[Row]]:
        """By region, a row a month and kind of rows, in no order; what a change leaves out is among
        them. Only the last few are kept: they are large, and asked for indicator by indicator."""
        return self._months.get((mart, *codes), lambda: self._read_months(mart, codes))

    def _read_months(self, mart: str, codes: Sequence[str]) -> dict[str, list[Row]]:
        counties = [code for code in codes if self.tree[code].level is Level.COUNTY]
        above = [code for code in codes if self.tree[code].level is not Level.COUNTY]
        found: dict[str, list[Row]] = {code: [] for code in codes}
        for of, regions in (
            (relation(mart, "above", divided=False), above),
            (relation(mart, "counties", divided=False), counties),
            (relation(mart, "unmatched"), counties),
        ):
            if not regions:
                continue
            measures = list(mart_contract(mart).measures)
            for batch in self.session.batches(
                "mart_months_of_regions", relation=of, measures=measures, regions=regions
            ):
                for row in batch.to_pylist():
                    found[row["region_code"]].append(row)
        return found

    def reported(
        self, sources: Sequence[str], codes: Sequence[str], year: int
    ) -> dict[tuple[str, str], list[Row]]:
        """By source and region, a row a pattern of months that regions under it reported in a year
        and the one before; without those under which nobody did. The same whatever the months
        asked."""

        def made() -> dict[tuple[str, str], list[Row]]:
            rows = self.session.rows(
                "reporting_patterns", sources=list(sources), regions=list(codes), year=year
            )
            return _divided(rows, lambda row: (row["source"], row["region_code"]))

        return self._by_region.get((tuple(sources), tuple(codes), year), made)

    def reported_by_year(
        self, sources: Sequence[str], code: str
    ) -> dict[tuple[str, int], list[Row]]:
        """The same of one region by source and year."""
        rows = self.session.rows("reporting_patterns_of_region", sources=list(sources), region=code)
        return _divided(rows, lambda row: (row["source"], row["year"]))

    def missing(self, source: str, code: str, asked: Asked) -> list[Row]:
        """A row a leaf region that did not report every month asked."""
        return self.session.rows(
            "missing_regions",
            region=code,
            source=source,
            year=asked.year,
            months=asked.month_bits,
        )

    def _rows(
        self,
        query: str,
        mart: str,
        code: str,
        limits: CategoryFilter,
        asked: dict[str, Any],
        all_matched: bool,
    ) -> list[Row]:
        """What a query gives of all relations that serve a region and filter."""
        asked |= _of_mart(mart, self._where(code), limits, asked, all_matched)
        return self.session.rows(query, **asked)

    def _where(self, code: str) -> Literal["above", "counties"]:
        return "counties" if self.tree[code].level is Level.COUNTY else "above"

    def parts(self, codes: tuple[str, ...]) -> list[list[str]]:
        """What the panel of these regions is asked for in one query each: all that stand above the
        counties, and all counties of the province.

        So every other page of the period finds it read already: of 400 clicks by 120 visitors,
        307 queries instead of 784. A single one takes a third longer.
        """
        return self._parts.get(("panel", codes), lambda: self._divide(codes, self._above))

    def neighbours(self, codes: tuple[str, ...]) -> list[list[str]]:
        """The same for who reported, which has several rows a region: of what stands above the
        counties only the provinces, and the cities of a province of which one is asked for."""
        return self._parts.get(
            ("neighbours", codes), lambda: self._divide(codes, self._near(codes))
        )

    def _near(self, codes: tuple[str, ...]) -> list[str]:
        cities = {self.tree[code].province for code in codes if self.tree[code].level is Level.CITY}
        return [
            code
            for code in self._above
            if self.tree[code].level is not Level.CITY or self.tree[code].province in cities
        ]

    def _divide(self, codes: tuple[str, ...], above: list[str]) -> list[list[str]]:
        """``above`` where any of the regions stands there, and the counties; counties of several
        provinces are asked for alone."""
        counties = [code for code in codes if self.tree[code].level is Level.COUNTY]
        parts = [above] if len(counties) < len(codes) else []
        provinces = {self.tree[code].province for code in counties}
        if len(provinces) == 1:
            counties = self._counties[provinces.pop()]
        return [*parts, counties] if counties else parts


def _of_mart(
    mart: str,
    where: Literal["above", "counties"],
    limits: CategoryFilter,
    asked: Mapping[str, Any],
    all_matched: bool,
) -> dict[str, Any]:
    """What a query asks of a mart: its relations, measures and limits. A registry has no months to
    lack."""
    contract = mart_contract(mart)
    divided = bool(limits) or "dimensions" in asked
    relations = [relation(mart, where, divided=divided)]
    if not all_matched and contract.time != "deltas" and (where == "counties" or divided):
        relations.append(relation(mart, "unmatched"))
    return {
        "relations": relations,
        "measures": list(contract.measures),
        "limits": limits.codes,
    }


def _divided(rows: Sequence[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


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
