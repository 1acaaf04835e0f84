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

# When the mouse went down, when anything that shows figures last changed, and when it was last
# drawn. Streamlit's table (the px page's) is drawn on a canvas; the elements inside that are for
# screen readers and change later.
_WATCH = """
() => {
  const shown = '[data-testid=stPlotlyChart], [data-testid=stHtml], [data-testid=stMetric], '
    + '[data-testid=stDataFrame], [data-testid=stMarkdown]';
  window.pressed = 0;
  window.changed = 0;
  window.drawn = 0;
  const waiting = {};
  const at = name => {
    waiting[name] ??= requestAnimationFrame(() => {
      window[name] = performance.now();
      delete waiting[name];
    });
  };
  addEventListener('pointerdown', () => { window.pressed = performance.now(); }, true);
  new MutationObserver(changes => {
    let inCanvas = false;
    for (const change of changes) {
      const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      if (!element || !(element.closest(shown) || element.querySelector(shown))) continue;
      if (element.closest('canvas')) {
        inCanvas = true;
        continue;
      }
      at('drawn');
      at('changed');
      return;
    }
    if (inCanvas) at('changed');
  }).observe(document.body,
    {childList: true, subtree: true, characterData: true, attributes: true});
  for (const name of ['fillText', 'drawImage']) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      at('drawn');
      at('changed');
      return draw.apply(this, given);
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
            took = [_choose(page, name) for page in pages]
            if number >= 2:
                ours.append(took[0])
                theirs.append(took[1])
        browser.close()
    figures = []
    for place, until in enumerate(("drawn", "the last change, for screen readers too")):
        both = [[took[place] for took in one] for one in (ours, theirs)]
        note = " ÷ ".join(f"{median(one):.0f}" for one in both) + " ms"
        figures.append(
            Figure(f"from filter to {until} ÷ the page in px", ratio(*both), 0.7, note=note)
        )
    return figures


def _choose(page: Page, name: str) -> tuple[float, float]:
    """Milliseconds from the click on a period until what shows figures was last drawn, and until
    it last changed."""
    page.bring_to_front()
    page.locator("[data-testid=stButtonGroup] button", has_text=name).first.click()
    page.wait_for_function(_DRAWN, timeout=SLOWEST)
    return tuple(
        page.evaluate("() => [window.drawn - window.pressed, window.changed - window.pressed]")
    )
