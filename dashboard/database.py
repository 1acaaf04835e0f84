"""The only door to DuckDB when serving: read-only, locked down, one build a rerun.

A page takes a ``Database`` once at the start of its run (``open_current``), so
that a run never mixes two builds; every query gets a cursor of its own, since
a connection shared by threads gives wrong results.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import aiosql
import duckdb
import pyarrow as pa

from dashboard.kept import Kept
from dashboard.marts import BUILD_FORMAT
from dashboard.settings import QUERIES, Home

Row = dict[str, Any]
# A named query and its parameters.
Question = tuple[str, dict[str, Any]]
# So many rows are kept, of results of so many rows at most.
KEPT_ROWS = 200_000
LARGEST_KEPT = 1_000
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "access_mode": "READ_ONLY",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


class NoBuildError(Exception):
    """There is no published build to read."""


class OutdatedBuildError(NoBuildError):
    """The published build was made by another version of the program, with other tables."""


class BuildInfo(NamedTuple):
    """What a build says of itself, as every page's foot shows it.

    ``accepted`` are the Chinese sentences of what the steward said yes to.
    """

    build_id: str
    built_at: str
    data_from: date
    data_through: date
    demonstration: bool
    tables_absent: frozenset[str]
    accepted: tuple[str, ...] = ()


@cache
def named_queries() -> dict[str, str]:
    """Every query of queries/pages by its name, with DuckDB's own $parameters."""
    loaded = aiosql.from_path(QUERIES / "pages", "duckdb")
    return {
        name: getattr(loaded, name).sql
        for name in loaded.available_queries
        if not name.endswith("_cursor")
    }


class Database:
    """One published build, open for reading.

    Raises OutdatedBuildError if another version of the program made it, duckdb.Error if
    the file is damaged; published files are checked before CURRENT ever names them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = duckdb.connect(str(path), config=LOCKED_DOWN)
        self._kept = Kept(KEPT_ROWS, size=len, largest=LARGEST_KEPT)
        self._helper = ThreadPoolExecutor(1, thread_name_prefix="query")
        self._helping = threading.Lock()
        self.info = self._read_info()

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """All rows of a named query as dictionaries; an empty list where there are none.

        A build never changes, so small results are kept and shared: callers must
        not change what they get.
        """
        return self._kept.get(_key(query, parameters), lambda: self._executed(query, parameters))

    def rows_of_each(self, asked: Sequence[Question]) -> list[list[Row]]:
        """The rows of several queries, in their order.

        Most of a query's few milliseconds is one thread's work, so every other one that is not
        kept yet is executed beside, as long as nobody else's is.
        """
        new = [place for place, one in enumerate(asked) if _key(*one) not in self._kept]
        if len(new) < 2 or not self._helping.acquire(blocking=False):
            return [self.rows(query, **parameters) for query, parameters in asked]
        try:
            beside = {
                place: self._helper.submit(self.rows, asked[place][0], **asked[place][1])
                for place in new[1::2]
            }
            return [
                beside[place].result() if place in beside else self.rows(query, **parameters)
                for place, (query, parameters) in enumerate(asked)
            ]
        finally:
            self._helping.release()

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

    def _read_info(self) -> BuildInfo:
        said = {row["key"]: row["value"] for row in self.rows("build_info")}
        if said.get("format") != BUILD_FORMAT:
            raise OutdatedBuildError(str(self.path))
        return BuildInfo(
            build_id=said["build_id"],
            built_at=said["built_at"],
            data_from=date.fromisoformat(said["data_from"]),
            data_through=date.fromisoformat(said["data_through"]),
            demonstration=said["demonstration"] == "true",
            tables_absent=frozenset(json.loads(said["tables_absent"])),
            accepted=tuple(one["zh"] for one in json.loads(said["accepted"])),
        )


def _key(query: str, parameters: dict[str, Any]) -> tuple[str, str]:
    return query, repr(parameters)


_open: dict[Path, Database] = {}
_opening = threading.Lock()


def open_current(home: Home) -> Database:
    """The build that CURRENT names now, opened once a process.

    A build published while the process runs is taken up at the next call; the one
    before stays open, since another run may still be reading it. Raises
    NoBuildError where nothing is published that this version of the program can read.
    """
    try:
        name = home.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoBuildError(str(home.builds)) from None
    path = home.builds / name
    with _opening:
        if path not in _open:
            if not path.exists():
                raise NoBuildError(str(path))
            for older in list(_open)[:-1]:
                # Two builds at most: the newest and the one that running pages may still read.
                del _open[older]
            _open[path] = Database(path)
        return _open[path]
