"""Months summed from January, by hand."""

from datetime import date

from dashboard.aggregation import cumulated
from dashboard.observations import MonthObservation
from dashboard.systems import catalogue

RATE = catalogue().indicators["placement_rate"]


def month(year: int, number: int, numerator: float | None, denominator: float | None):
    value = RATE.value(numerator, denominator)
    return MonthObservation(date(year, number, 1), numerator, denominator, value)


def test_months_are_summed_from_their_january() -> None:
    found = cumulated(
        RATE,
        [
            month(2024, 12, 5, 10),  # a year of which January is not there
            month(2025, 1, 1, 4),
            month(2025, 2, None, None),
            month(2025, 3, 5, 4),
            month(2026, 1, 3, 3),
        ],
    )
    assert [(m.numerator, m.denominator, m.value) for m in found] == [
        (None, None, None),
        (1, 4, 25),
        (1, 4, 25),
        (6, 8, 75),
        (3, 3, 100),
    ]
