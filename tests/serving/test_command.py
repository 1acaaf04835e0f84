"""The command `serve`: what it can't do, it says, and ends with status 3."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dashboard.serving.command import _listening
from dashboard.settings import ROOT, Home


def _serve(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", "serve", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _serve("--port", str(port))
    assert ended.returncode == 3
    assert f"无法监听 127.0.0.1:{port}（Address already in use）" in ended.stderr
    assert "--port" in ended.stderr


def test_what_is_no_port_and_what_is_no_address_is_said() -> None:
    ended = _serve("--processes=2", "--port=70000")
    assert ended.returncode == 3
    assert "无法监听 127.0.0.1:70000（bind(): port must be 0-65535.）" in ended.stderr
    ended = _serve("--processes=2", "--port=0", STREAMLIT_SERVER_ADDRESS="nowhere.invalid")
    assert ended.returncode == 3
    assert "无法监听 nowhere.invalid:0（" in ended.stderr
    assert "Unknown error" not in ended.stderr
    assert "server.address" in ended.stderr


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="IPv4 only")
@pytest.mark.parametrize("address", ["", "::"])
def test_every_address_is_that_of_ipv4_too(address: str) -> None:
    with _listening(address, [0]) as listening:
        port = listening.getsockname()[1]
        for host in ("127.0.0.1", "::1"):
            socket.create_connection((host, port), timeout=10).close()


@pytest.mark.parametrize("count", ["0", "65", "two", "-1"])
def test_a_number_of_processes_is_from_one_on(count: str) -> None:
    ended = _serve(f"--processes={count}")
    assert ended.returncode == 3
    assert "argument --processes" in ended.stderr


def test_a_setting_that_can_not_be_read_is_named() -> None:
    ended = _serve(STREAMLIT_SERVER_MAX_MESSAGE_SIZE="much")
    assert ended.returncode == 3
    assert "server.maxMessageSize" in ended.stderr


def test_a_server_that_does_not_start_is_not_started_again(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif os.environ.get('DASHBOARD_PROCESS'): sys.exit('无法启动')"
    )
    ended = _serve("--port=0", "--processes=2", PYTHONPATH=str(tmp_path))
    assert ended.returncode == 3
    assert "无法启动" in ended.stderr


def test_a_server_outlives_the_terminal_it_was_started_in(tiny_home: Home) -> None:
    reading, writing = os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--port=0", "--processes=2"],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_HOME": str(tiny_home.path)},
        stdout=writing,
        stderr=writing,
    )
    try:
        os.close(writing)
        with os.fdopen(reading, "rb") as terminal:
            assert "看板已启动".encode() in terminal.readline()
        first = psutil.Process(started.pid)
        for _ in range(2):
            until = time.monotonic() + 60
            while len(ours := first.children()) < 2 and time.monotonic() < until:
                time.sleep(0.1)
            ours[-1].kill()
            psutil.wait_procs(ours[-1:], timeout=10)
        time.sleep(0.5)
        assert started.poll() is None
    finally:
        started.terminate()
        started.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="a console is never closed there")
def test_a_server_without_any_input_or_output_serves(tiny_home: Home) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = f'exec "$0" -m dashboard serve --processes=2 --port={port} <&- >&- 2>&-'
    started = subprocess.Popen(
        ["sh", "-c", command, sys.executable],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_HOME": str(tiny_home.path)},
    )
    try:
        until = time.monotonic() + 60
        answer = b""
        while not answer and time.monotonic() < until and started.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                    connection.sendall(b"GET /_stcore/health HTTP/1.0\r\nHost: localhost\r\n\r\n")
                    answer = connection.recv(100)
            except OSError:
                time.sleep(0.2)
        assert b" 200 " in answer
    finally:
        started.terminate()
        started.wait(timeout=30)
