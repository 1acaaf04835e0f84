"""Half up, never to a limit that was not reached; expected values worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.rounding import bare, comparable, digits, exact, round_half_up, written

PERCENT = (0, 100)
# Nearer to a limit than floats are exact a value is taken for it.
values = st.floats(-1e6, 1e6).filter(
    lambda value: all(value == limit or abs(value - limit) > 1e-9 for limit in PERCENT)
)
places = st.integers(0, 3)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (13 * 100 / 16, 1, "81.3"),
        (49 * 100 / 400, 1, "12.3"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-0.05, 1, "−0.1"),
        (-0.04, 1, "0.0"),
        (80.35 - 80.30, 1, "0.1"),
        (81.35 - 80.30, 1, "1.1"),
        (12_339_012_345.675, 2, "12,339,012,345.68"),
        (Decimal("0.125"), 2, "0.13"),
        (7, 0, "7"),
    ],
)
def test_halves_go_up(value, decimals, rounded) -> None:
    assert digits(value, decimals) == rounded


@pytest.mark.parametrize(
    ("value", "said", "alone", "place"),
    [
        (2850 * 100 / 2851, ">99.9", "99.9", 99.95),
        (100 / 3000, "<0.1", "0.1", 0.05),
        (100, "100.0", "100.0", 100),
        (0, "0.0", "0.0", 0),
        (100.04, ">100.0", "100.1", 100.05),
        (99.94, "99.9", "99.9", 99.9),
        (0.05, "0.1", "0.1", 0.1),
        (-0.01, ">−0.1", "−0.1", -0.05),
        (152, "152.0", "152.0", 152),
        # 33.83 of 11.1 + 12.13 + 10.6, summed as floats: all of it, and not more.
        ((11.1 + 12.13 + 10.6) * 100 / 33.83, "100.0", "100.0", 100),
        (100.00000000000001, "100.0", "100.0", 100),
        (1e-14, "0.0", "0.0", 0),
    ],
)
def test_a_limit_is_only_for_what_reached_it(value, said, alone, place) -> None:
    assert written(value, 1, PERCENT) == said
    assert bare(value, 1, PERCENT) == alone
    assert comparable(value, 1, PERCENT) == pytest.approx(place)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_rounded(value) -> None:
    with pytest.raises(ValueError, match="can't be rounded"):
        round_half_up(value)


@given(st.integers(0, 10**6), st.integers(1, 10**4), places)
@example(13, 16, 1)
@example(49, 400, 1)
def test_a_quotient_is_rounded_as_on_paper(numerator: int, denominator: int, decimals: int) -> None:
    share = Fraction(numerator * 100 * 10**decimals, denominator)
    on_paper = Fraction((2 * share + 1).__floor__() // 2, 10**decimals)
    assert exact(numerator * 100 / denominator, decimals) == Decimal(on_paper.numerator) / Decimal(
        on_paper.denominator
    )


@given(values, values, places)
def test_what_is_less_never_counts_as_more(one: float, other: float, decimals: int) -> None:
    low, high = sorted((one, other))
    assert round_half_up(low, decimals) <= round_half_up(high, decimals)
    assert comparable(low, decimals, PERCENT) <= comparable(high, decimals, PERCENT)


@given(values, places)
def test_a_rounded_value_is_near_and_rounds_to_itself(value: float, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= 10.0**-decimals / 2 + 1e-9
    assert round_half_up(rounded, decimals) == rounded
    assert float(digits(value, decimals).replace(",", "").replace("−", "-")) == rounded


@given(values, places)
@example(99.99999, 1)
@example(100.00001, 1)
@example(0.00001, 1)
def test_alike_are_those_that_are_written_alike(value: float, decimals: int) -> None:
    assert (written(value, decimals, PERCENT) == digits(100, decimals)) == (value == 100)
    assert (bare(value, decimals, PERCENT) == digits(100, decimals)) == (value == 100)
    assert (written(value, decimals, PERCENT) == digits(0, decimals)) == (value == 0)
    near = value + 10.0**-decimals / 3
    same = written(value, decimals, PERCENT) == written(near, decimals, PERCENT)
    assert same == (comparable(value, decimals, PERCENT) == comparable(near, decimals, PERCENT))
