"""Marts: every parent is the sum of its parts, on random trees and facts and by hand."""

import re
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.contracts import load_contracts
from dashboard.marts import mart_contract, mart_names
from dashboard.pipeline.marts import build_marts
from dashboard.pipeline.staging import statements

# A small tree with everything that is unusual: a city without counties (C), a county directly
# under a province (X), a municipality (M) whose districts hang on the province.
PARENTS = {
    "100000": None,
    "P": "100000",
    "M": "100000",
    "A": "P",
    "C": "P",
    "X": "P",
    "a1": "A",
    "a2": "A",
    "m1": "M",
    "m2": "M",
}
LEVELS = {"100000": "nation", "P": "province", "M": "province", "A": "city", "C": "city"}
LEAVES = ("C", "X", "a1", "a2", "m1", "m2")
EMPTY_FACTS = """
create table facts_placements
    (region_code varchar, month date, category varchar, due bigint, placed bigint,
     placed_on_time bigint);
create table facts_employment
    (region_code varchar, month date, job_fairs bigint, employers bigint, positions bigint,
     intentions bigint, trained bigint, certified bigint, employed_after_training bigint,
     businesses_started bigint, jobs_created bigint);
create table facts_relief
    (region_code varchar, month date, programme varchar, fund varchar, budget decimal(18, 2),
     spent decimal(18, 2), applications bigint, decided bigint, decided_on_time bigint,
     recipients bigint);
create table facts_stations
    (station_id varchar, name varchar, tier varchar, unit_code varchar, region_code varchar,
     opened_on date, closed_on date, has_institution boolean, has_posts boolean,
     has_people boolean, has_funding boolean, has_safeguards boolean, stars bigint,
     national_model boolean, full_time bigint, part_time bigint, as_of date,
     file_id usmallint, row_number uinteger);
create table facts_memorial_sites
    (site_id varchar, name varchar, region_code varchar, protection varchar, kind varchar,
     public_ceremony boolean, names_wall_on date, exhibition_on date, sign_on date,
     approved_on date, scope_on date, land_registered_on date, file_id usmallint,
     row_number uinteger);
create table facts_scattered_tombs
    (region_code varchar, month date, total bigint, gathered bigint);
create table facts_tasks
    (task_id varchar, title varchar, level varchar, region_code varchar, set_on date, due_on date,
     done_on date, file_id usmallint, row_number uinteger);
create table facts_measures
    (region_code varchar, month date, measure varchar, value decimal(18, 2));
create table facts_units (region_code varchar, year bigint, tier varchar, units bigint);
create table reference_units
    (unit_code varchar, name varchar, town_code varchar, town_name varchar, region_code varchar,
     tier varchar, kind varchar);
create table region_changes (old_code varchar, new_code varchar, kind varchar);
"""


@pytest.fixture
def connection():
    with duckdb.connect() as made:
        yield prepared(made)


def prepared(connection):
    connection.execute(EMPTY_FACTS)
    for statement in statements("create_records"):
        connection.execute(statement)
    connection.execute(
        "create table regions (code varchar, parent varchar, level varchar, is_leaf boolean,"
        " reports boolean, name varchar, sort_order integer)"
    )
    connection.executemany(
        "insert into regions values (?, ?, ?, ?, true, ?, ?)",
        [
            [code, parent, LEVELS.get(code, "county"), code in LEAVES, code, order]
            for order, (code, parent) in enumerate(PARENTS.items())
        ],
    )
    return connection


def under(code):
    """The region and everything below it."""
    return {code}.union(*(under(child) for child, parent in PARENTS.items() if parent == code))


facts = st.dictionaries(
    st.tuples(
        st.sampled_from(list(PARENTS)),
        st.integers(1, 3),
        st.sampled_from(["retired_cadres", "self_employed"]),
    ),
    st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
    max_size=40,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts)
def test_a_parent_is_the_sum_of_everything_below_it(rows):
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            "insert into facts_placements values (?, make_date(2025, ?, 1), ?, ?, ?, 0)",
            [[*key, *values] for key, values in rows.items()] or [["P", 1, "x", 0, 0]],
        )
        identities = build_marts(connection)
        assert sum(identity.failed for identity in identities) == 0
        for code in PARENTS:
            mart = connection.execute(
                "select coalesce(sum(placements_due), 0), coalesce(sum(placements_placed), 0)"
                " from mart_placements where region_code = ?",
                [code],
            ).fetchone()
            below = [values for key, values in rows.items() if key[0] in under(code)]
            assert mart == (sum(v[0] for v in below), sum(v[1] for v in below))


def sums(connection, table, measures, code):
    return connection.execute(
        f"select {', '.join(f'sum({m})' for m in measures)} from {table} where region_code = ?",  # noqa: S608
        [code],
    ).fetchone()


def test_pensions_are_told_apart_from_relief_when_they_are_read(connection):
    connection.execute(
        "insert into facts_relief values"
        " ('a1', '2025-01-01', 'visits', 'city', null, 7.25, 3, 2, 1, 9),"
        " ('a1', '2025-01-01', 'pensions', 'city', 50, 40, null, null, null, 8),"
        " ('m1', '2025-01-01', 'pensions', 'city', 30, 20, null, null, null, 5)"
    )
    build_marts(connection)
    measures = ("relief_budget", "relief_spent", "relief_recipients", "pensions_spent")
    for table in ("mart_relief", "mart_counties_relief"):
        # Only pensions: nothing was spent on relief. Nothing at all: it is not known.
        assert sums(connection, table, measures, "m1") == (0, 0, 0, 20)
        assert sums(connection, table, measures, "m2") == (None, None, None, None)
        assert sums(connection, table, measures, "a1") == (0, Decimal("7.25"), 9, 40)
    for table in ("mart_relief", "mart_above_relief", "totals_above_relief"):
        assert sums(connection, table, measures, "100000") == (0, Decimal("7.25"), 9, 60)


def test_counted_measures_stand_in_columns_and_what_is_not_reported_is_missing(connection):
    connection.execute(
        "insert into facts_measures values"
        " ('a1', '2025-01-01', 'volunteers', 5), ('P', '2025-01-01', 'volunteers', 2),"
        " ('a1', '2025-01-01', 'studios', 0), ('a2', '2025-02-01', 'studios', 3)"
    )
    build_marts(connection)
    measures = ("volunteers", "studios", "tasks_done")
    for table in ("mart_other_measures", "mart_counties_other_measures"):
        assert sums(connection, table, measures, "a2") == (None, 3, None)
        assert sums(connection, table, measures, "a1") == (5, 0, None)
    for table in ("mart_other_measures", "mart_above_other_measures"):
        assert sums(connection, table, measures, "P") == (7, 3, None)


def test_rows_of_two_old_codes_that_became_one_region_add_up(connection):
    connection.execute("alter table facts_relief add column reported_region_code varchar")
    connection.execute(
        "insert into facts_relief values"
        " ('a1', '2025-01-01', 'visits', 'city', 10, 4, 1, 1, 1, 1, 'x1'),"
        " ('a1', '2025-01-01', 'visits', 'city', 20, 5, 2, 2, 1, 3, 'x2')"
    )
    assert sum(identity.failed for identity in build_marts(connection)) == 0
    assert connection.execute(
        "select relief_budget, relief_spent, relief_recipients from mart_relief"
        " where region_code = 'a1'"
    ).fetchall() == [(30, 9, 4)]


def test_who_reported_stands_once_a_month_and_says_whether_it_is_a_leaf(connection):
    connection.execute(
        "insert into facts_placements values ('a1', '2025-01-01', 'x', 1, 1, 1),"
        " ('a1', '2025-01-01', 'y', 1, 1, 1), ('a1', '2025-02-01', 'x', 0, 0, 0),"
        " ('P', '2025-01-01', 'x', 1, 1, 1), ('C', '2025-01-01', 'x', 1, 1, 1)"
    )
    build_marts(connection)
    assert connection.execute(
        "select region_code, year, months, is_leaf from reported_years"
        " where source = 'placements' order by all"
    ).fetchall() == [("C", 2025, 0b01, True), ("P", 2025, 0b01, False), ("a1", 2025, 0b11, True)]


def station(
    identity,
    unit,
    opened,
    closed=None,
    tier="village",
    region="a1",
    haves=True,
    stars=3,
    as_of=None,
    row=1,
):
    return [
        identity,
        identity,
        tier,
        unit,
        region,
        opened,
        closed,
        haves,
        True,
        True,
        True,
        True,
        stars,
        stars == 5,
        1,
        2,
        as_of,
        1,
        row,
    ]


STATIONS = f"insert into facts_stations values ({', '.join('?' * 19)})"  # noqa: S608


def standing(connection, column, month, region="A"):
    return connection.execute(
        f"select coalesce(sum({column}), 0) from mart_stations"  # noqa: S608
        " where region_code = ? and month <= ?",
        [region, month],
    ).fetchone()[0]


@pytest.fixture
def stations(connection):
    connection.executemany(
        STATIONS,
        [
            # Unit u1: one station follows the other with a gap from March to May 2024.
            station("s1", "u1", "2023-05-10", "2024-03-15"),
            station("s2", "u1", "2024-06-01"),
            # Unit u2: two at once; it stays covered when one closes.
            station("s3", "u2", "2023-01-01", "2024-02-01", haves=False),
            station("s4", "u2", "2023-06-30", stars=5),
            # Extended stations cover no unit.
            station("s5", None, "2024-01-20", tier="extended"),
        ],
    )
    connection.executemany(
        "insert into facts_units values (?, ?, ?, ?)",
        [["a1", 2023, "village", 4], ["a1", 2025, "village", 5]],
    )
    connection.execute(
        "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
        " ('u2', 'u2', null, 't', 'a1', 'village', '村'),"
        " ('u3', 'u3', null, 't', 'a1', 'village', '村'),"
        # In a county of which the registry does not speak.
        " ('u9', 'u9', null, 't', 'm1', 'village', '村')"
    )
    connection.execute("insert into facts_placements values ('a1', '2023-01-01', 'x', 1, 1, 1)")
    assert sum(identity.failed for identity in build_marts(connection)) == 0
    return connection


@pytest.mark.parametrize(
    ("month", "active", "covered", "units"),
    [
        ("2022-12-01", 0, 0, 0),
        ("2023-05-01", 2, 2, 4),
        ("2024-02-01", 3, 2, 4),
        ("2024-03-01", 2, 1, 4),
        ("2024-06-01", 3, 2, 4),
        ("2025-01-01", 3, 2, 5),
    ],
)
def test_what_stands_at_a_months_end(stations, month, active, covered, units):
    assert standing(stations, "stations_active", month) == active
    assert standing(stations, "villages_covered", month) == covered
    assert standing(stations, "villages", month) == units


def test_five_haves_stars_and_staff(stations):
    # At the end of January 2024: s1, s3 (lacks an institution), s4 (five stars), s5.
    month = "2024-01-01"
    assert standing(stations, "stations_active", month) == 4
    assert standing(stations, "stations_five_haves", month) == 3
    assert standing(stations, "stations_national_model", month) == 1
    assert standing(stations, "stations_staff", month) == 12
    assert standing(stations, "stations_extended", month) == 1


def test_stretches_without_a_station(stations):
    gaps = stations.execute(
        "select unit_code, since, until from uncovered_units order by all"
    ).fetchall()
    assert gaps == [
        ("u1", date(2024, 3, 15), date(2024, 6, 1)),
        ("u1", None, date(2023, 5, 10)),
        ("u3", None, None),
    ]


@pytest.mark.parametrize("export", [one.name for one in load_contracts().values() if one.month])
def test_coverage_is_told_from_the_first_month_of_any_monthly_export(connection, export):
    connection.executemany(
        STATIONS,
        [station("s1", "u1", "2023-05-10"), station("s2", "u2", "2024-05-10")],
    )
    connection.execute("insert into facts_units values ('a1', 2020, 'village', 2)")
    connection.execute(
        "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
        " ('u2', 'u2', null, 't', 'a1', 'village', '村')"
    )
    connection.execute(
        f"insert into facts_{export} by name select 'a1' as region_code, date '2024-02-01' as month"
    )
    build_marts(connection)
    gaps = connection.execute("select unit_code, since, until from uncovered_units").fetchall()
    assert gaps == [("u2", None, date(2024, 5, 10))]


def test_no_stretch_ends_before_there_are_units_to_cover(connection):
    connection.executemany(
        STATIONS,
        [station("s1", "u1", "2023-05-10"), station("s2", "u2", "2024-05-10")],
    )
    connection.execute("insert into facts_units values ('a1', 2024, 'village', 2)")
    connection.execute(
        "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
        " ('u2', 'u2', null, 't', 'a1', 'village', '村')"
    )
    connection.execute("insert into facts_placements values ('a1', '2023-01-01', 'x', 1, 1, 1)")
    build_marts(connection)
    gaps = connection.execute("select unit_code, since, until from uncovered_units").fetchall()
    assert gaps == [("u2", None, date(2024, 5, 10))]


def test_completion_counts_from_the_day_both_items_are_done(connection):
    connection.execute(
        "insert into facts_memorial_sites values"
        " ('m1', 'm1', 'a1', 'county', 'cemetery', true,"
        " '2023-03-01', '2024-05-05', null, null, null, null, 1, 1),"
        " ('m2', 'm2', 'a1', 'national', 'tomb', true,"
        " '2024-01-01', null, '2024-02-02', null, null, null, 1, 2),"
        " ('m3', 'm3', 'a1', 'unrated', 'tomb', true,"
        " '2023-01-01', '2023-01-01', null, null, null, null, 1, 3)"
    )
    build_marts(connection)

    def at(column, month):
        return connection.execute(
            f"select coalesce(sum({column}), 0) from mart_memorial"  # noqa: S608
            " where region_code = 'P' and month <= ?",
            [month],
        ).fetchone()[0]

    assert [at("ceremony_sites", m) for m in ("2023-01-01", "2025-01-01")] == [2, 2]
    assert [at("ceremony_complete", m) for m in ("2024-04-01", "2024-05-01")] == [0, 1]
    assert at("ceremony_walls", "2024-01-01") == 2
    assert at("sites_signed", "2024-02-01") == 1
    assert (at("sites", "2020-01-01"), at("sites_rated", "2020-01-01")) == (3, 2)


def test_every_measure_has_an_identity():
    """What a build adds up is held against the kept rows, measure by measure; what of them counts
    for a rate is rows of the same roll-up."""
    for name in mart_names():
        contract = mart_contract(name)
        held = set(re.findall(r"\w+", " ".join(contract.identities)))
        assert {code for code, one in contract.measures.items() if not one.rate} <= held, name
