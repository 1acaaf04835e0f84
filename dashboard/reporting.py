"""Who reported: how many leaf regions all months of a period, some of them, none, in both years.

The one definition, from what a build's ``reported_years`` says of regions and their months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dashboard.database import Row
from dashboard.indicators import DUE_MONTHS, Indicator
from dashboard.marts import mart_contract
from dashboard.observations import Reporting
from dashboard.periods import Period
from dashboard.systems import OTHER_MEASURES

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """The months of a year that a region must have reported, as bits; none where none is due."""

    year: int
    month_bits: int

    @property
    def numbers(self) -> list[int]:
        """The months by number."""
        return [n for n in range(1, MONTHS_OF_A_YEAR + 1) if self.month_bits >> (n - 1) & 1]

    @property
    def months(self) -> int:
        return self.month_bits.bit_count()


# Where reported_years keeps the sources that have no months.
REGISTRY = Asked(1949, Period(1949, 10, 10).month_bits)


class BothYears(NamedTuple):
    """Who reported a period, and the same months of the year before.

    ``matched`` counts the months, added up over all regions with reports of their own, that were
    reported in both years: of these a change is made. ``all_matched`` says that there are no
    others.
    """

    now: Reporting
    before: Reporting
    matched: int
    all_matched: bool


def source_of(indicator: Indicator) -> str:
    """What the indicator's regions report, as the build names it: other measures are reported
    each for itself, a rate of them where all of its measures are; everything else by its mart."""
    return indicator.paired or reports_of(indicator)[0]


def reports_of(indicator: Indicator) -> tuple[str, ...]:
    """The monthly reports that the indicator is made of: a mart, or measures."""
    if indicator.mart != OTHER_MEASURES:
        return (indicator.mart,)
    return (*indicator.numerator, *(indicator.denominator or ()))


def period_covered(indicator: Indicator, period: Period) -> Period:
    """The months that the figures due in a period cover: of quarterly ones the whole quarters that
    end in it. The period itself where every month is due, or none of its months."""
    if indicator.reported == "monthly":
        return period
    span = MONTHS_OF_A_YEAR // len(DUE_MONTHS[indicator.reported])
    due = months_asked(indicator, period).numbers
    return Period(period.year, due[0] - span + 1, due[-1]) if due else period


def months_asked(indicator: Indicator, period: Period) -> Asked:
    """The months that a region must have reported: of a snapshot only the last, of a measure that
    is reported quarterly those that end a quarter."""
    time = mart_contract(indicator.mart).time
    if time == "deltas":
        return REGISTRY
    if time != "flow":
        period = Period(period.year, period.last_month, period.last_month)
    due = sum(1 << (month - 1) for month in DUE_MONTHS[indicator.reported])
    return Asked(period.year, period.month_bits & due)


def both_years(rows: Sequence[Row], expected: int, asked: Asked) -> BothYears:
    """Of all rows of ``reporting_patterns`` of one region and the year asked."""
    if not rows:
        nobody = _reporting((), (), expected, asked.month_bits)
        return BothYears(nobody, nobody, 0, all_matched=True)
    bits = asked.month_bits
    months = [row["months"] & bits for row in rows]
    now = _reporting(rows, months, expected, bits)
    if asked == REGISTRY:
        # A registry stands for every year alike.
        return BothYears(now, now, 0, all_matched=True)
    previous = [row["previous_months"] & bits for row in rows]
    pairs = list(zip(rows, months, previous, strict=True))
    return BothYears(
        now,
        _reporting(rows, previous, expected, bits),
        sum(row["regions"] * (this & last).bit_count() for row, this, last in pairs),
        all(this == last or not row["regions"] for row, this, last in pairs),
    )


def months_reported(rows: Sequence[Row]) -> set[date]:
    """The months that any leaf region reported, of all rows of a region's patterns."""
    return {
        date(row["year"], month, 1)
        for row in rows
        if row["leaves"]
        for month in range(1, 13)
        if row["months"] >> (month - 1) & 1
    }


def reporting_of(rows: Sequence[Row], expected: int, bits: int) -> Reporting:
    """Who reported the months whose bits are asked, of a region's ``reporting_patterns``."""
    return _reporting(rows, [row["months"] & bits for row in rows], expected, bits)


def _reporting(rows: Sequence[Row], months: Sequence[int], expected: int, bits: int) -> Reporting:
    """``months`` are the reported months of each row's regions as bits, limited to the months
    asked. Without a month due, no region is expected."""
    if not bits:
        return Reporting()
    complete = partial = reported = former = 0
    for row, found in zip(rows, months, strict=True):
        if not found:
            continue
        leaves = row["leaves"]
        reported += leaves * found.bit_count()
        if found == bits:
            complete += leaves
        else:
            partial += leaves
        # A region that was divided since was expected beside those of today.
        former += row["former"]
    expected += former
    # Whoever reported and is not expected any more must not make the others negative.
    none = max(expected - complete - partial, 0)
    return Reporting(complete, partial, none, reported, expected * bits.bit_count(), former)
