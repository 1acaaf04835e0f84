"""Figures by category under a page's filter: limited by other dimensions, never by their own."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.ui.files import OFFERS
from tests.exports.support import of_table
from tests.pages.opening import open_page
from tests.pages.test_figures import html


def records_of(app: AppTest, title: str) -> list[dict[str, str]]:
    """The rows of the file beside a figure."""
    (token,) = re.findall(rf'/files/([^"/]+)/csv" aria-label="[^"]*：{title}"', html(app))
    offer = OFFERS.find(token)
    assert offer is not None
    return of_table(offer.table())


def amounts(records: list[dict[str, str]]) -> dict[tuple[str, str], float]:
    return {
        (one["帮扶项目"], one["资金来源"]): float(one["指标值"]) for one in records if one["指标值"]
    }


def subtitle(app: AppTest, title: str) -> str:
    """The line below the title of a figure."""
    found = re.search(rf"{title}[^<]*</h2><p[^>]*>([^<]*)</p>", html(app))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("filters", "obeyed", "found"),
    [
        # 广东's own office gave 100,000 from the province's fund, six weights 1000.50 a month.
        (
            {},
            "",
            {("应急救助", ""): 100_000, ("困难帮扶", ""): 60_030},
        ),
        ({"fund": "county"}, "；已筛选：县级资金", {("困难帮扶", "县级资金"): 60_030}),
        # Its own dimension does not limit it.
        (
            {"programme": "emergency"},
            "；不受筛选影响",
            {("应急救助", ""): 100_000, ("困难帮扶", ""): 60_030},
        ),
        (
            {"programme": "hardship", "fund": "province"},
            "；已筛选：省级资金",
            {("应急救助", "省级资金"): 100_000},
        ),
    ],
)
def test_a_figure_by_programme_is_of_the_chosen_fund(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, filters, obeyed, found
) -> None:
    app = open_page(
        monkeypatch, tiny_home, "relief", region="440000", indicator="relief_spent", **filters
    )
    assert amounts(records_of(app, "各类项目帮扶支出")) == found
    said = subtitle(app, "各类项目帮扶支出")
    assert said.endswith(obeyed)
    assert ("筛选" in said) == bool(obeyed)


@pytest.mark.parametrize(
    ("filters", "obeyed", "found"),
    [
        (
            {},
            "",
            {
                ("应急救助", "省级资金"): 100_000,
                ("困难帮扶", "县级资金"): 60_030,
                ("抚恤补助", "中央资金"): 300_000,
            },
        ),
        (
            {"programme": "emergency"},
            "；已筛选：应急救助",
            {("应急救助", "省级资金"): 100_000},
        ),
        ({"fund": "county"}, "；已筛选：县级资金", {("困难帮扶", "县级资金"): 60_030}),
        ({"programme": "emergency", "fund": "county"}, "；已筛选：应急救助、县级资金", {}),
        (
            {"programme": "pensions"},
            "；已筛选：抚恤补助",
            {("抚恤补助", "中央资金"): 300_000},
        ),
    ],
)
def test_a_figure_by_programme_and_fund_is_of_what_is_chosen_of_either(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, filters, obeyed, found
) -> None:
    app = open_page(monkeypatch, tiny_home, "relief", region="440000", **filters)
    assert amounts(records_of(app, "帮扶支出构成")) == found
    assert subtitle(app, "帮扶支出构成").endswith(obeyed)


def test_a_dimension_is_called_alike_on_the_page_and_in_files(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "relief", region="440000")
    headings = records_of(app, "帮扶支出构成")[0].keys()
    for dimension in ("programme", "fund"):
        title = catalogue().dimensions[dimension].name
        assert app.get_by_key(f"pick_{dimension}").label == title
        assert title in headings


def test_tiers_and_stars_are_those_of_the_chosen_stations(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "stations", region="440000", station_tier="county")
    tiers = records_of(app, "各层级在用服务中心（站）")
    assert {one["站点层级"] for one in tiers} > {"县级中心"}
    stars = records_of(app, "星级分布")
    assert {one["站点层级"] for one in stars} == {"县级中心"}
    county = [float(one["指标值"]) for one in tiers if one["站点层级"] == "县级中心"]
    assert sum(float(one["指标值"]) for one in stars) == sum(county) == 2
    assert subtitle(app, "星级分布").endswith("；已筛选：县级中心")
