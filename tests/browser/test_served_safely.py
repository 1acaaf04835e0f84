"""The real server to those who are no visitors: other hosts, other sites, uploads, many handles."""

import gzip
import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from streamlit import file_util
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bench.client import Address, Session
from dashboard.department import TITLE
from dashboard.settings import Home
from dashboard.ui.index_page import index_page
from tests.browser.serving import serving
from tests.browser.test_server_alone import HERE, WATCH, looked_up
from tests.browser.waiting import open_page


def ask(
    address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (in lower case) and body of one request as it is written."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.request(method, path, body, {n.replace("_", "-"): v for n, v in headers.items()})
    answer = connection.getresponse()
    try:
        said = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, said, answer.read()
    finally:
        connection.close()


def handshake(address: str, **headers: str) -> int:
    """The status of a websocket's handshake: 101 where it is let in."""
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    try:
        with connect(url, additional_headers=headers, subprotocols=["streamlit"]):  # type: ignore[list-item]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize("path", ["/", "/placement", "/_stcore/health", "/_stcore/host-config"])
def test_every_answer_has_the_security_headers(server: str, path: str) -> None:
    status, headers, _ = ask(server, path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert "*" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil"])
def test_another_host_name_is_refused(server: str, host: str) -> None:
    assert ask(server, "/", Host=host)[0] == 400
    assert ask(server, "/app/static/geometry/100000.json", Host=host)[0] == 400


def test_its_own_names_are_not(server: str) -> None:
    port = urlsplit(server).port
    for name in ("localhost", "127.0.0.1", "[::1]"):
        assert ask(server, "/", Host=f"{name}:{port}")[0] == 200
    assert ask(server, "/_stcore/health", Host="a-load-balancer")[0] == 200


def test_another_site_gets_no_websocket(server: str) -> None:
    port = urlsplit(server).port
    assert handshake(server) == 101
    assert handshake(server, Origin=server) == 101
    for origin in (
        "https://evil.example",
        "http://localhost:3000",
        f"https://localhost:{port}",
        "null",
    ):
        assert handshake(server, Origin=origin) == 403
    assert handshake(server, Host="evil.example", Origin="http://evil.example") in (400, 403)


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore//metrics", "/_stcore/agent/openapi.json"]
)
def test_what_nobody_needs_is_closed(server: str, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_nothing_can_be_uploaded(server: str) -> None:
    with Session(server) as session:
        session.open(Address(""))
        for method in ("PUT", "POST", "DELETE"):
            assert ask(server, "/_stcore/upload_file/a/b", method, b"x" * 5_000_000)[0] == 404


def test_scripts_travel_compressed_and_are_kept(server: str) -> None:
    _, _, page = ask(server, "/")
    script = page.decode().split('src="./')[1].split('"')[0]
    plain = ask(server, f"/{script}")
    packed = ask(server, f"/{script}", Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip"
    assert len(packed[2]) < len(plain[2]) / 2
    for _, headers, _ in (plain, packed):
        assert "immutable" in headers["cache-control"]
    assert ask(server, "/static/js/../../../secret.js", Accept_Encoding="gzip")[0] in (400, 404)
    # The largest is cut to what pages draw, so that its name doesn't say what is in it.
    [chart] = (Path(file_util.get_static_dir()) / "static" / "js").glob("PlotlyChart.*.js")
    address = f"/static/js/{chart.name}"
    _, headers, packed_chart = ask(server, address, Accept_Encoding="gzip")
    assert len(packed_chart) < 600_000
    assert headers["cache-control"] == "no-cache"
    again = ask(server, address, Accept_Encoding="gzip", If_None_Match=headers["etag"])
    assert again[0] == 304
    assert not again[2]


def test_the_page_around_every_page_is_ours(server: str) -> None:
    browser = {"Accept": "text/html,*/*", "Accept_Encoding": "gzip", "If_None_Match": '"old"'}
    for path in ("/", "/placement?region=440000", "/nosuch"):
        status, headers, page = ask(server, path, **browser)
        assert status == 200
        assert gzip.decompress(page) == index_page(TITLE)
        assert headers["cache-control"] == "no-cache"
        assert "content-security-policy" in headers
    status, headers, _ = ask(server, "/placement/nosuch?region=440000", **browser)
    assert (status, headers["location"]) == (302, "/nosuch?region=440000")
    assert ask(server, "/static/js/nosuch.js", Accept="*/*")[0] in (200, 404)


def test_refused_sites_make_the_server_ask_nobody_and_hold_nobody_up(
    tiny_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked.txt"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(log=str(asked)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serving(tiny_home, tmp_path / "server.txt", address="0.0.0.0") as address:
        started = time.monotonic()
        for number in range(10):
            assert handshake(address, Origin=f"https://evil{number}.example") == 403
        assert time.monotonic() - started < 5
        with Session(address) as session:
            session.open(Address("placement", (("region", "440000"),)))
    assert looked_up(asked) <= HERE


def test_more_handles_than_the_system_begins_with(
    tiny_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2_000:
        pytest.skip("the system allows no more")
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        with serving(tiny_home, tmp_path / "server.txt") as address:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            connections = []
            for _ in range(300):
                place = urlsplit(address)
                connection = http.client.HTTPConnection(place.hostname or "", place.port)
                connection.connect()
                connections.append(connection)
            assert ask(address, "/_stcore/health")[0] == 200
            for connection in connections:
                connection.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.browser
def test_pages_run_under_the_policy(server: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in ("/", "/placement", "/stations", "/relief", "/memorial"):
        open_page(page, f"{server}{path}?region=440000")
        assert page.locator(".js-plotly-plot").count() >= 2
    assert not [text for text in said if "Content Security Policy" in text]
    # The page's own script ran, and one that is none of ours does not.
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.evil") is None
