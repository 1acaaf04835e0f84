"""Rates of measures that are reported each for itself: what a region reported by halves counts on
neither side.
"""

from collections.abc import Collection
from datetime import date
from itertools import product

import pytest

from dashboard.observations import Absence, Reporting
from dashboard.periods import Period
from dashboard.reader import Reader
from tests.test_like_for_like import INDICATORS, Key, reader_of

RATE, ISSUED, APPLIED = INDICATORS["card_issue_rate"], "cards_issued", "cards_applied"
PERIOD = Period(2025, 1, 3)
Row = tuple[str, int, int, str]


def reader_without(folder, without: Collection[Row]) -> Reader:
    """January to March of a1 and a2, of the city A: 100 cards applied for a month; 90 issued in
    2025, in February by a1 50; 80 in 2024. ``without`` some of these rows."""
    counted: dict[Key, int] = {}
    for code, year, month in product(("a1", "a2"), (2024, 2025), (1, 2, 3)):
        issued = 50 if (code, year, month) == ("a1", 2025, 2) else 90 if year == 2025 else 80
        counted[code, year, month, APPLIED] = 100
        counted[code, year, month, ISSUED] = issued
    return reader_of(folder, {}, counted={k: v for k, v in counted.items() if k not in without})


@pytest.mark.parametrize("lacks", [ISSUED, APPLIED])
def test_a_month_reported_by_halves_counts_on_neither_side(tmp_path, lacks: str) -> None:
    """a1 has January and March: 180 of 200, against 160 of 200; a2 270 of 300, against 240."""
    reader = reader_without(tmp_path, {("a1", 2025, 2, lacks)})
    a1, city, province = reader.observations(RATE, ["a1", "A", "P"], PERIOD)
    assert (a1.numerator, a1.denominator) == (180, 200)
    assert a1.reporting == Reporting(0, 1, 0, months=2, months_expected=3)
    for above in (city, province):
        assert (above.numerator, above.denominator) == (450, 500)
        assert above.comparable == (450, 500, 400, 500)
        assert above.change == pytest.approx(10)
    assert city.reporting == Reporting(1, 1, 0, months=5, months_expected=6)
    assert a1.comparable == (180, 200, 160, 200)
    assert reader.missing(RATE, "A", PERIOD) == [(reader.tree["a1"], [2])]
    months = reader.months(RATE, "a1", date(2025, 3, 1))[-3:]
    assert [month.value for month in months] == [90, None, 90]
    (city_month,) = reader.months(RATE, "A", date(2025, 2, 1))[-1:]
    assert (city_month.numerator, city_month.denominator) == (90, 100)
    changes = reader.monthly_changes(RATE, ["a1", "A"], date(2025, 3, 1))
    assert [one.change for one in changes["a1"][-3:]] == [10, None, 10]
    assert [one.change for one in changes["A"][-3:]] == [10, 10, 10]
    for code, observation in (("a1", a1), ("A", city)):
        assert reader.series(RATE, code, [PERIOD]) == [observation]


@pytest.mark.parametrize("lacks", [ISSUED, APPLIED])
def test_a_month_that_was_reported_by_halves_last_year_is_not_compared(
    tmp_path, lacks: str
) -> None:
    """a1 keeps its 230 of 300, of which February has nothing to be compared with."""
    reader = reader_without(tmp_path, {("a1", 2024, 2, lacks)})
    a1, city, province = reader.observations(RATE, ["a1", "A", "P"], PERIOD)
    assert (a1.numerator, a1.denominator) == (230, 300)
    assert a1.previous is not None
    assert (a1.previous.numerator, a1.previous.denominator) == (160, 200)
    assert a1.comparable == (180, 200, 160, 200)
    for above in (city, province):
        assert (above.numerator, above.denominator) == (500, 600)
        assert above.comparable == (450, 500, 400, 500)
    assert reader.series(RATE, "A", [PERIOD]) == [city]


def test_the_measures_themselves_are_whole(tmp_path) -> None:
    """Who reports petitions received counts there, whatever of their rates it lacks."""
    counted: dict[Key, int] = {}
    for month in (1, 2):
        counted["a1", 2025, month, "petitions_received"] = 10
        counted["a1", 2025, month, "petitions_resolved"] = 9
    del counted["a1", 2025, 2, "petitions_resolved"]
    counted["a1", 2025, 1, "petitions_on_time"] = 6
    counted["a2", 2025, 1, "petitions_resolved"] = 5
    counted["a2", 2025, 1, "petitions_on_time"] = 5
    reader = reader_of(tmp_path, {}, counted=counted)
    found = {
        code: reader.observation(INDICATORS[code], "A", Period(2025, 1, 2))
        for code in ("petitions_received", "petitions_resolved_rate", "petitions_on_time_rate")
    }
    assert {code: (one.numerator, one.denominator) for code, one in found.items()} == {
        "petitions_received": (20, None),
        "petitions_resolved_rate": (9, 10),
        "petitions_on_time_rate": (11, 14),
    }


def test_who_never_reported_both_has_not_reported(tmp_path) -> None:
    counted = {("a1", 2025, 1, ISSUED): 9, ("a1", 2025, 2, APPLIED): 10}
    reader = reader_of(tmp_path, {}, counted=counted)
    for code in ("a1", "A"):
        one = reader.observation(RATE, code, Period(2025, 1, 2))
        assert (one.value, one.absence) == (None, Absence.NOT_REPORTED)


def test_rates_without_halves_count_every_row_as_it_is(tmp_path) -> None:
    """Nothing is written twice of them, and who reported is known all the same."""
    reader = reader_without(tmp_path, ())
    observation = reader.observation(RATE, "a1", PERIOD)
    assert (observation.numerator, observation.denominator) == (230, 300)
    assert observation.reporting == Reporting(1, 0, 0, months=3, months_expected=3)
    assert observation.comparable == (230, 300, 240, 300)
