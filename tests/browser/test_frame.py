"""What stands around every page: steps in the history, names, colours, words, widths, paper."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.department import TITLE
from dashboard.pipeline import build
from dashboard.settings import Home
from tests.browser.acting import (
    click_in_ranking,
    click_on_map,
    expect_region,
    heading,
    parameter,
)
from tests.browser.serving import serving
from tests.browser.waiting import open_page, settled
from tests.tiny_exports import TODAY, write_tiny_exports

pytestmark = pytest.mark.browser

PROVINCE, CITY = "440000", "440100"
MARK = "演示数据"
# What of a page is written in letters that are not Chinese, and read, seen or heard by somebody.
FOREIGN = r"""
() => {
  const found = new Set(), foreign = /[A-Za-z]{4}/;
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('script, style, noscript, .build-line, [data-testid=stIconMaterial]'))
      continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-title'])
      if (foreign.test(element.getAttribute(name) ?? '')) found.add(element.getAttribute(name));
    for (const {nodeType, nodeValue} of element.childNodes)
      if (nodeType === Node.TEXT_NODE && foreign.test(nodeValue)) found.add(nodeValue);
  }
  return [...found].filter(text => !text.includes('来源') && !/\bXLSX\b/.test(text));
}
"""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose exports are marked as a demonstration."""
    home = Home(tmp_path_factory.mktemp("demonstration"))
    write_tiny_exports(home.exports, demonstration=True)
    build(home, today=TODAY)
    with serving(home, home.path / "server.txt") as address:
        yield address


def steps(page: Page) -> int:
    return page.evaluate("history.length")


def foreign(page: Page) -> list[str]:
    page.wait_for_timeout(100)
    return page.evaluate(FOREIGN)


def test_one_click_is_one_step_to_a_view_that_is_named(server: str, page: Page) -> None:
    open_page(page, f"{server}/?region=never")
    page.get_by_text("没有代码为“never”的地区").wait_for()
    assert page.title() == f"总览 · 全国 · {TITLE}"
    main = page.get_by_test_id("stMain")
    before = steps(page)

    click_on_map(page, PROVINCE)
    assert main.evaluate("main => main.scrollTop") == 0
    click_in_ranking(page, CITY)
    assert main.evaluate("main => main.scrollTop") == 0
    assert steps(page) == before + 2
    assert page.title() == f"总览 · 广州市 · {TITLE}"
    page.get_by_test_id("stSidebarNavLink").filter(has_text="移交安置").click()
    expect(page).to_have_title(f"移交安置 · 广州市 · {TITLE}")
    settled(page)
    page.get_by_text("二季度", exact=True).click()
    expect(page).to_have_url(re.compile("period=q2"))
    settled(page)
    assert steps(page) == before + 4
    expect(page.get_by_role("status").filter(has_text="移交安置 · 广州市")).to_have_count(1)

    for title in ("移交安置 · 广州市", "总览 · 广州市", "总览 · 广东省"):
        page.go_back()
        if "移交" in title:
            expect(page).not_to_have_url(re.compile("period"))
        expect(page).to_have_title(f"{title} · {TITLE}")
        settled(page)
    assert parameter(page, "region") == PROVINCE
    page.go_forward()
    expect_region(page, CITY)
    assert heading(page) == "广州市"
    assert steps(page) == before + 4


def test_the_system_s_change_to_dark_reaches_page_and_figures(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={PROVINCE}")
    ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink')"
    name = page.locator("[class*='st-key-ranking_'] .textpoint text").first
    light = page.evaluate(ink), name.evaluate("text => getComputedStyle(text).fill")
    before = steps(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        page.wait_for_timeout(300)
        settled(page)
        now = page.evaluate(ink), name.evaluate("text => getComputedStyle(text).fill")
        same = [one == other for one, other in zip(now, light, strict=True)]
        assert same == [scheme == "light"] * 2
    assert steps(page) == before


def test_narrow_screens(demonstration: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{demonstration}/placement")
    seen = "h1 => { const box = h1.getBoundingClientRect(); return box.top >= 0 && h1.contains("
    seen += "document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"
    sidebar = page.get_by_test_id("stSidebar")
    opener = page.get_by_role("button", name="展开侧栏")
    for width in (390, 640, 768):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.locator("h1").evaluate(seen), width
        expect(page.get_by_text(MARK).first).to_be_in_viewport()
    # What scrolls goes below the line of the button, and is not covered by it letter by letter.
    header = page.get_by_test_id("stHeader")
    expect(header).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 400)")
    expect(header).to_have_css("background-color", "rgb(255, 255, 255)")
    opener.click()
    page.get_by_label("查找地区").fill("广州")
    page.locator(".found-for[data-text=广州]").wait_for(state="attached")
    page.get_by_label("查找地区").press("Enter")
    expect_region(page, CITY)
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    opener.click()
    page.get_by_text("二季度", exact=True).click()
    expect(page).to_have_url(re.compile("period=q2"))
    expect(sidebar).to_have_attribute("data-collapsed", "true")


def test_whoever_goes_by_keyboard_sees_where_they_are(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={PROVINCE}")
    page.get_by_role("button", name="收起侧栏").focus()
    for name in ("总览", "预警", "移交安置"):
        page.keyboard.press("Tab")
        link = page.get_by_test_id("stSidebarNavLink").filter(has_text=name)
        expect(link).to_be_focused()
        expect(link).to_have_css("outline-style", "solid")
        expect(link).to_have_css("outline-width", "2px")


def test_the_keyboard_reaches_the_sidebar_where_it_is_open_alone(server: str, page: Page) -> None:
    """Folded away as on a phone, or where 1440 pixels are enlarged to twice their size."""
    page.set_viewport_size({"width": 720, "height": 450})
    open_page(page, f"{server}/placement?region={PROVINCE}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Tab")
    opener = page.get_by_role("button", name="展开侧栏")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    closer = page.get_by_role("button", name="收起侧栏")
    expect(closer).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()


def test_a_region_opened_by_keyboard_begins_at_its_top(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={PROVINCE}")
    page.locator("table.sortable").get_by_role("link", name="广州", exact=True).focus()
    page.keyboard.press("Enter")
    expect_region(page, CITY)
    expect(page.get_by_test_id("stMain")).to_be_focused()
    page.keyboard.press("Tab")
    place = page.locator(".st-key-place")
    assert place.evaluate("place => place.contains(document.activeElement)")


def test_columns_stand_side_by_side_where_there_is_room(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 820, "height": 1000})
    open_page(page, f"{server}/placement?region={PROVINCE}")
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    tops = page.get_by_test_id("stColumn").evaluate_all(
        "columns => columns.slice(0, 2).map(column => column.getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1]
    page.set_viewport_size({"width": 1440, "height": 1000})
    settled(page)
    tops = page.get_by_test_id("stColumn").evaluate_all(
        "columns => columns.slice(0, 2).map(column => column.getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]


def test_everything_is_said_in_chinese(server: str, page: Page) -> None:
    # Lists of choices close where something scrolls.
    page.set_viewport_size({"width": 1440, "height": 1300})
    open_page(page, f"{server}/placement?region={PROVINCE}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    assert not foreign(page)
    picked = page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input")
    picked.press("ArrowDown")
    expect(page.get_by_role("option", name="全选")).to_be_visible()
    assert not foreign(page)
    picked.fill("没有这类")
    expect(page.get_by_text("没有找到")).to_be_visible()
    assert not foreign(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    closer = page.get_by_test_id("stSidebarCollapseButton").locator("button")
    expect(closer).to_have_attribute("aria-label", "收起侧栏")
    page.locator(".js-plotly-plot").first.hover()
    assert not foreign(page)
    names = page.locator("button.download").evaluate_all(
        "buttons => buttons.map(button => button.ariaLabel)"
    )
    assert len(set(names)) == len(names) > 3
    traces = (
        page.locator("summary")
        .filter(has_text="溯源")
        .evaluate_all("all => all.map(one => one.ariaLabel)")
    )
    assert len(set(traces)) == len(traces) > 1
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nosuch", "地址中的页面不存在，已改为首页。"),
        ("/placement/nosuch", "地址中的页面不存在，已改为首页。"),
        ("/stations?region=:red[x]", "没有代码为“:red[x]”的地区"),
        ("/stations?period=:material/home:", "没有“:material/home:”这个时段"),
    ],
)
def test_wrong_addresses_say_so(server: str, page: Page, path: str, said: str) -> None:
    open_page(page, f"{server}{path}")
    expect(page.get_by_text(said)).to_be_visible()
    assert not foreign(page) or ":" in path


def test_a_server_that_is_gone(tiny_home: Home, page: Page, tmp_path: Path) -> None:
    with serving(tiny_home, tmp_path / "server.txt") as address:
        open_page(page, address)
    lost = page.get_by_role("dialog")
    expect(lost).to_contain_text("连接中断", timeout=30_000)
    expect(lost).to_contain_text("正在重试；恢复后本页自动继续。")
    assert not foreign(page)


def test_on_paper(demonstration: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    open_page(page, f"{demonstration}/placement?region={PROVINCE}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator("button.download").first).to_be_hidden()
    # What is hidden leaves no gap: the line below a figure begins where the figure does.
    foot = page.locator("[class*='st-key-foot_']:has(button)").first
    lefts = [one.bounding_box()["x"] for one in (foot, foot.locator(".panel-foot"))]
    assert lefts[0] == lefts[1]
    mark = page.locator(".build-line").get_by_text(MARK)
    expect(mark).to_be_visible()
    expect(mark).to_have_css("position", "fixed")
    wide = "main => main.getBoundingClientRect().width * parseFloat(getComputedStyle(main).zoom)"
    assert page.get_by_test_id("stMain").evaluate(wide) <= 1440
    # Totals once, at a table's end; headings on every sheet, where buttons are not repeated.
    expect(page.locator("table.sortable tfoot")).to_have_css("display", "table-row-group")
    for button in page.locator("table.sortable thead button").all():
        expect(button).to_have_css("display", "contents")
    # Shadows are not printed: names on a map have an edge of another kind.
    name = page.locator(
        "[class*='st-key-map_'] .textpoint text, [class*='st-key-map_'] .scattergeo text"
    )
    expect(name.first).to_have_css("paint-order", "stroke")
    expect(name.first).to_have_css("stroke-width", "3px")
    title = page.locator(".section-title").first
    expect(title).to_have_css("break-after", "avoid")


def test_another_page_of_a_list_begins_at_its_first_row(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context("phone").new_page()
    open_page(page, f"{server}/published")
    expect(page.locator(".foot").first).to_contain_text("第 1–50 条")
    page.locator(".st-key-pages_published button").last.click()
    expect(page).to_have_url(re.compile("published_page=1"))
    settled(page)
    expect(page.locator(".foot").first).to_contain_text("第 51–100 条")
    top = page.locator("table").first.bounding_box()
    assert top
    assert 0 <= top["y"] < 150
