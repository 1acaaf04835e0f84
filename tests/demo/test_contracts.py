"""The demonstration keeps every contract: columns, types, values, keys, references and rules."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.contracts import descriptor
from dashboard.demo.province import TABLES
from dashboard.settings import CONTRACTS, REFERENCE
from dashboard.systems import catalogue
from tests.demo.reading import TREE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LAST_DAY = date(2026, 10, 31)
MANDATORY = {"string": "VARCHAR", "integer": "BIGINT", "date": "DATE", "boolean": "BOOLEAN"}


def contract(table: str) -> dict[str, Any]:
    return descriptor(CONTRACTS / f"{table}.yml")


def described(connection: "DuckDBPyConnection", table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}


def fields_of(connection: "DuckDBPyConnection", table: str) -> list[dict[str, Any]]:
    """The contract's fields; dates of states only where a province writes them."""
    columns = described(connection, table)
    return [
        field
        for field in contract(table)["fields"]
        if field.get("role") != "as_of" or field["name"] in columns
    ]


def count(
    connection: "DuckDBPyConnection", table: str, condition: str, values: tuple[object, ...] = ()
) -> int:
    query = f"select count(*) from {table} where {condition}"  # noqa: S608
    return connection.execute(query, values).fetchall()[0][0]


@pytest.mark.parametrize("table", TABLES)
def test_columns_and_types_are_the_canonical_ones(
    connection: "DuckDBPyConnection", table: str
) -> None:
    assert described(connection, table) == {
        field["name"]: MANDATORY.get(field["type"], "DECIMAL(18,2)")
        for field in fields_of(connection, table)
    }


@pytest.mark.parametrize("table", TABLES)
def test_values_are_those_allowed(connection: "DuckDBPyConnection", table: str) -> None:
    assert count(connection, table, "true") > 0
    for field in fields_of(connection, table):
        name, constraints = field["name"], field.get("constraints", {})
        if constraints.get("required"):
            assert count(connection, table, f"{name} is null") == 0
        if "enum" in constraints:
            condition = f"not list_contains(?, {name})"
            assert count(connection, table, condition, (constraints["enum"],)) == 0
        if "minimum" in constraints:
            assert count(connection, table, f"{name} < ?", (constraints["minimum"],)) == 0
        if "maximum" in constraints:
            assert count(connection, table, f"{name} > ?", (constraints["maximum"],)) == 0
        if "pattern" in constraints:
            condition = f"not regexp_full_match({name}, ?)"
            assert count(connection, table, condition, (constraints["pattern"],)) == 0
        if field["type"] == "date" and field.get("role") != "due":
            assert count(connection, table, f"{name} > ?", (LAST_DAY,)) == 0
        if field.get("role") == "month":
            assert count(connection, table, f"day({name}) <> 1") == 0
        if field.get("role") == "region":
            leaf = field.get("level") == "leaf"
            codes = [region.code for region in TREE if region.is_leaf or not leaf]
            assert count(connection, table, f"not list_contains(?, {name})", (codes,)) == 0


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_unique(connection: "DuckDBPyConnection", table: str) -> None:
    key = ", ".join(contract(table)["primaryKey"])
    query = f"select count(*) - count(distinct ({key})) from {table}"  # noqa: S608
    assert connection.execute(query).fetchone() == (0,)


@pytest.mark.parametrize(
    ("table", "rule"),
    [(table, rule) for table in TABLES for rule in contract(table).get("rules", [])],
    ids=lambda value: value if isinstance(value, str) else value["code"],
)
def test_rules_across_columns_hold(
    connection: "DuckDBPyConnection", table: str, rule: dict[str, Any]
) -> None:
    column = rule.get("column")
    when = rule.get("when", {"column": "true", "values": [True]})
    broken = {
        "at_most": f"{column} > {rule.get('limit')}",
        "not_before": f"{column} < {rule.get('limit')}",
        "absent_when": f"{column} is not null",
        "length_when": f"length({column}) <> {rule.get('length')}",
        "reachable": " or ".join(
            f"({rule.get('of')} = '{one.code}' and {column} > {one.ceiling})"
            for one in catalogue().indicators.values()
            if one.ceiling is not None
        ),
        "in_percent": f"{column} > 0 and {column} <= 1",
        "grows": "list_filter([{0}], lambda one: one is not null) <> list_sort(list_filter([{0}], "
        "lambda one: one is not null))".format(", ".join([*rule.get("others", []), str(column)])),
        "counted": f"{column} <> trunc({column}) and measure <> 'volunteer_hours'",
        "some_given": f"coalesce({', '.join(rule.get('columns', []))}) is null",
        "together": " <> ".join(f"({name} is null)" for name in rule.get("columns", [])[:2]),
    }[rule["kind"]]
    condition = f"list_contains(?, {when['column']}) and ({broken})"
    assert count(connection, table, condition, (when["values"],)) == 0


def test_measures_are_those_of_the_catalogue(connection: "DuckDBPyConnection") -> None:
    rows = connection.execute("select distinct measure from measures").fetchall()
    assert {row[0] for row in rows} == set(catalogue().other_measures)


def test_stations_serve_units_of_the_region_they_stand_in(connection: "DuckDBPyConnection") -> None:
    connection.read_parquet(str(REFERENCE / "units.parquet")).create_view("known", replace=True)
    wrong = """
        select count(*)
        from stations as s
        left join known as u on s.unit_code = u.unit_code and s.tier = u.tier
        where s.tier in ('town', 'village') and u.region_code is distinct from s.region_code
    """
    assert connection.execute(wrong).fetchone() == (0,)
