"""The month that most have reported: a county that is early does not move what is shown first."""

import shutil
from datetime import date

import pyarrow.parquet as pq
import pytest

from dashboard.database import open_current
from dashboard.periods import Period, settled_month
from dashboard.pipeline import build
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.tiny_exports import TODAY, arrow_table, tiny_rows

INDICATORS = catalogue().indicators


def month(number: int, year: int = 2025) -> date:
    return date(year, number, 1)


@pytest.mark.parametrize(
    ("counts", "settled"),
    [
        ([124, 124, 124], 3),
        ([124, 124, 1], 2),
        ([124, 124, 1, 1], 2),
        ([124, 124, 1, 124], 4),
        ([124, 124, 62], 3),
        ([124, 124, 61], 2),
        # A department that has only begun.
        ([1, 5, 100], 3),
        ([3], 1),
    ],
)
def test_a_month_is_settled_once_half_have_reported_it(counts, settled) -> None:
    reported = {month(number): count for number, count in enumerate(counts, 1)}
    assert settled_month(reported, 0.5) == month(settled)


def test_one_row_of_long_ago_settles_nothing_else() -> None:
    reported = {date(2002, 5, 1): 1, **{month(number): 3 for number in range(1, 11)}}
    assert settled_month(reported, 0.5) == month(10)


def test_who_stopped_reporting_is_forgotten_after_a_year() -> None:
    reported = {month(number, 2023): 100 for number in range(1, 13)}
    assert settled_month(reported | {month(11, 2024): 1}, 0.5) == month(12, 2023)
    assert settled_month(reported | {month(1, 2025): 1}, 0.5) == month(1, 2025)


@pytest.fixture(scope="module")
def early(tmp_path_factory) -> Home:
    """The tiny exports with November of one county's placements, and of everybody's relief."""
    home = Home(tmp_path_factory.mktemp("early"))
    tables = tiny_rows()
    november = date(2025, 11, 1)
    tables["placements"] += [
        row | {"month": november}
        for row in tables["placements"]
        if row["month"] == date(2025, 10, 1) and row["region_code"] == "440103"
    ]
    home.exports.mkdir(parents=True)
    for name, rows in tables.items():
        pq.write_table(arrow_table(rows), home.exports / f"{name}.parquet")
    build(home, today=TODAY)
    return home


def test_a_department_may_set_the_share(early, tmp_path) -> None:
    home = Home(tmp_path)
    shutil.copytree(early.exports, home.exports)
    home.settings.write_text("settled_share: 0.1", encoding="utf-8")
    build(home, today=TODAY)
    assert open_current(home).info.data_settled_through == month(11)


def test_a_build_says_what_most_have_reported(early) -> None:
    info = open_current(early).info
    assert (info.data_through, info.data_settled_through) == (month(11), month(10))
    reader = Reader(Session(open_current(early), RegionTree.load()), catalogue())
    rate = INDICATORS["placement_rate"]
    assert reader.settled_through(rate) == month(10)
    assert reader.settled_period(rate, Period(2025, 1, 11)) == Period(2025, 1, 10, complete=False)
    assert reader.settled_period(rate, Period(2025, 11, 11)) == Period(2025, 11, 11)
    ten, eleven = reader.series(rate, "440100", [Period(2025, 10, 10), Period(2025, 11, 11)])
    assert (ten.settled, eleven.settled) == (True, False)
    # What is compared is unmoved by the early county: it has no November of the year before.
    whole = reader.observation(rate, "440100", Period(2025, 1, 11))
    assert whole.change == reader.observation(rate, "440100", Period(2025, 1, 10)).change
