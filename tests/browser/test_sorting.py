"""The table of children is sorted by its headings, and stays so when a choice draws it anew."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import open_page, settled

pytestmark = pytest.mark.browser

PLACED = "placements_placed"
NO_NUMBER = ("未上报", "无可比")


def column(page: Page, place: int) -> list[str]:
    cells = page.locator(f"table.sortable tbody tr > :nth-child({place + 1})")
    return cells.all_inner_texts()


def numbers(page: Page, place: int) -> list[float]:
    """The numbers written in a column, what stands for none and marks of partial ones left out."""
    written = [text.removeprefix("缺").strip() for text in column(page, place)]
    texts = [text.replace(",", "").replace("−", "-") for text in written]
    return [float(text) for text in texts if text not in NO_NUMBER]


def test_headings_sort_the_table(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=430300&year=2025")
    heading = page.locator(f"table.sortable th[data-column={PLACED}]")
    place = heading.evaluate("heading => heading.cellIndex")
    names, values = column(page, 0), numbers(page, place)
    assert len(names) > 2
    assert values not in (sorted(values), sorted(values, reverse=True))

    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert numbers(page, place) == sorted(values, reverse=True)

    page.get_by_test_id("stButtonGroup").get_by_text("四季度").click()
    settled(page)
    # 韶山 has not reported October: what has no value stands last, whichever way it is sorted.
    quarter = numbers(page, place)
    assert column(page, place)[-1] in NO_NUMBER
    assert len(quarter) == len(names) - 1
    assert quarter == sorted(quarter, reverse=True)
    expect(heading).to_have_attribute("aria-sort", "descending")

    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert numbers(page, place) == sorted(quarter)
    assert column(page, place)[-1] in NO_NUMBER

    page.locator("table.sortable th[data-column=region] button").click()
    assert column(page, 0) == names
    expect(heading).to_have_attribute("aria-sort", "none")
