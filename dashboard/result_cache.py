"""Results of pure functions, kept for whoever asks next; bounded in bytes, the least recently used
go first."""

import dataclasses
import sys
from collections.abc import Callable, Hashable
from enum import Enum
from functools import cache
from threading import Lock
from types import FunctionType, ModuleType
from typing import Any, TypeVar

from cachetools import LRUCache

T = TypeVar("T")

# What keeping anything costs, an empty result too: its place here, the key's tuple, the list.
ENTRY_BYTES = 400
# Of a longer list so many members are weighed, spread over it, and stand for the others.
# (With 24 of them, weighing took a third of a page that nobody had asked for before.)
_SAMPLE = 4
_SHARED: tuple[type, ...] = (type, FunctionType, ModuleType, Enum)
_PLAIN = frozenset({str, bytes, int, float})


class ResultCache:
    """A cache bounded in bytes, keys included. Threads share the results, so callers must not
    change them.

    ``weigh`` estimates the bytes of a result; a result above ``largest`` is not kept. Two threads
    that ask for the same key at once may both compute it; either result is kept.
    """

    def __init__(
        self,
        most: int,
        weigh: Callable[[Any], int] | None = None,
        largest: int | None = None,
    ) -> None:
        self._results: LRUCache[Hashable, tuple[Any, int]] = LRUCache(most, getsizeof=_second)
        self._weigh = weigh or weight
        self._largest = most if largest is None else min(most, largest)
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._results

    def __len__(self) -> int:
        return len(self._results)

    @property
    def bytes(self) -> int:
        return int(self._results.currsize)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was kept under the key; otherwise what ``make`` gives."""
        with self._lock:
            if key in self._results:
                return self._results[key][0]
        made = make()
        weighed = ENTRY_BYTES + weight(key) + self._weigh(made)
        if weighed <= self._largest:
            with self._lock:
                self._results[key] = (made, weighed)
        return made

    def clear(self) -> None:
        with self._lock:
            self._results.clear()


def _second(pair: tuple[Any, int]) -> int:
    return pair[1]


def weight(value: object, shared: tuple[type, ...] = (), depth: int = 12) -> int:
    """About how many bytes a value and all that it is made of take.

    Objects of ``shared`` types are there anyway and weigh nothing, as do the names of attributes. A
    type of which a page holds hundreds says itself what one weighs (``weight_bytes``).
    What stands in a value twice is weighed twice: rather too much than too little. Beyond ``depth``
    nothing is weighed, so that what refers to itself has an end.
    """
    kind = type(value)
    if kind in _PLAIN:
        return sys.getsizeof(value)
    contents = _contents(kind, shared)
    if contents is _Contents.WEIGHTLESS:
        return 0
    if isinstance(contents, int):
        return contents
    size = sys.getsizeof(value)
    if depth == 0 or contents is _Contents.NONE:
        return size
    if isinstance(value, dict):
        size += _sampled([*value.keys()], shared, depth)
        return size + _sampled([*value.values()], shared, depth)
    if isinstance(value, list | tuple | set | frozenset):
        return size + _sampled([*value], shared, depth)
    if isinstance(contents, tuple):
        return size + sum(weight(getattr(value, name), shared, depth - 1) for name in contents)
    inside = value.__dict__
    return size + sys.getsizeof(inside) + _sampled([*inside.values()], shared, depth)


class _Contents(Enum):
    """What is weighed of a value beside the value itself; of a weightless one not even that."""

    WEIGHTLESS = 0
    NONE = 1
    MEMBERS = 2
    ATTRIBUTES = 3


# Looked up once a type: halves the time of weighing.
@cache
def _contents(kind: type, shared: tuple[type, ...]) -> _Contents | tuple[str, ...] | int:
    """What to weigh of values of a type; the names of its slots where it is a dataclass of them;
    what it weighs where it says so."""
    if issubclass(kind, (type(None), bool, *_SHARED, *shared)):
        return _Contents.WEIGHTLESS
    if hasattr(kind, "weight_bytes"):
        return kind.weight_bytes
    if issubclass(kind, str | bytes | int | float):
        return _Contents.NONE
    if issubclass(kind, dict | list | tuple | set | frozenset):
        return _Contents.MEMBERS
    if dataclasses.is_dataclass(kind) and hasattr(kind, "__slots__"):
        return tuple(kind.__dataclass_fields__)
    return _Contents.ATTRIBUTES if kind.__dictoffset__ else _Contents.NONE


def _sampled(members: list[Any], shared: tuple[type, ...], depth: int) -> int:
    """The weight of all members, found by some of them where they are many."""
    some = members[:: -(-len(members) // _SAMPLE)] if members else []
    if not some:
        return 0
    return sum(weight(one, shared, depth - 1) for one in some) * len(members) // len(some)
