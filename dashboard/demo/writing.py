"""Writes tables as marked Parquet files, and takes the place of an earlier demonstration whole."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MARK = {"dashboard.demonstration": "true", "dashboard.generator": "python -m dashboard demo"}
ROWS_OF_GROUP = 262_144


@dataclass(frozen=True)
class Written:
    """One file: its table, its path relative to the folder, rows and bytes."""

    table: str
    path: str
    rows: int
    bytes: int


class Occupied(Exception):
    """The folder holds exports that are not a demonstration's."""


def write(
    folder: Path, table: str, name: str, parts: Iterable[pa.Table], complete_for: Sequence[str] = ()
) -> Written:
    """One Parquet file of the parts, which share a schema: zstd, canonical types, the mark.

    Text columns that come as dictionaries are plain strings in the file. A registry's file says for
    which regions it is complete, by their codes: what has no row there does not exist.
    """
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    writer: pq.ParquetWriter | None = None
    for part in parts:
        writer = writer or pq.ParquetWriter(
            path,
            part.schema,
            compression="zstd",
            store_schema=False,
            store_decimal_as_integer=True,
        )
        writer.write_table(part, row_group_size=ROWS_OF_GROUP)
        rows += part.num_rows
    if writer is None:
        raise ValueError(f"no part of {table} to write")
    complete = {"dashboard.complete": ",".join(complete_for)} if complete_for else {}
    writer.add_key_value_metadata(MARK | complete)
    writer.close()
    return Written(table, name, rows, path.stat().st_size)


def is_demonstration(path: Path) -> bool:
    """Whether a Parquet file bears the mark; a file that can't be read bears none."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return False
    return metadata.get(b"dashboard.demonstration") == b"true"


def check_free(folder: Path) -> None:
    """Raises Occupied where a Parquet file in the folder is not a demonstration's."""
    foreign = [path for path in sorted(folder.rglob("*.parquet")) if not is_demonstration(path)]
    if foreign:
        names = ", ".join(str(path.relative_to(folder)) for path in foreign[:3])
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise Occupied(
            f"{folder} holds exports that are not demonstration data ({names}{more}); "
            "a demonstration never mixes with them: choose another folder with --out"
        )


def replace(made: Path, folder: Path, tables: Iterable[str]) -> None:
    """Puts the tables made in ``made`` in the place of the folder's own demonstration tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        old = [folder / table, folder / f"{table}.parquet"]
        for path in old:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for path in sorted(made.iterdir()):
        path.rename(folder / path.name)
    made.rmdir()
