"""The server asks nothing of another host either: Streamlit looks up its own public address."""

import time
from pathlib import Path

from dashboard.settings import Home
from tests.browser.serving import SLOWEST_START, serving

# Runs at the start of the server's Python, and writes down every host whose address is asked for.
WATCH = """
import socket

with open({log!r}, "a") as log:
    print("watching", file=log)
ask = socket.getaddrinfo

def watched(host, *rest, **named):
    with open({log!r}, "a") as log:
        print(host, file=log)
    return ask(host, *rest, **named)

socket.getaddrinfo = watched
"""
HERE = {"watching", "None", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1"}


def test_no_other_host_is_looked_up(tiny_home: Home, tmp_path: Path, monkeypatch) -> None:
    asked, said = tmp_path / "asked.txt", tmp_path / "server.txt"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(log=str(asked)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # On every interface, as a department serves it, and as `make run` does.
    with serving(tiny_home, said, address=None):
        until = time.monotonic() + SLOWEST_START
        # It answers before it has said where it is, which is what it looks its address up for.
        while "URL:" not in said.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        assert "URL: http://localhost" in said.read_text()
    first, *others = asked.read_text().split()
    assert first == "watching"
    assert set(others) <= HERE
