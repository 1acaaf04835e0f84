"""What is remarked of registries: units that are none or lie elsewhere, numbers that don't agree,
and columns that the export lacks."""

from typing import Any

import duckdb

from dashboard.build.findings import Finding, finding
from dashboard.build.staging import template
from dashboard.contracts import Contract
from dashboard.marts import MARTS, mart_contract


def coverage_remarks(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[Finding]:
    """Remarks on the stations' units and on the numbers of units; each counts all, names a few."""
    stations, units = contracts["stations"], contracts["units"]
    found = []
    for reason, count, path, row_number, column, value, region, lies_in in _rows(
        connection, "doubtful_units"
    ):
        found.append(
            finding(
                reason,
                table=stations.name,
                title=stations.title,
                count=count,
                path=path,
                row_number=row_number,
                column=column,
                value=value,
                region_code=region,
                lies_in=lies_in,
            )
        )
    for reason, tier, count, code, named in _rows(connection, "unit_numbers"):
        label = units.by_name["tier"].labels.get(tier, tier)
        found.append(
            finding(
                reason,
                table=units.name,
                title=units.title,
                count=count,
                region_code=code,
                value=tier,
                tier=label,
                counties=named,
            )
        )
    return found


def absent_columns(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[Finding]:
    """One remark for each column that measures are made of and that files of facts lack."""
    used = {
        (mart.export, needed)
        for mart in map(mart_contract, MARTS)
        for column in mart.columns
        for needed in mart.needs.get(column, (column,))
    }
    found = []
    for table, column, count, path in _rows(connection, "absent_columns"):
        if (table, column) not in used:
            continue
        contract = contracts[table]
        found.append(
            finding(
                "column_absent",
                table=table,
                title=contract.title,
                column=column,
                name=contract.by_name[column].title,
                count=count,
                path=path,
            )
        )
    return found


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(template(name)).fetchall()
