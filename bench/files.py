"""A CSV file against DuckDB's own COPY of the same query."""

import time
from pathlib import Path

import duckdb

from bench.figures import Figure, ratio
from bench.homes import made
from dashboard.database import open_current
from dashboard.exports.csv_streams import csv_file
from dashboard.exports.marts import mart_columns
from dashboard.indicators import catalogue
from dashboard.regions import RegionTree

ROUNDS = 15


def csv_against_copy(scratch: Path, quick: bool) -> list[Figure]:
    """About 15 thousand rows of the placements mart of a province."""
    home = made(scratch / "csv", "--provinces", "44")
    info = open_current(home).info
    columns = mart_columns("placements", RegionTree.load(), catalogue())
    path = home.builds / home.current.read_text().strip()
    # Apart from the served file, whose connections may not write anywhere.
    copied = scratch / "copied.duckdb"
    copied.write_bytes(path.read_bytes())
    with duckdb.connect(str(copied), config={"access_mode": "READ_ONLY"}) as connection:
        query = "select * from mart_placements where region_code <> '100000' limit 15552"
        rows = connection.sql(query).to_arrow_table().num_rows
        ours, theirs = [], []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            csv_file(connection.sql(query).to_arrow_reader(50_000), columns, build=info)
            ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            connection.execute(f"copy ({query}) to '{scratch / 'copy.csv'}' (header)")
            theirs.append(time.perf_counter() - started)
    return [Figure(f"CSV of {rows:,} rows ÷ COPY", ratio(ours, theirs), 1.5)]
