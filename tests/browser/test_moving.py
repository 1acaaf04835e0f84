"""Down by map and ranking, up by the breadcrumb, back and forward, the same view by its link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import (
    click_in_ranking,
    click_on_map,
    expect_region,
    finding,
    heading,
    parameter,
)
from tests.browser.waiting import open_page, settled

pytestmark = pytest.mark.browser

PROVINCE, CITY = "440000", "440100"


def test_down_by_the_map_and_up_by_the_breadcrumb(server: str, page: Page) -> None:
    open_page(page, f"{server}/")
    click_on_map(page, PROVINCE)
    assert heading(page) == "广东省"
    click_on_map(page, CITY)
    assert heading(page) == "广州市"
    page.get_by_role("button", name="广东省").click()
    expect_region(page, PROVINCE)
    assert heading(page) == "广东省"


def test_down_by_the_ranking(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={PROVINCE}")
    click_in_ranking(page, CITY)
    assert heading(page) == "广州市"


def test_back_and_forward(server: str, page: Page) -> None:
    open_page(page, f"{server}/relief?region={PROVINCE}")
    before = finding(page)
    click_on_map(page, CITY)
    page.go_back()
    expect_region(page, PROVINCE)
    assert (heading(page), finding(page)) == ("广东省", before)
    page.go_forward()
    expect_region(page, CITY)
    assert heading(page) == "广州市"


def test_the_view_follows_to_another_page(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={CITY}&year=2024")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="服务站点").click()
    expect(page).to_have_url(re.compile(rf"/stations\?region={CITY}&year=2024(&build=|$)"))
    settled(page)
    assert heading(page) == "广州市"
    assert "2024年" in finding(page)


def test_a_copied_link_opens_the_same_view(
    server: str, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    open_page(page, f"{server}/placement")
    page.get_by_label("查找地区").fill("440100")
    page.locator(".st-key-found_regions").get_by_role("button", name="广州市").click()
    expect_region(page, CITY)
    page.get_by_text("二季度", exact=True).click()
    settled(page)
    assert parameter(page, "period") == "q2"
    other = new_context("tablet").new_page()
    open_page(other, page.url)
    assert heading(other) == heading(page) == "广州市"
    assert finding(other) == finding(page)
    assert "二季度" in finding(other)


def test_a_bad_link_says_so_and_shows_the_default(server: str, page: Page) -> None:
    open_page(page, f"{server}/stations?region=123456&year=1066&period=never")
    assert heading(page) == "全国"
    expect(page.get_by_test_id("stAlert")).to_have_count(3)


def test_a_name_in_the_table_opens_its_region_by_keyboard(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region={PROVINCE}&grain=quarter")
    page.evaluate("window.loaded = 'once'")
    before = page.evaluate("history.length")
    page.locator(f"table.sortable a[data-region='{CITY}']").focus()
    page.keyboard.press("Enter")
    expect_region(page, CITY)
    settled(page)
    assert heading(page) == "广州市"
    # The rest of the address stays, nothing is loaded anew, and Back is one step away.
    assert parameter(page, "grain") == "quarter"
    assert page.evaluate("window.loaded") == "once"
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect_region(page, PROVINCE)


def test_the_warnings_of_a_view_are_counted_beside_their_page(server: str, page: Page) -> None:
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text="预警")
    counts = []
    for code in (PROVINCE, CITY):
        open_page(page, f"{server}/placement?region={code}")
        expect(link).to_have_attribute("data-count", re.compile(r"[1-9]\d*"), timeout=60_000)
        counts.append(link.get_attribute("data-count"))
        expect(link).to_have_attribute("aria-label", f"预警，{counts[-1]} 项")
    link.click()
    expect(page).to_have_url(re.compile("/warnings"))
    settled(page)
    assert f"有 {counts[-1]} 项预警" in finding(page)
    page.go_back()
    settled(page)
    assert link.get_attribute("data-count") == counts[-1]
