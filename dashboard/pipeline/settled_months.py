"""Up to which month most have reported, of every source: what pages open with."""

from datetime import date

import duckdb

from dashboard.marts import FOLDER
from dashboard.periods import settled_month
from dashboard.pipeline.staging import insert_rows


def record_settled_months(
    connection: duckdb.DuckDBPyConnection, share: float, data_through: str | None
) -> None:
    """Makes ``settled_months``, one row a monthly source, of a build that has its marts; and adds
    to the build's record the latest of them, or the month that the data reaches."""
    counts: dict[str, dict[date, int]] = {}
    query = (FOLDER / "reported_months.sql").read_text(encoding="utf-8")
    last = date.fromisoformat(data_through) if data_through else date.max
    for source, month, regions in connection.execute(query).fetchall():
        # A quarter that is not over settles nothing, though some of its months are reported.
        if month <= last:
            counts.setdefault(source, {})[month] = regions
    settled = {source: settled_month(months, share) for source, months in counts.items()}
    connection.execute("create table settled_months (source varchar, settled_through date)")
    insert_rows(connection, "settled_months", sorted(settled.items()))
    latest = str(max(settled.values())) if settled else data_through
    insert_rows(connection, "build_info", [("data_settled_through", latest)])
