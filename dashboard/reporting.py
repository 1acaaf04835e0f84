"""Who reported: how many leaf regions all months of a period, some of them, none, in both years.

The one definition, from what a build's ``reported_years`` says of regions and their months.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dashboard.database import Row
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.periods import Period
from dashboard.readings import Reporting

# Where reported_years keeps the sources that have no months.
REGISTRY = Period(1949, 10, 10)
_NOBODY: Row = {
    **dict.fromkeys(("complete", "partial", "months", "matched", "unmatched"), 0),
    **dict.fromkeys(("previous_complete", "previous_partial", "previous_months"), 0),
    **dict.fromkeys(("former", "previous_former"), 0),
}


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
    """What the indicator's regions report, as the build names it: counted measures are reported
    each for itself, everything else by its mart."""
    return indicator.numerator[0] if indicator.mart == "counted" else indicator.mart


def months_asked(indicator: Indicator, period: Period) -> Period:
    """The months that a region must have reported: of a snapshot only the last."""
    time = mart_contract(indicator.mart).time
    if time == "changes":
        return REGISTRY
    return period if time == "flow" else Period(period.year, period.last_month, period.last_month)


def both_years(row: Row | None, expected: int, asked: Period) -> BothYears:
    """Of one row of ``reported_regions``; None where nobody reported anything."""
    row = row or _NOBODY
    leaves = row["complete"], row["partial"], row["months"]
    now = _reporting(*leaves, row["former"], expected, asked)
    if asked == REGISTRY:
        # A registry stands for every year alike.
        return BothYears(now, now, row["matched"], all_matched=True)
    leaves = row["previous_complete"], row["previous_partial"], row["previous_months"]
    before = _reporting(*leaves, row["previous_former"], expected, asked)
    return BothYears(now, before, row["matched"], not row["unmatched"])


def both_years_of(rows: Sequence[Row], expected: int, asked: Period) -> BothYears:
    """The same for one of many periods, of all rows of ``reported_patterns``."""
    bits = asked.month_bits

    def reporting(year: int) -> Reporting:
        of_year = [(row["months"] & bits, row["leaves"]) for row in rows if row["year"] == year]
        complete = sum(leaves for months, leaves in of_year if months == bits)
        partial = sum(leaves for months, leaves in of_year if months not in (0, bits))
        months = sum(leaves * months.bit_count() for months, leaves in of_year)
        former = sum(row["former"] for row in rows if row["year"] == year and row["months"] & bits)
        return _reporting(complete, partial, months, former, expected, asked)

    now = reporting(asked.year)
    if asked == REGISTRY:
        return BothYears(now, now, now.months, all_matched=True)
    matched = unmatched = 0
    for row in rows:
        if row["year"] == asked.year:
            months, previous = row["months"] & bits, row["previous_months"] & bits
            matched += row["regions"] * (months & previous).bit_count()
            unmatched += row["regions"] * (months ^ previous).bit_count()
    return BothYears(now, reporting(asked.year - 1), matched, not unmatched)


def months_reported(rows: Sequence[Row]) -> set[date]:
    """The months that any leaf region reported, of all rows of ``reported_patterns``."""
    return {
        date(row["year"], month, 1)
        for row in rows
        if row["leaves"]
        for month in range(1, 13)
        if row["months"] >> (month - 1) & 1
    }


def _reporting(
    complete: int, partial: int, months: int, former: int, expected: int, asked: Period
) -> Reporting:
    # A region that was divided since was expected beside those of today.
    expected += former
    # Whoever reported and is not expected any more must not make the others negative.
    none = max(expected - complete - partial, 0)
    return Reporting(complete, partial, none, months, expected * asked.months, former)
