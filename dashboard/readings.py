"""A reading: one indicator, one region, one period. What every page, chart and file shows.

A reading is made from sums alone (numerator and denominator), so a rate at any
level is the sum of numerators over the sum of denominators and never a mean of rates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from dashboard.indicators import CHANGE_DECIMALS, Indicator, comparable_value
from dashboard.periods import Period
from dashboard.regions import Region
from dashboard.rounding import round_half_up

Judgement = Literal["better", "worse", "same", "none"]
Direction = Literal["up", "down", "level", "none"]


@dataclass(frozen=True)
class Reading:
    """One indicator of one region over one period.

    ``numerator`` and ``denominator`` are sums in base units (persons, yuan), None
    where nothing was reported; ``denominator`` is None too where the indicator has
    none. ``reported`` of ``expected`` leaf regions reported every month of the period.
    """

    indicator: Indicator
    region: Region
    period: Period
    numerator: float | None
    denominator: float | None
    reported: int
    expected: int
    previous: "Reading | None" = None

    @cached_property
    def value(self) -> float | None:
        """In the indicator's unit; None where nothing was reported or the denominator is zero."""
        return self.indicator.value(self.numerator, self.denominator)

    @cached_property
    def change(self) -> float | None:
        """Against the same months of the year before.

        Percentage points for a rate in %, percent for everything else; None where
        either side has no value or the earlier one is zero.
        """
        if self.previous is None or self.value is None or self.previous.value is None:
            return None
        difference = self.value - self.previous.value
        if self.indicator.unit == "%":
            return difference
        return difference / abs(self.previous.value) * 100 if self.previous.value else None

    @cached_property
    def direction(self) -> Direction:
        """Which way the change goes, ``level`` (持平) where it rounds to nothing as written."""
        if self.change is None:
            return "none"
        change = round_half_up(self.change, CHANGE_DECIMALS)
        return "level" if not change else "up" if change > 0 else "down"

    @cached_property
    def judgement(self) -> Judgement:
        """Whether the change is for the better, by the indicator's polarity.

        A change that rounds to nothing at the written precision is ``same``.
        """
        if self.direction == "none" or self.indicator.polarity == "neutral":
            return "none"
        if self.direction == "level":
            return "same"
        return (
            "better"
            if (self.direction == "up") == (self.indicator.polarity == "higher")
            else "worse"
        )


def own_part(parent: Reading, children: Sequence[Reading]) -> Reading | None:
    """What stands at the region itself (本级) and under none of its children.

    None where the children add up to the parent, as they mostly do.
    """

    def rest(whole: float | None, parts: list[float | None]) -> float | None:
        return None if whole is None else round_half_up(whole - sum(part or 0 for part in parts), 2)

    numerator = rest(parent.numerator, [child.numerator for child in children])
    denominator = rest(parent.denominator, [child.denominator for child in children])
    if not numerator and not denominator:
        return None
    region = replace(parent.region, name=f"{parent.region.short_name}本级", short_name="本级")
    return replace(
        parent,
        region=region,
        numerator=numerator,
        denominator=denominator,
        reported=0,
        expected=0,
        previous=None,
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A reading with its place among its siblings.

    ``rank`` is None for a region that is not ranked: no value, or a denominator too
    small to mean anything. Equal values share the better rank (1, 2, 2, 4).
    """

    reading: Reading
    rank: int | None
    tied: bool


def rank(readings: Sequence[Reading], minimum_denominator: float = 0) -> list[Ranked]:
    """Best first (by polarity; neutral indicators from high to low), the unranked last.

    Values that are written alike count as equal: ties are shown as ties, in the tree's order.
    """

    def eligible(reading: Reading) -> bool:
        return reading.value is not None and (
            reading.denominator is None or reading.denominator >= minimum_denominator
        )

    def written(reading: Reading) -> float:
        return comparable_value(reading.value or 0, reading.indicator)

    ranked = [reading for reading in readings if eligible(reading)]
    sign = 1 if all(reading.indicator.polarity == "lower" for reading in readings) else -1
    ranked.sort(key=lambda reading: (sign * (reading.value or 0), reading.region.order))
    counts: dict[float, int] = {}
    for reading in ranked:
        counts[written(reading)] = counts.get(written(reading), 0) + 1
    result, place = [], 0
    for position, reading in enumerate(ranked, start=1):
        if position == 1 or written(reading) != written(ranked[position - 2]):
            place = position
        result.append(Ranked(reading, place, counts[written(reading)] > 1))
    left_out = sorted(
        (reading for reading in readings if not eligible(reading)), key=lambda r: r.region.order
    )
    return result + [Ranked(reading, None, False) for reading in left_out]


@dataclass(frozen=True, slots=True)
class Choice:
    """The categories a page is filtered to; an empty tuple means all of them.

    ``dimension`` says what the categories are of: marts divided by something else
    (tombs, which have no protection level) are not filtered.
    """

    dimension: str | None = None
    categories: tuple[str, ...] = ()
    subcategories: tuple[str, ...] = ()


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class MonthReading:
    """One indicator of one region at one month: the month's flow, or what stood at its end."""

    month: date
    numerator: float | None
    denominator: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class CategoryReading:
    """A region's reading for one category and subcategory; '' for all of them together."""

    category: str
    subcategory: str
    reading: Reading
