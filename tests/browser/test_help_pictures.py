"""The pictures of 使用说明 can be made anew, and the page shows those that there are."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.browser.help_pictures import FOLDER, take_all
from tests.browser.waiting import open_page

pytestmark = pytest.mark.browser


def test_each_part_is_found_on_its_page(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    taken = dict(take_all(new_context().new_page(), server))
    assert taken.keys() == {path.name for path in FOLDER.iterdir()}
    for name, picture in taken.items():
        with Image.open(io.BytesIO(picture)) as image:
            assert image.format == "WEBP", name
            assert image.width > 200, name
            assert image.height > 100, name


def test_the_page_shows_them(server: str, page: Page) -> None:
    open_page(page, f"{server}/help?region=440000")
    shown = page.locator(".st-key-help img")
    assert shown.count() == len(list(FOLDER.iterdir()))
    for picture in shown.all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete", arg=picture.element_handle())
        assert picture.evaluate("image => image.naturalWidth") > 200
        assert "演示数据" in (picture.get_attribute("alt") or "")
