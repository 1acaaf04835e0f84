"""The address says which build it shows, quietly; and notices are text."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.builds_folder import read_current
from dashboard.settings import Home
from tests.browser.acting import heading, parameter
from tests.browser.serving import serving
from tests.browser.waiting import SLOWEST_RUN, open_page, settled

pytestmark = pytest.mark.browser

OLD = "20240102T030405-aaaaaa"


def test_the_build_is_in_the_address_and_no_step_of_the_history(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=430000")
    expect(page).to_have_url(re.compile(r"[?&]build=\d{8}T\d{6}-"))
    open_page(page, f"{server}/placement?region=440000")
    expect(page).to_have_url(re.compile(r"[?&]build=\d{8}T\d{6}-"))
    page.go_back()
    settled(page)
    assert parameter(page, "region") == "430000"
    assert heading(page) == "湖南省"
    page.go_forward()
    settled(page)
    page.locator(".st-key-up_100000 button").first.click()
    expect(page).to_have_url(re.compile("region=100000"))
    settled(page)
    assert parameter(page, "build")
    page.go_back()
    expect(page.locator("h1")).to_have_text("广东省", timeout=SLOWEST_RUN)
    settled(page)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="帮扶支出").click()
    expect(page).to_have_url(re.compile("/relief"))
    settled(page)
    expect(page).to_have_url(re.compile(r"[?&]build=\d{8}T\d{6}-"))
    assert heading(page) == "广东省"
    assert page.locator(".link-line").count() == 0


def test_a_copied_link_is_opened_by_somebody_else_after_a_new_build(
    new_context: Callable[..., BrowserContext], tiny_copy: Home, tmp_path: Path
) -> None:
    newer = read_current(tiny_copy).build_id
    older = tiny_copy.builds / f"{OLD}.duckdb"
    shutil.copy(tiny_copy.builds / f"{newer}.duckdb", older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("update build_info set value = $id where key = 'build_id'", {"id": OLD})
    tiny_copy.current.write_text(f"{OLD}.duckdb\n", encoding="utf-8")
    with serving(tiny_copy, tmp_path / "server.txt") as address:
        first = new_context().new_page()
        open_page(first, f"{address}/placement?region=440000")
        expect(first).to_have_url(re.compile(f"build={OLD}"))
        copied = first.url
        tiny_copy.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
        other = new_context().new_page()
        open_page(other, copied)
        expect(other.locator(".link-line")).to_contain_text("20240102T030405-aaaaaa")
        other.get_by_role("button", name="查看当时的数据").click()
        expect(other.locator(".build-line")).to_contain_text(OLD)
        other.get_by_role("button", name="回到最新数据").click()
        expect(other.locator(".build-line")).to_contain_text(str(newer))
        expect(other).to_have_url(re.compile(f"build={newer}"))
        # Whose page stood open is not asked.
        first.locator(".st-key-up_100000 button").first.click()
        expect(first.locator(".build-line")).to_contain_text(str(newer))
        expect(first).to_have_url(re.compile(f"build={newer}"))
        assert first.locator(".link-line").count() == 0


def test_a_notice_is_text_and_is_said_once(server: str, page: Page) -> None:
    page.goto(f"{server}/placement?region=440000&year=https://evil.example&extent=:material/home:")
    settled(page)
    notices = page.locator(".notice")
    expect(notices).to_have_count(2)
    assert notices.locator("a, [data-testid=stIconMaterial]").count() == 0
    assert "https://evil.example" in notices.first.inner_text()
    assert ":material/home:" in notices.nth(1).inner_text()
    expect(page).not_to_have_url(re.compile("evil"))
    page.locator(".st-key-up_100000 button").first.click()
    expect(page).to_have_url(re.compile("region=100000"))
    settled(page)
    expect(notices).to_have_count(0)
