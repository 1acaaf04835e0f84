"""The real server, in a process of its own, as a department runs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.settings import ROOT, Home

HOST = "127.0.0.1"
SLOWEST_START = 60.0  # seconds; two cores, everything cold


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def serving(home: Home, log: Path, address: str | None = HOST, processes: int = 1) -> Iterator[str]:
    """Where to find a fresh server on the builds of a home; stopped when the block ends.

    ``address`` is the interface it listens on, None for what the settings say. Several
    ``processes`` are served by `python -m dashboard serve`, one by `streamlit run`. What the
    server prints goes to ``log``. Raises RuntimeError with its end where the server ends or does
    not answer in time.
    """
    port = free_port()
    found_at = f"http://{HOST}:{port}"
    environment = {**os.environ, "DASHBOARD_HOME": str(home.path)}
    if address is not None:
        environment["STREAMLIT_SERVER_ADDRESS"] = address
    if processes > 1:
        command = ["-m", "dashboard", "serve", f"--port={port}", f"--processes={processes}"]
    else:
        command = ["-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(process, found_at, log)
            yield found_at
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(process: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"the server did not start:\n{said}")
