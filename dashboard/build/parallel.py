"""Work on different tables of one build, two pieces at a time.

DuckDB divides a large statement among all cores and leaves all but one idle in a small one: that
is when another table's statement has its turn. Two at once, since each holds its own hash tables.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import duckdb

Item = TypeVar("Item")
Result = TypeVar("Result")
_AT_ONCE = 2


@contextmanager
def side_by_side(
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Result],
    items: Iterable[Item],
) -> Iterator[list[Future[Result]]]:
    """Begins the work on every item, each with a cursor of its own; gives what becomes of it, in
    the order of the items. Temporary tables are a cursor's own. Left early, by an error or Ctrl-C,
    it begins nothing more and interrupts what has begun."""

    def run(cursor: duckdb.DuckDBPyConnection, item: Item) -> Result:
        with cursor:
            return work(cursor, item)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        begun = [(connection.cursor(), item) for item in items]
        try:
            yield [pool.submit(run, cursor, item) for cursor, item in begun]
        except BaseException:
            for cursor, _ in begun:
                cursor.interrupt()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
