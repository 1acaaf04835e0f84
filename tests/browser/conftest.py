"""A real server, a real browser, and no way out: every request to another host is refused.

A test that takes ``page`` fails if anything was asked of another host, whatever
else it looks at. Where a test fails, what the page showed is kept as a picture.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from dashboard.settings import Home
from tests.browser.chromium import HOW, find_chromium
from tests.browser.serving import HOST, serving

WIDTHS = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a worker. Without one the test is left out, or fails where CI=true."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Chromium, and CI leaves nothing out.\n{HOW}")
        pytest.skip("no Chromium; `make browser` says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tiny_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server for all tests of a worker."""
    with serving(tiny_home, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def fresh_server(tiny_home: Home, tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has asked anything yet."""
    with serving(tiny_home, tmp_path / "server.txt") as address:
        yield address


@pytest.fixture
def asked_outside() -> list[str]:
    """The addresses that the test's pages asked for outside this machine, all refused."""
    return []


@contextmanager
def visitors(
    chromium: Browser, asked_outside: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors of their own: no cookies shared, Chinese, any Playwright option."""
    with ExitStack() as opened:

        def make(width: str = "desktop", **options: object) -> BrowserContext:
            across, down = WIDTHS[width]
            context = chromium.new_context(
                viewport={"width": across, "height": down},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                **options,
            )
            opened.callback(context.close)
            context.route("**/*", lambda route: _keep_inside(route, asked_outside))
            context.on(
                "page",
                lambda page: page.on("websocket", lambda s: _note(s.url, asked_outside)),
            )
            return context

        yield make


@pytest.fixture
def new_context(
    chromium: Browser, asked_outside: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors, for one test alone."""
    with visitors(chromium, asked_outside) as make:
        yield make


@pytest.fixture
def page(
    new_context: Callable[..., BrowserContext],
    asked_outside: list[str],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Page]:
    """A page 1440 wide; the test fails if it asked anything of another host."""
    page = new_context().new_page()
    yield page
    if getattr(request.node, "failed", False):
        picture = tmp_path / "failed.png"
        page.screenshot(path=picture)
        print(f"what the page showed: {picture}")
    assert not asked_outside, f"asked of other hosts: {asked_outside}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


def _keep_inside(route: Route, asked_outside: list[str]) -> None:
    if _note(route.request.url, asked_outside):
        route.abort()
    else:
        route.continue_()


def _note(url: str, asked_outside: list[str]) -> bool:
    """Whether the address is of another host; if so it is written down."""
    outside = urlsplit(url).hostname not in (HOST, None)
    if outside:
        asked_outside.append(url)
    return outside
