"""Servers to measure: the dashboard's by one process or by several, and the px page's with
Streamlit's defaults."""

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

from bench.homes import database_file
from dashboard.settings import GEOMETRY, ROOT, Home

HOST = "127.0.0.1"
_STREAMLIT = ["-m", "streamlit", "run"]
_SERVE = ["-m", "dashboard", "serve"]


@contextmanager
def dashboard(home: Home) -> Iterator[tuple[str, int]]:
    """Address and process number of the dashboard on a home, served by one process: what is
    compared with other programs of one process."""
    with _serving([*_STREAMLIT, "app.py"], ROOT, _of(home)) as served:
        yield served


@contextmanager
def dashboard_as_run(home: Home) -> Iterator[tuple[str, int]]:
    """The same as `make run` serves it: by several processes. The number is of the first."""
    with _serving(_SERVE, ROOT, _of(home)) as served:
        yield served


@contextmanager
def recorded_dashboard(home: Home, record: Path) -> Iterator[tuple[str, int]]:
    """The same, appending every query it executes to a file (bench/recording.py)."""
    command = ["-m", "bench.recording", str(record), "app.py"]
    with _serving(command, ROOT, _of(home)) as served:
        yield served


@contextmanager
def px_page(home: Home, scratch: Path) -> Iterator[tuple[str, int]]:
    """Address and process number of the px page on the same build, without our settings."""
    folder = scratch / "px"
    folder.mkdir(exist_ok=True)
    page = folder / "px_page.py"
    page.write_bytes((ROOT / "bench" / "px_page.py").read_bytes())
    environment = {
        "BENCH_DATABASE": str(database_file(home)),
        "BENCH_GEOMETRY": str(GEOMETRY),
    }
    with _serving([*_STREAMLIT, page.name], folder, environment) as served:
        yield served


@contextmanager
def _serving(
    program: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    settings = {
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_ADDRESS": HOST,
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=folder,
        env={**os.environ, **settings, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://{HOST}:{port}"
        _wait(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _of(home: Home) -> dict[str, str]:
    return {"DASHBOARD_HOME": str(home.path)}


def _wait(address: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")
