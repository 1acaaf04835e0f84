"""What a registry says and of whom: its units where they lie, its regions, its absent columns."""

import re

import duckdb

from dashboard.contracts import Contract, load_contracts
from dashboard.marts import FOLDER, MartContract
from dashboard.pipeline.columns import Kind
from dashboard.pipeline.deliveries import SHOWN
from dashboard.pipeline.files import COMPLETE_KEY
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.ingest import Plan
from dashboard.pipeline.staging import insert_rows

_BETWEEN_CODES = re.compile(r"[\s,;，；、]+")


def note_absent_columns(
    connection: duckdb.DuckDBPyConnection, contract: Contract, plans: list[Plan]
) -> None:
    """Writes into absent_columns which columns the files don't have that gave the table's facts, or
    have without any type, since they hold no value."""
    lacking = [
        (contract.name, column.field.name, one.file_id, bool(column.written))
        for plan in plans
        for column in plan.columns
        if column.kind is Kind.NOTHING
        for one in plan.group.files
    ]
    if not lacking:
        return
    found = connection.execute(f"select distinct file_id from facts_{contract.name}").fetchall()  # noqa: S608 - the name is a contract's
    used = {file_id for (file_id,) in found}
    insert_rows(connection, "absent_columns", [one for one in lacking if one[2] in used])


def note_complete(
    connection: duckdb.DuckDBPyConnection, contract: Contract, plans: list[Plan]
) -> list[Finding]:
    """Writes into complete_registries the files of a registry that say that they are complete, with
    the regions for which they are, or none where it is the region that holds their rows. Returns
    what is remarked of words that are no code of a region of today."""
    files = [one for plan in plans for one in plan.group.files]
    if not contract.is_registry or not files:
        return []
    known = {code for (code,) in connection.execute("select code from regions").fetchall()}
    rows: list[tuple[str, int, str | None]] = []
    found = []
    for one in files:
        value = one.metadata.get(COMPLETE_KEY, "")
        if value.casefold() == "true" or (not value and contract.complete):
            rows.append((contract.name, one.file_id, None))
        elif value.casefold() != "false":
            codes = [code for code in _BETWEEN_CODES.split(value) if code]
            rows += [(contract.name, one.file_id, code) for code in codes if code in known]
            if wrong := [code for code in codes if code not in known]:
                said = {"table": contract.name, "title": contract.title, "path": one.file.path}
                found.append(finding("unknown_complete", value=", ".join(wrong)[:SHOWN], **said))
    insert_rows(connection, "complete_registries", rows)
    return found


def prepare(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """Makes what the mart of a registry reads besides the facts: the regions that it speaks of and,
    of the stations, the units that they serve."""
    complete = _sql("complete_regions").format(table=contract.export)
    connection.execute(f"create or replace temp table complete_regions as {complete}")
    if contract.name == "stations":
        connection.execute(f"create table station_states as {_sql('station_states')}")
        connection.execute(f"create view dated_stations as {_sql('dated_stations')}")
        connection.execute(f"create table served_units as {_sql('served_units')}")
        connection.execute(f"create table doubtful_stations as {_sql('doubtful_stations')}")
        connection.execute(f"create temp table covering as {_sql('covering')}")
    reported = _sql(f"reported_{contract.name}")
    connection.execute(f"create or replace temp table reported_regions as {reported}")
    if contract.name == "stations":
        connection.execute(f"insert into registry_states {_sql('registry_states')}")
        uncovered = _sql("uncovered_units").format(first_months=first_months())
        connection.execute(f"create table uncovered_units as {uncovered}")
        connection.execute(f"create view units_to_cover as {_sql('units_to_cover')}")
        connection.execute(f"create table covered_now as {_sql('covered_now')}")


def first_months() -> str:
    """A subquery of the first month of each monthly export's facts: one row an export, null where
    the build lacks it."""
    monthly = [contract.name for contract in load_contracts().values() if contract.month]
    first = (f"select min(month) as month from facts_{name}" for name in monthly)  # noqa: S608 - the names are contracts'
    return f"({' union all '.join(first)})"


def unknown_columns(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> set[str]:
    """The mart's columns of which nothing is known, since the export lacks what they are made of.

    A registry's are not known as soon as one of its files lacks it: a count of some of the files
    would stand beside stations of all of them. A month's rows stand by themselves.
    """
    wanted = "count(distinct file_id) > 0"
    if contract.time != "deltas":
        wanted = (
            "count(distinct file_id) = "  # noqa: S608 - the name is a contract's
            f"(select count(distinct file_id) from facts_{contract.export})"
        )
    lacking = {
        name
        for (name,) in connection.execute(
            "select column_name from absent_columns where table_name = $table "  # noqa: S608 - the name is a contract's
            f"group by column_name having {wanted}",
            {"table": contract.export},
        ).fetchall()
    }
    return {
        column
        for column in contract.columns
        if lacking.intersection(contract.needs.get(column, (column,)))
    }


def unknown_years(
    connection: duckdb.DuckDBPyConnection, contract: MartContract
) -> dict[str, tuple[int, ...]]:
    """The mart's columns of which nothing is known in some years, since no file of the year has
    what they are made of."""
    lacking = "select count(*) from absent_columns where table_name = $table"
    row = connection.execute(lacking, {"table": contract.export}).fetchone()
    if contract.time == "deltas" or not (row and row[0]):
        return {}
    found = connection.execute(_sql("years_without").format(table=contract.export)).fetchall()
    years = {
        column: {year for name, year in found if name in contract.needs.get(column, (column,))}
        for column in contract.columns
    }
    return {column: tuple(sorted(lacked)) for column, lacked in years.items() if lacked}


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
