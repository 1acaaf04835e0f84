"""Makes the table of targets: what indicators of regions are to reach in a year."""

import duckdb

from dashboard.marts import FOLDER
from dashboard.pipeline.staging import has_old_codes


def build_targets(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``targets`` of facts_targets; empty where the export is absent."""
    reported = "null::varchar"
    if has_old_codes(connection, "facts_targets"):
        reported = "reported_region_code"
    query = (FOLDER / "targets.sql").read_text(encoding="utf-8").format(reported_code=reported)
    connection.execute(f"create table targets as {query}")
