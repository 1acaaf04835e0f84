"""Observations and ranks: changes, judgements, ties, who is not ranked."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.observations import Observation, Reporting
from dashboard.periods import Period
from dashboard.ranking import rank
from dashboard.regions import Level, Region
from dashboard.systems import catalogue

INDICATORS = catalogue().indicators
PERIOD = Period(2025, 1, 10)
ONE = Reporting(all=1, months=10, months_expected=10)


def region(number: int) -> Region:
    code = str(440000 + number)
    return Region(
        code,
        f"地区{number}",
        f"地{number}",
        Level.COUNTY,
        "440000",
        None,
        "440000",
        True,
        "district",
        number,
        "diqu",
        "dq",
        True,
    )


def observation(numerator, denominator=None, previous=None, code="placement_rate", number=1):
    earlier = None
    if previous is not None:
        earlier = Observation(INDICATORS[code], region(number), PERIOD.previous(), *previous, ONE)
    return Observation(
        INDICATORS[code], region(number), PERIOD, numerator, denominator, ONE, earlier
    )


def test_a_rate_changes_in_points():
    changed = observation(90, 100, previous=(170, 200))
    assert (changed.value, changed.change, changed.judgement) == (90, 5, "better")
    assert observation(80, 100, previous=(170, 200)).judgement == "worse"


def test_a_change_too_small_to_write_is_no_change():
    assert observation(90_004, 100_000, previous=(90_000, 100_000)).judgement == "same"


def test_an_amount_changes_in_percent_and_is_not_judged():
    spent = observation(150, previous=(100, None), code="relief_spent")
    assert (spent.change, spent.judgement) == (50, "none")


def test_nothing_reported_is_not_zero():
    assert observation(None).value is None
    assert observation(5, 0).value is None
    assert observation(None, previous=(1, 2)).change is None
    assert observation(100, previous=(0, None), code="relief_spent").change is None


def test_ties_share_the_better_rank_and_small_denominators_are_left_out():
    observations = [
        observation(90, 100, number=1),
        observation(95, 100, number=2),
        observation(9_001, 10_000, number=3),
        observation(80, 100, number=4),
        observation(19, 19, number=5),
        observation(None, number=6),
    ]
    ranked = rank(observations)
    assert [(r.observation.region.order, r.rank, r.tied) for r in ranked] == [
        (2, 1, False),
        (3, 2, True),
        (1, 2, True),
        (4, 4, False),
        (5, None, False),
        (6, None, False),
    ]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=40))
def test_ranks_follow_values(pairs):
    observations = [observation(n, d, number=i) for i, (n, d) in enumerate(pairs)]
    ranked = rank(observations)
    assert {r.observation.region.code for r in ranked} == {r.region.code for r in observations}
    placed = [r for r in ranked if r.rank is not None]
    values = [r.observation.value for r in placed]
    assert values == sorted(values, reverse=True)
    for item in placed:
        better = sum(round(v, 1) > round(item.observation.value, 1) for v in values)
        assert item.rank == better + 1
