"""Whether an own value is what a document says: every rule at its edges."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.published import QUALIFIERS
from dashboard.verdicts import Verdict, agrees, bounds, judge
from tests.published_figures import figure

AGREES, DIFFERS, NOT_COMPARABLE = Verdict.AGREES, Verdict.DIFFERS, Verdict.NOT_COMPARABLE


@pytest.mark.parametrize("qualifier", ["余", "超", "逾", "多", "以上"])
@pytest.mark.parametrize(
    ("own", "agreeing"),
    [("8999.99", False), ("9000", True), ("9214", True), ("9999.99", True), ("10000", False)],
)
def test_at_least_and_below_the_next_step(qualifier: str, own: str, agreeing: bool) -> None:
    assert agrees(figure(9000, qualifier=qualifier), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("own", "agreeing"), [("97.99", False), ("98", True), ("99.5", True), ("100", True)]
)
def test_a_share_of_at_least_is_a_bound_alone(own: str, agreeing: bool) -> None:
    published = figure(98, qualifier="以上", unit="%")
    assert agrees(published, Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("value", "own", "agreeing"),
    [
        (460_000, 469_999, True),  # 46万余
        (460_000, 470_000, False),
        (30, 39, True),
        (30, 40, False),
        (200_000_000, 299_999_999, True),  # 超2亿
        (190_000_000, 200_000_000, False),  # 超1.9亿
        (1200, 1300, False),
    ],
)
def test_the_step_is_that_of_the_last_digit_that_is_not_zero(
    value: int, own: int, agreeing: bool
) -> None:
    assert agrees(figure(value, qualifier="余"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("own", "agreeing"),
    [(8_682_800, True), (8_682_799, False), (9_037_200, True), (9_037_201, False)],
)
def test_about_is_within_two_percent(own: int, agreeing: bool) -> None:
    assert agrees(figure(8_860_000, qualifier="约"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("own", "agreeing"), [(1519, False), (1520, True), (1600, True), (1601, False)]
)
def test_nearly_is_at_most_it_and_five_percent_below(own: int, agreeing: bool) -> None:
    assert agrees(figure(1600, qualifier="近"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("value", "own", "agreeing"),
    [
        ("568", "568", True),
        ("568", "569", False),
        ("5000", "5001", False),  # written digit by digit
        ("220000000", "215000000", True),  # 2.2亿
        ("220000000", "224999999.99", True),
        ("220000000", "225000000", False),
        ("220000000", "214999999.99", False),
        ("86.7", "86.65", True),
        ("86.7", "86.7499", True),
        ("86.7", "86.75", False),
        ("152", "151.6908", True),
        ("100", "99.9", False),
        ("100", "100", True),
        ("0", "0.3", False),
    ],
)
def test_without_a_word_the_written_digits_are_equal(value: str, own: str, agreeing: bool) -> None:
    assert agrees(figure(value, "%"), Decimal(own)) is agreeing


def test_a_number_that_the_document_writes_in_full_is_held_to_all_its_digits() -> None:
    assert agrees(figure(50_000), Decimal(50_400))  # 5万
    assert not agrees(figure(50_000, written="50000"), Decimal(50_400))


def test_what_is_missing_can_only_add_to_an_amount() -> None:
    amount, rate = figure(100), figure(90, "%", column="trained/positions")
    assert judge(amount, Decimal(100), late=3) is AGREES
    assert judge(amount, Decimal(99), late=3) is NOT_COMPARABLE
    assert judge(amount, Decimal(99)) is DIFFERS
    assert judge(amount, Decimal(101), late=3) is DIFFERS
    assert judge(rate, Decimal(95), late=3) is NOT_COMPARABLE
    assert judge(rate, Decimal(95)) is DIFFERS
    loose = figure(9000, qualifier="余")
    assert judge(loose, bounds(loose)[1], late=3) is DIFFERS


@given(
    value=st.decimals(min_value=0, max_value=10**12, places=2),
    qualifier=st.sampled_from(QUALIFIERS),
    late=st.integers(0, 200),
    unit=st.sampled_from(["个", "元", "%"]),
)
def test_an_own_value_equal_to_the_published_always_agrees(
    value: Decimal, qualifier: str, late: int, unit: str
) -> None:
    one = figure(0, unit, qualifier=qualifier)
    for published_value in (value, value.to_integral_value(), value.quantize(Decimal("1e4"))):
        exact = replace(one, value=Decimal(f"{published_value:f}"))
        assert judge(exact, exact.value, late) is AGREES
