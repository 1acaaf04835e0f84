"""A file of several row groups, most of whose rows are refused, is read like any other.

DuckDB 2.0.0 fails on such a file where observation and listing its faults is one
statement; it took the demonstration's own rows to show it.
"""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.__main__ import main
from dashboard.pipeline import build
from dashboard.settings import Home

GROUPS = 12


def test_refused_rows_of_many_row_groups_are_all_kept(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert main(["demo", "--provinces", "44", "--out", str(made)]) == 0
    rows = pq.read_table(made / "placements" / "440000.parquet")
    months = rows["month"].to_numpy().astype("datetime64[M]")
    home = Home(tmp_path / "home")
    home.exports.mkdir(parents=True)
    # Each group lies six years before the one it follows; months before 2000 are refused.
    tables = [
        rows.set_column(1, "month", pa.array((months - 72 * group).astype("datetime64[D]")))
        for group in range(GROUPS)
    ]
    with pq.ParquetWriter(home.exports / "placements.parquet", rows.schema) as writer:
        for table in tables:
            writer.write_table(table)
    first = np.datetime64("2000-01")
    expected = sum(int((months - 72 * group >= first).sum()) for group in range(GROUPS))

    build(home, today=date(2026, 11, 20), accept=["too_many_refused"])

    published = home.builds / home.current.read_text().strip()
    with duckdb.connect(str(published), read_only=True) as connection:
        counts = connection.execute(
            "select (select count(*) from facts_placements), (select count(*) from refused)"
        ).fetchone()
    assert 0 < expected < rows.num_rows * GROUPS
    assert counts == (expected, rows.num_rows * GROUPS - expected)
