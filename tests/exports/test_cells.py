import csv
import io
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.exports.cells import FORMULA_STARTS, cell, guard, line, number

DANGEROUS = "=+-@＝＋－＠\t\r"
# Texts that look for trouble far more often than any random text would.
awkward = st.text(st.sampled_from([*DANGEROUS, *" \u3000\u200b\ufeff\x00\n\",;'1Aa北"]), max_size=8)
texts = st.one_of(st.text(), awkward)


def first_seen(text: str) -> str:
    """The first character that shows, as a spreadsheet looks for it; '' for none."""
    for character in text:
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf"):
            return character
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 20 1234",
        "-5",
        "@sum(a1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
        "\t=1",
        "\tplain",
        "\rplain",
        "  =1+1",
        "\u3000=1+1",
        "\u00a0@a",
        "\ufeff=cmd|' /C calc'!A0",
        "\u200b-1",
        "\x00=1",
        "\n+1",
    ],
)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "广州市", "a=b", "1-2", "'=1", "（=1）", '"=1"', "《-》", " 北"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text


@given(texts)
@example("=")
@example(" \t\u3000\u200b=x")
def test_no_text_starts_a_formula(text: str) -> None:
    guarded = guard(text)
    assert guarded.removeprefix("'") == text or guarded == text
    assert first_seen(guarded) not in set(FORMULA_STARTS)
    assert guarded[:1] not in set(DANGEROUS)


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
