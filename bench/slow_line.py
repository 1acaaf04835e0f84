"""A first visit over a slow line: nothing in the browser's cache, 1.6 Mbit/s, 150 ms a way."""

import shutil
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from bench.homes import everything
from bench.serving import dashboard_as_run

SLOWEST = 120_000  # milliseconds
# Bytes a second.
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
_SENTENCE, _MAP = ".finding", ".choroplethlayer path"
# Seconds.
BARS = {"the first sentence": 6.0, "the map": 15.0}


def first_visit(scratch: Path, quick: bool) -> list[Figure]:
    """Every turn is a browser's first visit to the overview, on a server that is warm."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with (
        dashboard_as_run(everything(scratch, quick)) as (address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _visit(browser, address)
        turns = [_visit(browser, address) for _ in range(1 if quick else 3)]
        browser.close()
    seconds = zip(*(taken for taken, _ in turns), strict=True)
    sent = median(megabytes for _, megabytes in turns)
    return [
        Figure(f"first visit at 1.6 Mbit/s to {what}", median(taken), bar, "s")
        for (what, bar), taken in zip(BARS.items(), seconds, strict=True)
    ] + [Figure("first visit, sent until the map is drawn", sent, None, "MB")]


def _visit(browser: Browser, address: str) -> tuple[tuple[float, float], float]:
    """Seconds to the sentence and to the map, and the megabytes that were sent until then."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", _LINE)
    sent = []
    line.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    taken = []
    for shown in (_SENTENCE, _MAP):
        page.wait_for_selector(shown, timeout=SLOWEST)
        taken.append(time.perf_counter() - began)
    context.close()
    return (taken[0], taken[1]), sum(sent) / 1e6
