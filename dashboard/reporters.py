"""Who is expected to report in a build, and who did: asks the rows, ``reporting`` counts them."""

from collections.abc import Sequence
from datetime import date

from dashboard.database import Row
from dashboard.indicators import Indicator
from dashboard.mart_rows import MartRows
from dashboard.regions import Region, RegionTree
from dashboard.reporting import Asked, BothYears, both_years, months_reported, source_of
from dashboard.result_cache import ResultCache
from dashboard.settings import WHO_BYTES
from dashboard.systems import Catalogue

# About the bytes that one region takes.
_BYTES_OF_ONE = 500


class Reporters:
    """The reporters of one build, by region. Counts are of leaf regions.

    The sources of a line of work are asked for in one query, since its page shows them together.
    """

    def __init__(self, tree: RegionTree, marts: MartRows, catalogue: Catalogue) -> None:
        self._tree = tree
        self._marts = marts
        self._together: dict[str, tuple[str, ...]] = {}
        for system in catalogue.systems.values():
            sources = tuple(dict.fromkeys(map(source_of, system.indicators.values())))
            self._together |= dict.fromkeys(sources, sources)
        self._expected: dict[str, int] = {}
        self._of_regions = ResultCache(WHO_BYTES, lambda found: _BYTES_OF_ONE * len(found))

    def expected(self, code: str) -> int:
        """How many leaf regions under a region are expected to report."""
        if code not in self._expected:
            self._expected[code] = sum(leaf.reports for leaf in self._tree.leaves(code))
        return self._expected[code]

    def of_regions(
        self, indicator: Indicator, codes: tuple[str, ...], asked: Asked
    ) -> dict[str, BothYears]:
        """By code, who reported the months asked under each of these regions. Kept, since the
        indicators of a page have mostly one source: saves 4 of the 133 ms of processor that a new
        view of placements costs."""
        source = source_of(indicator)

        def made() -> dict[str, BothYears]:
            reported: dict[tuple[str, str], list[Row]] = {}
            for part in self._marts.neighbours(codes):
                reported |= self._marts.reported(self._together[source], part, asked.year)
            return {
                code: both_years(reported.get((source, code), ()), self.expected(code), asked)
                for code in codes
            }

        return self._of_regions.get((source, codes, asked), made)

    def of_region(self, indicator: Indicator, code: str, asked: Asked) -> BothYears:
        """Who reported the months asked under one region."""
        return self.of_regions(indicator, (code,), asked)[code]

    def of_years(self, indicator: Indicator, code: str, asked: Sequence[Asked]) -> list[BothYears]:
        """Who reported under one region, once for each of ``asked``, in one query."""
        source = source_of(indicator)
        reported = self._marts.reported_by_year(self._together[source], code)
        return [
            both_years(reported.get((source, one.year), ()), self.expected(code), one)
            for one in asked
        ]

    def months(self, indicator: Indicator, code: str) -> set[date]:
        """The months that any leaf region under a region reported."""
        source = source_of(indicator)
        reported = self._marts.reported_by_year(self._together[source], code)
        return months_reported(
            [row for (of, _), rows in reported.items() if of == source for row in rows]
        )

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
