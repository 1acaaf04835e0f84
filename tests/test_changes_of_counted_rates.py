"""Changes of rates of counted measures, of which each has rows of its own: a month that a region
reported in one year alone is left out below and above the line.
"""

from collections.abc import Collection
from datetime import date
from itertools import product

import pytest

from dashboard.periods import Period
from tests.test_like_for_like import INDICATORS, Key, reader_of


@pytest.mark.parametrize(
    ("missed", "of_a1", "of_city"),
    [
        # 270 ÷ 300 against 240 ÷ 300.
        ((), 10, 10),
        # a1 without February: 180 ÷ 200 against 160 ÷ 200.
        ([("a1", 2024, 2)], 10, 10),
        ([("a1", 2025, 2)], 10, 10),
        # a1 has no month of both years, and of the city a2 alone is compared.
        ([("a1", 2024, month) for month in (1, 2, 3)], None, 10),
    ],
)
def test_a_missed_month_of_counted_measures_is_left_out_below_and_above_the_line(
    tmp_path, missed: Collection[tuple[str, int, int]], of_a1: float | None, of_city: float
) -> None:
    counted: dict[Key, int] = {}
    for code, year, month in product(("a1", "a2"), (2024, 2025), (1, 2, 3)):
        if (code, year, month) not in missed:
            counted[code, year, month, "cards_applied"] = 100
            counted[code, year, month, "cards_issued"] = 90 if year == 2025 else 80
    rate = INDICATORS["card_issue_rate"]
    reader = reader_of(tmp_path, {}, counted=counted)
    a1, city = reader.observations(rate, ["a1", "A"], Period(2025, 1, 3))
    assert a1.value == city.value == 90
    assert a1.change == (None if of_a1 is None else pytest.approx(of_a1))
    assert city.change == pytest.approx(of_city)
    (series,) = reader.series(rate, "a1", [Period(2025, 1, 3)])
    assert series.change == a1.change
    changes = reader.monthly_changes(rate, ["A"], date(2025, 3, 1))["A"]
    assert [one.change for one in changes[-3:]] == [10, 10, 10]
