"""Waiting for a Streamlit page to have come to rest."""

from playwright.sync_api import Page, expect

AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
SLOWEST_RUN = 120_000  # milliseconds; a first page on a cold process of a busy machine


def settled(page: Page) -> None:
    """Until the script has run, nothing is being drawn anew, and no run has begun again.

    A click starts a run a moment later, so rest counts only once it has lasted.
    """
    app = page.locator(AT_REST)
    for _ in range(2):
        expect(app).to_have_count(1, timeout=SLOWEST_RUN)
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=SLOWEST_RUN)
        expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=SLOWEST_RUN)
        page.wait_for_timeout(250)
    expect(app).to_have_count(1, timeout=SLOWEST_RUN)


def open_page(page: Page, address: str) -> None:
    """Opens an address and waits; a page that could not be drawn fails at once."""
    page.goto(address)
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("This app has encountered an error")).to_have_count(0)


def go_to(page: Page, name: str) -> None:
    """To a page of the navigation, where nothing is loaded anew; its address stays otherwise."""
    link = page.get_by_test_id("stSidebarNavLink").filter(has=page.get_by_text(name, exact=True))
    # Where the sidebar is folded away it can't be seen.
    link.evaluate("link => link.click()")
    expect(link).to_have_attribute("aria-current", "page")
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
