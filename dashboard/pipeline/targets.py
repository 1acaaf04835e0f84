"""Makes the table of targets: what indicators of regions are to reach in a year."""

import duckdb

from dashboard.marts import FOLDER


def build_targets(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``targets`` of facts_targets; empty where the export is absent."""
    query = (FOLDER / "targets.sql").read_text(encoding="utf-8")
    connection.execute(f"create table targets as {query}")
