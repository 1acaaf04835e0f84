"""A CSV file against DuckDB's own COPY of the same query."""

import time
from pathlib import Path
from statistics import median

import duckdb

from bench.figures import Figure, ratio
from bench.homes import database_file, made
from dashboard.database import Database
from dashboard.exports.details import rows_of_mart
from dashboard.exports.marts import mart_columns
from dashboard.exports.table import Table
from dashboard.exports.writers import find_writer
from dashboard.queries import named_queries
from dashboard.regions import RegionTree
from dashboard.systems import catalogue

ROWS = 15_000


def csv_against_copy(scratch: Path, quick: bool) -> list[Figure]:
    """The rows of the placements mart that a page offers, for regions with about 15 thousand."""
    home = made(scratch, "--provinces", "44")
    database = Database(database_file(home))
    tree = RegionTree.load()
    parameters = rows_of_mart("placements", _regions(database, tree))
    table = Table(
        region="广东省",
        title="移交安置明细",
        period="",
        columns=mart_columns("placements", tree, catalogue()),
        rows=ROWS,
        batches=lambda: database.batches("mart_rows", **parameters),
        build=database.info,
    )
    writer = find_writer("csv")
    copy = f"copy ({named_queries()['mart_rows'].rstrip().rstrip(';')}) to $target (header)"
    target = {"target": str(scratch / "copied.csv")}
    # A copy of the build: connections to the one that is served may write nowhere.
    copied = scratch / "copied.duckdb"
    copied.write_bytes(database_file(home).read_bytes())
    ours, theirs, rows = [], [], 0
    with duckdb.connect(str(copied), read_only=True) as connection:
        for number in range(3 + (10 if quick else 30)):
            started = time.perf_counter()
            file = b"".join(writer.pieces(table))
            ended = time.perf_counter()
            connection.execute(copy, parameters | target)
            if number >= 3:
                ours.append(ended - started)
                theirs.append(time.perf_counter() - ended)
            rows = file.count(b"\n") - 1
    note = f"{median(ours) * 1e3:.0f} ÷ {median(theirs) * 1e3:.0f} ms"
    return [Figure(f"CSV of {rows:,} rows ÷ COPY", ratio(ours, theirs), 1.5, note=note)]


def _regions(database: Database, tree: RegionTree) -> list[str]:
    """Counties of Guangdong, as many as have the rows wanted."""
    chosen: list[str] = []
    for leaf in tree.leaves("440000"):
        chosen.append(leaf.code)
        counted = database.rows("mart_row_count", relation="mart_placements", regions=chosen)
        if counted[0]["row_count"] >= ROWS:
            break
    return chosen
