"""Observations of the tiny build against figures worked out by hand (tests/tiny_exports.py)."""

import pytest

from dashboard.database import NoBuildError, open_current
from dashboard.observations import CategoryFilter, Reporting, own_part
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue

INDICATORS = catalogue().indicators
TO_OCTOBER = Period(2025, 1, 10, complete=False)
GUANGZHOU, XIANGTAN = "440100", "430300"


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())


def test_a_rate_is_sums_over_sums_with_the_city_s_own_rows(reader):
    observation = reader.observation(INDICATORS["placement_rate"], GUANGZHOU, TO_OCTOBER)
    assert (observation.numerator, observation.denominator) == (394, 365)
    assert observation.value == pytest.approx(394 / 365 * 100)
    assert observation.previous is not None
    assert (observation.previous.numerator, observation.previous.denominator) == (360, 360)
    assert observation.plain_change == pytest.approx(394 / 365 * 100 - 100)
    # The city's own office reported January of 2025 and not of 2024: 390 of 360 is compared.
    assert observation.change == pytest.approx(390 / 360 * 100 - 100)


def test_every_level_adds_up(reader):
    due = INDICATORS["placements_due"]
    months = 10
    expected = {
        "100000": 12 * 18 * months + 5 - 2 * 12,
        "440000": 12 * 6 * months + 5,
        "440100": 12 * 3 * months + 5,
        "440103": 12 * months,
        "500000": 12 * 4 * months,
        "441900": 12 * 3 * months,
        "429004": 12 * 2 * months,
    }
    for code, total in expected.items():
        assert reader.observation(due, code, TO_OCTOBER).value == total, code


def test_what_stands_at_the_region_itself(reader):
    due = INDICATORS["placements_due"]
    family = reader.family(due, GUANGZHOU, TO_OCTOBER)
    children = [family[r.code] for r in reader.tree.children(GUANGZHOU)]
    own = own_part(family[GUANGZHOU], children)
    assert own is not None
    assert (own.value, own.region.name) == (5, "广州本级")
    parent = reader.observation(due, XIANGTAN, TO_OCTOBER)
    parts = reader.observations(due, [r.code for r in reader.tree.children(XIANGTAN)], TO_OCTOBER)
    assert own_part(parent, parts) is None


def test_a_county_that_is_late_is_missing_and_not_zero(reader):
    due = INDICATORS["placements_due"]
    city = reader.observation(due, XIANGTAN, TO_OCTOBER)
    assert city.reporting == Reporting(all=4, some=1, months=48, months_expected=50)
    assert city.previous is not None
    assert city.previous.reporting.all == 5
    october = Period(2025, 10, 10)
    assert reader.observation(due, "430382", october).value is None
    assert reader.observation(due, XIANGTAN, october).reporting.none == 1
    assert reader.observation(due, XIANGTAN, Period(2025, 4, 6)).reporting.all == 5
    missing = reader.missing(due, XIANGTAN, TO_OCTOBER)
    assert [(region.code, lacks) for region, lacks in missing] == [("430382", [9, 10])]
    assert reader.missing(due, XIANGTAN, Period(2025, 1, 8)) == []


def test_a_filter_takes_its_categories_only(reader):
    rate = INDICATORS["placement_rate"]
    cadres = CategoryFilter(placement_category=["retired_cadres"])
    assert reader.observation(rate, GUANGZHOU, TO_OCTOBER, cadres).value == 150
    # A mart that is not divided that way is not filtered.
    spent = INDICATORS["relief_spent"]
    assert reader.observation(spent, GUANGZHOU, TO_OCTOBER, cadres).value == pytest.approx(30015)


def test_relief_leaves_pensions_out_and_holds_spending_against_the_year(reader):
    assert reader.observation(INDICATORS["relief_spent"], GUANGZHOU, TO_OCTOBER).value == 30015
    assert reader.observation(INDICATORS["pensions_spent"], GUANGZHOU, TO_OCTOBER).value == 150_000
    execution = INDICATORS["budget_execution"]
    # The second quarter is held against the year's budget from January on: 6 months of 20,000.
    quarter = reader.observation(execution, GUANGZHOU, Period(2025, 4, 6))
    assert (quarter.numerator, quarter.denominator) == (1000.5 * 3 * 6, 60_000)
    assert quarter.period.first_month == 1
    assert reader.observation(execution, GUANGZHOU, TO_OCTOBER).value == pytest.approx(50.025)


def test_a_registry_is_read_as_at_the_month(reader):
    towns = INDICATORS["town_coverage"]
    before = reader.observation(towns, "440104", Period(2025, 1, 5))
    after = reader.observation(towns, "440104", Period(2025, 1, 6))
    assert (before.numerator, before.denominator) == (2, 4)
    assert (after.numerator, after.denominator) == (1, 4)
    done = INDICATORS["memorial_completion"]
    assert reader.observation(done, GUANGZHOU, Period(2024, 1, 6)).numerator == 0
    july = reader.observation(done, GUANGZHOU, Period(2024, 1, 7))
    assert (july.numerator, july.denominator) == (1, 3)


def test_a_snapshot_is_its_last_month(reader):
    tombs = reader.observation(INDICATORS["tombs_gathered_rate"], "430321", TO_OCTOBER)
    assert (tombs.numerator, tombs.denominator) == (71, 100)
    assert tombs.previous is not None
    assert tombs.previous.numerator == 59


def test_months_and_series_agree(reader):
    rate = INDICATORS["placement_rate"]
    months = reader.months(rate, GUANGZHOU, TO_OCTOBER.last)
    assert len(months) == 22
    series = reader.series(rate, GUANGZHOU, [Period(2025, m, m) for m in range(1, 11)])
    assert [r.value for r in series] == [m.value for m in months[12:]]
    assert all(r.previous and r.previous.value == 100 for r in series)
    whole = reader.series(rate, GUANGZHOU, [TO_OCTOBER])[0]
    assert whole.value == reader.observation(rate, GUANGZHOU, TO_OCTOBER).value
    before_all = reader.series(rate, GUANGZHOU, [Period(2024, 1, 1)])[0]
    assert before_all.previous is not None
    assert before_all.previous.value is None


def test_execution_grows_through_the_year(reader):
    months = reader.months(INDICATORS["budget_execution"], GUANGZHOU, TO_OCTOBER.last)
    year = [m.value for m in months[12:]]
    assert year == pytest.approx([5.0025 * n for n in range(1, 11)])


def test_categories_add_up_to_the_whole(reader):
    placed = INDICATORS["placements_placed"]
    parts = reader.breakdown(placed, GUANGZHOU, TO_OCTOBER, ["placement_category"])
    assert {p.code: p.observation.value for p in parts} == {
        "transferred_officers": 4,
        "self_employed": 300,
        "retired_cadres": 90,
    }
    # In the dimension's own order.
    assert parts[0].code == "transferred_officers"
    stations = reader.breakdown(
        INDICATORS["stations_active"], "440103", TO_OCTOBER, ["station_tier"]
    )
    assert {p.code: p.observation.value for p in stations} == {
        "county": 1,
        "town": 2,
        "village": 2,
    }


def test_only_units_without_a_station_are_listed(reader):
    rows = reader.session.database.rows(
        "uncovered_units",
        region="440104",
        tier="town",
        search="",
        day=TO_OCTOBER.last_day,
        most=1000,
        skip=0,
    )
    codes = {row["unit_code"] for row in rows}
    assert "440104001" not in codes
    assert "440104003" in codes
    assert all(row["total"] == len(rows) for row in rows)
    earlier = reader.session.database.rows(
        "uncovered_units",
        region="440104",
        tier="town",
        search="",
        day=Period(2025, 1, 5).last_day,
        most=1000,
        skip=0,
    )
    assert "440104003" not in {row["unit_code"] for row in earlier}


def test_coverage_is_not_parted_by_stars(reader):
    five_stars = CategoryFilter(stars=["5"])
    covered = reader.observation(INDICATORS["village_coverage"], "440103", TO_OCTOBER, five_stars)
    assert (covered.numerator, covered.denominator) == (2, 3)
    assert (
        reader.observation(INDICATORS["stations_active"], GUANGZHOU, TO_OCTOBER, five_stars).value
        == 1
    )


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, {"T440103002", "V440103002101"}),
        ({"station_tier": ["town"]}, {"T440103002"}),
        ({"stars": ["0"]}, {"V440103002101"}),
        ({"station_tier": ["town"], "stars": ["0"]}, set()),
        ({"station_tier": ["town"], "national_model": ["other"]}, {"T440103002"}),
        ({"national_model": ["model"]}, set()),
    ],
)
def test_weak_stations_obey_every_filter(reader, limits, found):
    rows = reader.session.database.rows(
        "listed_stations",
        region="440103",
        tiers=[],
        day=TO_OCTOBER.last_day,
        limits=limits,
        weak=True,
        search="",
        most=1000,
        skip=0,
    )
    assert {row["station_id"] for row in rows} == found


def test_a_region_that_the_build_does_not_know_has_no_rows(reader):
    """The program's regions may be newer than the build's."""
    period = {"starts": TO_OCTOBER.first, "ends": TO_OCTOBER.last}
    before = TO_OCTOBER.previous()
    chosen = {"measures": ["placements_due"], "limits": {}}
    panel = reader.session.database.rows(
        "mart_panel",
        relations=["totals_above_placements"],
        regions=[GUANGZHOU, "440199"],
        **period,
        previous_starts=before.first,
        previous_ends=before.last,
        **chosen,
    )
    assert {row["region_code"] for row in panel} == {GUANGZHOU}
    assert not reader.session.database.rows(
        "mart_months",
        relations=["mart_counties_placements"],
        region="999999",
        ends=TO_OCTOBER.last,
        **chosen,
    )
    asked = {"sources": ["placements"], "year": 2025}
    known = reader.session.database.rows(
        "reporting_patterns", regions=["999999", GUANGZHOU], **asked
    )
    assert {row["region_code"] for row in known} == {GUANGZHOU}


def test_without_a_build_there_is_nothing_to_open(tmp_path):
    with pytest.raises(NoBuildError):
        open_current(Home(tmp_path))


def test_a_database_can_not_be_written_or_left(reader):
    import duckdb

    with reader.session.database._connection.cursor() as cursor:
        with pytest.raises(duckdb.Error, match="read-only"):
            cursor.execute("create table t (a int)")
        with pytest.raises(duckdb.Error):
            cursor.execute("select * from read_csv('/etc/passwd')")
        with pytest.raises(duckdb.Error):
            cursor.execute("set enable_external_access = true")


def test_a_city_without_counties_has_none_to_cover(reader):
    """东莞 has a centre of its own: it lacks no report, and there is nothing to divide by."""
    coverage = INDICATORS["county_coverage"]
    observation = reader.observation(coverage, "441900", TO_OCTOBER)
    assert (observation.numerator, observation.denominator) == (0, 0)
    assert (observation.value, observation.absence) == (None, None)
    # 荔湾 and 越秀 have theirs; 东莞 adds nothing to the province.
    assert reader.observation(coverage, "440000", TO_OCTOBER).denominator == 2
