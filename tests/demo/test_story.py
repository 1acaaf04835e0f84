"""The invented numbers are plausible, differ from place to place, and are not all there yet."""

from typing import TYPE_CHECKING, Any

from dashboard.regions import RegionTree

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TREE = RegionTree.load()


def rows(connection: "DuckDBPyConnection", query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_a_few_counties_are_late_in_the_last_month(connection: "DuckDBPyConnection") -> None:
    leaves = {region.code for region in TREE.leaves("440000")}
    for table in ("placements", "employment", "relief", "scattered_tombs"):
        query = f"select distinct region_code from {table} where month = '2026-10-01'"  # noqa: S608
        late = leaves - {row[0] for row in rows(connection, query)}
        assert 2 <= len(late) <= 8


def test_most_counties_have_reported_most_months(connection: "DuckDBPyConnection") -> None:
    leaves = [region.code for region in TREE.leaves("440000")]
    counts = connection.execute(
        "select count(distinct region_code) from placements "
        "where list_contains(?, region_code) and month < '2026-09-01' group by month",
        [leaves],
    ).fetchall()
    assert len(counts) == 68
    assert min(counts)[0] >= 0.95 * len(leaves)
    assert 0 < sum(len(leaves) - reported for (reported,) in counts) < 0.02 * 68 * len(leaves)


def test_placement_rates_differ_and_are_believable(connection: "DuckDBPyConnection") -> None:
    rates = [
        row[0]
        for row in rows(
            connection,
            "select 100.0 * sum(placed) / sum(due) from placements where year(month) = 2025 "
            "group by region_code having sum(due) >= 20",
        )
    ]
    assert 85 <= sum(rates) / len(rates) <= 104
    assert max(rates) - min(rates) > 10


def test_spending_never_passes_what_was_issued_in_a_year(connection: "DuckDBPyConnection") -> None:
    over = rows(
        connection,
        "select 1 from (select sum(budget) over so_far - sum(spent) over so_far as left_over "
        "from relief window so_far as (partition by region_code, programme, fund, year(month) "
        "order by month)) where left_over < 0",
    )
    assert over == []


def test_completion_grows_month_by_month_but_is_not_complete(
    connection: "DuckDBPyConnection",
) -> None:
    ((before, after),) = rows(
        connection,
        "select avg((greatest(names_wall_on, exhibition_on) <= '2021-12-31' "
        "and names_wall_on is not null and exhibition_on is not null)::int), "
        "avg((names_wall_on is not null and exhibition_on is not null)::int) "
        "from memorial_sites where public_ceremony and protection <> 'unrated'",
    )
    assert before < 0.4
    assert 0.6 < after < 0.97


def test_gathered_tombs_never_fall_in_number(connection: "DuckDBPyConnection") -> None:
    falls = rows(
        connection,
        "select 1 from (select gathered - lag(gathered) over (partition by region_code "
        "order by month) as more from scattered_tombs) where more < 0",
    )
    assert falls == []


def test_nearly_every_village_has_its_station_by_its_own_name(
    connection: "DuckDBPyConnection",
) -> None:
    ((units,),) = rows(connection, "select sum(units) from units where year = 2026")
    ((covered,),) = rows(
        connection,
        "select count(distinct unit_code) from stations "
        "where tier in ('town', 'village') and closed_on is null",
    )
    assert 0.97 < covered / units < 0.999
    names = {
        row[0] for row in rows(connection, "select name from stations where tier <> 'extended'")
    }
    assert {
        "广东省退役军人服务中心",
        "广州市退役军人服务中心",
        "越秀区退役军人服务中心",
        "沙面街道退役军人服务站",
    } <= names
    # What the source itself writes oddly may stay odd.
    odd = [name for name in names if "委员会" in name or "委会" in name]
    assert len(odd) < 0.001 * len(names)


def test_provinces_and_cities_report_for_their_own_offices(
    connection: "DuckDBPyConnection",
) -> None:
    for table in ("placements", "relief", "measures", "stations"):
        query = f"select distinct region_code from {table}"  # noqa: S608
        codes = {row[0] for row in rows(connection, query)}
        assert {"440000", "440100", "441900", "440103"} <= codes
