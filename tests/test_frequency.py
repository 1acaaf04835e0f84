"""Measures that are reported quarterly: complete where the quarter's figure was reported."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from dashboard.database import open_current
from dashboard.narrative import reported_words
from dashboard.observations import Absence
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.pipeline.frequency import due_month
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.reporting import months_asked, period_covered
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

VOLUNTEERS = catalogue().indicators["volunteers"]
MONTHLY = catalogue().indicators["people_visited"]


@pytest.mark.parametrize(
    ("first", "last", "covered", "due"),
    [
        (1, 10, (1, 9), [3, 6, 9]),
        (1, 12, (1, 12), [3, 6, 9, 12]),
        (7, 9, (7, 9), [9]),
        # March tells of January and February, too; October is of a quarter that is not over.
        (2, 5, (1, 3), [3]),
        (10, 11, (10, 11), []),
    ],
)
def test_a_period_covers_the_quarters_that_end_in_it(
    first: int, last: int, covered: tuple[int, int], due: list[int]
) -> None:
    period = period_covered(VOLUNTEERS, Period(2025, first, last))
    assert (period.first_month, period.last_month) == covered
    assert months_asked(VOLUNTEERS, period).numbers == due
    assert period_covered(MONTHLY, Period(2025, first, last)) == Period(2025, first, last)


def test_a_figure_counts_in_the_last_month_of_its_quarter() -> None:
    months = [date(2025, number, 1) for number in (1, 3, 4, 12)]
    found = duckdb.execute(
        f"select {due_month('measure', 'month')}::date from ("  # noqa: S608 - an expression of ours
        "select unnest(['volunteers', 'people_visited']) as measure, unnest($months) as month)",
        {"months": [date(2025, 1, 1), date(2025, 1, 1)]},
    ).fetchall()
    assert found == [(date(2025, 3, 1),), (date(2025, 1, 1),)]
    for month, due in zip(months, (3, 3, 6, 12), strict=True):
        (row,) = duckdb.execute(
            f"select {due_month('measure', 'month')}::date "  # noqa: S608 - as above
            "from (select 'volunteers' as measure, $month::date as month)",
            {"month": month},
        ).fetchall()
        assert row == (date(2025, due, 1),)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """New volunteers of three districts, 2024 and 2025, up to October.

    荔湾 reports 30 at the end of each quarter. 越秀 reported 30 so in 2024, and 10 a month in 2025,
    October too. 南沙 writes the quarter's 30 under the quarter's first month, and lacks July 2025.
    """
    rows: list[tuple[str, int, int, int]] = []
    for year in (2024, 2025):
        last = 12 if year == 2024 else 10
        rows += [("440103", year, month, 30) for month in (3, 6, 9, 12) if month <= last]
        if year == 2024:
            rows += [("440104", year, month, 30) for month in (3, 6, 9, 12)]
        else:
            rows += [("440104", year, month, 10) for month in range(1, 11)]
        skipped = 7 if year == 2025 else 0
        rows += [("440115", year, m, 30) for m in (1, 4, 7, 10) if m <= last and m != skipped]
    home = Home(tmp_path_factory.mktemp("quarters"))
    tables = tiny_rows()
    tables["measures"] += [
        {
            "region_code": code,
            "month": date(year, month, 1),
            "measure": "volunteers",
            "value": Decimal(value),
        }
        for code, year, month, value in rows
    ]
    write_tiny_exports(home.exports, tables)
    build(home, today=TODAY)
    return Reader(Session(open_current(home), RegionTree.load()), catalogue())


def test_a_quarter_that_was_reported_is_complete(reader: Reader) -> None:
    at_end = reader.observation(VOLUNTEERS, "440103", Period(2025, 1, 10))
    assert (at_end.value, at_end.period.last_month) == (90, 9)
    assert (at_end.reporting.all, at_end.reporting.months_expected) == (1, 3)
    assert at_end.settled
    assert reported_words(at_end) == "已上报"
    # Ten a month: thirty in the quarter, and October waits for its quarter's end.
    monthly = reader.observation(VOLUNTEERS, "440104", Period(2025, 1, 10))
    assert (monthly.value, monthly.reporting.all) == (90, 1)
    late = reader.observation(VOLUNTEERS, "440115", Period(2025, 1, 10))
    assert (late.value, late.reporting.some, late.reporting.months) == (60, 1, 2)
    assert reported_words(late) == "报 2/3 个季度"
    (gap,) = reader.missing(VOLUNTEERS, "440115", Period(2025, 1, 10))
    assert gap[1] == [9]


def test_who_changes_from_quarters_to_months_is_compared_like_for_like(reader: Reader) -> None:
    one = reader.observation(VOLUNTEERS, "440104", Period(2025, 1, 10))
    assert one.change == 0
    assert not one.is_adjusted
    # 2025: 90 + 90 + 60; 2024: 270. Without 南沙's third quarter, 240 against 240.
    city = reader.observation(VOLUNTEERS, "440100", Period(2025, 1, 10))
    assert (city.value, city.previous and city.previous.value) == (240, 270)
    assert city.change == 0
    assert city.is_adjusted
    assert (city.reporting.all, city.reporting.some) == (2, 1)
    years = reader.series(VOLUNTEERS, "440100", [Period(2024, 1, 10), Period(2025, 1, 10)])
    assert [one.value for one in years] == [270, 240]


def test_a_period_without_the_end_of_a_quarter_asks_nobody(reader: Reader) -> None:
    none_due = reader.observation(VOLUNTEERS, "440100", Period(2025, 10, 10))
    assert none_due.value is None
    assert none_due.reporting.expected == 0
    assert none_due.absence is Absence.NO_DATA
    assert reported_words(none_due) == "每季报一次，本期不报"
    assert reader.missing(VOLUNTEERS, "440100", Period(2025, 10, 10)) == []


def test_the_latest_months_of_a_quarterly_measure_end_with_a_quarter(reader: Reader) -> None:
    """Though two counties have told of October, which counts in December."""
    assert reader.settled_period(VOLUNTEERS, Period(2025, 1, 10)).last_month == 9
    assert reader.session.info.data_settled_through == date(2025, 10, 1)
