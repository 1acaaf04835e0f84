"""Sums that must hold are checked on what was written; a break says where it is."""

from datetime import date

import duckdb
import pytest

from dashboard.marts import mart_contract
from dashboard.pipeline.identities import Break, every_row_counts_once, parents_are_sums
from dashboard.pipeline.marts import build_marts
from tests.test_marts import prepared


@pytest.fixture
def connection():
    with duckdb.connect() as made:
        yield prepared(made)


def test_a_broken_mart_is_found_and_says_where(connection):
    """The identities look at what was written: a mart that lost a row does not pass, and the break
    names the measure, the region, what it should be and what it is."""
    connection.execute("insert into facts_placements values ('a1', '2025-01-01', 'x', 5, 4, 3)")
    build_marts(connection)
    connection.execute("drop view mart_placements cascade")
    connection.execute(
        "create view mart_broken as select * replace (placements_due - 1 as placements_due)"
        " from mart_above_placements"
    )
    connection.execute(
        "create table above_broken as select * replace"
        " (case region_code when 'P' then 4 else placements_due end as placements_due)"
        " from above_placements"
    )
    connection.execute("create view base_broken as from base_placements")
    connection.execute("create view mart_counties_broken as from mart_counties_placements")
    contract = mart_contract("placements").model_copy(
        update={
            "name": "broken",
            "columns": {"placements_due": "bigint"},
            "identities": {
                "placements_due": "select region_code, month, due as value from facts_placements"
            },
        }
    )
    broken = parents_are_sums(connection, contract)
    assert broken.failed == 2
    assert set(broken.breaks) == {
        Break("placements_due", 5, 4, "P", date(2025, 1, 1)),
        Break("placements_due", 4, 5, "100000", date(2025, 1, 1)),
    }
    once = every_row_counts_once(connection, contract)
    assert (once.failed, once.breaks) == (1, (Break("placements_due", 5, 4, "100000"),))


def test_a_row_that_is_lost_is_found_with_its_region_and_month(connection):
    connection.execute(
        "insert into facts_placements values ('a1', '2025-01-01', 'x', 5, 4, 3),"
        " ('a2', '2025-02-01', 'x', 7, 4, 3)"
    )
    build_marts(connection)
    connection.execute("insert into facts_placements values ('a2', '2025-03-01', 'x', 9, 1, 1)")
    contract = mart_contract("placements").model_copy(
        update={
            "identities": {
                "placements_due": "select region_code, month, due as value from facts_placements"
            }
        }
    )
    connection.execute("drop view mart_counties_placements cascade")
    connection.execute(
        "create view mart_counties_placements as select region_code, month, placement_category,"
        " placements_due from base_placements where month < date '2025-03-01'"
    )
    once = every_row_counts_once(connection, contract)
    assert once.breaks == (Break("placements_due", 9, 0, "a2", date(2025, 3, 1)),)
    sentence = once.finding()
    assert "（移交安置：入库的每一行恰好计入一次，1 处" in sentence.zh
    assert "(placements: every row counts exactly once, 1 times" in sentence.en
    assert "placements_due a2 2025-03 应为 9，实为 0" in sentence.zh
    assert "placements_due a2 2025-03 should be 9 and is 0" in sentence.en


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        # Moved from January to February.
        (
            "case when region_code <> 'P' then month when month = date '2025-01-01' "
            "then date '2025-02-01' else date '2025-01-01' end as month",
            {(4, 6, "P", date(2025, 1, 1)), (6, 4, "P", date(2025, 2, 1))},
        ),
        # A month too many, and one that is lost.
        (
            "case when region_code = 'P' and month = date '2025-02-01' then date '2025-03-01' "
            "else month end as month",
            {(6, None, "P", date(2025, 2, 1)), (None, 6, "P", date(2025, 3, 1))},
        ),
    ],
)
def test_what_moved_between_two_months_of_a_parent_is_found(connection, changed, places):
    connection.execute(
        "insert into facts_placements values ('a1', '2025-01-01', 'x', 4, 4, 3),"
        " ('a2', '2025-02-01', 'x', 6, 4, 3)"
    )
    build_marts(connection)
    connection.execute("create view base_broken as from base_placements")
    connection.execute(
        f"create table above_broken as select * replace ({changed}) from above_placements"  # noqa: S608 - written here
    )
    contract = mart_contract("placements").model_copy(
        update={"name": "broken", "columns": {"placements_due": "bigint"}}
    )
    broken = parents_are_sums(connection, contract)
    found = {(b.expected, b.found, b.region_code, b.month) for b in broken.breaks}
    assert places <= found
