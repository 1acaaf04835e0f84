"""Numerator and denominator of an indicator, and how they add up over months."""

from datetime import date

from dashboard.database import Row
from dashboard.indicators import Indicator
from dashboard.observations import MonthObservation

Sums = tuple[float | None, float | None]
NOTHING: Sums = (None, None)
# None of something that was reported: of an amount, which has no denominator.
ZERO: Sums = (0.0, None)


def sums_of(indicator: Indicator, row: Row) -> Sums:
    """Numerator and denominator of an indicator from a mart's measures; None if none reported."""
    above, below = indicator.columns
    return _sum_of(row, above), _sum_of(row, below)


def _sum_of(row: Row, measures: tuple[str, ...]) -> float | None:
    if len(measures) == 1:
        return row[measures[0]]
    values = [row[m] for m in measures if row[m] is not None]
    return sum(values) if values else None


def total(parts: list[Sums]) -> Sums:
    """Sums over months; None only where no month has any."""
    numerators = [part[0] for part in parts if part[0] is not None]
    denominators = [part[1] for part in parts if part[1] is not None]
    return (sum(numerators) if numerators else None), (sum(denominators) if denominators else None)


def add(left: Sums, right: Sums) -> Sums:
    return total([left, right])


def less(whole: Sums, part: Sums) -> Sums:
    """What is left of a sum without a part of it; hundredths are exact (yuan and cents)."""

    def rest(of: float | None, taken: float | None) -> float | None:
        return None if of is None else round(of - (taken or 0), 2)

    return rest(whole[0], part[0]), rest(whole[1], part[1])


def carried_forward(
    rows: list[Row], standing: list[Sums], first: date, through: date
) -> dict[date, Sums]:
    """What stands at each month's end: the last known sums, carried through quiet months."""
    known = dict(zip((row["month"] for row in rows), standing, strict=True))
    current: Sums = next(
        (known[month] for month in sorted(known, reverse=True) if month < first), NOTHING
    )
    result = {}
    for month in months_between(first, through):
        current = known.get(month, current)
        result[month] = current
    return result


def within_years(by_month: dict[date, Sums]) -> dict[date, Sums]:
    """Sums from January to each month; months without a report stay without."""
    result: dict[date, Sums] = {}
    so_far, year = NOTHING, 0
    for month in sorted(by_month):
        so_far = by_month[month] if month.year != year else add(so_far, by_month[month])
        result[month], year = so_far, month.year
    return result


def cumulated(indicator: Indicator, months: list[MonthObservation]) -> list[MonthObservation]:
    """Each month with the sums from its January; without a value in a year that begins later."""
    whole = {month.month.year for month in months if month.month.month == 1}
    sums = within_years({month.month: (month.numerator, month.denominator) for month in months})
    sums = {month: part if month.year in whole else NOTHING for month, part in sums.items()}
    return [MonthObservation(month, *part, indicator.value(*part)) for month, part in sums.items()]


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from first to last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, start + count)]
