"""Changes of a rate of the year's budget: both years count up to the first month that one lacks.

A budget is issued in bulk, mostly in January. A county that missed the January of one year has that
budget in February: month against month, its change would be of a year without its budget.
"""

import tempfile
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.observations import CategoryFilter, Comparable
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.systems import catalogue
from tests.test_like_for_like import Facts, reader_of
from tests.test_marts import PARENTS, under

EXECUTION, SPENT = (catalogue().indicators[code] for code in ("budget_execution", "relief_spent"))
YEARS, MONTHS = (2024, 2025), (1, 2, 3, 4)
OF_A_YEAR = Period(2025, 1, 4)


def relief(missed: set[tuple[str, int, int]]) -> Facts:
    """A budget of 100 in January, or in the next month reported, and 10 spent a month; in 2025 12.
    ``missed`` are months by region and year."""
    rows: Facts = {}
    for code, year in product(("a1", "a2", "X"), YEARS):
        reported = [month for month in MONTHS if (code, year, month) not in missed]
        for month in reported:
            spent = 12 if year == 2025 else 10
            rows[code, year, month, "visits"] = (100 if month == reported[0] else 0, spent)
    return rows


@pytest.mark.parametrize(
    ("missed", "of_a1", "of_city"),
    [
        # 48 ÷ 100 against 40 ÷ 100.
        (set(), 8, 8),
        # No month from January on is there in both years: of the city a2 alone is compared.
        ({("a1", 2024, 1)}, None, 8),
        ({("a1", 2025, 1)}, None, 8),
        # A month that has yet to come is no reason to leave out those before it: 36 against 30;
        # of the city 36 + 48 against 30 + 40, of 200.
        ({("a1", 2025, 4)}, 6, 7),
        # Up to February alone: 24 against 20; of the city 24 + 48 against 20 + 40.
        ({("a1", 2024, 3)}, 4, 6),
    ],
)
def test_a_missed_month_takes_no_budget_out_of_one_year_alone(
    tmp_path, missed: set[tuple[str, int, int]], of_a1: float | None, of_city: float
) -> None:
    reader = reader_of(tmp_path, {}, relief=relief(missed))
    a1, city = reader.observations(EXECUTION, ["a1", "A"], OF_A_YEAR)
    assert a1.change == (None if of_a1 is None else pytest.approx(of_a1))
    assert city.change == pytest.approx(of_city)


def test_what_is_spent_is_compared_month_by_month(tmp_path) -> None:
    reader = reader_of(tmp_path, {}, relief=relief({("a1", 2024, 1)}))
    a1, city = reader.observations(SPENT, ["a1", "A"], OF_A_YEAR)
    # 36 against 30, and of the city 84 against 70.
    assert a1.change == pytest.approx(20)
    assert city.change == pytest.approx(20)


@settings(max_examples=10, deadline=None)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(sorted(PARENTS)),
            st.sampled_from((2023, 2024, 2025)),
            st.sampled_from(MONTHS),
            st.sampled_from(("visits", "medical")),
        ),
        st.tuples(st.integers(0, 50), st.integers(0, 50)),
        min_size=1,
        max_size=120,
    )
)
def test_the_sums_compared_are_what_a_loop_over_the_rows_finds(rows: Facts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_of(Path(folder), {}, relief=rows)
        periods = [Period(2025, 1, 4), Period(2025, 1, 2), Period(2024, 1, 3), Period(2024, 2, 4)]
        for period in periods:
            if period.last <= reader.data_through:
                _check(reader, rows, period)


def _check(reader: Reader, rows: Facts, period: Period) -> None:
    limits = CategoryFilter(programme=["visits"])
    for code in PARENTS:
        compared = _compared(rows, code, period, {"visits", "medical"})
        (series,) = reader.series(EXECUTION, code, [period])
        for observation in (reader.observation(EXECUTION, code, period), series):
            assert _sums(observation.comparable) == compared
        limited = reader.observation(EXECUTION, code, period, limits)
        compared = _compared(rows, code, period, {"visits"})
        assert _sums(limited.comparable) == compared
        for part in reader.breakdown(EXECUTION, code, period, ["programme"]):
            compared = _compared(rows, code, period, {part.code})
            assert _sums(part.observation.comparable) == compared


def _sums(comparable: Comparable | None) -> list[float]:
    assert comparable is not None
    return [sums or 0 for sums in comparable]


def _compared(rows: Facts, code: str, period: Period, programmes: set[str]) -> list[float]:
    """Spent and budget of the year and of the one before, up to the month of each region under it
    that is reported in one of them alone."""
    found = [0.0, 0.0, 0.0, 0.0]
    reported = {key[:3] for key in rows}
    for one in under(code):
        for month in range(1, period.last_month + 1):
            years = period.year, period.year - 1
            if len({(one, year, month) in reported for year in years}) == 2:
                break
            for place, year in zip((0, 2), years, strict=True):
                for programme in programmes:
                    budget, spent = rows.get((one, year, month, programme), (0, 0))
                    found[place] += spent
                    found[place + 1] += budget
    return found
