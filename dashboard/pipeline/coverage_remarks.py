"""What is found in registries: units that are none or lie elsewhere, numbers of units that don't
agree, states that no page shows yet or that lack most of the state before."""

from collections.abc import Iterator
from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template


def coverage_remarks(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[Finding]:
    """What is found of the stations' units and states and of the numbers of units; each finding
    counts all and names a few.

    The queries name their columns as the sentences' slots are named.
    """
    stations, units = contracts["stations"], contracts["units"]
    tiers = units.by_name["tier"].labels
    found = [
        _found(stations, {"column": "unit_code", **row})
        for row in _rows(connection, "doubtful_units")
    ]
    for row in _rows(connection, "unit_numbers"):
        found.append(_found(units, row | {"tier": tiers.get(row["value"], row["value"])}))
    for row in _rows(connection, "states_to_come"):
        found.append(_found(stations, {"reason": "state_to_come", **row}))
    for row in _rows(connection, "shrunken_states"):
        found.append(_found(stations, {"reason": "state_lacks_stations", **row}))
    return found


def _found(contract: Contract, row: dict[str, Any]) -> Finding:
    return finding(table=contract.name, title=contract.title, **row)


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[dict[str, Any]]:
    result = connection.execute(template(name))
    names = [column[0] for column in result.description]
    for row in result.fetchall():
        yield dict(zip(names, row, strict=True))
