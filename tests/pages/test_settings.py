"""What pages take from a department's settings: names, first page, cards, bounds, numbers."""

import re
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import ROOT, Home
from dashboard.ui.files import OFFERS
from tests.pages.opening import open_page


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def says(home: Home, text: str) -> Home:
    home.settings.write_text(text, encoding="utf-8")
    return home


def test_names_contact_and_the_number_of_the_maps(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = says(
        tiny_copy,
        "name: 广东省退役军人事务厅\ntitle: 工作看板\n"
        "contact: 信息中心 <020>\nmap_review_number: 粤S001",
    )
    body = html(open_page(monkeypatch, home, "placement", region="440000"))
    assert 'content: "广东省退役军人事务厅\\A 工作看板"' in body
    assert "广东省退役军人事务厅 · 信息中心 &lt;020&gt;" in body
    assert "审图号：粤S001" in body
    plain = html(open_page(monkeypatch, says(tiny_copy, ""), "placement", region="440000"))
    assert "无审图号" in plain


def test_the_cards_of_the_overview_are_those_chosen(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = says(tiny_copy, "headline_cards: [relief_spent, placement_on_time_rate]")
    body = html(open_page(monkeypatch, home, "overview", region="440000"))
    assert body.count('<div class="card') == 2 + body.count('<div class="cards')
    assert body.index(">帮扶支出</div>") < body.index(">按时安置率</div>")


def test_a_session_begins_on_the_first_page_and_links_go_where_they_say(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = says(tiny_copy, "first_page: stations")
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))
    begun = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not begun.exception
    assert "服务站" in html(begun)
    assert ">村（社区）站覆盖率</div>" in html(begun)
    linked = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    linked.query_params["region"] = "440000"
    assert ">安置任务完成率</div>" in html(linked.run())


def test_a_region_is_ranked_from_the_department_s_own_minimum(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = says(tiny_copy, "minimum_denominators: {placement_rate: 1000}")
    body = html(open_page(monkeypatch, home, "placement", region="440000"))
    assert "分母不足 1,000 的地区不参加排名" in body


def test_settings_that_can_t_be_used_are_told_and_the_page_stands(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = says(tiny_copy, "first_page: nowhere\ntitles: x")
    body = html(open_page(monkeypatch, home, "placement", region="440000"))
    assert "settings.yml 的 first_page 写为 nowhere：应为 overview" in body
    assert "settings.yml 写有“titles”，没有这一项" in body
    assert ">安置任务完成率</div>" in body


def test_the_environment_wins(tiny_copy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home = says(tiny_copy, "title: 文件中的标题")
    monkeypatch.setenv("DASHBOARD_TITLE", "环境中的标题")
    body = html(open_page(monkeypatch, home, "placement", region="440000"))
    assert "环境中的标题" in body
    assert "文件中的标题" not in body


def test_times_of_builds_are_on_the_department_s_clock(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(zone: str) -> datetime:
        home = says(tiny_copy, f"time_zone: {zone}")
        body = html(open_page(monkeypatch, home, "overview"))
        return datetime.strptime(body.split("数据版本 ")[-1].split("（")[0], "%Y-%m-%d %H:%M")

    assert shown("Asia/Shanghai") - shown("Asia/Urumqi") == timedelta(hours=2)


def test_files_of_pages_are_in_the_department_s_first_language(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_headings(languages: str) -> list[str]:
        home = says(tiny_copy, f"languages: {languages}")
        body = html(open_page(monkeypatch, home, "placement", region="440000"))
        offers = [OFFERS.find(token) for token in re.findall(r"/files/([^/]+)/csv", body)]
        return [offer.table().headings[0] for offer in offers if offer is not None]

    for languages, heading in (("[zh, en]", "区划代码"), ("[en]", "region code")):
        found = first_headings(languages)
        assert found
        assert set(found) == {heading}
