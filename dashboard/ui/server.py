"""What Streamlit's server lacks: sending without delay, a limit of concurrent pages, a memory for
labels, limits and warnings at its start, an end with the process that started it."""

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import BoundedSemaphore, Lock, Thread

from streamlit import config, string_util

from dashboard.settings import FILE_HANDLES, PROCESS

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

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


def raise_file_limit() -> None:
    """Raises the limit of open files as far as allowed: a tab takes four; macOS starts at 256."""
    if sys.platform == "win32":
        return  # there is no such limit
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILE_HANDLES if hard == resource.RLIM_INFINITY else min(FILE_HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def say_who_is_let_in() -> None:
    """Warns if the server listens to the network without a configured name: it then refuses every
    visitor from there."""
    address = config.get_option("server.address")
    if address not in _LOOPBACK and set(config.get_option("server.allowedHosts")) <= _LOOPBACK:
        print(
            f"监听 {address or '所有地址'}，但只接受以 localhost 访问：请把访问时所用的主机名写入 "
            "server.allowedHosts（见 README）。\n"
            "Listening to the network, but only localhost is accepted as a host name: add the "
            "names visitors use to server.allowedHosts (see README.md).",
            flush=True,
        )


def end_with_input() -> None:
    """Lets one of several processes end once its standard input does: then the process that
    started it has ended, however that happened."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    if PROCESS:
        Thread(target=wait, name="end-with-input", daemon=True).start()
