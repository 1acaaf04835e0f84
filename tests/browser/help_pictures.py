"""The pictures of the page 使用说明; run as a program, it makes them anew from the demonstration.

    python -m tests.browser.help_pictures

It makes Guangdong's demonstration and a build of it in a folder of its own, serves it, and takes
each part that the page explains. Every picture says on itself that it shows a demonstration.
"""

import base64
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image  # Streamlit's own
from playwright.sync_api import Page, sync_playwright

from dashboard.figure_words import DEMONSTRATION, NATURES
from dashboard.settings import ROOT, Home
from tests.browser.chromium import HOW, find_chromium
from tests.browser.serving import serving
from tests.browser.waiting import open_page, settled

FOLDER = ROOT / "static" / "help"
PROVINCE = "440000"
# The main part is then as wide as the page shows pictures.
ACROSS, DOWN = 1190, 1000
NARROW = 400
SHARPNESS = 1.5
QUALITY = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: its address, what it begins with and what it ends with (selectors, the end
    is in the picture), how high it may be in pixels, what is done before it is taken, and how wide
    the screen is."""

    name: str
    path: str
    begins: str
    ends: str
    most: int = 560
    act: Callable[[Page], None] = lambda page: None
    across: int = ACROSS


def _limit(page: Page) -> None:
    page.get_by_role("button", name="按数值筛选").click()
    settled(page)


_MAP = "[data-testid=stHorizontalBlock]:has([class*=st-key-map_])"
_REPORTS = "[data-testid=stHorizontalBlock]:has([data-testid=stPlotlyChart])"
PICTURES = (
    Picture("overview", "/", ".st-key-place", ".concerns"),
    Picture("card", "/", ".cards .card:nth-child(1)", ".cards .card:nth-child(2)"),
    Picture("map", "/placement", _MAP, "[class*=st-key-map_]", 700, across=1440),
    Picture(
        "choices", "/placement", "[data-testid=stSidebarUserContent]", ".st-key-pick_period", 460
    ),
    Picture(
        "table",
        "/placement?below=92",
        ".st-key-head_children",
        "[data-testid=stPopoverBody]",
        act=_limit,
    ),
    Picture(
        "provenance", "/provenance?indicator=placement_rate", ".finding", ".plain >> nth=1", 760
    ),
    Picture("reports", "/governance", _REPORTS, _REPORTS, 420),
)


def take(page: Page, server: str, picture: Picture) -> bytes:
    """The picture as WebP, with the words of the demonstration below it."""
    joined = "&" if "?" in picture.path else "?"
    page.set_viewport_size({"width": picture.across, "height": DOWN})
    open_page(page, f"{server}{picture.path}{joined}region={PROVINCE}")
    picture.act(page)
    first, last = page.locator(picture.begins).first, page.locator(picture.ends).first
    first.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(500)
    begin, end = first.bounding_box(), last.bounding_box()
    if begin is None or end is None:
        raise LookupError(f"{picture.name}: nothing of it is on {picture.path}")
    clip = {
        "x": min(begin["x"], end["x"]) - 6,
        "y": max(begin["y"] - 6, 0),
        "width": max(begin["x"] + begin["width"], end["x"] + end["width"])
        - min(begin["x"], end["x"])
        + 12,
        "height": min(end["y"] + end["height"] - begin["y"] + 12, picture.most),
    }
    return _marked(page, page.screenshot(clip=clip), clip["width"])


def _marked(page: Page, shot: bytes, width: float) -> bytes:
    """The picture with the words of the demonstration below it."""
    words = NATURES["zh", True] if width < NARROW else DEMONSTRATION["zh"]
    data = base64.b64encode(shot).decode()
    sheet = page.context.new_page()
    sheet.set_content(
        f'<body style="margin:0"><figure style="margin:0;width:{width}px;background:#fff">'
        f'<img style="display:block;width:100%" src="data:image/png;base64,{data}">'
        '<figcaption style="font:13px sans-serif;color:#b45309;padding:4px 8px;text-align:right">'
        f"{words}</figcaption></figure>"
    )
    whole = sheet.locator("figure").screenshot()
    sheet.close()
    made = io.BytesIO()
    with Image.open(io.BytesIO(whole)) as picture:
        picture.convert("RGB").save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


def take_all(page: Page, server: str) -> Iterator[tuple[str, bytes]]:
    """The name of the file of each picture, and the picture."""
    for picture in PICTURES:
        yield f"{picture.name}.webp", take(page, server, picture)


def _run(*command: str) -> None:
    subprocess.run([sys.executable, "-m", "dashboard", *command], check=True, cwd=ROOT)


def main() -> int:
    path = find_chromium()
    if path is None:
        print(f"No Chromium.\n{HOW}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Home(Path(folder))
        _run("demo", "--out", str(home.exports), "--provinces", PROVINCE)
        _run("build", "--home", folder)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": ACROSS, "height": DOWN},
            device_scale_factor=SHARPNESS,
            locale="zh-CN",
            color_scheme="light",
        )
        with serving(home, Path(folder) / "server.txt") as server:
            for name, picture in take_all(context.new_page(), server):
                (FOLDER / name).write_bytes(picture)
                print(f"{name} {len(picture):,}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
