import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.cells import cell, line, number
from dashboard.guard import guard

awkward = st.text(st.sampled_from("=+-@＝\t\r\n \u3000\",;'1Aa北"), max_size=8)
texts = st.one_of(st.text(), awkward)


@given(st.lists(texts, min_size=1))
def test_any_text_comes_back_from_a_record(values: list[str]) -> None:
    (record,) = csv.reader(io.StringIO(line(values), newline=""), strict=True)
    assert record == [guard(value) for value in values]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, '"是"'),
        (False, '"否"'),
        (0, "0"),
        (-5, "-5"),
        (-5.0, "-5"),
        (86.66666666666667, "86.66666666666667"),
        (Decimal("-1234.50"), "-1234.50"),
        (1e300, "1e+300"),
        (float("nan"), ""),
        (float("inf"), ""),
        (date(2026, 10, 1), "2026-10-01"),
        (datetime(2026, 10, 1, 8, 30), "2026-10-01 08:30:00"),
        ("", '""'),
        ('a"b', '"a""b"'),
    ],
)
def test_how_a_value_is_written(value: object, written: str) -> None:
    assert cell(value) == written


def test_yes_and_no_follow_the_language() -> None:
    assert [cell(True, "en"), cell(False, "en")] == ['"yes"', '"no"']


def test_a_value_without_a_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="list"):
        cell([1, 2])


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_number_comes_back_exactly(value: float) -> None:
    assert type(value)(number(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15)))
def test_money_comes_back_exactly(value: Decimal) -> None:
    assert Decimal(number(value)) == value
