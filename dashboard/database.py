"""The only door to DuckDB when serving: read-only, locked down, one build a rerun.

A page takes a ``Database`` once at the start of its run (``open_current``), so
that a run never mixes two builds; every query gets a cursor of its own, since
a connection shared by threads gives wrong results.
"""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import duckdb
import pyarrow as pa

from dashboard.builds_folder import (
    BuildInfo,
    DamagedBuildError,
    InaccessibleBuildError,
    OtherVersionError,
    UnreadableBuildError,
    build_file,
    kept_builds,
    open_build,
    read_current,
)
from dashboard.queries import query_text
from dashboard.result_cache import ResultCache
from dashboard.settings import KEPT_ROWS_BYTES, LARGEST_KEPT_BYTES, OPEN_BUILDS, Home

Row = dict[str, Any]
# A named query and its parameters.
Question = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RowsBy:
    """Rows of a query by what stands in one of its columns, made dictionaries when they are asked
    for: of the 1,100 rows of a panel a page shows some 60 (takes a sixth less time)."""

    names: list[str]
    by: dict[str, list[tuple[Any, ...]]]

    def __getitem__(self, value: str) -> list[Row]:
        """The rows with this value, in the query's order; an empty list where there are none."""
        return [dict(zip(self.names, row, strict=True)) for row in self.by.get(value, ())]


_DAMAGE = re.compile("corrupt|checksum|read", re.IGNORECASE)


class NoBuildError(Exception):
    """There is no build that can be shown. ``damage`` says in Chinese what is wrong with what is
    there, '' where nothing was ever published."""

    def __init__(self, damage: str = "") -> None:
        super().__init__(damage)
        self.damage = damage


class OutdatedBuildError(NoBuildError):
    """The published build was made by another version of the program, with other tables."""


class InaccessibleError(NoBuildError):
    """The published build, or CURRENT, is there and the system does not open it just now."""


class Database:
    """One published build, open for reading.

    It can be asked at any time: a build that was closed because others were asked more recently
    opens again (Database.close). Raises OtherVersionError, DamagedBuildError or
    InaccessibleBuildError (builds_folder.open_build) at opening and at every query.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.info: BuildInfo
        self._lock = threading.Lock()
        self._using = 0
        self._used_at = time.monotonic()
        self._opened: duckdb.DuckDBPyConnection | None
        self._opened, self.info = open_build(path)
        self._kept = ResultCache(KEPT_ROWS_BYTES, largest=LARGEST_KEPT_BYTES)
        _close_beyond(self)

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._opened is None:
            with _opening:
                if self._opened is None:
                    self._opened, _ = open_build(self.path)
                    _close_beyond(self)
        return self._opened

    def close(self) -> bool:
        """Lets go of the file and of all that was kept; False where it is being read just now."""
        with self._lock:
            if self._using:
                return False
            opened, self._opened = self._opened, None
        self._kept.clear()
        if opened is not None:
            opened.close()
        return True

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor, while which the build stays open. A file that turns out to be damaged is not
        opened again."""
        with self._lock:
            self._using += 1
            self._used_at = time.monotonic()
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as failed:
            # What is too large for memory is written, which may fail, too.
            if isinstance(failed, duckdb.IOException) and not _DAMAGE.search(str(failed)):
                raise
            found = DamagedBuildError("读到一半发现已损坏")
            _remember_unreadable(self.path, found)
            raise found from failed
        finally:
            with self._lock:
                self._using -= 1

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """All rows of a named query as dictionaries; an empty list where there are none.

        A build never changes, so small results are kept and shared: callers must
        not change what they get.
        """
        return self._kept.get(_key(query, parameters), lambda: self._executed(query, parameters))

    def _executed(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        names, rows = self.fetched(query, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def rows_by(self, column: str, query: str, **parameters: Any) -> RowsBy:
        """All rows of a named query by a column that holds text. They are not kept."""
        names, rows = self.fetched(query, parameters)
        place, by = names.index(column), dict[str, list[tuple[Any, ...]]]()
        for row in rows:
            by.setdefault(row[place], []).append(row)
        return RowsBy(names, by)

    def fetched(
        self, query: str, parameters: dict[str, Any]
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns of a named query, and its rows; executed, not kept."""
        with self._cursor() as cursor:
            cursor.execute(*_asked(query, parameters))
            return [column[0] for column in cursor.description or []], cursor.fetchall()

    def batches(
        self, query: str, size: int = 50_000, **parameters: Any
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a named query as Arrow batches, never all in memory at once."""
        with self._cursor() as cursor:
            text, values = _asked(query, parameters)
            yield from cursor.sql(text, params=values).to_arrow_reader(size)


def _asked(query: str, parameters: dict[str, Any]) -> Question:
    """The text of a query and what is bound. ``limits`` are codes by dimension: the text has a line
    for each; without any, there is nothing to bind."""
    limits = parameters.get("limits", ())
    values = parameters if limits else {k: v for k, v in parameters.items() if k != "limits"}
    return query_text(query, tuple(limits)), values


def _key(query: str, parameters: dict[str, Any]) -> tuple[str, str]:
    return query, repr(parameters)


class Current(NamedTuple):
    """The build to show. ``instead_of`` says in Chinese why it is not the one published last,
    '' where it is."""

    database: Database
    instead_of: str


# Every build that somebody holds; those that are open are held here.
_known: WeakValueDictionary[Path, Database] = WeakValueDictionary()
_open: list[Database] = []
# Files that could not be opened, as they were then: they are looked at again once they change.
_unreadable: dict[Path, tuple[tuple[int, int], UnreadableBuildError]] = {}
_opening = threading.RLock()


def _close_beyond(newest: Database) -> None:
    """Of the builds that are open, closes those read the longest ago; one that is being read just
    now is closed when the next is opened."""
    with _opening:
        others = [one for one in _open if one is not newest and one.is_open]
        others.sort(key=lambda one: one._used_at)
        while len(others) >= OPEN_BUILDS and any(one.close() for one in others):
            others = [one for one in others if one.is_open]
        _open[:] = [*others, newest]


def _remember_unreadable(path: Path, why: UnreadableBuildError) -> None:
    with suppress(OSError):
        there = path.stat()
        _unreadable[path] = ((there.st_mtime_ns, there.st_size), why)
    _known.pop(path, None)


def open_current(home: Home) -> Database:
    """The build to show (find_current)."""
    return find_current(home).database


def find_current(home: Home) -> Current:
    """The build that CURRENT names now; the newest that can be read where CURRENT or its build is
    damaged.

    A build published while the process runs is taken up at the next call. Raises
    NoBuildError where nothing is published that this version of the program can read, and
    InaccessibleError where the system does not open it just now.
    """
    pointer = read_current(home)
    if pointer.inaccessible:
        raise InaccessibleError(pointer.damage)
    kept = kept_builds(home) if pointer.build_id is None else []
    if pointer.build_id is None:
        if not kept:
            raise NoBuildError(pointer.damage)
        wrong = pointer.damage or "CURRENT 不在了"
    else:
        try:
            return Current(open_kept(home, pointer.build_id), "")
        except OtherVersionError as other:
            raise OutdatedBuildError(str(other)) from None
        except InaccessibleBuildError as refused:
            raise InaccessibleError(f"数据版本 {pointer.build_id} {refused}") from None
        except DamagedBuildError as damaged:
            wrong = f"数据版本 {pointer.build_id} {damaged}"
            kept = kept_builds(home)
    other_version = False
    for build_id in kept:
        try:
            return Current(open_kept(home, build_id), wrong)
        except (DamagedBuildError, InaccessibleBuildError):
            continue
        except OtherVersionError:
            other_version = True
    raise (OutdatedBuildError if other_version else NoBuildError)(wrong)


def open_kept(home: Home, build_id: str) -> Database:
    """A build that is kept, by its id; one Database a file and process.

        Raises DamagedBuildError (also where no build has this id), InaccessibleBuildError or
    OtherVersionError.
    """
    path = build_file(home, build_id)
    with _opening:
        try:
            there = path.stat()
        except OSError:
            _known.pop(path, None)
            raise DamagedBuildError("的文件不在了") from None
        if path in _unreadable:
            seen, why = _unreadable[path]
            if seen == (there.st_mtime_ns, there.st_size):
                raise why
            del _unreadable[path]
        database = _known.get(path)
        if database is None:
            try:
                database = Database(path)
            except InaccessibleBuildError:
                raise  # its file will not have changed once it opens
            except UnreadableBuildError as unreadable:
                _remember_unreadable(path, unreadable)
                raise
            _known[path] = database
        return database
