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
                await process.wait()
        finally:
            backend.port = None
            await _ended(process)
        if not backend.answered.is_set():
            raise NeverServedError
        say(
            f"服务进程 {backend.number} 已退出（状态 {process.returncode}），正在重新启动。\n"
            f"Server process {backend.number} ended (status {process.returncode}): it is started "
            "again.",
            sys.stderr,
        )
        await asyncio.sleep(_PAUSE)


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
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            answer = await reader.read(1)
            writer.close()
            if answer:
                return True
        await asyncio.sleep(_LOOK_EVERY)
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
