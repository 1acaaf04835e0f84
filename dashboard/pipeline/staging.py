"""The SQL of queries/staging: templates whose braces take names that come from a contract."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import aiosql
import duckdb

from dashboard.contracts import Contract
from dashboard.settings import QUERIES

FOLDER = QUERIES / "staging"

# Values are bound: :name as the house writes it, $name as DuckDB takes it.
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


@cache
def template(name: str) -> str:
    """A template with its slots. Only names of contracts and accepted headers may fill them."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return _PARAMETER.sub(r"$\1", text)


def slots_of_facts(contract: Contract) -> dict[str, str]:
    """What templates call a table's facts, and the measure that a row of them is of."""
    return {
        "facts": f"facts_{contract.name}",
        "kind": contract.measure.name if contract.measure else "null::varchar",
    }


def month_sql(contract: Contract) -> str:
    """The month of a row in SQL; of a registry that of its state, if it has several."""
    if dated := contract.month or contract.as_of:
        return dated.name
    return "make_date(year, 1, 1)" if contract.is_yearly else "null::date"


def dimensions_sql(contract: Contract) -> str:
    """What tells a region's rows of one month or year apart, in SQL."""
    time = contract.month.name if contract.month else "year"
    others = [
        name
        for name in contract.primary_key
        if name != time and contract.by_name[name].role != "region"
    ]
    return ", ".join(others) or "null"


@cache
def statements(name: str) -> tuple[str, ...]:
    """The statements of a named script of tables.sql, with DuckDB's own $parameters."""
    script = getattr(aiosql.from_path(FOLDER / "tables.sql", "duckdb"), name).sql
    return tuple(text.strip() for text in script.split(";") if text.strip())


def named_in(statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that a statement has parameters for; DuckDB takes no others."""
    names = set(re.findall(r"\$(\w+)", statement))
    return {name: value for name, value in values.items() if name in names}


def has_old_codes(connection: duckdb.DuckDBPyConnection, facts: str) -> bool:
    """Whether rows of a table of facts were carried from old region codes to today's."""
    described = connection.execute(f"from {facts} limit 0").description or []
    return any(name == "reported_region_code" for name, *_ in described)


def has_rows(connection: duckdb.DuckDBPyConnection, *relations: str) -> bool:
    """Whether any of the relations has a row."""
    found = " or ".join(f"exists (from {one})" for one in relations)
    return connection.execute(f"select {found}").fetchone() == (True,)


def evidence_sql(columns: Sequence[str]) -> str:
    """SQL of how much a row's numbers tell that are equal to another row's: the sum of their
    natural logarithms, since small ones are often equal."""
    return " + ".join(f"ln(greatest(coalesce({column}, 0), 1))" for column in columns)


def count_rows(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    """The rows of one relation."""
    counted = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608 - a name of ours
    assert counted is not None
    return int(counted[0])


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Adds a few rows to one of the build's own tables, in one statement for all of them."""
    if not rows:
        return
    columns = {f"column_{n}": list(values) for n, values in enumerate(zip(*rows, strict=True))}
    unnested = ", ".join(f"unnest(${name})" for name in columns)
    connection.execute(f"insert into {table} select {unnested}", columns)
