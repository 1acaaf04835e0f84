"""Targets on pages: cards, the map's switch, the ranking, the table, the trend, the dictionary; and
that a home without them shows nothing of them."""

import json
import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from tests.pages.opening import open_page
from tests.pages.test_dictionary import file_of
from tests.pages.test_pages import html, notices


def figures(app: AppTest) -> str:
    """What the page's figures hold, as text."""
    specs = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    return unescape(json.dumps(specs, ensure_ascii=False))


def test_cards_ranking_table_and_trend(aiming_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(
        monkeypatch, aiming_home, "employment", region="440100", indicator="jobs_created"
    )
    body = unescape(html(app))
    assert 'class="goal none">目标 200 人 <b>按进度</b><span>按分月目标应达 147 人</span>' in body
    assert "虚线为目标（分月目标）" in body
    spec = figures(app)
    assert "目标（分月目标）" in spec
    assert "明显落后，按去年进度应达 75 人" in spec
    # A rate that it takes over is said to be the region's above.
    app = open_page(monkeypatch, aiming_home, "placement", region="440100")
    body = unescape(html(app))
    assert "目标 95.0%（沿用上级目标） <b>已达标</b>" in body
    assert "11 区沿用上级目标" in body
    assert '<th class="number" data-column="placement_rate_standing">' in body
    # 荔湾 has 10 of 13 on time, 12 points less than it should have by now.
    assert 'data-value="90.0" title="目标 90.0%（沿用上级目标），明显落后' in body
    assert re.search('<td class="number worse" data-value="-1[12][.][^>]*>明显落后</td>', body)


def test_the_map_shows_how_regions_stand(
    aiming_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"region": "440100", "indicator": "jobs_created"}
    app = open_page(monkeypatch, aiming_home, "employment", **asked)
    assert "明显落后 1" not in figures(app)
    (switch,) = [one for one in app.button_group if one.key == "pick_shade"]
    switch.set_value("target").run()
    assert app.query_params["shade"] in ("target", ["target"])
    assert not app.exception
    spec = figures(app)
    assert "明显落后 1" in spec
    assert re.search("(?<!明显)落后 1", spec)
    assert "对照目标：1 区明显落后（荔湾），1 区落后" in unescape(html(app))
    app = open_page(monkeypatch, aiming_home, "employment", **asked, shade="<b>x</b>")
    assert notices(app).count("无效") == 1


def test_completion_over_time_says_its_target_below_the_title_and_to_who_cannot_see_it(
    aiming_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, aiming_home, "memorial", region="430300")
    assert "按名录中各项的完成日期计算；虚线为目标（年内进度）" in unescape(html(app))
    said = [one.proto.alt for one in app.get("plotly_chart")]
    assert sum("走势" in one and "。目标 90.0%，" in one for one in said) == 2


def test_rules_and_dictionary(aiming_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, aiming_home, "warnings", region="440100")
    reasons = {record["原因"] for record in file_of(html(app))}
    assert "慢于去年进度（75 人）33.3%" in reasons
    body = html(open_page(monkeypatch, aiming_home, "dictionary", region="440100"))
    assert "<dt>目标</dt><dd>广州市2025年 200 人，其中9月末 120 人</dd>" in body


def test_a_home_without_targets_shows_nothing_of_them(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in ("employment", "placement", "dictionary", "help"):
        app = open_page(monkeypatch, tiny_home, page, region="440100")
        for word in ("对照目标", "目标进度", "按进度", "明显落后", "沿用上级目标"):
            assert word not in unescape(html(app)), (page, word)
            assert word not in figures(app), (page, word)
        assert not [one for one in app.button_group if one.key == "pick_shade"]
