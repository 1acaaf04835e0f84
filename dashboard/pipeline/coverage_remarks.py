"""What is remarked of registries: units that are none or lie elsewhere, numbers of units that don't
agree, states that no page shows yet."""

from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template


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
    for count, first, through, path, row_number in _rows(connection, "states_to_come"):
        found.append(
            finding(
                "state_to_come",
                table=stations.name,
                title=stations.title,
                count=count,
                month=first,
                when=f"{first:%Y-%m}",
                through=f"{through:%Y-%m}",
                path=path,
                row_number=row_number,
            )
        )
    return found


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(template(name)).fetchall()
