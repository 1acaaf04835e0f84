"""Filters and breakdowns by dimension: figures worked out by hand, and parts that make a whole."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.database import open_current
from dashboard.marts import mart_contract, mart_names, relation
from dashboard.observations import EVERYTHING, Absence, CategoryFilter, applies
from dashboard.periods import Period
from dashboard.queries import LIMITED, named_queries, query_text
from dashboard.reader import Reader, fitting
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.test_history import with_states
from tests.tiny_exports import WEIGHTS

INDICATORS = catalogue().indicators
TO_OCTOBER = Period(2025, 1, 10, complete=False)
NATION, GUANGDONG, GUANGZHOU, LIWAN = "100000", "440000", "440100", "440103"


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())


def test_a_filter_is_what_it_leaves_in_whatever_order_it_was_chosen() -> None:
    one = CategoryFilter(programme=["visits", "emergency"], fund=("central",), stars=[])
    other = CategoryFilter(fund=["central"], programme=("emergency", "visits", "visits"))
    assert (one, hash(one)) == (other, hash(other))
    assert dict(one) == {"fund": ("central",), "programme": ("emergency", "visits")}
    assert one != CategoryFilter(programme=["visits", "emergency"])
    assert CategoryFilter(stars=()) == EVERYTHING
    assert not EVERYTHING
    assert one.without(["fund"]) == CategoryFilter(programme=["emergency", "visits"])
    assert one.of(["fund", "stars"]) == CategoryFilter(fund=["central"])


@pytest.mark.parametrize(
    ("code", "region", "limits", "sums"),
    [
        # Of 广东's relief, the counties' 1000.50 a month and weight, and the province's 100,000.
        ("relief_spent", GUANGDONG, {}, (160_030, None)),
        ("relief_spent", GUANGDONG, {"programme": ["hardship"]}, (60_030, None)),
        ("relief_spent", GUANGDONG, {"fund": ["province"]}, (100_000, None)),
        (
            "relief_spent",
            GUANGDONG,
            {"programme": ["hardship", "emergency"], "fund": ["county"]},
            (60_030, None),
        ),
        ("relief_spent", GUANGDONG, {"programme": ["emergency"], "fund": ["county"]}, (0, None)),
        (
            "relief_spent",
            GUANGZHOU,
            {"programme": ["hardship"], "fund": ["county"]},
            (30_015, None),
        ),
        ("relief_spent", LIWAN, {"programme": ["hardship"], "fund": ["county"]}, (10_005, None)),
        # The province's centre is the one national model, of five stars and all five haves.
        ("stations_active", GUANGDONG, {"national_model": ["model"]}, (1, None)),
        ("stations_active", GUANGDONG, {"national_model": ["model"], "stars": ["5"]}, (1, None)),
        ("stations_active", GUANGDONG, {"national_model": ["other"], "stars": ["5"]}, (1, None)),
        ("stations_active", GUANGZHOU, {"national_model": ["model"]}, (0, None)),
        ("national_models", GUANGDONG, {"national_model": ["model"]}, (1, None)),
        ("five_haves_rate", GUANGDONG, {"national_model": ["model"]}, (1, 1)),
        # Coverage is not parted by it.
        ("village_coverage", LIWAN, {"national_model": ["model"]}, (2, 3)),
        # Sites of county level and above: five of public ceremonies with M6 and M8, M7 is none.
        ("sites_rated", NATION, {"public_ceremony": ["ceremony"]}, (6, None)),
        ("sites_rated", NATION, {"public_ceremony": ["other"]}, (1, None)),
        (
            "sites_rated",
            NATION,
            {
                "public_ceremony": ["ceremony"],
                "protection": ["county"],
                "memorial_kind": ["hall", "tower"],
            },
            (1, None),
        ),
        ("sign_rate", NATION, {"public_ceremony": ["other"]}, (0, 1)),
        ("memorial_completion", NATION, {"public_ceremony": ["ceremony"]}, (3, 6)),
    ],
)
def test_figures_under_filters(reader, code, region, limits, sums) -> None:
    chosen = CategoryFilter(**limits)
    observation = reader.observation(INDICATORS[code], region, TO_OCTOBER, chosen)
    assert (observation.numerator, observation.denominator) == sums
    assert observation.limits == fitting(chosen, INDICATORS[code])


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("national_models", {"national_model": ["other"]}),
        ("memorial_completion", {"public_ceremony": ["other"]}),
        ("memorial_completion", {"public_ceremony": ["ceremony"], "protection": ["unrated"]}),
    ],
)
def test_what_counts_only_what_was_not_chosen_does_not_apply(reader, code, limits) -> None:
    observation = reader.observation(
        INDICATORS[code], GUANGDONG, TO_OCTOBER, CategoryFilter(**limits)
    )
    assert (observation.value, observation.absence) == (None, Absence.NOT_APPLICABLE)


def test_an_indicator_obeys_the_dimensions_that_its_mart_has() -> None:
    chosen = CategoryFilter(fund=["central"], stars=["5"])
    assert fitting(chosen, INDICATORS["relief_spent"]) == CategoryFilter(fund=["central"])
    assert fitting(chosen, INDICATORS["stations_active"]) == CategoryFilter(stars=["5"])
    assert fitting(chosen, INDICATORS["village_coverage"]) == EVERYTHING
    assert fitting(chosen, INDICATORS["tombs_gathered_rate"]) == EVERYTHING


def amounts(reader, code, region, by, **limits):
    found = reader.breakdown(INDICATORS[code], region, TO_OCTOBER, by, CategoryFilter(**limits))
    return {item.codes: item.observation.value for item in found}


def test_a_breakdown_by_one_dimension_and_by_two(reader) -> None:
    by_programme = amounts(reader, "relief_spent", GUANGDONG, ["programme"])
    assert by_programme == {("emergency",): 100_000, ("hardship",): 60_030, ("pensions",): None}
    assert list(by_programme) == [("emergency",), ("hardship",), ("pensions",)]
    assert amounts(reader, "relief_spent", GUANGDONG, ["fund", "programme"]) == {
        ("central", "pensions"): None,
        ("province", "emergency"): 100_000,
        ("county", "hardship"): 60_030,
    }
    assert amounts(reader, "relief_spent", LIWAN, ["fund"]) == {
        ("central",): 0,
        ("county",): 10_005,
    }


def test_a_breakdown_obeys_a_filter_of_other_dimensions(reader) -> None:
    county = amounts(reader, "relief_spent", GUANGDONG, ["programme"], fund=["county"])
    assert county == {("hardship",): 60_030}
    # By its own dimension all are there.
    assert amounts(reader, "relief_spent", GUANGDONG, ["fund"], fund=["county"]) == amounts(
        reader, "relief_spent", GUANGDONG, ["fund"]
    )
    ceremonies = amounts(
        reader, "sites_rated", NATION, ["protection"], public_ceremony=["ceremony"]
    )
    assert ceremonies == {("national",): 2, ("provincial",): 1, ("municipal",): 1, ("county",): 2}
    assert amounts(
        reader, "stations_active", GUANGDONG, ["national_model"], station_tier=["province", "city"]
    ) == {("model",): 1, ("other",): 2}


@pytest.mark.parametrize("limits", [{"national_model": ["model"]}, {"stars": ["5"]}])
def test_under_what_a_registry_says_of_today_nothing_is_known_of_last_year(reader, limits) -> None:
    chosen, active = CategoryFilter(**limits), INDICATORS["stations_active"]
    observation = reader.observation(active, GUANGDONG, TO_OCTOBER, chosen)
    assert observation.value is not None
    assert (observation.previous, observation.change) == (None, None)
    assert not reader.history.is_known(active, GUANGDONG, chosen)
    assert reader.history.is_known(active, GUANGDONG)
    past = reader.observation(active, GUANGDONG, Period(2024, 1, 12), chosen)
    assert (past.value, past.absence) == (None, Absence.NO_DATA)
    months = reader.months(active, GUANGDONG, TO_OCTOBER.last, chosen)
    assert [month.month for month in months if month.value is not None] == [TO_OCTOBER.last]
    # Its tier a station has had since it was opened.
    county = CategoryFilter(station_tier=["county"])
    assert reader.observation(active, GUANGDONG, TO_OCTOBER, county).change is not None


def test_dated_states_are_history_under_such_a_filter(tiny_copy: Home) -> None:
    from datetime import date

    stated = with_states(tiny_copy, ("stations", GUANGDONG, date(2024, 3, 1)))
    chosen = CategoryFilter(national_model=["model"])
    observation = stated.observation(INDICATORS["stations_active"], GUANGDONG, TO_OCTOBER, chosen)
    assert (observation.value, observation.change) == (1, 0)


COUNTS = [
    one
    for one in INDICATORS.values()
    if one.divided and not one.is_rate and mart_contract(one.mart).dimensions
]
REGIONS = [NATION, GUANGDONG, GUANGZHOU, "430000", "430300", "441900", "429004", *WEIGHTS]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_the_parts_over_any_dimensions_add_up_to_the_whole(reader, data) -> None:
    indicator = data.draw(st.sampled_from(COUNTS))
    region = data.draw(st.sampled_from(sorted(set(REGIONS))))
    last = data.draw(st.integers(1, 10))
    period = Period(2025, data.draw(st.integers(1, last)), last, complete=False)
    dimensions = mart_contract(indicator.mart).dimensions
    by = data.draw(st.lists(st.sampled_from(dimensions), min_size=1, unique=True))
    limits = CategoryFilter(
        **{
            one: data.draw(
                st.lists(
                    st.sampled_from([c.code for c in catalogue().dimensions[one].categories]),
                    max_size=3,
                )
            )
            for one in dimensions
            if one not in by
        }
    )
    whole = reader.observation(indicator, region, period, limits)
    if not applies(indicator, limits):
        assert whole.value is None
        return
    parts = reader.breakdown(indicator, region, period, by, limits)
    # What can't be among the measure's rows has no value; what is not known has none of its parts.
    total = sum(part.observation.value or 0 for part in parts)
    known = all(part.observation.absence in (None, Absence.NOT_APPLICABLE) for part in parts)
    if whole.value is not None and known:
        assert total == pytest.approx(whole.value)
    for part in parts:
        own = limits.within(CategoryFilter(**dict(zip(by, ([c] for c in part.codes), strict=True))))
        alone = reader.observation(indicator, region, period, own)
        assert part.observation.value == alone.value
        assert part.observation.change == alone.change


def test_a_line_that_limits_stands_once_for_each_dimension() -> None:
    two = query_text("mart_months", ("fund", "programme"))
    assert "list_contains($limits['fund'], fund)" in two
    assert "list_contains($limits['programme'], programme)" in two
    assert "limits" not in query_text("mart_months")
    limiting = [name for name, text in named_queries().items() if LIMITED in text]
    assert {"mart_panel", "mart_breakdown", "listed_stations", "incomplete_sites"} <= set(limiting)
    for wrong in ("fund) or (true", "x; drop table y", "Fund", ""):
        with pytest.raises(ValueError, match="no dimension"):
            query_text("mart_months", (wrong,))


def test_one_function_says_which_relation_serves_a_question(reader) -> None:
    with reader.session.database._cursor() as cursor:
        found = {
            name
            for (name,) in cursor.execute(
                "select table_name from duckdb_tables()"
                " union all select view_name from duckdb_views()"
            ).fetchall()
        }
    for mart in mart_names():
        served = {
            relation(mart, "above"),
            relation(mart, "above", divided=False),
            relation(mart, "counties"),
            relation(mart, "counties", divided=False),
            relation(mart, "unmatched"),
            relation(mart, "file"),
        }
        assert served <= found, mart
    assert relation("relief", "above", divided=False) == "totals_above_relief"
    assert relation("relief", "counties", divided=False) == "mart_counties_relief"
    assert relation("relief", "file") == "levels_relief"
    assert relation("tombs", "file") == "totals_tombs"
