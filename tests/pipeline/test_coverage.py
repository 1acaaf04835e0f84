"""Coverage against brute force: where units lie, once, and never more than there are."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.pipeline.marts import build_marts
from tests.pipeline.support import Builder, write_file
from tests.pipeline.support import station as station_row
from tests.test_marts import LEAVES, PARENTS, STATIONS, prepared, station, under

# Where the list says that they lie; u6 is known to lie in the city A and in no county of it.
LISTED = {"u1": "a1", "u2": "a1", "u3": "a1", "u4": "a2", "u5": "X", "u6": "A"}
MONTHS = [date(2024, month, 1) for month in range(1, 13)]

days = st.dates(date(2023, 11, 1), date(2024, 12, 31))


@st.composite
def openings(draw):
    opened = draw(days)
    closed = draw(st.none() | st.dates(opened, date(2024, 12, 31)))
    unit = draw(st.sampled_from([*LISTED, "unknown"]))
    region = draw(st.sampled_from(["a1", "a2", "X", "A", "P", "m1"]))
    return unit, region, opened, closed


def places(stations):
    """Where each unit served is counted."""
    found = {}
    for unit, *_ in sorted(stations, key=lambda one: list(PARENTS).index(one[1])):
        listed = LISTED.get(unit)
        if listed in LEAVES:
            found[unit] = listed
        elif listed:
            named = [r for u, r, *_ in stations if u == unit]
            first = min(named, key=list(PARENTS).index)
            found[unit] = first if PARENTS[first] == listed else listed
    return found


def standing(stations, unit, month):
    """Whether any station of the unit is open at the month's end."""

    def at(day):
        return day is not None and (day.year, day.month) <= (month.year, month.month)

    return any(at(opened) and not at(closed) for u, _, opened, closed in stations if u == unit)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(openings(), min_size=1, max_size=12),
    st.dictionaries(st.sampled_from(LEAVES), st.integers(0, 4)),
)
def test_coverage_is_what_brute_force_finds(stations, units):
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            STATIONS,
            [
                station(f"s{number}", unit, opened, closed, region=region)
                for number, (unit, region, opened, closed) in enumerate(stations)
            ],
        )
        connection.executemany(
            "insert into reference_units values (?, ?, null, 't', ?, 'village', '村')",
            [[unit, unit, region] for unit, region in LISTED.items()],
        )
        if units:
            connection.executemany(
                "insert into facts_units values (?, 2024, 'village', ?)",
                [[region, count] for region, count in units.items()],
            )
        assert [one.breaks for one in build_marts(connection) if one.failed] == []
        sums = {
            (region, month): (covered, to_cover)
            for region, month, covered, to_cover in connection.execute(
                "select region_code, until.month, coalesce(sum(villages_covered), 0),"
                " coalesce(sum(villages), 0)"
                " from mart_stations as m inner join unnest(?::date[]) as until (month)"
                " on m.month <= until.month group by all",
                [MONTHS],
            ).fetchall()
        }
        place = places(stations)
        reported = ({region for _, region, *_ in stations} | set(place.values())) & set(LEAVES)
        for region in PARENTS:
            leaves = under(region) & reported
            for month in MONTHS:
                covered = dict.fromkeys(leaves, 0)
                for unit, leaf in place.items():
                    if leaf in leaves and standing(stations, unit, month):
                        covered[leaf] += 1
                if units:
                    covered = {leaf: min(n, units.get(leaf, 0)) for leaf, n in covered.items()}
                to_cover = sum(units[leaf] for leaf in leaves if leaf in units)
                found = sums.get((region, month), (0, 0))
                assert found == (sum(covered.values()), to_cover), (region, month)
                assert not units or found[0] <= found[1]


@pytest.mark.parametrize("complete", [False, True])
def test_of_a_county_that_the_registry_does_not_speak_of_nothing_is_known(complete):
    with duckdb.connect() as connection:
        prepared(connection)
        connection.execute(
            "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
            " ('u4', 'u4', null, 't', 'a2', 'village', '村')"
        )
        connection.execute(
            "insert into facts_units values ('a1', 2024, 'village', 1), ('a2', 2024, 'village', 1)"
        )
        connection.executemany(STATIONS, [station("s1", "u1", "2024-01-01")])
        if complete:
            connection.execute("insert into complete_registries values ('stations', 1, 'A')")
        assert [one.breaks for one in build_marts(connection) if one.failed] == []

        def sums(region):
            return connection.execute(
                "select sum(stations_active), sum(villages_covered), sum(villages), sum(counties)"
                " from mart_stations where region_code = ?",
                [region],
            ).fetchone()

        assert sums("a1") == (1, 1, 1, 1)
        assert sums("a2") == ((0, 0, 1, 1) if complete else (None, None, None, None))
        assert sums("100000") == ((1, 1, 2, 2) if complete else (1, 1, 1, 1))
        assert sums("m1") == (None, None, None, None)
        spoken_of = connection.execute(
            "select region_code from reported_years where source = 'stations' order by all"
        ).fetchall()
        assert spoken_of == ([("a1",), ("a2",)] if complete else [("a1",)])
        without = connection.execute("select unit_code from uncovered_units").fetchall()
        assert without == ([("u4",)] if complete else [])


def test_numbers_of_units_that_do_not_agree_are_remarks(builder: Builder) -> None:
    """Of 荔湾's 22 towns two have a station where one is to cover; nothing is said of 越秀's."""
    towns = [
        station_row(station_id=f"S{number}", unit_code=unit, region_code=unit[:6])
        for number, unit in enumerate(("440103001", "440103002", "440104001"))
    ]
    write_file(builder, "stations", towns)
    write_file(
        builder, "units", [{"region_code": "440103", "year": 2025, "tier": "town", "units": 1}]
    )
    built = builder.build(accept=())
    said = {remark.reason: remark.zh for remark in built.report.remarks}
    assert set(said) == {
        "more_covered_than_units",
        "no_number_of_units",
        "units_differ_from_list",
    }
    assert "荔湾区 2 > 1" in said["more_covered_than_units"]
    assert "越秀区 1" in said["no_number_of_units"]
    assert "荔湾区 1 ≠ 22" in said["units_differ_from_list"]
    covered = "select sum(towns_covered), sum(towns) from mart_stations where region_code = $code"
    assert built.rows(covered, code="440103") == [(1, 1)]
    assert built.rows(covered, code="440104") == [(None, None)]


def test_units_of_one_county_under_two_codes_are_covered_together():
    """Two rows of one county, tier and year are of two former counties: both are to be covered."""
    with duckdb.connect() as connection:
        prepared(connection)
        connection.execute(
            "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
            " ('u2', 'u2', null, 't', 'a1', 'village', '村')"
        )
        connection.execute(
            "insert into facts_units values ('a1', 2023, 'village', 9), ('a1', 2024, 'village', 1),"
            " ('a1', 2024, 'village', 1)"
        )
        connection.executemany(
            STATIONS, [station("s1", "u1", "2024-01-01"), station("s2", "u2", "2024-01-01")]
        )
        assert [one.breaks for one in build_marts(connection) if one.failed] == []
        assert connection.execute(
            "select sum(villages_covered), sum(villages) from mart_stations where region_code = 'A'"
        ).fetchone() == (2, 2)


def test_complete_without_a_region_is_complete_for_the_smallest_that_holds_its_rows():
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            STATIONS,
            [
                station("s1", "u1", "2024-01-01"),
                station("s2", None, "2024-01-01", tier="extended", region="X"),
            ],
        )
        connection.execute("insert into complete_registries values ('stations', 1, null)")
        build_marts(connection)
        spoken_of = connection.execute(
            "select region_code from reported_years where source = 'stations' order by 1"
        ).fetchall()
        assert spoken_of == [("C",), ("X",), ("a1",), ("a2",)]


def test_a_site_registry_that_is_complete_has_counties_without_sites():
    with duckdb.connect() as connection:
        prepared(connection)
        connection.execute(
            "insert into facts_memorial_sites values ('m1', 'm1', 'a1', 'county', 'cemetery', true,"
            " null, null, null, null, null, null, 1, 1)"
        )
        connection.execute("insert into complete_registries values ('memorial_sites', 1, 'A')")
        assert [one.breaks for one in build_marts(connection) if one.failed] == []
        found = dict(
            connection.execute(
                "select region_code, sum(sites) from mart_memorial group by all"
            ).fetchall()
        )
        assert found == {"a1": 1, "a2": 0, "A": 1, "P": 1, "100000": 1}


def test_what_a_column_says_that_the_export_does_not_have_is_not_known():
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(STATIONS, [station("s1", "u1", "2024-01-01")])
        connection.execute("update facts_stations set has_posts = null, stars = null")
        connection.execute(
            "insert into absent_columns values ('stations', 'has_posts', 1, false),"
            " ('stations', 'stars', 1, false)"
        )
        build_marts(connection)
        found = connection.execute(
            "select sum(stations_active), sum(stations_with_people), sum(stations_with_posts),"
            " sum(stations_five_haves), sum(stations_three_star), sum(stations_staff)"
            " from mart_stations where region_code = '100000'"
        ).fetchone()
        assert found == (1, 1, None, None, None, 3)


def test_a_town_is_found_under_the_code_that_begins_its_villages_codes():
    """The statistics bureau and the ministry number towns differently."""
    with duckdb.connect() as connection:
        prepared(connection)
        connection.execute(
            "insert into reference_units values"
            " ('100000001', '甲镇', '100000001', '甲镇', 'a1', 'town', '镇'),"
            " ('100000102201', '一村', '100000001', '甲镇', 'a1', 'village', '村')"
        )
        connection.execute("insert into facts_units values ('a1', 2024, 'town', 1)")
        connection.executemany(
            STATIONS,
            [
                station("s1", "100000102", "2024-01-01", "2024-05-05", tier="town"),
                station("s2", "100000001", "2024-03-01", tier="town", region="a2"),
                station("s3", "100000999", "2024-03-01", tier="town"),
            ],
        )
        assert [one.breaks for one in build_marts(connection) if one.failed] == []
        assert connection.execute(
            "select sum(towns_covered), sum(towns) from mart_stations where region_code = 'A'"
        ).fetchone() == (1, 1)
        assert connection.execute(
            "select reason, station_id, unit_region from doubtful_stations order by all"
        ).fetchall() == [("unit_in_other_county", "s2", "a1"), ("unknown_unit", "s3", None)]
