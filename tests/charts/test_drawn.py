"""Figures as a browser draws them: nothing fetched from outside, hostile texts shown as text."""

import copy
import json
import re
import subprocess
from array import array
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly
import pytest

from dashboard.charts.checklists import item_checklist
from dashboard.charts.classes import classes
from dashboard.charts.frame import Figure, config
from dashboard.charts.geometry import Boundaries, Ring
from dashboard.charts.maps import choropleth
from dashboard.charts.palette import LIGHT
from dashboard.charts.rankings import ranking
from dashboard.ranking import rank
from tests.browser.chromium import HOW, find_chromium
from tests.charts.samples import EVIL, PROVINCE, RATE, make_observation, make_region

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
RING = Ring(array("d", [110, 110, 112, 112, 110]), array("d", [20, 22, 22, 20, 20]))
EVIL_REGION = make_region("440100", EVIL, short_name="<i>斜</i>&lt;b>%{text}")


@pytest.fixture(scope="module")
def browser() -> Path:
    found = find_chromium()
    if found is None:
        pytest.skip(f"no Chromium\n{HOW}")
    return found


def drawn(browser: Path, folder: Path, figure: Figure, pointed: str = "") -> str:
    """What the browser made of the figure, Plotly being told where it is ``pointed`` at."""
    specification = copy.deepcopy(figure.to_dict()) | {"config": config()}
    for trace in specification["data"]:
        if trace["type"] == "choropleth":
            trace["geojson"] = _collection(trace["locations"])
    hover = f"Plotly.Fx.hover('here', {pointed});" if pointed else ""
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><script src="{SCRIPT.as_uri()}"></script>'
        f'<div id="here" style="width:560px"></div><script>'
        f"Plotly.newPlot('here', {_for_script(specification)}).then(() => {{{hover}"
        "document.body.dataset.ready = 'yes'});</script>",
        encoding="utf-8",
    )
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=15000"]
    arguments += [f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    done = subprocess.run(
        [browser, *arguments, "--enable-logging=stderr", "--dump-dom", page.as_uri()],
        capture_output=True,
        timeout=120,
        encoding="utf-8",
    )
    assert "plot.ly" not in done.stderr
    assert 'data-ready="yes"' in done.stdout, done.stderr[-2000:]
    return re.sub(r"<script.*?</script>", "", done.stdout, flags=re.S)


def _collection(codes: list[str]) -> dict[str, Any]:
    square = [list(pair) for pair in zip(RING.longitudes, RING.latitudes, strict=True)]
    geometry = {"type": "Polygon", "coordinates": [square]}
    features = [{"type": "Feature", "id": code, "geometry": geometry} for code in codes]
    return {"type": "FeatureCollection", "features": features}


def _for_script(specification: dict[str, Any]) -> str:
    return json.dumps(specification).replace("</", "<\\/")


def shown(page: str) -> list[str]:
    """Every text of the drawing as it is read."""
    return [unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall(r"<text.*?</text>", page)]


class _Links(HTMLParser):
    """Collects what a page's elements point to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = [value or "" for name, value in attrs if name.endswith("href")]
        # A heatmap is drawn as a picture that carries itself.
        self.found += [found for found in addresses if not found.startswith("data:image/png")]
        if tag == "a":
            self.found.append("a")


def assert_inert(page: str) -> None:
    links = _Links()
    links.feed(page)
    assert links.found == []
    assert not any("font-style" in style for style in re.findall(r'<tspan style="([^"]*)"', page))


@pytest.mark.browser
def test_a_ranking_with_hostile_names(browser: Path, tmp_path: Path):
    figure = ranking(rank([make_observation(EVIL_REGION, 900, before=800)]), None, LIGHT)
    page = drawn(browser, tmp_path, figure, "[{curveNumber: 3, pointNumber: 0}]")
    assert_inert(page)
    assert any(text.startswith("<i>斜</i>") for text in shown(page))
    assert any(EVIL[:20] in text for text in shown(page)), "the hover"


@pytest.mark.browser
def test_a_map_with_hostile_names(browser: Path, tmp_path: Path):
    observations = [make_observation(EVIL_REGION, 900, before=800)]
    limits = Boundaries("app/static/geometry/cities/440000.geojson", {"440100": (RING,)})
    bounds = classes([observation.value for observation in observations], RATE)
    figure = choropleth(observations, PROVINCE, LIGHT, limits, classes=bounds).figure
    page = drawn(browser, tmp_path, figure)
    assert_inert(page)
    assert page.count("choroplethlayer") > 0
    assert len(re.findall(r'<path class="choroplethlocation"[^>]* d="M', page)) == 2
    assert any("90%" in text for text in shown(page)), "the legend"


@pytest.mark.browser
def test_a_grid_with_hostile_names(browser: Path, tmp_path: Path):
    rows = [(EVIL_REGION, [make_observation(EVIL_REGION, 900)])]
    figure = item_checklist(rows, ["<b>项</b>"], LIGHT)
    page = drawn(browser, tmp_path, figure, "[{curveNumber: 1, pointNumber: 0}]")
    assert_inert(page)
    assert any(EVIL[:20] in text for text in shown(page)), "the hover"
