"""Opening the exports' files: are they whole, who wrote them, which of them look alike."""

import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from dashboard.pipeline.checksums import BrokenPageError, Chunk, carries_checksums, verify_pages
from dashboard.pipeline.columns import quoted
from dashboard.pipeline.deliveries import DATE_KEYS, DELIVERY_KEY
from dashboard.pipeline.discovery import ENCRYPTED, MAGIC, ExportFile, reason_of, utf8_path
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.parallel import side_by_side
from dashboard.pipeline.staging import template
from dashboard.pipeline.thrift import has_lists_beyond_its_end

_DEMONSTRATION = "dashboard.demonstration"
# What files may say of themselves.
# In a registry's file: "true", or the codes of the regions for which it is complete.
COMPLETE_KEY = "dashboard.complete"
_KEYS = (_DEMONSTRATION, DELIVERY_KEY, COMPLETE_KEY, *DATE_KEYS)
# Enough of a file's beginning to see whether its first page carries a checksum.
_HEAD = 64
# Waiting for disks and network folders takes longer than the work.
_OPENED_AT_ONCE = 8

Schema = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose footer could be read.

    ``file_id`` numbers the build's files from 1. ``stamp`` is size and time of change, to see
    whether the file changes during the build. ``metadata`` is what the file says of itself, of
    what we ask, and what may name a unit. ``checksums``: its pages carry them.
    """

    file_id: int
    file: ExportFile
    rows: int
    writer: str
    stamp: tuple[int, int]
    schema: Schema
    metadata: dict[str, str] = field(default_factory=dict)
    checksums: bool = False

    @property
    def bytes(self) -> int:
        return self.stamp[0]

    @property
    def demonstration(self) -> bool:
        return self.metadata.get(_DEMONSTRATION) == "true"


@dataclass(frozen=True)
class FileGroup:
    """Files of one table with the same columns, types and partitions: read in one go."""

    table: str
    files: tuple[OpenedFile, ...]

    @property
    def partition_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.files[0].file.partitions)

    @cached_property
    def paths(self) -> list[str]:
        return [glob_free(opened.file.full_path) for opened in self.files]

    @property
    def instants(self) -> frozenset[str]:
        """Headers of Spark's old INT96 timestamps: instants, though their type has no zone."""
        return frozenset(str(name) for name, kind, *_ in self.files[0].schema if kind == "INT96")

    @property
    def fixed(self) -> frozenset[str]:
        """Headers of columns with a fixed number of bytes: floats of 16 bits among them, whose type
        is read as one of 32."""
        schema = self.files[0].schema
        return frozenset(str(name) for name, kind, *_ in schema if kind == "FIXED_LEN_BYTE_ARRAY")


def glob_free(path: Path) -> str:
    """A path as read_parquet takes it literally, whatever brackets or stars are in it."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path.absolute().as_posix())


def stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_files(
    connection: duckdb.DuckDBPyConnection, files: list[ExportFile]
) -> tuple[list[OpenedFile], list[Finding]]:
    """Reads every footer. A file that has none, or a broken one, becomes a finding instead."""
    wrong: dict[str, Finding] = {}
    outsides: dict[str, _Outside] = {}
    with ThreadPoolExecutor(_OPENED_AT_ONCE) as pool:
        for file, outside in zip(files, pool.map(_outside, files, chunksize=64), strict=True):
            if isinstance(outside, Finding):
                wrong[file.path] = outside
            else:
                outsides[file.path] = outside
    whole = [file for file in files if file.path not in wrong]
    footers, broken = _read_together(whole, lambda some: _footers(connection, some))
    wrong |= broken
    opened = [
        OpenedFile(
            file_id=number,
            file=file,
            rows=footers[file.full_path.as_posix()].rows,
            writer=footers[file.full_path.as_posix()].writer,
            stamp=outsides[file.path].stamp,
            schema=footers[file.full_path.as_posix()].schema,
            metadata=footers[file.full_path.as_posix()].metadata,
            checksums=outsides[file.path].checksums,
        )
        for number, file in enumerate((f for f in whole if f.path not in broken), start=1)
    ]
    return opened, [wrong[file.path] for file in files if file.path in wrong]


def group_files(opened: Iterable[OpenedFile]) -> list[FileGroup]:
    """Files that can be read together, in the order of their first file."""

    alike: dict[tuple[object, ...], list[OpenedFile]] = {}
    for one in opened:
        partitions = tuple(name for name, _ in one.file.partitions)
        # Schemas of files that look alike are one object.
        alike.setdefault((one.file.table, id(one.schema), partitions), []).append(one)
    return [FileGroup(members[0].file.table, tuple(members)) for members in alike.values()]


def unreadable(files: Sequence[OpenedFile]) -> list[Finding]:
    """The files that can't be read to their end, or whose footer counts other rows than they
    have; read by a connection of its own."""
    with duckdb.connect() as alone:
        _, broken = _read_together(
            [one.file for one in files], lambda some: _read_to_the_end(alone, some)
        )
        read: dict[int, int] = {}
        sound = [one for one in files if one.file.path not in broken]
        if sound:
            counted = alone.execute(
                "select file_index, count(file_row_number) from read_parquet($files, "
                "hive_partitioning = false) group by all",
                {"files": [glob_free(one.file.full_path) for one in sound]},
            ).fetchall()
            read = dict(counted)
    for number, one in enumerate(sound):
        if read.get(number, 0) != one.rows:
            detail = f"footer: {one.rows:,} rows, file: {read.get(number, 0):,}"
            broken[one.file.path] = _damaged(one.file, detail)
    return list(broken.values())


def page_chunks(
    connection: duckdb.DuckDBPyConnection, opened: Sequence[OpenedFile]
) -> dict[int, list[Chunk]]:
    """Where the pages lie, by file id, of the files whose pages carry checksums."""
    checked = {one.file.full_path.as_posix(): one for one in opened if one.checksums}
    chunks: dict[int, list[Chunk]] = {}
    if checked:
        places = connection.execute(
            "select file_name, least(data_page_offset, nullif(dictionary_page_offset, 0)), "
            "total_compressed_size from parquet_metadata($paths) where num_values > 0",
            {"paths": [glob_free(one.file.full_path) for one in checked.values()]},
        ).fetchall()
        for name, offset, size in places:
            chunks.setdefault(checked[_posix(name)].file_id, []).append(Chunk(offset, size))
    return chunks


def examine_bytes(one: OpenedFile, chunks: Iterable[Chunk]) -> tuple[str, list[Finding]]:
    """The file's SHA-256, and what is wrong with its pages where their checksums tell. A file that
    is gone has no hash."""
    digest = ""
    try:
        digest = sha256(one.file.full_path)
        verify_pages(one.file.full_path, chunks)
    except BrokenPageError as error:
        return digest, [_damaged(one.file, str(error))]
    except OSError:
        return "", []
    return digest, []


def changed(one: OpenedFile) -> Finding | None:
    """Whether a file changed, or went, since it was opened."""
    try:
        if stamp(one.file.full_path) == one.stamp:
            return None
    except OSError:
        pass
    return finding("changed_during_build", table=one.file.table, path=one.file.path)


@dataclass(frozen=True, slots=True)
class _Outside:
    """What the first and last bytes give away of a file that may be whole."""

    stamp: tuple[int, int]
    checksums: bool


@dataclass(frozen=True, slots=True)
class _Footer:
    rows: int
    writer: str
    schema: Schema
    metadata: dict[str, str]


def _outside(file: ExportFile) -> _Outside | Finding:
    where: dict[str, Any] = {"table": file.table, "path": file.path}
    if not utf8_path(file.full_path):
        return finding("name_not_utf8", **where)
    try:
        stamped = stamp(file.full_path)
        with file.full_path.open("rb") as content:
            head = content.read(_HEAD)
            content.seek(max(0, stamped[0] - 8))
            length, tail = struct.unpack("<I4s", content.read(8).rjust(8, b"\0"))
            content.seek(max(0, stamped[0] - 8 - length))
            footer = content.read(min(length, stamped[0]))
    except OSError as error:
        return finding("not_opened", detail=reason_of(error), **where)
    if ENCRYPTED in (head[:4], tail):
        return finding("encrypted", **where)
    if head[:4] != MAGIC:
        return finding("not_parquet", **where)
    if tail != MAGIC or stamped[0] < 12:
        return finding("cut_short", **where)
    if has_lists_beyond_its_end(footer):
        return _damaged(file, "footer: a list without end")
    return _Outside(stamped, carries_checksums(head))


def _read_together(
    files: Sequence[ExportFile], read: Callable[[Sequence[ExportFile]], dict[str, _Footer]]
) -> tuple[dict[str, _Footer], dict[str, Finding]]:
    """Reads files together and, where that fails, each half, down to the ones at fault: what was
    read, and by path what is wrong."""
    if not files:
        return {}, {}
    try:
        return read(files), {}
    except duckdb.Error as error:
        if len(files) == 1:
            (file,) = files
            return {}, {file.path: _fault(file, error)}
    middle = len(files) // 2
    found, broken = _read_together(files[:middle], read)
    others, also_broken = _read_together(files[middle:], read)
    return found | others, broken | also_broken


def _footers(
    connection: duckdb.DuckDBPyConnection, files: Sequence[ExportFile]
) -> dict[str, _Footer]:
    """Rows, writer, metadata and schema (name, physical type and what DuckDB reads it as, of every
    node) of every file."""
    paths = {"paths": [glob_free(file.full_path) for file in files]}
    asked = [
        (
            "with described as (select file_name, list((name, type, num_children, converted_type, "
            "logical_type, duckdb_type) order by column_id) as nodes "
            "from parquet_schema($paths) group by file_name) "
            "select nodes, list(file_name) from described group by nodes",
            paths,
        ),
        ("select file_name, num_rows, created_by from parquet_file_metadata($paths)", paths),
        (
            template("file_metadata"),
            {**paths, "keys": [key.encode() for key in _KEYS]},
        ),
    ]
    with side_by_side(connection, _fetch, asked) as (schemas, files_said, keys_said):
        schema_of = {
            _posix(name): nodes
            for nodes, names in ((tuple(nodes), names) for nodes, names in schemas.result())
            for name in names
        }
        metadata: dict[str, dict[str, str]] = {}
        for name, key, value in keys_said.result():
            text = (value or b"").decode("utf-8", "replace").strip()
            metadata.setdefault(_posix(name), {})[key.decode("utf-8", "replace")] = text
        return {
            name: _Footer(rows, writer or "", schema_of[name], metadata.get(name, {}))
            for name, rows, writer in ((_posix(name), *said) for name, *said in files_said.result())
        }


def _read_to_the_end(
    connection: duckdb.DuckDBPyConnection, files: Sequence[ExportFile]
) -> dict[str, _Footer]:
    """Reads every value; raises DuckDB's error where one can't be."""
    for file in files:
        connection.execute(
            "select max(hash(columns(*))) from read_parquet($files, binary_as_string = true)",
            {"files": [glob_free(file.full_path)]},
        )
    return {}


def _fault(file: ExportFile, error: duckdb.Error) -> Finding:
    if encrypted := _encrypted_columns(file):
        return finding(
            "encrypted_columns", table=file.table, path=file.path, value="、".join(encrypted)
        )
    said = str(error).partition("\n")[0]
    if "invalid unicode" in said.lower():
        return finding("header_not_utf8", table=file.table, path=file.path, detail=said)
    return _damaged(file, said)


def _encrypted_columns(file: ExportFile) -> list[str]:
    """The columns that are encrypted in a file whose footer is not."""
    paths = {"paths": [glob_free(file.full_path)]}
    found = []
    with duckdb.connect() as alone:
        try:
            described = alone.execute(
                "describe select * from read_parquet($paths, hive_partitioning = false)", paths
            ).fetchall()
        except duckdb.Error:
            return []
        for name, *_ in described:
            try:
                alone.execute(
                    f"select any_value({quoted(name)}) from "  # noqa: S608 - the name is quoted
                    "read_parquet($paths, binary_as_string = true, hive_partitioning = false)",
                    paths,
                )
            except duckdb.Error as error:
                if "encrypted" in str(error):
                    found.append(name)
    return found


def _damaged(file: ExportFile, detail: str) -> Finding:
    return finding("damaged", table=file.table, path=file.path, detail=detail)


def _posix(name: str) -> str:
    """A file's name as DuckDB says it, with the slashes of ExportFile.full_path.as_posix()."""
    return name.replace("\\", "/") if os.sep == "\\" else name


def _fetch(
    connection: duckdb.DuckDBPyConnection, asked: tuple[str, dict[str, Any]]
) -> list[tuple[Any, ...]]:
    return connection.execute(*asked).fetchall()
