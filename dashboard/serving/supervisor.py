"""Starts the server processes, starts again what ends, and ends all with itself."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from dashboard.serving.reverse_proxy import LOOPBACK, Backend, ReverseProxy
from dashboard.settings import PROCESS_VARIABLE, ROOT, THREADS_VARIABLE

_LOOK_EVERY = 0.1  # seconds, until a process answers
_TO_END = 10.0  # seconds that a process may take to end
_PAUSE = 1.0  # seconds before a process that ended is started again
_WATCH_EVERY = 20.0  # seconds between two looks at a process that serves
_TO_ANSWER = (
    20.0  # seconds that it may take to answer: with twice the visitors it serves it takes 8
)
_SILENT = 3  # so many looks without an answer, and it hangs


class NeverServedError(Exception):
    """A process ended before it answered for the first time: it would do so again."""


def say(text: str, where: TextIO) -> None:
    """Prints, unless nobody can read it any more: a terminal that was closed ends no server."""
    with suppress(OSError):
        print(text, file=where, flush=True)


async def serve(listening: socket.socket, count: int, started: Callable[[], None]) -> None:
    """Serves on a socket by ``count`` processes until it is cancelled.

    Visitors who come before all processes answer wait. ``started`` is called once they do. Raises
    NeverServedError.
    """
    # Cookies are signed by one process and read by another.
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secrets.token_hex(32))
    os.environ[THREADS_VARIABLE] = str(max(1, (os.cpu_count() or 1) // count))
    backends = [Backend(number) for number in range(1, count + 1)]
    server = await asyncio.start_server(
        ReverseProxy(backends).connected, sock=listening, start_serving=False
    )

    async def opened() -> None:
        for backend in backends:
            await backend.answered.wait()
        await server.start_serving()
        started()

    tasks = [asyncio.create_task(_keep_running(backend)) for backend in backends]
    tasks.append(asyncio.create_task(opened()))
    try:
        await asyncio.gather(*tasks)
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_running(backend: Backend) -> None:
    """Runs a backend's process, again and again. Raises NeverServedError."""
    while True:
        process, port = await _begun(backend.number)
        try:
            if await _answers(process, port):
                backend.port = port
                backend.answered.set()
                await _watched(process, port)
        finally:
            backend.port = None
            await _ended(process)
        if not backend.answered.is_set():
            raise NeverServedError
        status = process.returncode
        say(
            f"服务进程 {backend.number} 已退出或不再回应（状态 {status}），正在重新启动。\n"
            f"Server process {backend.number} ended, or did not answer any more (status {status}): "
            "it is started again.",
            sys.stderr,
        )
        await asyncio.sleep(_PAUSE)


async def _watched(process: Process, port: int) -> None:
    """Waits until a process ends or hangs: half of all visitors would wait for it, for ever."""
    ended, silent = asyncio.ensure_future(process.wait()), 0
    try:
        while silent < _SILENT:
            await asyncio.wait([ended], timeout=_WATCH_EVERY)
            if ended.done():
                return
            answered = False
            with suppress(TimeoutError):
                answered = await asyncio.wait_for(_answers_once(port), _TO_ANSWER)
            silent = 0 if answered else silent + 1
    finally:
        ended.cancel()


async def _begun(number: int) -> tuple[Process, int]:
    """A process of Streamlit's server, and its port.

    It ends when its input does, thus with this process however that ends (server.py). Ctrl-C in a
    terminal reaches this process alone, which ends the others.
    """
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "streamlit", "run", "app.py"),
        f"--server.port={port}",
        f"--server.address={LOOPBACK}",
        cwd=ROOT,
        env={**os.environ, PROCESS_VARIABLE: str(number)},
        stdin=PIPE,
        stdout=DEVNULL,
        start_new_session=sys.platform != "win32",
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0,
    )
    return process, port


async def _answers(process: Process, port: int) -> bool:
    """Waits until a process answers; False where it ends before."""
    while process.returncode is None:
        if await _answers_once(port):
            return True
        await asyncio.sleep(_LOOK_EVERY)
    return False


async def _answers_once(port: int) -> bool:
    with suppress(OSError):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        try:
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            return bool(await reader.read(1))
        finally:
            writer.close()
    return False


async def _ended(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _TO_END)
    except TimeoutError:
        process.kill()
        await process.wait()
