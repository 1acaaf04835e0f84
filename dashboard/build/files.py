"""Opening the exports' files: are they whole, who wrote them, which of them look alike."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.build.discovery import ExportFile
from dashboard.build.findings import Finding, finding
from dashboard.build.parallel import side_by_side

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_DEMONSTRATION = b"dashboard.demonstration"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose footer could be read.

    ``file_id`` numbers the build's files from 1, within a table from the oldest to the newest.
    ``stamp`` is size and time of change, to see whether the file changes during the build.
    """

    file_id: int
    file: ExportFile
    rows: int
    writer: str
    demonstration: bool
    stamp: tuple[int, int]
    schema: tuple[tuple[object, ...], ...]

    @property
    def bytes(self) -> int:
        return self.stamp[0]


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files of one table with the same columns, types and partitions: read in one go."""

    table: str
    files: tuple[OpenedFile, ...]

    @property
    def partition_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.files[0].file.partitions)

    @property
    def paths(self) -> list[str]:
        return [glob_free(opened.file.full_path) for opened in self.files]

    @property
    def instants(self) -> frozenset[str]:
        """Headers of Spark's old INT96 timestamps: instants, though their type has no zone."""
        return frozenset(str(name) for name, kind, *_ in self.files[0].schema if kind == "INT96")


def glob_free(path: Path) -> str:
    """A path as read_parquet takes it literally, whatever brackets or stars are in it."""
    text = path.resolve().as_posix()
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_files(
    connection: duckdb.DuckDBPyConnection, files: list[ExportFile]
) -> tuple[list[OpenedFile], list[Finding]]:
    """Reads every footer. A file that has none, or a broken one, becomes a problem instead."""
    wrong: dict[str, Finding] = {}
    stamps = {}
    for file in files:
        try:
            stamps[file.path] = stamp(file.full_path)
            problem = _outside(file)
        except OSError as error:
            problem = finding("not_opened", table=file.table, path=file.path, detail=str(error))
        if problem:
            wrong[file.path] = problem
    whole = [file for file in files if file.path not in wrong]
    schemas, broken = _schemas(connection, whole)
    wrong |= broken
    whole = [file for file in whole if file.path not in wrong]
    found = [wrong[file.path] for file in files if file.path in wrong]
    if not whole:
        return [], found
    paths = {"paths": _paths(whole)}
    asked = [
        ("select file_name, num_rows, created_by from parquet_file_metadata($paths)", paths),
        (
            "select file_name, value from parquet_kv_metadata($paths) where key = $key",
            {**paths, "key": _DEMONSTRATION},
        ),
    ]
    with side_by_side(connection, _fetch, asked) as (said, marks):
        footers = {Path(name): (rows, writer or "") for name, rows, writer in said.result()}
        marked = {Path(name) for name, value in marks.result() if value == b"true"}
    opened = [
        OpenedFile(
            file_id=number,
            file=file,
            rows=footers[file.full_path.resolve()][0],
            writer=footers[file.full_path.resolve()][1],
            demonstration=file.full_path.resolve() in marked,
            stamp=stamps[file.path],
            schema=schemas[file.full_path.resolve()],
        )
        for number, file in enumerate(whole, start=1)
    ]
    return opened, found


def group_files(opened: Iterable[OpenedFile]) -> list[FileGroup]:
    """Files that can be read together, in the order of their first file."""

    alike: dict[tuple[object, ...], list[OpenedFile]] = {}
    for one in opened:
        partitions = tuple(name for name, _ in one.file.partitions)
        alike.setdefault((one.file.table, one.schema, partitions), []).append(one)
    return [FileGroup(members[0].file.table, tuple(members)) for members in alike.values()]


def _outside(file: ExportFile) -> Finding | None:
    """What the first and last bytes give away."""
    with file.full_path.open("rb") as content:
        head = content.read(4)
        content.seek(max(0, file.full_path.stat().st_size - 4))
        tail = content.read(4)
    if _ENCRYPTED in (head, tail):
        return finding("encrypted", table=file.table, path=file.path)
    if head != _MAGIC:
        return finding("not_parquet", table=file.table, path=file.path)
    if tail != _MAGIC:
        return finding("cut_short", table=file.table, path=file.path)
    return None


def _fetch(
    connection: duckdb.DuckDBPyConnection, asked: tuple[str, dict[str, Any]]
) -> list[tuple[Any, ...]]:
    return connection.execute(*asked).fetchall()


def _paths(files: list[ExportFile]) -> list[str]:
    return [glob_free(file.full_path) for file in files]


def _schemas(
    connection: duckdb.DuckDBPyConnection, files: list[ExportFile]
) -> tuple[dict[Path, tuple[tuple[object, ...], ...]], dict[str, Finding]]:
    """Name, physical type and what DuckDB reads it as, of every node of every file's schema; and
    by path the files whose footer is broken: all are read together, each alone if any is."""
    try:
        nodes = connection.execute(
            "select file_name, name, type, num_children, converted_type, logical_type, "
            "duckdb_type from parquet_schema($paths) order by file_name, column_id",
            {"paths": _paths(files)},
        ).fetchall()
    except duckdb.Error as error:
        if len(files) == 1:
            (file,) = files
            detail = str(error).splitlines()[0]
            return {}, {
                file.path: finding("damaged", table=file.table, path=file.path, detail=detail)
            }
        alone = [_schemas(connection, [file]) for file in files]
        return (
            {path: schema for schemas, _ in alone for path, schema in schemas.items()},
            {path: problem for _, broken in alone for path, problem in broken.items()},
        )
    schemas: dict[Path, list[tuple[object, ...]]] = {}
    for name, *node in nodes:
        schemas.setdefault(Path(name), []).append(tuple(node))
    return {path: tuple(found) for path, found in schemas.items()}, {}
