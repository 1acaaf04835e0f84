"""Totals made exact: shares that add up, caps that hold, rates that round as published."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.demo.apportion import apportion, whole
from dashboard.demo.holding import (
    Target,
    level,
    nearest_denominator,
    nearest_numerator,
    settle,
)


def dice() -> np.random.Generator:
    return np.random.default_rng(0)


@given(
    total=st.integers(0, 10**12),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=40),
)
def test_shares_add_up_to_the_total(total: int, weights: list[int]) -> None:
    shares = apportion(total, np.array(weights), dice())
    assert shares.sum() == total
    assert (shares >= 0).all()
    if sum(weights):
        assert np.abs(shares - total * np.array(weights) / sum(weights)).max() <= 1 + total * 1e-12


@given(st.data())
def test_no_share_passes_its_cap(data: st.DataObject) -> None:
    caps = np.array(data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=20)))
    weights = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(caps), max_size=len(caps)))
    )
    total = data.draw(st.integers(0, int(caps.sum())))
    shares = apportion(total, weights, dice(), caps)
    assert shares.sum() == total
    assert ((shares >= 0) & (shares <= caps)).all()


def test_what_there_is_no_room_for_is_said() -> None:
    with pytest.raises(ValueError, match="there is room for 3"):
        apportion(4, np.array([1, 1]), dice(), np.array([1, 2]))


def test_whole_numbers_keep_the_mean() -> None:
    values = whole(np.full(20_000, 2.3), dice())
    assert set(values.tolist()) == {2, 3}
    assert abs(values.mean() - 2.3) < 0.02


def target(total: int, months: str, places: str, depth: int) -> Target:
    def chosen(bits: str) -> np.ndarray:
        return np.array([bit == "1" for bit in bits])

    return Target(total, chosen(months), chosen(places), chosen("1"), depth)


def test_a_city_is_settled_before_its_province() -> None:
    values = np.full((2, 3, 1), 10)
    allowed = np.ones(values.shape, dtype=bool)
    allowed[1, 2, 0] = False
    city, province = target(7, "10", "100", 3), target(60, "11", "111", 2)
    settle(values, [city, province], allowed, dice())
    assert values[0, 0, 0] == 7
    assert values.sum() == 60
    assert values[1, 2, 0] == 0


def test_a_series_is_lifted_as_a_whole() -> None:
    expected = np.full((4, 2, 1), 5.0)
    factors = level(expected, [target(40, "0100", "10", 3), target(50, "0100", "11", 2)])
    # The city is lifted from 5 to 40; the rest of the province makes up 10.
    assert factors.ravel().tolist() == [8.0, 2.0]


def test_rates_round_to_the_digits_published() -> None:
    assert nearest_numerator(Decimal("69.12"), 2, 27_618) == 19_090
    assert nearest_numerator(Decimal(92), 0, 90) == 83
    assert nearest_denominator(Decimal(152), 0, 314) == 207
    with pytest.raises(ValueError, match="no share of 3"):
        nearest_numerator(Decimal(50), 0, 3)
    with pytest.raises(ValueError, match="of no whole number"):
        nearest_denominator(Decimal("40.1"), 1, 2)
