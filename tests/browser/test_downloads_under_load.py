"""Files come whole while many others click, and a failure is said on the page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.client import Address, Session
from tests.browser.test_downloads import taken
from tests.browser.waiting import open_page

pytestmark = pytest.mark.browser

VISITORS = 60
THINK_SECONDS = 5.0
PAGES = ("", "placement", "stations", "relief", "memorial")
REGIONS = ("440000", "440100", "100000", "430000")


@contextmanager
def clicking(address: str, visitors: int = VISITORS) -> Iterator[list[str]]:
    """So many others who go from page to page meanwhile; gives what went wrong for them."""
    done, wrong, clicks = threading.Event(), [], threading.Semaphore(0)

    def visit(number: int) -> None:
        try:
            done.wait(number * THINK_SECONDS / visitors)
            with Session(address) as session:
                place = number
                while not done.is_set():
                    region = REGIONS[place % len(REGIONS)]
                    run = session.open(Address(PAGES[place % 5], (("region", region),)), 120)
                    wrong.extend(run.faults)
                    clicks.release()
                    place += 1
                    done.wait(THINK_SECONDS)
        except (OSError, TimeoutError) as failed:
            wrong.append(repr(failed))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for _ in threads:
        clicks.acquire(timeout=120)
    try:
        yield wrong
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_files_come_while_sixty_others_click(server: str, page: Page) -> None:
    with clicking(server) as wrong:
        for path, keys in (
            ("/placement", ("map", "trend", "children", "rows_placements")),
            ("/stations", ("uncovered_units", "weak_stations", "rows_stations")),
        ):
            open_page(page, f"{server}{path}?region=440000")
            for key in keys:
                # As long as Streamlit's own files lasted with so many others.
                page.wait_for_timeout(600)
                _, name, file = taken(page, key)
                assert name.endswith(".csv")
                assert file.startswith(b"\xef\xbb\xbf")
                assert file.count(b"\r\n") > 1
    assert wrong == []


def test_a_page_that_stood_open_still_gives_its_files(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=440000")
    with clicking(server, 10):
        page.wait_for_timeout(3_000)
    *_, file = taken(page, "map")
    assert file.count(b"\r\n") == 22


def test_a_failure_is_said_beside_the_button(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=440000")
    button = page.locator("[data-table=map] button").first
    button.evaluate("button => { button.dataset.file = '/files/nothing/csv'; }")
    button.click()
    said = page.locator("[data-table=map] .download-said")
    expect(said).to_have_text("下载失败：这个下载链接已经过期，请刷新页面后再下载。")
    page.route("**/files/**", lambda route: route.abort())
    button.click()
    expect(said).to_have_text("下载失败：连不上服务器，请稍后再试。")


def test_who_waits_is_told_and_then_gets_the_file(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=440000")
    asked: list[str] = []

    def slowly(route) -> None:
        asked.append(route.request.method)
        if len(asked) == 1:
            route.fulfill(status=202, body="前面还有 3 个在等", content_type="text/plain")
        elif len(asked) == 2:
            said = page.locator("[data-table=map] .download-said").text_content()
            asked.append(said or "")
            route.continue_()
        else:
            route.continue_()

    page.route("**/files/**", slowly)
    *_, file = taken(page, "map")
    assert file.count(b"\r\n") == 22
    assert "前面还有 3 个在等" in asked


def test_the_file_is_the_visitor_s_browser_s_alone_to_find(server: str, page: Page) -> None:
    """Two visitors of one view have two addresses, each too long to guess."""
    open_page(page, f"{server}/placement?region=440000")
    place = page.locator("[data-table=map] button").first.get_attribute("data-file")
    with Session(server) as session:
        others = session.open(Address("placement", (("region", "440000"),))).files
    assert others
    assert place
    assert place not in others
    assert all(len(Path(one).parent.name) >= 43 for one in [place, *others])
