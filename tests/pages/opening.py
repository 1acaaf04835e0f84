"""Going from page to page in Streamlit's own test, as its navigation does."""

from streamlit.testing.v1 import AppTest


def go_to_page(app: AppTest, page: str) -> AppTest:
    """Chooses a page of the navigation by its address; the app must have run once.

    AppTest's own ``switch_page`` goes by files, of which one serves several pages.
    """
    address = "" if page == "overview" else page
    (app._page_hash,) = (
        code for code, one in app._registered_pages.items() if one["url_pathname"] == address
    )
    return app
