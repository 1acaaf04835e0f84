"""Who is expected to report in a build, and who did: asks the rows, ``reporting`` counts them."""

from collections.abc import Sequence
from datetime import date

from dashboard.indicators import Indicator
from dashboard.mart_rows import MartRows
from dashboard.regions import Region, RegionTree
from dashboard.reporting import Asked, BothYears, both_years, months_reported, source_of
from dashboard.result_cache import ResultCache
from dashboard.settings import WHO_BYTES

# About what is known of one region takes.
_BYTES_OF_ONE = 500


class Reporters:
    """The reporters of one build, by region. Counts are of leaf regions."""

    def __init__(self, tree: RegionTree, marts: MartRows) -> None:
        self._tree = tree
        self._marts = marts
        self._expected: dict[str, int] = {}
        self._of_parts = ResultCache(WHO_BYTES, lambda found: _BYTES_OF_ONE * len(found))

    def expected(self, code: str) -> int:
        """How many leaf regions under a region are expected to report."""
        if code not in self._expected:
            self._expected[code] = sum(leaf.reports for leaf in self._tree.leaves(code))
        return self._expected[code]

    def of_part(
        self, indicator: Indicator, part: Sequence[str], asked: Asked, wanted: frozenset[str]
    ) -> dict[str, BothYears]:
        """By code, who reported the months asked under each wanted region of a part
        (MartRows.parts). Kept, since the indicators of a page have mostly one source: 4 of the
        133 ms of processor that a view of placements costs that nobody asked for before."""
        source = source_of(indicator)

        def made() -> dict[str, BothYears]:
            reported = self._marts.reported(source, part, asked.year)
            return {
                code: both_years(reported.get(code, ()), self.expected(code), asked)
                for code in part
                if code in wanted
            }

        return self._of_parts.get((source, tuple(part), asked, wanted), made)

    def of_region(self, indicator: Indicator, code: str, asked: Asked) -> BothYears:
        """Who reported the months asked under one region."""
        source = source_of(indicator)
        rows = [
            row
            for part in self._marts.parts((code,))
            for row in self._marts.reported(source, part, asked.year).get(code, ())
        ]
        return both_years(rows, self.expected(code), asked)

    def of_years(self, indicator: Indicator, code: str, asked: Sequence[Asked]) -> list[BothYears]:
        """Who reported under one region, once for each of ``asked``, in one query."""
        reported = self._marts.reported_by_year(source_of(indicator), code)
        return [both_years(reported.get(one.year, ()), self.expected(code), one) for one in asked]

    def months(self, indicator: Indicator, code: str) -> set[date]:
        """The months that any leaf region under a region reported."""
        by_year = self._marts.reported_by_year(source_of(indicator), code)
        return months_reported([row for rows in by_year.values() for row in rows])

    def missing(
        self, indicator: Indicator, code: str, asked: Asked
    ) -> list[tuple[Region, list[int]]]:
        """The leaf regions that did not report every month asked, each with the months it lacks."""
        return [
            (
                self._tree[row["region_code"]],
                [n for n in asked.numbers if not row["reported_months"] >> (n - 1) & 1],
            )
            for row in self._marts.missing(source_of(indicator), code, asked)
        ]
