"""Accessible, light and dark, and nothing wider than the screen it is read on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.acting import heading
from tests.browser.conftest import WIDTHS, visitors
from tests.browser.test_first_visit import PAGES
from tests.browser.waiting import go_to, open_page, settled

pytestmark = pytest.mark.browser

# Streamlit's own faults: the grouped navigation's lists, and the drawings in its metrics.
STREAMLIT_S_OWN = {"list", "listitem", "svg-img-alt"}
SERIOUS = {"serious", "critical"}
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 26, 33)"}


def serious_faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds that hinders a reader and is ours: the rule and where."""
    return [
        (fault["id"], node["html"][:150])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in SERIOUS and fault["id"] not in STREAMLIT_S_OWN
        for node in fault["nodes"]
    ]


@dataclass
class Visitor:
    """Goes from page to page, by day or at night."""

    scheme: str
    page: Page
    asked_outside: list[str]


@pytest.fixture(scope="module", params=BACKGROUNDS)
def visitor(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Visitor]:
    asked_outside: list[str] = []
    with visitors(chromium, asked_outside) as make:
        page = make(color_scheme=request.param).new_page()
        open_page(page, f"{server}/?region=440000")
        yield Visitor(request.param, page, asked_outside)


@pytest.mark.parametrize("path", PAGES)
def test_it_can_be_read_by_everybody_at_every_width(visitor: Visitor, path: str) -> None:
    page, light = visitor.page, visitor.scheme == "light"
    across, down = WIDTHS["desktop"]
    page.set_viewport_size({"width": across, "height": down})
    go_to(page, PAGES[path])
    assert heading(page) == "广东省"
    background = BACKGROUNDS[visitor.scheme]
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
    assert not serious_faults(page)
    main = page.get_by_test_id("stMain")
    # Colours move nothing: in the dark one width tells of all.
    for width, (across, down) in WIDTHS.items() if light else ():
        page.set_viewport_size({"width": across, "height": down})
        if width != "desktop":
            settled(page)
        beyond = main.evaluate("element => element.scrollWidth - element.clientWidth")
        assert beyond <= 0, width
        expect(page.locator(".finding")).to_be_visible()
    assert not visitor.asked_outside


@pytest.mark.parametrize(
    ("path", "heads"),
    [
        ("/warnings?region=430300", ("本期", "同比", "已持续", "下级地区")),
        ("/published?region=430300", ("公开数", "看板数", "结论", "文件")),
        ("/regions?region=430000", ("变动", "原地区", "新地区", "依据和方式")),
    ],
)
def test_a_list_is_read_without_scrolling_sideways(
    server: str, new_context: Callable[..., BrowserContext], path: str, heads: tuple[str, ...]
) -> None:
    page = new_context("phone").new_page()
    open_page(page, f"{server}{path}")
    table = page.locator(".scrolled:has(.blocks)")
    for width in (1440, 1024, 820, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        beyond = table.evaluate("element => element.scrollWidth - element.clientWidth")
        assert beyond <= 0, width
    first = table.locator("tbody tr").first
    whole, name = (one.bounding_box() for one in (first, first.locator(".name")))
    assert whole is not None
    assert name is not None
    assert name["width"] > 0.8 * whole["width"]
    for head in heads:
        expect(first.locator(f'[data-head="{head}"]')).to_be_visible()
    assert not serious_faults(page)


# The lines that each text stands on; a line box of its own has one rectangle more.
_LINES = """
texts => texts.map(text => {
  const range = document.createRange();
  range.selectNodeContents(text);
  return new Set([...range.getClientRects()].map(one => Math.round(one.bottom / 4))).size;
})
"""


def test_what_belongs_together_stands_on_one_line(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    """（可比口径） and what a value should be by now on cards; the word 溯源 and its links."""
    page = new_context().new_page()
    open_page(page, f"{server}/placement?region=430300")
    texts = page.locator(".card .basis, .card .goal span, .finding .homes > span")
    assert texts.count() > 2
    for width in range(1440, 1000, -20):
        page.set_viewport_size({"width": width, "height": 900})
        assert set(texts.evaluate_all(_LINES)) == {1}, width
