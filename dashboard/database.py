"""The only door to DuckDB when serving: read-only, locked down, one build a rerun.

A page takes a ``Database`` once at the start of its run (``open_current``), so
that a run never mixes two builds; every query gets a cursor of its own, since
a connection shared by threads gives wrong results.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from dashboard.builds_folder import (
    BuildInfo,
    DamagedBuildError,
    OtherVersionError,
    UnreadableBuildError,
    build_file,
    kept_builds,
    open_build,
    read_current,
)
from dashboard.kept import Kept
from dashboard.queries import named_queries
from dashboard.settings import Home

Row = dict[str, Any]
# A named query and its parameters.
Question = tuple[str, dict[str, Any]]
# So many rows are kept, of results of so many rows at most.
KEPT_ROWS = 200_000
LARGEST_KEPT = 1_000


class NoBuildError(Exception):
    """There is no build that can be shown. ``damage`` says in Chinese what is wrong with what is
    there, '' where nothing was ever published."""

    def __init__(self, damage: str = "") -> None:
        super().__init__(damage)
        self.damage = damage


class OutdatedBuildError(NoBuildError):
    """The published build was made by another version of the program, with other tables."""


class Database:
    """One published build, open for reading.

    Raises OtherVersionError, DamagedBuildError (builds_folder.open_build).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.info: BuildInfo
        self._connection, self.info = open_build(path)
        self._kept = Kept(KEPT_ROWS, size=len, largest=LARGEST_KEPT)

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """All rows of a named query as dictionaries; an empty list where there are none.

        A build never changes, so small results are kept and shared: callers must
        not change what they get.
        """
        return self._kept.get(_key(query, parameters), lambda: self._executed(query, parameters))

    def _executed(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        with self._connection.cursor() as cursor:
            cursor.execute(named_queries()[query], parameters)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def batches(
        self, query: str, size: int = 50_000, **parameters: Any
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a named query as Arrow batches, never all in memory at once."""
        with self._connection.cursor() as cursor:
            yield from cursor.sql(named_queries()[query], params=parameters).to_arrow_reader(size)


def _key(query: str, parameters: dict[str, Any]) -> tuple[str, str]:
    return query, repr(parameters)


class Current(NamedTuple):
    """The build to show. ``instead_of`` says in Chinese why it is not the one published last,
    '' where it is."""

    database: Database
    instead_of: str


_open: dict[Path, Database] = {}
# Files that could not be opened, as they were then: they are looked at again once they change.
_unreadable: dict[Path, tuple[tuple[int, int], UnreadableBuildError]] = {}
_opening = threading.Lock()


def open_current(home: Home) -> Database:
    """The build to show (find_current)."""
    return find_current(home).database


def find_current(home: Home) -> Current:
    """The build that CURRENT names now, opened once a process; the newest that can be read where
    CURRENT or its build is damaged.

    A build published while the process runs is taken up at the next call; the one
    before stays open, since another run may still be reading it. Raises
    NoBuildError where nothing is published that this version of the program can read.
    """
    pointer = read_current(home)
    kept = kept_builds(home) if pointer.build_id is None else []
    if pointer.build_id is None:
        if not kept:
            raise NoBuildError(pointer.damage)
        wrong = pointer.damage or "CURRENT 不在了"
    else:
        try:
            return Current(_opened(build_file(home, pointer.build_id)), "")
        except OtherVersionError as other:
            raise OutdatedBuildError(str(other)) from None
        except DamagedBuildError as damaged:
            wrong = f"数据版本 {pointer.build_id} {damaged}"
            kept = kept_builds(home)
    other_version = False
    for build_id in kept:
        try:
            return Current(_opened(build_file(home, build_id)), wrong)
        except DamagedBuildError:
            continue
        except OtherVersionError:
            other_version = True
    raise (OutdatedBuildError if other_version else NoBuildError)(wrong)


def _opened(path: Path) -> Database:
    """A build's database, one a process. Raises DamagedBuildError, OtherVersionError."""
    with _opening:
        if path in _open:
            return _open[path]
        try:
            there = path.stat()
        except OSError:
            raise DamagedBuildError("的文件不在了") from None
        stamp = (there.st_mtime_ns, there.st_size)
        if path in _unreadable and _unreadable[path][0] == stamp:
            raise _unreadable[path][1]
        try:
            database = Database(path)
        except UnreadableBuildError as unreadable:
            _unreadable[path] = (stamp, unreadable)
            raise
        for older in list(_open)[:-1]:
            # Two builds at most: the newest and the one that running pages may still read.
            del _open[older]
        _open[path] = database
        return database
