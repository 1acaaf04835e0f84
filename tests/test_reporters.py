"""Who reports in the tiny build, and which of its months are settled, worked out by hand."""

from datetime import date

import pytest

from dashboard.database import open_current
from dashboard.mart_rows import MartRows
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.reporters import Reporters
from dashboard.reporting import months_asked, source_of
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.settled import SettledMonths
from dashboard.systems import catalogue

PLACED = catalogue().indicators["placement_rate"]
STATIONS = catalogue().indicators["stations_active"]
TO_OCTOBER = Period(2025, 1, 10, complete=False)


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())


@pytest.fixture(scope="module")
def reporters(reader: Reader) -> Reporters:
    return Reporters(reader.tree, MartRows(reader.session), reader.catalogue)


def test_who_reported_under_a_city_in_both_years(reporters: Reporters) -> None:
    """Of 湘潭's five counties 韶山 lacks September and October of 2025, none of 2024."""
    asked = months_asked(PLACED, TO_OCTOBER)
    both = reporters.of_region(PLACED, "430300", asked)
    assert (both.now.all, both.now.some, both.now.none) == (4, 1, 0)
    assert (both.before.all, both.before.some, both.before.none) == (5, 0, 0)
    assert (both.now.months, both.matched, both.all_matched) == (48, 48, False)
    assert reporters.of_regions(PLACED, ("430300", "430382"), asked)["430300"] == both
    assert reporters.of_regions(PLACED, (), asked) == {}
    assert reporters.of_years(PLACED, "430300", [asked]) == [both]


def test_a_measure_that_no_line_of_work_counts_by_itself(reporters: Reporters) -> None:
    """Of the task's denominator a figure may be published: it is asked for alone."""
    tasks_set = (
        catalogue()
        .indicators["rectification_rate"]
        .model_copy(update={"numerator": ("rectification_set",), "denominator": None, "paired": ""})
    )
    assert source_of(tasks_set) == "rectification_set"
    asked = months_asked(tasks_set, TO_OCTOBER)
    found = reporters.of_region(tasks_set, "430300", asked)
    assert reporters.of_years(tasks_set, "430300", [asked]) == [found]
    assert found.now.months_expected == 5 * 3


def test_who_lacks_which_months(reporters: Reporters) -> None:
    asked = months_asked(PLACED, TO_OCTOBER)
    found = reporters.missing(PLACED, "430300", asked)
    assert [(region.code, months) for region, months in found] == [("430382", [9, 10])]


def test_the_months_that_anybody_reported(reporters: Reporters) -> None:
    assert max(reporters.months(PLACED, "430382")) == date(2025, 8, 1)
    assert len(reporters.months(PLACED, "430300")) == 22
    assert reporters.months(PLACED, "110000") == set()


def test_a_registry_has_no_months_of_its_own(reader: Reader) -> None:
    settled = SettledMonths(reader.session)
    assert settled.through(PLACED) == settled.by_source["placements"] == date(2025, 10, 1)
    assert settled.through(STATIONS) == reader.session.info.data_settled_through
    whole = Period(2025, 1, 12, complete=False)
    assert settled.part_of(PLACED, whole) == TO_OCTOBER
    to_come = Period(2026, 1, 3, complete=False)
    assert settled.part_of(PLACED, to_come) == to_come
