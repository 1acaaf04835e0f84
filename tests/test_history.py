"""What has no history has no change: a registry of today's stars, and one with dated states."""

from datetime import date

import duckdb
import pytest

from dashboard.database import Database, open_current
from dashboard.observations import Absence
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue

INDICATORS = catalogue().indicators
TO_OCTOBER = Period(2025, 1, 10, complete=False)
STARS, STAFF, ACTIVE, COVERED = (
    INDICATORS[code]
    for code in ("three_star_share", "stations_staff", "stations_active", "town_coverage")
)
GUANGDONG, GUANGZHOU, XIANGTAN = "440000", "440100", "430300"


def with_states(home: Home, *states: tuple[str, str, date]) -> Reader:
    """A reader of the home's build with these dated states: table, region, month."""
    path = home.builds / home.current.read_text(encoding="utf-8").strip()
    with duckdb.connect(str(path)) as connection:
        for state in states:
            connection.execute("insert into registry_states values (?, ?, ?)", state)
    return Reader(Session(Database(path), RegionTree.load()), catalogue())


@pytest.mark.parametrize("indicator", [STARS, STAFF])
@pytest.mark.parametrize("code", ["100000", GUANGDONG, GUANGZHOU, "440103"])
def test_today_s_state_says_nothing_of_last_year(tiny_home, indicator, code) -> None:
    reader = Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())
    observation = reader.observation(indicator, code, TO_OCTOBER)
    assert observation.value is not None
    assert (observation.previous, observation.change, observation.judgement) == (None, None, "none")
    assert not reader.history.is_known(indicator, code)
    months = reader.months(indicator, code, TO_OCTOBER.last)
    assert [month.month for month in months if month.value is not None] == [TO_OCTOBER.last]
    august, october = reader.series(indicator, code, [Period(2025, 8, 8), Period(2025, 10, 10)])
    assert (august.value, august.absence) == (None, Absence.NO_DATA)
    assert october.value == observation.value


@pytest.mark.parametrize("indicator", [ACTIVE, COVERED])
def test_dates_in_a_registry_are_history(tiny_home, indicator) -> None:
    reader = Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())
    observation = reader.observation(indicator, GUANGZHOU, TO_OCTOBER)
    assert observation.previous is not None
    assert observation.change is not None
    assert reader.history.is_known(indicator, GUANGZHOU)


def test_dated_states_are_history_from_the_first_one_on(tiny_copy) -> None:
    reader = with_states(
        tiny_copy,
        ("stations", GUANGDONG, date(2024, 12, 1)),
        ("stations", GUANGDONG, date(2024, 3, 1)),
        ("memorial_sites", "430000", date(2024, 1, 1)),
    )
    for code in (GUANGDONG, GUANGZHOU, "440103"):
        assert reader.observation(STARS, code, TO_OCTOBER).change is not None
        # The year before, nothing was known in February.
        assert reader.observation(STARS, code, Period(2025, 1, 2)).previous is None
        assert reader.observation(STARS, code, Period(2024, 1, 2)).value is None
    months = reader.months(STARS, GUANGZHOU, TO_OCTOBER.last)
    known = [month.month for month in months if month.value is not None]
    assert (known[0], known[-1]) == (date(2024, 3, 1), TO_OCTOBER.last)
    # Another province's registry, and another registry's states, say nothing of these.
    assert reader.observation(STARS, XIANGTAN, TO_OCTOBER).previous is None
    assert reader.observation(STARS, "100000", TO_OCTOBER).previous is None


def test_a_past_month_of_today_s_state_has_no_value(tiny_home) -> None:
    """Asked alone, as in a table, and among others, as on a trend."""
    reader = Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())
    for period in (Period(2024, 1, 12), Period(2025, 1, 9)):
        observation = reader.observation(STARS, GUANGZHOU, period)
        assert (observation.value, observation.absence) == (None, Absence.NO_DATA)
        assert reader.series(STARS, GUANGZHOU, [period]) == [observation]
        (part, *_) = reader.breakdown(STARS, GUANGZHOU, period, ["station_tier"])
        assert part.observation.value is None
