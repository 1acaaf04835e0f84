"""A file of several row groups, most of whose rows are refused, is read like any other."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.build import build
from dashboard.settings import Home
from tests.tiny_exports import TODAY

CATEGORIES = ("self_employed", "retired_cadres", "assigned_work", "transferred_officers")
CODES = [f"4401{number:02d}" for number in (3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18)]


def test_refused_rows_of_many_row_groups_are_all_kept(tiny_copy: Home) -> None:
    # Twelve row groups of six years each, one before the other: months before 2000 are refused.
    months = np.arange("2019-01", "2025-01", dtype="datetime64[M]")
    codes, times, kinds = np.meshgrid(CODES, months, CATEGORIES, indexing="ij")
    path = tiny_copy.exports / "placements.parquet"
    for old in tiny_copy.exports.rglob("*placements*.parquet"):
        old.unlink()
    ones = pa.array(np.ones(codes.size, dtype="int64"))
    writer = None
    for group in range(12):
        table = pa.table(
            {
                "region_code": pa.array(codes.ravel()).dictionary_encode(),
                "month": pa.array((times.ravel() - 72 * group).astype("datetime64[D]")),
                "category": pa.array(kinds.ravel()).dictionary_encode(),
                "due": ones,
                "placed": ones,
                "placed_on_time": ones,
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()

    build(tiny_copy, today=TODAY, accept_refused=True)

    published = tiny_copy.builds / tiny_copy.current.read_text().strip()
    with duckdb.connect(str(published), read_only=True) as connection:
        refused, kept = connection.execute(
            "select (select count(*) from refused where table_name = 'placements'),"
            " (select count(*) from facts_placements)"
        ).fetchone()
    # Groups 0 to 2 and, of the fourth (2001-2006 is whole), 2001 on: 4 whole groups; the fifth
    # runs 1995 to 2000 and keeps only its last year.
    assert kept == codes.size * 3 + codes.size + codes.size // 6
    assert refused == codes.size * 12 - kept
