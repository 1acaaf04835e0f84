"""Work on different tables of one build, two pieces at a time.

DuckDB divides a large statement among all cores and leaves all but one idle in a small one: that
is when another table's statement has its turn. Two at once, since each holds its own hash tables.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

import duckdb

Item = TypeVar("Item")
Result = TypeVar("Result")
_AT_ONCE = 2
# Both lanes work along with DuckDB's threads: one less than the cores keeps all of them busy.
_THREADS = max(1, (os.cpu_count() or 2) - 1)


@contextmanager
def side_by_side(
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Result],
    items: Iterable[Item],
) -> Iterator[list[Future[Result]]]:
    """Begins the work on every item, each with a cursor of its own; gives what becomes of it, in
    the order of the items. Temporary tables are a cursor's own. Left early, by an error too, it
    begins nothing more and waits for what has begun; Ctrl-C interrupts that."""

    def run(cursor: duckdb.DuckDBPyConnection, item: Item) -> Result:
        with cursor:
            return work(cursor, item)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        lanes = [(connection.cursor(), item) for item in items]
        connection.execute(f"set threads = {_THREADS}")
        submitted = [pool.submit(run, cursor, item) for cursor, item in lanes]
        try:
            yield submitted
        except KeyboardInterrupt:
            for future, (cursor, _) in zip(submitted, lanes, strict=True):
                if future.running():
                    with suppress(duckdb.ConnectionException):  # it has just ended
                        cursor.interrupt()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    # Not where something failed: the connection may be lost, and the error says more.
    connection.execute("reset threads")
