"""The ground of a demonstration: places in order, units where a county counts them, months."""

from datetime import date

import numpy as np
import pytest

from dashboard.demo.calendar import Calendar, end_of_month
from dashboard.demo.character import Character, reported
from dashboard.demo.territory import Territory, load_units, territory
from dashboard.regions import RegionTree

TREE = RegionTree.load()
UNITS = load_units()


@pytest.fixture(scope="module")
def guangdong() -> Territory:
    return territory(TREE, UNITS, "440000", 1)


def test_leaves_come_first_then_the_offices_above_them(guangdong: Territory) -> None:
    leaves = [region.code for region in TREE.leaves("440000")]
    assert guangdong.codes[: len(leaves)] == leaves
    assert guangdong.is_leaf.sum() == len(leaves)
    offices = guangdong.codes[len(leaves) :]
    # 东莞 and 中山 have no county: they are leaves and no offices beside.
    assert offices[0] == "440000"
    assert len(offices) == 1 + 21 - 2
    assert {"441900", "442000"} <= set(leaves)


def test_an_office_has_the_people_of_all_below(guangdong: Territory) -> None:
    province = guangdong.codes.index("440000")
    assert guangdong.people[province] == guangdong.people[guangdong.is_leaf].sum()
    assert guangdong.urban.min() > 0
    assert guangdong.urban.max() <= 1


def test_a_city_takes_in_its_counties_and_itself(guangdong: Territory) -> None:
    inside = np.array(guangdong.codes)[guangdong.under("440100")]
    assert set(inside) == {"440100", *(region.code for region in TREE.children("440100"))}


def test_units_that_hang_on_a_city_are_no_countys() -> None:
    henan = territory(TREE, UNITS, "410000", 1)
    assert set(henan.units["region_code"].to_pylist()) <= {
        region.code for region in TREE.leaves("410000")
    }
    assert (np.diff(henan.unit_place) >= 0).all()


def test_who_does_not_report_has_no_place() -> None:
    fujian = territory(TREE, UNITS, "350000", 1)
    assert all(place.reports for place in fujian.places)
    assert "350527" not in fujian.codes


def test_a_county_run_by_its_province_is_under_no_city() -> None:
    hubei = territory(TREE, UNITS, "420000", 1)
    place = hubei.codes.index("429004")
    assert (hubei.group == hubei.group[place]).sum() == 1


def test_a_longer_range_tells_the_same_story(guangdong: Territory) -> None:
    short = Calendar(date(2021, 1, 1), date(2023, 6, 1))
    longer = Calendar(date(2021, 1, 1), date(2026, 10, 1))
    before = Character(guangdong, short).score("placement")
    after = Character(guangdong, longer).score("placement")
    assert (after[: len(short)] == before).all()


def test_the_late_are_absent_from_the_last_month_only(guangdong: Territory) -> None:
    calendar = Calendar(date(2026, 9, 1), date(2026, 10, 1))
    here = reported(guangdong, calendar, "placements")
    assert (~here[-1]).sum() == round(0.033 * guangdong.is_leaf.sum())
    assert here[:, ~guangdong.is_leaf].all()


def test_months_of_a_range() -> None:
    calendar = Calendar(date(2023, 11, 1), date(2024, 2, 1))
    assert len(calendar) == 4
    assert calendar.month_of_year.tolist() == [10, 11, 0, 1]
    assert calendar.year.tolist() == [2023, 2023, 2024, 2024]
    assert calendar.last_day == end_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
    assert calendar.covers(date(2023, 12, 1), date(2024, 2, 1))
    assert not calendar.covers(date(2023, 12, 1), date(2024, 3, 1))
    assert calendar.earlier_years() == 1
    with pytest.raises(ValueError, match="ends"):
        Calendar(date(2024, 2, 1), date(2024, 1, 1))
