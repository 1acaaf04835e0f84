"""Unusual months: what is raised, and that what always jumps about raises nothing."""

from datetime import date

from dashboard.observations import MonthlyChange
from dashboard.systems import catalogue
from dashboard.unusual_months import unusual_months

RATE = catalogue().indicators["placement_rate"]
AMOUNT = catalogue().indicators["relief_spent"]


def changes(values: list[float | None], denominator: float | None = 100) -> list[MonthlyChange]:
    return [
        MonthlyChange(date(2023 + n // 12, n % 12 + 1, 1), value, denominator)
        for n, value in enumerate(values)
    ]


QUIET: list[float | None] = [0, 1, -1, 2, 0, -2, 1, 0, -1, 1, 0, 2, -2, 1]


def test_two_months_beyond_three_spreads_for_the_worse() -> None:
    # The median is 0 and the median of the sizes 1: the spread is 1.4826 points.
    found = unusual_months(RATE, changes([*QUIET, -5, -6]), run=2, bound=3, least=20)
    assert found is not None
    assert (found.months, found.change, found.usual) == (2, -6, 0)
    assert round(found.spreads, 3) == round(5 / 1.4826, 3)
    # Three spreads are 4.45 points.
    assert unusual_months(RATE, changes([*QUIET, -4.4, -6]), 2, 3, 20) is None


def test_one_odd_month_and_a_change_for_the_better_raise_nothing() -> None:
    assert unusual_months(RATE, changes([*QUIET, 0, -30]), 2, 3, 20) is None
    assert unusual_months(RATE, changes([*QUIET, -30, 30]), 2, 3, 20) is None
    assert unusual_months(RATE, changes([*QUIET, 20, 20]), 2, 3, 20) is None
    # What is not judged is unusual on either side.
    assert unusual_months(AMOUNT, changes([*QUIET, 60, 70], None), 2, 3, 0) is not None
    assert unusual_months(AMOUNT, changes([*QUIET, -60, -70], None), 2, 3, 0) is not None


def test_a_value_that_jumps_about_raises_nothing() -> None:
    restless: list[float | None] = [30, -40, 25, -35, 50, -20, 45, -50, 10, -30, 40, -45, 20, -25]
    assert unusual_months(RATE, changes([*restless, -50, -55]), 2, 3, 20) is None
    assert unusual_months(AMOUNT, changes([*restless, -50, -55], None), 2, 3, 0) is None


def test_a_steady_value_has_a_least_spread() -> None:
    steady: list[float | None] = [0] * 14
    assert unusual_months(RATE, changes([*steady, -2.9, -2.9]), 2, 3, 20) is None
    assert unusual_months(RATE, changes([*steady, -3, -3]), 2, 3, 20) is not None
    assert unusual_months(AMOUNT, changes([*steady, -14, -14], None), 2, 3, 0) is None
    assert unusual_months(AMOUNT, changes([*steady, -15, -15], None), 2, 3, 0) is not None


def test_short_history_small_denominators_and_an_unreported_month_raise_nothing() -> None:
    assert unusual_months(RATE, changes([*QUIET[:11], -9, -9]), 2, 3, 20) is None
    assert unusual_months(RATE, changes([*QUIET[:12], -9, -9]), 2, 3, 20) is not None
    assert unusual_months(RATE, changes([*QUIET, -9, -9], 19), 2, 3, 20) is None
    assert unusual_months(RATE, changes([*QUIET, -9, -9, None]), 2, 3, 20) is None


def test_how_long_it_has_stood() -> None:
    found = unusual_months(RATE, changes([*QUIET, -9, -9, -9, -9]), 2, 3, 20)
    assert found is not None
    assert found.months == 4


def test_a_month_that_is_not_counted_is_no_month_of_a_run() -> None:
    # The last month is too small to be judged: the two before it are not the last ones.
    small = [*changes([*QUIET, -9, -9]), MonthlyChange(date(2024, 5, 1), 1, 3)]
    assert unusual_months(RATE, small, 2, 3, 20) is None
    # A month without a report lies between two unusual ones, or before them.
    assert unusual_months(RATE, changes([*QUIET, -9, None, -9]), 2, 3, 20) is None
    found = unusual_months(RATE, changes([*QUIET, -9, None, -9, -9]), 2, 3, 20)
    assert found is not None
    assert found.months == 2
