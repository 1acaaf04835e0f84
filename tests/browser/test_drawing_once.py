"""A choice draws every figure once, although Streamlit hands each one to Plotly twice."""

import pytest
from playwright.sync_api import Page

from tests.browser.waiting import open_page, settled

pytestmark = pytest.mark.browser

# How many times each figure was drawn: Plotly draws one in a single task, and only drawing puts
# elements into it. (A map is drawn in several, since it waits for its boundaries.)
_COUNT_DRAWINGS = """
() => {
  window.drawings = {};
  new MutationObserver(changes => {
    const drawn = new Set();
    for (const change of changes) {
      const figure = change.addedNodes.length && change.target.closest('.svg-container');
      const key = figure && figure.closest('[class*=st-key-]');
      if (key) drawn.add(key.className.match(/st-key-(\\w+)/)[1]);
    }
    for (const key of drawn) window.drawings[key] = (window.drawings[key] || 0) + 1;
  }).observe(document.body, {childList: true, subtree: true});
}
"""


def test_a_choice_draws_every_figure_once(server: str, page: Page) -> None:
    open_page(page, f"{server}/placement?region=440000&year=2025")
    page.evaluate(_COUNT_DRAWINGS)
    page.get_by_test_id("stButtonGroup").get_by_text("一季度").click()
    settled(page)
    page.wait_for_timeout(1_000)
    drawings = page.evaluate("window.drawings")
    del drawings["map_440000_placement_rate_children"]
    assert drawings == {
        "ranking_440000_placement_rate": 1,
        "chart_trend": 1,
        "chart_by_placement_category": 1,
    }
