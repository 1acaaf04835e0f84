"""Any address can be the first that a new process is asked for, and shows its page whole.

Left to itself, Streamlit runs a file of pages/ without app.py for the very first session that asks
for it, or finds no page; only a process that nobody has asked anything yet can show that.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.systems import catalogue
from dashboard.ui.navigation import LEADING_PAGES, REFERENCE_PAGES
from tests.browser.acting import finding, heading
from tests.browser.waiting import open_page

pytestmark = pytest.mark.browser

PAGES = {"/": "总览"} | {f"/{one.code}": one.name for one in catalogue().systems.values()}


@pytest.mark.parametrize("path", ["/", "/placement", "/stations", "/tasks"])
def test_a_page_opened_first_is_whole(fresh_server: str, page: Page, path: str) -> None:
    open_page(page, fresh_server + path)
    links = page.get_by_test_id("stSidebarNavLink")
    names = [text.strip() for text in links.all_inner_texts()]
    overview, *systems = PAGES.values()
    assert names == [overview, *LEADING_PAGES.values(), *systems, *REFERENCE_PAGES.values()]
    expect(links.and_(page.locator("[aria-current=page]"))).to_have_text(PAGES[path])
    assert heading(page) == "全国"
    assert re.search(r"\d", finding(page))
    expect(page.get_by_label("查找地区")).to_be_visible()
    expect(page.locator(".build-line")).to_contain_text("数据版本")
    assert page.locator(".js-plotly-plot").count() >= 2
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.title() == f"{PAGES[path]} · 全国 · 退役军人事务数据看板"
