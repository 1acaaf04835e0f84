"""Results of pure functions, kept for whoever asks next; the least recently used go first."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

T = TypeVar("T")


class Kept:
    """So many results at most, shared by threads: nobody may change what they get.

    ``size`` weighs a result against ``most``; one that is larger than ``largest`` is not kept.
    Two threads that ask for the same at once may both make it; either result stands.
    """

    def __init__(
        self, most: int, size: Callable[[Any], int] = lambda result: 1, largest: int | None = None
    ) -> None:
        self._results: LRUCache = LRUCache(most, getsizeof=size)
        self._size, self._largest = size, most if largest is None else largest
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._results

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was kept under the key; otherwise what ``make`` gives."""
        with self._lock:
            if key in self._results:
                return self._results[key]
        made = make()
        if self._size(made) <= self._largest:
            with self._lock:
                self._results[key] = made
        return made
