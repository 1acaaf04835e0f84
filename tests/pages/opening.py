"""Going from page to page in Streamlit's own test, as its navigation does."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import ROOT, Home


def go_to_page(app: AppTest, page: str) -> AppTest:
    """Chooses a page of the navigation by its address; the app must have run once.

    AppTest's own ``switch_page`` goes by files, of which one serves several pages.
    """
    address = "" if page == "overview" else page
    (app._page_hash,) = (
        code for code, one in app._registered_pages.items() if one["url_pathname"] == address
    )
    return app


def open_page(monkeypatch: pytest.MonkeyPatch, home: Home, page: str, **parameters: str) -> AppTest:
    """A page of a home, gone to from the overview, at an address; nothing went wrong on it."""
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.run()
    go_to_page(app, page)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app
