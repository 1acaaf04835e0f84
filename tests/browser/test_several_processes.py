"""Several processes behind one address: nobody notices which of them made a page."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.settings import PROCESS_VARIABLE, Home
from tests.browser.serving import serving
from tests.browser.test_downloads import downloaded
from tests.browser.test_first_visit import PAGES
from tests.browser.waiting import SLOWEST_RUN, go_to, open_page, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def two_processes(tiny_home: Home, tmp_path: Path) -> Iterator[str]:
    with serving(tiny_home, tmp_path / "server.txt", processes=2) as address:
        yield address


def _listening() -> dict[str, psutil.Process]:
    """The processes that answer, by their number."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        try:
            number = process.environ().get(PROCESS_VARIABLE)
            if number and any(one.status == "LISTEN" for one in process.net_connections()):
                found[number] = process
        except psutil.Error:
            continue  # it has just ended
    return found


def _process(page: Page) -> str:
    """The number of the process that made a page."""
    place = page.locator("[data-table=map] button").first.get_attribute("data-file") or ""
    return re.findall(r"[?]process=([0-9]+)$", place)[0]


def test_pages_of_both_processes_give_their_files_and_counts(
    two_processes: str, new_context: Callable[..., BrowserContext], asked_outside: list[str]
) -> None:
    pages = [new_context().new_page() for _ in range(2)]
    for page in pages:
        open_page(page, f"{two_processes}/placement?region=440000")
    assert {_process(page) for page in pages} == {"1", "2"}
    for page in pages:
        _, name, records = downloaded(page, "map")
        assert name == "广东省_各市安置任务完成率_2025年1–10月.csv"
        assert len(records) == 21
        line = page.locator(".build-line")
        expect(line).to_have_attribute("data-count", re.compile(rf"process={_process(page)}$"))
        link = page.get_by_test_id("stSidebarNavLink").filter(has_text="预警")
        expect(link).to_have_attribute("data-count", "21", timeout=30_000)
    assert not asked_outside


def test_a_page_lives_on_when_its_process_ends(two_processes: str, page: Page) -> None:
    open_page(page, f"{two_processes}/placement?region=440000")
    number = _process(page)
    ended = _listening()[number]
    ended.kill()
    ended.wait()
    (other,) = {"1", "2"} - {number}
    file = page.locator("[data-table=map] button").first
    place = re.compile(rf"process={other}$")
    expect(file).to_have_attribute("data-file", place, timeout=SLOWEST_RUN)
    settled(page)
    go_to(page, PAGES["/employment"])
    expect(page).to_have_url(re.compile("region=440000"))
    assert len(downloaded(page, "map")[2]) == 21
    until = time.monotonic() + 60
    while number not in _listening() and time.monotonic() < until:
        time.sleep(0.1)
    assert _listening()[number].pid != ended.pid


def test_no_process_outlives_the_one_that_was_started(tiny_home: Home, tmp_path: Path) -> None:
    with serving(tiny_home, tmp_path / "server.txt", processes=2):
        below = psutil.Process().children(recursive=True)
        (first,) = [one for one in below if "dashboard" in one.cmdline()]
        others = first.children()
        assert len(others) == 2
        first.kill()
        gone, alive = psutil.wait_procs(others, timeout=30)
        assert (len(gone), alive) == (2, [])
