"""The line of a target on a trend says of each month what the card says of it."""

from datetime import date

import pytest

from dashboard.observations import EVERYTHING
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.reader import Reader
from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.targets import Pace
from dashboard.ui.target_lines import target_line
from tests.targets import (
    GUANGZHOU,
    JOBS,
    LIWAN,
    NATION,
    ON_TIME,
    OVERDUE,
    WANZHOU,
    YUEXIU,
    reader_of,
    rows_with_targets,
    target,
)
from tests.tiny_exports import TODAY, write_tiny_exports

TOMBS, EXECUTION, XIANGTAN_COUNTY = "tombs_gathered_rate", "budget_execution", "430321"
INDICATORS = catalogue().indicators


@pytest.fixture(scope="module")
def reader(aiming_home: Home) -> Reader:
    return reader_of(aiming_home)


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


@pytest.mark.parametrize(
    ("code", "indicator"),
    [
        *((code, JOBS) for code in (LIWAN, YUEXIU, GUANGZHOU, WANZHOU, NATION)),
        *((code, OVERDUE) for code in (LIWAN, YUEXIU, GUANGZHOU)),
    ],
)
def test_the_line_ends_where_the_card_says(reader: Reader, code: str, indicator: str) -> None:
    for month in (3, 6, 10):
        period = Period(2025, 1, month)
        goal = reader.observation(INDICATORS[indicator], code, period).goal
        expected = [] if goal is None else [pytest.approx(goal.expected)]
        assert line(reader, code, indicator, period) == expected


def test_a_county_that_left_a_cell_empty_reported_its_month(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """荔湾 said nothing of jobs in February 2024, and of its budget in that month alone."""
    home = Home(tmp_path_factory.mktemp("empty"))
    rows = rows_with_targets()
    for row in rows["employment"]:
        if (row["region_code"], row["month"]) == (LIWAN, date(2024, 2, 1)):
            row["jobs_created"] = None
    for row in rows["relief"]:
        if row["region_code"] == LIWAN and row["month"].year == 2024:
            row["budget"] = 20_000 if row["month"].month == 2 else None
    targets = [target(LIWAN, JOBS, 85), target(LIWAN, EXECUTION, 95)]
    tables = {name: rows[name] for name in ("employment", "relief")}
    write_tiny_exports(home.exports, {**tables, "targets": targets})
    build(home, today=TODAY)
    reader = reader_of(home)
    for indicator in (JOBS, EXECUTION):
        for month in (3, 6, 9):
            period = Period(2025, 1, month)
            goal = reader.observation(INDICATORS[indicator], LIWAN, period).goal
            assert goal is not None
            assert goal.pace is Pace.LAST_YEAR
            assert line(reader, LIWAN, indicator, period) == [pytest.approx(goal.expected)]


def test_a_rate_of_single_months_has_the_whole_target(reader: Reader) -> None:
    assert line(reader, LIWAN, ON_TIME, Period(2025, 3, 3)) == [90]


def test_a_year_that_the_data_begins_within_is_no_shape_and_its_end_is_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = Home(tmp_path_factory.mktemp("begins"))
    rows = rows_with_targets()
    employment = [row for row in rows["employment"] if row["month"] >= date(2024, 7, 1)]
    tombs = [row for row in rows["scattered_tombs"] if row["month"] >= date(2024, 11, 1)]
    targets = [target(NATION, JOBS, 1200), target(XIANGTAN_COUNTY, TOMBS, 85)]
    # The build begins in January 2024, with another export.
    tables = {"employment": employment, "scattered_tombs": tombs, "targets": targets}
    write_tiny_exports(home.exports, {**tables, "placements": rows["placements"]})
    build(home, today=TODAY)
    began = reader_of(home)
    period = Period(2025, 1, 10)
    jobs = began.observation(INDICATORS[JOBS], NATION, period).goal
    assert jobs is not None
    # Four months of six were reported by October 2024: they say nothing of ten of twelve.
    assert (jobs.expected, jobs.pace) == (1000, Pace.TIME)
    # 61 of 100 were gathered at the end of 2024; of October 2024 nothing is known.
    gathered = began.observation(INDICATORS[TOMBS], XIANGTAN_COUNTY, period).goal
    assert gathered is not None
    assert (gathered.expected, gathered.pace) == (81, Pace.FROM_LAST_YEAR)
    assert line(began, NATION, JOBS, period) == [1000]
    assert line(began, XIANGTAN_COUNTY, TOMBS, period) == [81]
