"""The line of a target on a trend says of each month what the card says of it."""

import pytest

from dashboard.builds_folder import read_current
from dashboard.database import open_kept
from dashboard.observations import EVERYTHING
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.ui.target_lines import target_line
from tests.targets import GUANGZHOU, JOBS, LIWAN, NATION, ON_TIME, OVERDUE, WANZHOU, YUEXIU

INDICATORS = catalogue().indicators


@pytest.fixture(scope="module")
def reader(aiming_home: Home) -> Reader:
    database = open_kept(aiming_home, str(read_current(aiming_home).build_id))
    return Reader(Session(database, RegionTree.load()), catalogue())


def line(reader: Reader, code: str, indicator: str, *periods: Period) -> list[float | None]:
    found = target_line(reader, reader.tree[code], INDICATORS[indicator], EVERYTHING, periods)
    return [] if found is None else list(found.values)


def test_every_year_follows_the_year_before_it(reader: Reader) -> None:
    # 55 of its 85 by June 2024, so 55 of 85 by June 2025; there is no target of 2024.
    halves = [Period(year, 1, 6) for year in (2024, 2025)]
    assert line(reader, LIWAN, JOBS, *halves) == [None, 55]
    # Of 广州 too there are 55 of 85; 越秀 reported nothing in 2024. 重庆 has no shape either.
    assert line(reader, YUEXIU, JOBS, halves[1]) == [pytest.approx(120 * 55 / 85)]
    assert line(reader, WANZHOU, JOBS, halves[1]) == [120]


@pytest.mark.parametrize("indicator", [JOBS, OVERDUE])
@pytest.mark.parametrize("code", [LIWAN, YUEXIU, GUANGZHOU, WANZHOU, NATION])
def test_the_line_ends_where_the_card_says(reader: Reader, code: str, indicator: str) -> None:
    for month in (3, 6, 10):
        period = Period(2025, 1, month)
        goal = reader.observation(INDICATORS[indicator], code, period).goal
        expected = [] if goal is None else [pytest.approx(goal.expected)]
        assert line(reader, code, indicator, period) == expected


def test_a_rate_of_single_months_has_the_whole_target(reader: Reader) -> None:
    assert line(reader, LIWAN, ON_TIME, Period(2025, 3, 3)) == [90]
