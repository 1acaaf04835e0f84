"""The server asks nothing of another host either: Streamlit looks up its own public address."""

import time
from pathlib import Path

import pytest

from dashboard.settings import Home
from tests.browser.serving import SLOWEST_START, serving

# Runs at the start of the server's Python, and writes down every host whose address is asked for,
# and every address that is connected to (of which Streamlit learns its own).
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

class Watched(socket.socket):
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            with open({log!r}, "a") as log:
                print(address[0], file=log)
        return super().connect(address)

socket.socket = Watched
"""
HERE = {"watching", "None", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1"}


def looked_up(asked: Path) -> set[str]:
    """The hosts that the server asked for or connected to."""
    lines = asked.read_text().split()
    assert lines[0] == "watching"
    return set(lines)


@pytest.mark.parametrize(("processes", "says"), [(1, "URL: http://"), (2, "is at http://")])
def test_no_other_host_is_looked_up(
    tiny_home: Home, tmp_path: Path, monkeypatch, processes: int, says: str
) -> None:
    asked, said = tmp_path / "asked.txt", tmp_path / "server.txt"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(log=str(asked)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # On every interface, as a department serves it.
    with serving(tiny_home, said, address="0.0.0.0", processes=processes):
        until = time.monotonic() + SLOWEST_START
        # It answers before it has said where it is, which is what it looks its address up for.
        while says not in said.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        assert f"{says}localhost" in said.read_text()
    assert looked_up(asked) <= HERE
