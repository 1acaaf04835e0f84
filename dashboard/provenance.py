"""Follows a figure home: the parts that it is the sum of, the rows of the exports that it counts.

A figure is an indicator's numerator or denominator (its ``side``) of a region and period. Its parts
come from the marts, by region, month or dimension; its rows from the views of the facts that the
build made beside each mart. Both add up to the figure; ``Trace.unexplained`` is what they lack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from dashboard.aggregation import months_between, sums_of
from dashboard.contracts import load_contracts
from dashboard.indicators import Indicator
from dashboard.marts import Measure, mart_contract, relation
from dashboard.observations import (
    EVERYTHING,
    CategoryFilter,
    Observation,
    absence_text,
    own_part,
)
from dashboard.periods import Period
from dashboard.reader import Reader, fitting, held_against
from dashboard.regions import Region
from dashboard.settings import PAGE_ROWS
from dashboard.systems import Catalogue

Side = Literal["numerator", "denominator"]
SIDES: tuple[Side, ...] = ("numerator", "denominator")
BY_REGION, BY_MONTH = "region", "month"
COUNTED = "counted"
UNCOUNTED = "uncounted"
_BEGINNING, _END = date(1900, 1, 1), date(9999, 12, 1)


class Ground(StrEnum):
    """What the rows of a figure are."""

    MONTHS = "months"  # rows of a monthly export
    REGISTRY = "registry"  # units of a registry
    COVERAGE = "coverage"  # towns, villages or counties that stations serve
    TO_COVER = "to_cover"  # rows of the export of units to cover
    COUNTIES = "counties"  # the counties of the region tree: no export says how many there are


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure. ``region`` is what it is the part of, where that is a region below.
    ``absence`` says why it has no value."""

    code: str
    name: str
    value: float | None
    region: Region | None = None
    absence: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A named query with its parameters, without ``most`` and ``skip``, which make a page."""

    query: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a figure come to: how many there are, and what they count.

    ``recoded`` are those reported under a code of another time, ``stations`` how many there are in
    all in the units that count (of coverage). ``states`` are rows by what decided (of registries).
    """

    rows: int
    value: float
    recoded: int = 0
    recoded_value: float = 0
    stations: int = 0
    states: Mapping[str, int] | None = None


def amount_of(indicator: Indicator, side: Side, catalogue: Catalogue) -> Indicator:
    """The indicator's numerator or denominator as an amount of its own. Raises ValueError for a
    denominator that there is not."""
    codes = indicator.numerator if side == "numerator" else indicator.denominator
    if not codes:
        raise ValueError(f"{indicator.code} has no denominator")
    measures = [catalogue.measures[code] for code in codes]
    name = " + ".join(measure.name for measure in measures)
    changes = {
        "code": f"{indicator.code}.{side}",
        "name": name,
        "short_name": name,
        "numerator": codes,
        "denominator": None,
        "unit": measures[0].unit,
        "decimals": 0,
        "polarity": "neutral",
        "basis": "period",
        "rank_from": 0,
        "ceiling": None,
    }
    return indicator.model_copy(update=changes)


def cents(value: float | None) -> int:
    """A value in hundredths, which are exact: yuan and cents."""
    return round((value or 0) * 100)


class Trace:
    """One side of an indicator, of one region and period, under a filter, on its way home.

    Nothing is asked before somebody looks. Without a value (``figure`` is None) there are no parts.
    """

    def __init__(
        self,
        reader: Reader,
        indicator: Indicator,
        side: Side,
        code: str,
        period: Period,
        limits: CategoryFilter = EVERYTHING,
    ) -> None:
        self.reader, self.indicator, self.side, self.code = reader, indicator, side, code
        self.amount = amount_of(indicator, side, reader.catalogue)
        self.contract = mart_contract(indicator.mart)
        self.period = held_against(indicator, period)
        self.limits = fitting(limits, indicator)

    @cached_property
    def observation(self) -> Observation:
        """The indicator as pages show it."""
        return self.reader.observation(self.indicator, self.code, self.period, self.limits)

    @cached_property
    def whole(self) -> Observation:
        """The side as an amount of its own. It may be known where the indicator is not: how many
        stations there were, of the share that has staff today."""
        return self.reader.observation(self.amount, self.code, self.period, self.limits)

    @property
    def figure(self) -> float | None:
        if self.side == "numerator":
            return self.observation.numerator
        return self.observation.denominator

    @property
    def measures(self) -> list[Measure]:
        return [self.contract.measures[code] for code in self.amount.columns[0]]

    @property
    def ground(self) -> Ground:
        if self.contract.time != "deltas":
            return Ground.MONTHS
        column = self.measures[0].column
        if self.contract.name != "stations" or column not in ("covered", "units"):
            return Ground.REGISTRY
        if column == "covered":
            return Ground.COVERAGE
        return Ground.COUNTIES if self.tier == "county" else Ground.TO_COVER

    @property
    def export(self) -> str:
        """The export whose rows they are."""
        return "units" if self.ground is Ground.TO_COVER else self.contract.export

    @property
    def export_title(self) -> str:
        return load_contracts()[self.export].title

    @property
    def tier(self) -> str:
        """Of coverage and of what is to cover: the tier of the units."""
        (tier,) = self.measures[0].conditions[0][2]
        return tier

    @property
    def dimensions(self) -> list[str]:
        """What divides the figure besides regions and months, as far as it is known of the time."""
        if not self.indicator.divided:
            return []
        known_from, today = self.reader.history.known_from, self.contract.today_only
        return [
            one
            for one in self.contract.dimensions
            if one not in today
            or known_from(self.amount, self.code, CategoryFilter(**{one: ["*"]}))
            <= self.period.last
        ]

    @property
    def ways(self) -> list[str]:
        """How it can be parted: by region (not a leaf), by month (not what stands in one month
        alone), by each dimension."""
        below = [BY_REGION] if self._children else []
        months = [] if self.contract.time == "snapshot" else [BY_MONTH]
        return [*below, *months, *self.dimensions]

    @property
    def _children(self) -> list[Region]:
        return [one for one in self.reader.tree.children(self.code) if one.reports]

    def parts(self, by: str) -> list[Part]:
        """Its parts in their own order. What a region holds itself (本级) is a part without a
        region. Empty where there is no figure."""
        if self.figure is None:
            return []
        if by == BY_REGION:
            return self._by_region()
        if by == BY_MONTH:
            return self._by_month()
        found = self.reader.breakdown(self.amount, self.code, self.period, [by], self.limits)
        name = self.reader.catalogue.category_name
        return [
            Part(one.code, name(by, one.code), one.observation.numerator)
            for one in found
            if by not in self.limits or one.code in self.limits[by]
        ]

    def _by_region(self) -> list[Part]:
        tree, codes = self.reader.tree, [child.code for child in self._children]
        below = self.reader.observations(self.amount, codes, self.period, self.limits)
        parts = [
            Part(
                one.region.code,
                tree.label(one.region.code),
                one.numerator,
                one.region,
                "" if one.numerator is not None else absence_text(one),
            )
            for one in below
        ]
        own = own_part(self.whole, below)
        return parts if own is None else [*parts, Part("", own.region.short_name, own.numerator)]

    def _by_month(self) -> list[Part]:
        """The months of a flow; of a registry, what stood at the end of the year before and what
        each month added or took away."""
        rows = self.reader.marts.months(
            self.contract.name, self.code, self.limits, all_matched=True
        )
        by_month = {row["month"]: sums_of(self.amount, row)[0] for row in rows if not row["lacks"]}
        if self.contract.time == "flow":
            months = months_between(self.period.first, self.period.last)
            return [_month(month, by_month.get(month)) for month in months]
        january = date(self.period.year, 1, 1)
        before = [value or 0 for month, value in by_month.items() if month < january]
        stood = Part("before", f"{self.period.year - 1}年末", sum(before))
        months = months_between(january, self.period.last)
        return [stood, *(_month(month, by_month.get(month) or 0) for month in months)]

    @property
    def keys(self) -> list[str]:
        """The fields of its rows besides where they come from and what they count."""
        match self.ground:
            case Ground.MONTHS:
                return ["month", *self.contract.dimensions]
            case Ground.REGISTRY:
                return ["unit_id", "name", *self.contract.dimensions]
            case Ground.TO_COVER:
                return ["year"]
        return ["unit_id", "name"]

    @property
    def span(self) -> tuple[date, date]:
        """The months whose rows count; all there are of a registry."""
        if self.contract.time == "deltas":
            return _BEGINNING, _END
        first = self.period.last if self.contract.time == "snapshot" else self.period.first
        return first, self.period.last

    def rows(self, search: str = "", state: str = COUNTED) -> Asked:
        """The rows in which the text of a search stands; of a registry, units that count, those
        that do not (``UNCOUNTED``), those of one state, or all ('')."""
        asked: dict[str, Any] = {"region": self.code, "search": search}
        day = {"day": self.period.last_day, "state": state}
        mart = {
            "relation": relation(self.contract.name, "traced"),
            "measures": list(self.amount.columns[0]),
            "keys": self.keys,
            "limits": self.limits.codes,
        }
        match self.ground:
            case Ground.MONTHS:
                first, last = self.span
                return Asked("traced_months", asked | mart | {"starts": first, "ends": last})
            case Ground.REGISTRY:
                return Asked("traced_registry", asked | mart | day)
            case Ground.TO_COVER:
                of_year = {"tier": self.tier, "year": self.period.year}
                return Asked("traced_to_cover", asked | of_year)
            case Ground.COUNTIES:
                day["state"] = ""
        return Asked("traced_coverage", asked | day | {"tier": self.tier})

    def totals(self, search: str = "", state: str = COUNTED) -> Rows:
        """What the same rows come to."""
        asked, ask = self.rows(search, state), self.reader.session.rows
        if self.ground is Ground.MONTHS:
            (row,) = ask("traced_months_sum", **asked.parameters)
            return Rows(
                row["row_count"],
                float(row["value"] or 0),
                row["recoded_rows"],
                float(row["recoded_value"]),
            )
        if self.ground is Ground.REGISTRY:
            found = ask("traced_registry_sum", **asked.parameters)
            return Rows(
                sum(row["row_count"] for row in found),
                float(sum(row["value"] or 0 for row in found)),
                states={row["state"]: row["row_count"] for row in found},
            )
        # The first page of the list, which is kept: the page asks for nothing more.
        row, *_ = [
            *ask(asked.query, **asked.parameters, most=PAGE_ROWS, skip=0),
            {"total": 0, "all_value": 0, "all_stations": 0},
        ]
        value = row["total"] if self.ground is Ground.COUNTIES else row["all_value"]
        return Rows(row["total"], float(value), stations=row.get("all_stations", 0))

    @cached_property
    def counted(self) -> Rows:
        """What all rows that count come to."""
        return self.totals()

    @cached_property
    def excess(self) -> float:
        """Of coverage: by how much the units that stations serve pass those that there are to
        cover, county by county, and are not counted. Asked only where the rows pass the figure."""
        if self.ground is not Ground.COVERAGE or self.counted.value <= (self.figure or 0):
            return 0
        (row,) = self.reader.session.rows("traced_coverage_excess", **self.rows().parameters)
        return float(row["excess"])

    @property
    def unexplained(self) -> float:
        """The figure less what its rows come to; 0 where all is told."""
        if self.figure is None:
            return 0
        rows = self.counted.value - self.excess
        return (cents(self.figure) - cents(rows)) / 100

    def missing(self) -> list[tuple[Region, list[int]]]:
        """The leaf regions that did not report every month of the period, with those they lack."""
        return self.reader.missing(self.indicator, self.code, self.period)

    def sums(self) -> list[tuple[str, float]]:
        """What the parts come to, by each way in which it can be parted."""
        return [(by, sum(part.value or 0 for part in self.parts(by))) for by in self.ways]


def _month(month: date, value: float | None) -> Part:
    return Part(f"{month:%Y-%m}", f"{month.year}年{month.month}月", value)
