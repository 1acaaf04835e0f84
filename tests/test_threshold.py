"""Limits as visitors write them, and which values are beyond them."""

import pytest

from dashboard.observations import Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.systems import catalogue
from dashboard.threshold import Threshold, plain_limit, read_limit

RATE = catalogue().indicators["placement_rate"]
SPENT = catalogue().indicators["relief_spent"]


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("90", "90"),
        ("92.50%", "92.5"),
        ("９０％", "90"),
        ("15,000", "15000"),
        ("1.5万", "15000"),
        ("2.25 亿", "225000000"),
        ("0", "0"),
        ("0.1", "0.1"),
    ],
)
def test_a_limit_is_read_as_it_is_written(said: str, plain: str) -> None:
    limit = read_limit(said)
    assert limit is not None
    assert plain_limit(limit) == plain


@pytest.mark.parametrize(
    "said", ["", "many", "-1", "1e5", "1.5千", "9" * 16, "nan", "٣", "9999999999亿"]
)
def test_what_is_no_number_is_no_limit(said: str) -> None:
    assert read_limit(said) is None


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (Threshold(RATE, None, 90), f"{RATE.short_name}低于 90%"),
        (Threshold(RATE, 50, 92.5), f"{RATE.short_name}高于 50%、低于 92.5%"),
        (Threshold(SPENT, 15_000, None), f"{SPENT.short_name}高于 1.5 万元"),
        (Threshold(SPENT, None, 100_000_000), f"{SPENT.short_name}低于 1 亿元"),
        # Two decimals must say all of it.
        (Threshold(SPENT, 12_345, None), f"{SPENT.short_name}高于 12,345 元"),
    ],
)
def test_a_threshold_in_words(threshold: Threshold, said: str) -> None:
    assert threshold.words() == said


def test_in_english_every_limit_has_its_unit() -> None:
    assert Threshold(RATE, 50, 92.5).words("en") == f"{RATE.name_en} above 50 % and below 92.5 %"
    assert Threshold(SPENT, 15_000, None).words("en") == f"{SPENT.name_en} above 15,000 元"


@pytest.mark.parametrize(
    ("placed", "threshold", "is_kept"),
    [
        (899, Threshold(RATE, None, 90), True),
        # Written 90.0%, which is neither below nor above 90 %.
        (8_999, Threshold(RATE, None, 90), False),
        (9_001, Threshold(RATE, 90, None), False),
        (9_100, Threshold(RATE, 90, 92), True),
        (9_200, Threshold(RATE, 90, 92), False),
        (None, Threshold(RATE, 0, None), False),
    ],
)
def test_what_is_written_decides(placed: int | None, threshold: Threshold, is_kept: bool) -> None:
    region, period = RegionTree.load()["440100"], Period(2025, 1, 10, True)
    due = None if placed is None else 10_000 if placed > 1_000 else 1_000
    assert threshold.keeps(Observation(RATE, region, period, placed, due, Reporting(1))) is is_kept
