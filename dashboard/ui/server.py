"""What Streamlit's server lacks: sending without delay, a limit of concurrent pages, a memory for
labels."""

import gc
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import BoundedSemaphore, Lock

from streamlit import string_util

_turns = BoundedSemaphore(max(2, os.cpu_count() or 2))
_counting = Lock()
_pages = 0  # those that are being made, and those that wait for their turn


@contextmanager
def in_turn() -> Iterator[None]:
    """Waits until fewer pages are being made than there are processors.

    Streamlit runs every visitor's page in its own thread. A hundred at the same time slow each
    other down: a page takes a third more processor time, and everybody waits longer than if a few
    run at a time (120 visitors on two cores).
    """
    global _pages
    with _counting:
        _pages += 1
    try:
        with _turns:
            yield
    finally:
        with _counting:
            _pages -= 1


def wait_until_idle(look_every: float = 0.05) -> None:
    """Waits until no page is being made: what nobody waits for gives way to pages."""
    while _pages:
        time.sleep(look_every)


@cache
def send_at_once() -> None:
    """Turns off Nagle's algorithm, so that small messages are sent at once. Called once a process.

    Streamlit binds its socket without a protocol number; asyncio then leaves Nagle's algorithm on.
    The end of every rerun would wait until the browser acknowledges the data before it: 40 ms on
    Linux, up to 200 ms on Windows. Connections inherit the setting from the listening socket.
    Streamlit gives access to neither.
    """
    for thing in gc.get_objects():
        if type(thing) is socket.socket and _is_tcp(thing):
            thing.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@cache
def remember_labels() -> None:
    """Keeps what Streamlit finds at the beginning of a label. Called once a process.

    It looks for an emoji in the label of every option, by a pattern of all emoji that is hashed
    each time: 90 µs a label, some 60 of them a page.
    """
    string_util.extract_leading_emoji = lru_cache(4096)(string_util.extract_leading_emoji)


def _is_tcp(one: socket.socket) -> bool:
    kinds = (socket.AF_INET, socket.AF_INET6)
    return one.fileno() >= 0 and one.family in kinds and one.type == socket.SOCK_STREAM
