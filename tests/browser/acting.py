"""What a visitor does on a page: click a region on the map or in the ranking, read the page."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import settled

# The point of the screen that lies deepest in a region's polygon: its centre may lie outside, and
# near its edge the neighbour may be drawn above it.
_IN_POLYGON = """
([chart, code]) => {
  const path = [...chart.querySelectorAll('.choroplethlayer path')]
    .find(path => path.__data__.loc === code);
  const box = path.getBBox(), onto = path.getScreenCTM(), steps = 24;
  const inside = [], outside = [];
  for (let i = -1; i <= steps + 1; i++) for (let j = -1; j <= steps + 1; j++) {
    const x = box.x + box.width * i / steps, y = box.y + box.height * j / steps;
    (path.isPointInFill(new DOMPoint(x, y)) ? inside : outside).push([x, y]);
  }
  const depth = ([x, y]) => Math.min(...outside.map(([u, v]) => Math.hypot(x - u, y - v)));
  const [x, y] = inside.reduce((best, spot) => depth(spot) > depth(best) ? spot : best);
  const seen = new DOMPoint(x, y).matrixTransform(onto);
  return [seen.x, seen.y];
}
"""
# The middle of the mark that stands for a region, by the code in the trace's customdata.
_OF_MARK = """
([chart, code]) => {
  const plot = chart.querySelector('.js-plotly-plot');
  for (const trace of plot._fullData) {
    const at = (trace.customdata || []).findIndex(data => data && data[0] === code);
    if (at < 0 || !trace.x || trace.x[at] == null) continue;
    const frame = plot.getBoundingClientRect(), {xaxis, yaxis} = plot._fullLayout;
    return [
      frame.left + xaxis._offset + xaxis.d2p(trace.x[at]),
      frame.top + yaxis._offset + yaxis.d2p(trace.y[at]),
    ];
  }
}
"""


def click_on_map(page: Page, code: str) -> None:
    _click(page, page.locator("[class*='st-key-map_']"), _IN_POLYGON, code)


def click_in_ranking(page: Page, code: str) -> None:
    _click(page, page.locator("[class*='st-key-ranking_']"), _OF_MARK, code)


def _click(page: Page, chart: Locator, where: str, code: str) -> None:
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".js-plotly-plot")).to_be_visible()
    spot = page.evaluate(where, [chart.element_handle(), code])
    assert spot, f"{code} is not drawn"
    # Plotly answers a click only where the mouse was seen to arrive.
    page.mouse.move(*spot)
    page.wait_for_timeout(200)
    page.mouse.click(*spot)
    expect_region(page, code)


def expect_region(page: Page, code: str) -> None:
    """Until the address names the region and the page has come to rest."""
    expect(page).to_have_url(re.compile(rf"[?&]region={code}\b"))
    settled(page)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def finding(page: Page) -> str:
    """The sentence that opens the page."""
    return page.locator(".finding").inner_text()


def parameter(page: Page, name: str) -> str | None:
    return parse_qs(urlsplit(page.url).query).get(name, [None])[0]
