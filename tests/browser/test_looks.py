"""Accessible, light and dark, and nothing wider than the screen it is read on."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_first_visit import PAGES
from tests.browser.waiting import open_page

pytestmark = pytest.mark.browser

# Streamlit's own faults: the grouped navigation's lists, and the drawings in its metrics.
STREAMLIT_S_OWN = {"list", "listitem", "svg-img-alt"}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_fault_that_is_ours(
    server: str,
    new_context: Callable[..., BrowserContext],
    asked_outside: list[str],
    path: str,
    scheme: str,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    open_page(page, f"{server}{path}?region=440000")
    faults = [
        (fault["id"], node["html"][:150])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in SERIOUS and fault["id"] not in STREAMLIT_S_OWN
        for node in fault["nodes"]
    ]
    assert not faults
    assert not asked_outside


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(
    server: str, new_context: Callable[..., BrowserContext], path: str, width: str
) -> None:
    page = new_context(width).new_page()
    open_page(page, f"{server}{path}?region=440000")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
    expect(page.locator(".finding")).to_be_visible()


def test_dark_is_dark(server: str, new_context: Callable[..., BrowserContext]) -> None:
    def background(scheme: str) -> str:
        page: Page = new_context(color_scheme=scheme).new_page()
        open_page(page, f"{server}/")
        app = page.get_by_test_id("stApp")
        return app.evaluate("element => getComputedStyle(element).backgroundColor")

    assert background("light") == "rgb(255, 255, 255)"
    assert background("dark") == "rgb(20, 26, 33)"
