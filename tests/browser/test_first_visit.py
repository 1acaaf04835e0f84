"""Any address can be the first that a new process is asked for, and shows its page whole.

Streamlit runs a file of pages/ without app.py for the very first session that asks
for it; only a process that nobody has asked anything yet can show that.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import finding, heading
from tests.browser.waiting import open_page

pytestmark = pytest.mark.browser

PAGES = {
    "/": "总览",
    "/placement": "移交安置",
    "/stations": "服务站点",
    "/relief": "帮扶支出",
    "/memorial": "褒扬纪念",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opened_first_is_whole(fresh_server: str, page: Page, path: str) -> None:
    open_page(page, fresh_server + path)
    links = page.get_by_test_id("stSidebarNavLink")
    assert [text.strip() for text in links.all_inner_texts()] == list(PAGES.values())
    expect(links.and_(page.locator("[aria-current=page]"))).to_have_text(PAGES[path])
    assert heading(page) == "全国"
    assert re.search(r"\d", finding(page))
    expect(page.get_by_label("查找地区")).to_be_visible()
    expect(page.locator(".build-line")).to_contain_text("数据版本")
    assert page.locator(".js-plotly-plot").count() >= 2
    assert page.title() == "退役军人事务数据看板"
