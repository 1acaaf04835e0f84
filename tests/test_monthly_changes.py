"""The changes of single months: the same as those of a series of months, like for like."""

from datetime import date

import pytest

from dashboard.database import find_current
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue

THROUGH = date(2025, 10, 1)


@pytest.fixture
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(find_current(tiny_home).database, RegionTree.load()), catalogue())


@pytest.mark.parametrize("code", ["100000", "430300", "430382", "440100", "440103"])
@pytest.mark.parametrize(
    "name", ["placement_rate", "jobs_created", "petitions_resolved_rate", "tombs_gathered_rate"]
)
def test_a_month_s_change_is_that_of_a_period_of_one_month(
    reader: Reader, name: str, code: str
) -> None:
    indicator = catalogue().indicators[name]
    found = reader.monthly_changes(indicator, [code, "430302"], THROUGH)[code]
    months = [Period(one.month.year, one.month.month, one.month.month) for one in found]
    expected = [one.change for one in reader.series(indicator, code, months)]
    assert len(found) == 22
    assert [one.change for one in found] == expected


def test_a_placement_s_change_by_hand(reader: Reader) -> None:
    # 广州 2024: placed 12 of 12 a weight; 2025: 13 of 12, in January its office 4 of 5, which did
    # not report the January before.
    indicator = catalogue().indicators["placement_rate"]
    changes = reader.monthly_changes(indicator, ["440100"], THROUGH)["440100"]
    assert [one.change for one in changes[:12]] == [None] * 12
    assert [round(one.change or 0, 3) for one in changes[12:]] == [round(100 / 12, 3)] * 10
    assert changes[12].denominator == 36


def test_only_months_that_are_due_and_no_registry(reader: Reader) -> None:
    indicator = catalogue().indicators["petitions_resolved_rate"]
    quarterly = indicator.model_copy(update={"reported": "quarterly"})
    found = reader.monthly_changes(quarterly, ["430300"], THROUGH)
    months = [one.month.month for one in found["430300"]]
    assert months == [3, 6, 9, 12, 3, 6, 9]
    coverage = catalogue().indicators["village_coverage"]
    assert reader.monthly_changes(coverage, ["430300"], THROUGH) == {"430300": []}
