"""What is kept is weighed, keys and empty results too, and bounded."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import plotly.graph_objects as go
import pytest

from dashboard.result_cache import ENTRY_BYTES, ResultCache, weight


@dataclass(frozen=True)
class Place:
    name: str


@dataclass(frozen=True, slots=True)
class Slotted:
    place: Place
    text: str


def test_asked_again_it_is_not_made_again() -> None:
    kept, made = ResultCache(100_000), []

    def make() -> list[int]:
        made.append(1)
        return [1, 2]

    assert kept.get("a", make) is kept.get("a", make)
    assert made == [1]
    assert "a" in kept


def test_results_of_nothing_are_bounded_with_their_keys() -> None:
    """A search for long texts that finds nothing must not fill the memory."""
    kept = ResultCache(10_000_000)
    for number in range(1_000):
        kept.get(f"{number:0>200000}", list)
    assert kept.bytes <= 10_000_000
    assert 0 < len(kept) <= 50


def test_empty_results_of_short_keys_are_bounded_too() -> None:
    kept = ResultCache(100_000)
    for number in range(10_000):
        kept.get(number, list)
    assert len(kept) <= 100_000 / ENTRY_BYTES


def test_the_least_recently_used_go_first() -> None:
    kept = ResultCache(3 * (ENTRY_BYTES + 1_200))
    for key in "abc":
        kept.get(key, lambda: "x" * 1_000)
    kept.get("a", str)
    kept.get("d", lambda: "x" * 1_000)
    assert [key in kept for key in "abcd"] == [True, False, True, True]


def test_what_is_too_large_is_given_and_not_kept() -> None:
    kept = ResultCache(100_000, largest=10_000)
    assert len(kept.get("a", lambda: "x" * 50_000)) == 50_000
    assert "a" not in kept
    kept.get("b", lambda: "x" * 5_000)
    kept.clear()
    assert kept.bytes == 0


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("x" * 10_000, 10_000, 10_100),
        (["x" * 1_000] * 500, 500_000, 540_000),
        ([{"n": n, "m": date(2026, 1, 1)} for n in range(2_000)], 400_000, 1_200_000),
        ({"data": [{"x": list(range(1_000)), "text": ["一" * 50] * 1_000}]}, 150_000, 300_000),
        (Slotted(Place("x" * 500), "y" * 500), 1_000, 1_600),
        (go.Figure({"data": [{"type": "scatter", "x": ["x" * 100] * 1_000}]}), 100_000, 2_000_000),
    ],
)
def test_weights_are_about_right(value: object, least: int, most: int) -> None:
    assert least <= weight(value) <= most


def test_what_is_shared_weighs_nothing() -> None:
    place = Place("x" * 100_000)
    assert weight(Slotted(place, "y"), (Place,)) < 300
    assert weight(Slotted(place, "y")) > 100_000


def test_a_type_may_say_what_one_of_its_values_weighs() -> None:
    @dataclass(frozen=True)
    class Alike:
        weight_bytes: ClassVar[int] = 1_000
        name: str

    assert 100_000 <= weight([Alike("x" * 50)] * 100) <= 102_000
    assert weight([Alike("x")] * 100, (Alike,)) < 2_000
