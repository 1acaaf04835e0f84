"""From a filter to a drawn page in Chromium, ours and the page in plotly.express."""

import shutil
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from bench.figures import Figure, ratio
from bench.homes import everything
from bench.serving import dashboard, px_page

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
SLOWEST = 120_000  # milliseconds
QUIET = 1_500  # milliseconds without a change after which a page counts as drawn

# When the mouse went down, and when anything that shows figures last changed. A table is drawn on a
# canvas; the elements inside one are for screen readers and never drawn.
_WATCH = """
() => {
  const shown = '[data-testid=stPlotlyChart], [data-testid=stHtml], [data-testid=stMetric], '
    + '[data-testid=stDataFrame], [data-testid=stMarkdown]';
  window.pressed = 0;
  window.changed = 0;
  addEventListener('pointerdown', () => { window.pressed = performance.now(); }, true);
  new MutationObserver(changes => {
    for (const change of changes) {
      const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      if (!element || element.closest('canvas')) continue;
      if (element.closest(shown) || element.querySelector(shown)) {
        requestAnimationFrame(() => { window.changed = performance.now(); });
        return;
      }
    }
  }).observe(document.body,
    {childList: true, subtree: true, characterData: true, attributes: true});
  for (const name of ['fillText', 'drawImage']) {
    const drawn = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      requestAnimationFrame(() => { window.changed = performance.now(); });
      return drawn.apply(this, given);
    };
  }
}
"""
_DRAWN = f"""
() => window.changed > window.pressed && performance.now() - window.changed > {QUIET}
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]') !== null
"""


def filters(scratch: Path, quick: bool) -> list[Figure]:
    """Both pages stand open side by side; a quarter is chosen in the one, then in the other."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    home = everything(scratch, quick)
    ours, theirs = [], []
    with (
        dashboard(home) as (address, _),
        px_page(home, scratch) as (px_address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = []
        for place in (f"{address}/placement", f"{px_address}/"):
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(f"{place}?region=440000&year=2025")
            expect(page.get_by_test_id("stPlotlyChart")).to_have_count(4, timeout=SLOWEST)
            page.wait_for_timeout(3_000)
            page.evaluate(_WATCH)
            pages.append(page)
        for number in range(2 + (6 if quick else 16)):
            name = QUARTERS[number % len(QUARTERS)]
            seconds = [_choose(page, name) for page in pages]
            if number >= 2:
                ours.append(seconds[0])
                theirs.append(seconds[1])
        browser.close()
    note = f"{median(ours):.0f} ÷ {median(theirs):.0f} ms"
    return [Figure("from filter to drawn ÷ the page in px", ratio(ours, theirs), 0.7, note=note)]


def _choose(page: Page, name: str) -> float:
    """Milliseconds from the click on a period to the last change of what shows figures."""
    page.bring_to_front()
    page.locator("[data-testid=stButtonGroup] button", has_text=name).first.click()
    page.wait_for_function(_DRAWN, timeout=SLOWEST)
    return page.evaluate("() => window.changed - window.pressed")
