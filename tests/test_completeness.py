"""Who sent which monthly report, of the tiny build and by hand (tests/tiny_exports.py)."""

from datetime import date

import pytest

from dashboard.completeness import Completeness
from dashboard.database import open_current
from dashboard.monthly_reports import least_complete, share
from dashboard.observations import Reporting
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue

TO_OCTOBER = Period(2025, 1, 10, complete=False)
XIANGTAN = "430300"


@pytest.fixture(scope="module")
def completeness(tiny_home: Home) -> Completeness:
    reader = Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())
    codes = ["430300", "430302", "430382", "440100"]
    return Completeness(reader, codes, TO_OCTOBER, settled=True)


def report(completeness: Completeness, code: str):
    return next(one for one in completeness.reports if one.code == code)


def test_every_monthly_export_and_measure_is_a_report_and_no_registry(completeness) -> None:
    assert {one.code for one in completeness.reports if one.bits} == {
        "placements",
        "employment",
        "relief",
        "tombs",
        "memorial_visitors",
        "petitions_received",
        "petitions_resolved",
    }
    sent = report(completeness, "petitions_received")
    assert (sent.name, sent.system, sent.latest) == ("接待来访", "走访接访", date(2025, 10, 1))


def test_who_sent_a_report_and_who_lacks_months(completeness) -> None:
    placements = report(completeness, "placements")
    assert [*placements.months] == [*range(1, 11)]
    # Of five counties of 湘潭 one lacks September and October: 48 of 50.
    assert completeness.of(placements, XIANGTAN) == Reporting(4, 1, 0, 48, 50)
    assert completeness.in_month([placements], XIANGTAN, 9) == Reporting(4, 0, 1, 4, 5)
    # Scattered tombs: only 湘潭县 reports them.
    assert completeness.of(report(completeness, "tombs"), XIANGTAN) == Reporting(1, 0, 4, 10, 50)


def test_several_reports_count_together(completeness) -> None:
    two = [report(completeness, code) for code in ("placements", "tombs")]
    whole = completeness.together(two, XIANGTAN)
    assert whole == Reporting(5, 1, 4, 58, 100)
    assert share(whole) == 58


def test_the_list_of_whom_to_remind(completeness) -> None:
    missing = completeness.missing([report(completeness, "placements")], XIANGTAN)
    assert [(one.region.code, one.lacks) for one in missing] == [("430382", (9, 10))]
    tombs = completeness.missing([report(completeness, "tombs")], XIANGTAN)
    assert [one.region.code for one in tombs] == ["430302", "430304", "430381", "430382"]
    assert [*tombs[0].lacks] == [*range(1, 11)]


def test_a_month_that_nobody_sent_is_not_expected(tiny_home: Home) -> None:
    reader = Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())
    whole_year = Completeness(reader, [XIANGTAN], Period(2025, 1, 12), settled=False)
    assert [*report(whole_year, "placements").months] == [*range(1, 11)]
    before = Completeness(reader, [XIANGTAN], Period(2023, 1, 12), settled=False)
    assert [one for one in before.reports if one.bits] == []
    assert before.together([], XIANGTAN) is None
    assert share(None) is None


def test_the_least_complete_come_first_and_the_complete_not_at_all() -> None:
    shares = {"a": 100.0, "b": 90.0, "c": None, "d": 80.0, "e": 95.0}
    assert least_complete(shares) == [("d", 80.0), ("b", 90.0)]
