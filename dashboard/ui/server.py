"""What Streamlit's server leaves to be said: when to send, and how many pages to make at once."""

import gc
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

_turns = BoundedSemaphore(max(2, os.cpu_count() or 2))


@contextmanager
def in_turn() -> Iterator[None]:
    """Waits until fewer than so many pages are being made as there are processors.

    Streamlit makes every visitor's page in a thread of its own. A hundred at once hold each
    other up: a page then takes a third more processor time, and everybody waits longer than
    where a few are made at a time (120 visitors on two cores).
    """
    with _turns:
        yield


@cache
def send_at_once() -> None:
    """Lets the server send small messages without waiting; once a process.

    Streamlit binds its socket without naming a protocol, for which asyncio leaves Nagle's
    algorithm on. The end of every rerun then waits until the browser acknowledges what came
    before: 40 ms on Linux, up to 200 on Windows. Connections take the setting over from the
    socket that listens, and Streamlit hands out neither.
    """
    for thing in gc.get_objects():
        if type(thing) is socket.socket and _is_tcp(thing):
            thing.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _is_tcp(one: socket.socket) -> bool:
    kinds = (socket.AF_INET, socket.AF_INET6)
    return one.fileno() >= 0 and one.family in kinds and one.type == socket.SOCK_STREAM
