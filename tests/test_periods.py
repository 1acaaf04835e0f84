"""Periods: what an address names, how it is written, the same months of the year before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.periods import Period, parse_period, period_names

OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("year", "name", "first", "last", "complete", "label"),
    [
        (2026, "latest", 1, 10, False, "2026年1–10月"),
        (2026, "year", 1, 10, False, "2026年1–10月"),
        (2025, "latest", 1, 12, True, "2025年"),
        (2025, "year", 1, 12, True, "2025年"),
        (2026, "q3", 7, 9, True, "2026年三季度"),
        (2026, "q4", 10, 10, False, "2026年10月"),
        (2025, "m3-7", 3, 7, True, "2025年3–7月"),
        (2026, "m9-12", 9, 10, False, "2026年9–10月"),
        (2025, "m5-5", 5, 5, True, "2025年5月"),
    ],
)
def test_what_an_address_names(year, name, first, last, complete, label):
    period = parse_period(year, name, OCTOBER)
    assert (period.first_month, period.last_month, period.complete) == (first, last, complete)
    assert period.label == label


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2027, "latest"),
        (2025, "q5"),
        (2025, "m7-3"),
        (2025, "m0-3"),
        (2025, "m3-13"),
        (2026, "m11-12"),
        (2025, ""),
        (2025, "m1-2x"),
    ],
)
def test_what_is_no_period(year, name):
    with pytest.raises(ValueError, match=r".+"):
        parse_period(year, name, OCTOBER)


def test_an_unfinished_year_compares_with_the_same_months_only():
    previous = parse_period(2026, "year", OCTOBER).previous()
    assert (previous.year, previous.first_month, previous.last_month) == (2025, 1, 10)
    assert previous.label == "2025年1–10月"


def test_only_quarters_reached_are_offered():
    assert period_names(2026, date(2026, 5, 1)) == ["latest", "year", "q1", "q2"]
    assert period_names(2025, OCTOBER) == ["latest", "year", "q1", "q2", "q3", "q4"]


def test_days():
    assert Period(2024, 1, 2).last_day == date(2024, 2, 29)
    assert Period(2025, 4, 4).share_of_year == 4 / 12


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(1, 12))
def test_a_year_before_spans_the_same_months(year, one, other):
    period = Period(year, min(one, other), max(one, other))
    assert period.previous().months == period.months
    assert period.year_to_date().last == period.last
    assert period.year_to_date().months >= period.months
