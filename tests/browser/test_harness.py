"""The net itself: it must catch, or every test above it proves nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def test_a_request_to_another_host_is_refused_and_written_down(
    page: Page, asked_outside: list[str]
) -> None:
    with page.expect_event("requestfailed") as failed:
        page.set_content('<img src="https://fonts.example.com/icon.png">')
    assert failed.value.url == "https://fonts.example.com/icon.png"
    assert asked_outside == ["https://fonts.example.com/icon.png"]
    asked_outside.clear()


def test_a_websocket_to_another_host_is_written_down(page: Page, asked_outside: list[str]) -> None:
    page.set_content("<p>socket</p>")
    page.evaluate("new Promise(r => { new WebSocket('wss://example.com/s').onerror = () => r() })")
    assert asked_outside == ["wss://example.com/s"]
    asked_outside.clear()


def test_what_is_on_the_page_itself_is_no_request(page: Page, asked_outside: list[str]) -> None:
    page.set_content('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    assert asked_outside == []


def test_visitors_share_nothing(new_context: Callable[..., BrowserContext]) -> None:
    one, other = new_context(), new_context("phone")
    one.add_cookies([{"name": "a", "value": "1", "url": "http://127.0.0.1"}])
    assert other.cookies() == []
    assert other.new_page().viewport_size == {"width": 390, "height": 844}
