"""Results of pure functions, kept for whoever asks next; the least recently used go first."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

T = TypeVar("T")


class Kept:
    """So many results at most, shared by threads: nobody may change what they get.

    Two threads that ask for the same at once may both make it; either result stands.
    """

    def __init__(self, most: int) -> None:
        self._results: LRUCache = LRUCache(most)
        self._lock = Lock()

    def get(
        self,
        key: Hashable,
        make: Callable[[], T],
        worth_keeping: Callable[[T], bool] = lambda made: True,
    ) -> T:
        """What was kept under the key; otherwise what ``make`` gives, kept if it is worth it."""
        with self._lock:
            if key in self._results:
                return self._results[key]
        made = make()
        if worth_keeping(made):
            with self._lock:
                self._results[key] = made
        return made
