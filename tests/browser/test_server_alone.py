"""The server asks nothing of another host either: Streamlit looks up its own public address."""

from pathlib import Path

from dashboard.settings import Home
from tests.browser.serving import serving

# Runs at the start of the server's Python, and writes down every host whose address is asked for.
WATCH = """
import socket

ask = socket.getaddrinfo

def watched(host, *rest, **named):
    with open({log!r}, "a") as log:
        print(host, file=log)
    return ask(host, *rest, **named)

socket.getaddrinfo = watched
"""
HERE = {"None", "", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1"}


def test_no_other_host_is_looked_up(tiny_home: Home, tmp_path: Path, monkeypatch) -> None:
    log = tmp_path / "asked.txt"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(log=str(log)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # On every interface, as a department serves it, and as `make run` does.
    with serving(tiny_home, tmp_path / "server.txt", address=None):
        pass
    assert set(log.read_text().split("\n")) <= HERE
