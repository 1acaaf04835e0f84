"""The files of a build beside one another: which is newer, what their names and metadata say."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.deliveries import Described, deliveries, delivery_findings
from dashboard.pipeline.duplicates import Placed
from dashboard.pipeline.files import OpenedFile
from dashboard.pipeline.findings import Finding, finding, keep_findings
from dashboard.pipeline.named_units import named_units


def place_files(
    connection: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    opened: Sequence[OpenedFile],
    today: date,
) -> dict[str, dict[int, Placed]]:
    """The files of each table by file_id, with their order; an empty mapping for a table without
    files. Keeps what is found of dates, deliveries and units that files name."""
    placed: dict[str, dict[int, Placed]] = {}
    for table, contract in contracts.items():
        files = [one for one in opened if one.file.table == table]
        described = [Described(one.file.path, one.metadata) for one in files]
        keep_findings(connection, delivery_findings(contract, described, today))
        keep_findings(connection, named_units(contract, files))
        placed[table] = {
            one.file_id: Placed(one.file.path, delivery)
            for one, delivery in zip(files, deliveries(contract, described), strict=True)
        }
    return placed


def demonstration_mixed(opened: Sequence[OpenedFile]) -> list[Finding]:
    """One finding where demonstration files lie beside others."""
    marked = [one.file.path for one in opened if one.demonstration]
    others = [one.file.path for one in opened if not one.demonstration]
    if not marked or not others:
        return []
    return [finding("demonstration_mixed", path=marked[0], value=others[0])]
