"""The reference tables of a build: made once a version of the reference, then copied.

Writing two thirds of a million names of towns and villages takes as long as writing half the
exports, and they hardly ever change. So they lie beside the builds as a small database of their
own, and every build begins as a copy of it.
"""

import hashlib
import shutil
from pathlib import Path

import duckdb

from dashboard.pipeline.files import glob_free
from dashboard.pipeline.publish import remove
from dashboard.pipeline.staging import FOLDER, statements
from dashboard.regions import RegionTree
from dashboard.settings import Home

_SOURCES = {"regions": "regions.csv", "changes": "region_changes.csv", "units": "units.parquet"}


def begin_with_reference(home: Home, reference: Path, building: Path) -> None:
    """Makes ``building`` a database that holds the tables regions, region_changes and
    reference_units. Only for the holder of the lock.

    Raises SetupError where a file is not what it must be."""
    ready = home.builds / f".reference-{_version(reference)}.duckdb"
    if not ready.exists():
        RegionTree.load(reference / "regions.csv")  # says in a sentence what is wrong with a file
        for older in home.builds.glob(".reference-*"):
            remove(older)
        making = ready.with_name(f"{ready.name}.making")
        with duckdb.connect(str(making), config={"preserve_insertion_order": False}) as connection:
            for statement in statements("create_reference"):
                names = [name for name in _SOURCES if f"${name}" in statement]
                connection.execute(
                    statement, {n: glob_free(reference / _SOURCES[n]) for n in names}
                )
        making.replace(ready)
    shutil.copyfile(ready, building)


def _version(reference: Path) -> str:
    """Changes with the reference files, with the statements, and with DuckDB's own version."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in (FOLDER / "tables.sql", *(reference / name for name in _SOURCES.values())):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
