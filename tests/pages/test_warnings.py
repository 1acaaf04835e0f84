"""预警: its lines, filters and their addresses, links, the file, and the overview that agrees."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rules import load_rules
from dashboard.settings import Home
from dashboard.ui import warnings as page
from tests.pages.opening import open_page
from tests.pages.test_dictionary import file_of
from tests.pages.test_pages import html, notices
from tests.pages.test_published import finding, rows


def test_what_is_found_stands_worst_first_with_its_children_and_links(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "warnings", region="430300", warnings="all")
    lines = rows(app)
    # 韶山 lacks two months of ten in all that is reported monthly: a line for each line of work.
    assert finding(app).startswith(f"湘潭市2025年1–10月有 {len(lines)} 项预警（")
    late = [line for line in lines if "韶山" in line and "缺报 2 个月" in line]
    assert len(late) >= 4
    assert all("5 个县（市、区）中 1 个" in line for line in late)
    assert any("2 个月  5 个" in line for line in late)
    order = ["红橙黄蓝".index(line.strip()[0]) for line in lines]
    assert order == sorted(order)
    body = unescape(html(app))
    assert "/placement?region=430382&year=2025&period=latest&indicator=" in body
    records = file_of(html(app))
    assert {"韶山市"} <= {record["地区"] for record in records}
    assert [record["级别"] for record in records] == sorted(
        (record["级别"] for record in records), key="红橙黄蓝".index
    )


def test_filters_stand_in_the_address(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, tiny_home, "warnings", region="430300", system="placement")
    assert all("移交安置" in line for line in rows(app))
    app.selectbox(key="pick_warnings_rule").select("outlier").run()
    assert app.query_params["rule"] in ("outlier", ["outlier"])
    assert "没有符合条件的预警。" in [caption.value for caption in app.caption]
    app.selectbox(key="pick_warnings_rule").select("not_reported").run()
    app.selectbox(key="pick_warnings_severity").select("yellow").run()
    assert all(line.strip().startswith("黄") for line in rows(app))
    assert {record["规则代码"] for record in file_of(html(app))} == {"months_missing"}


@pytest.mark.parametrize("name", ["severity", "rule", "system", "warnings"])
def test_a_wrong_value_is_told_and_taken_out(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = open_page(monkeypatch, tiny_home, "warnings", **{name: "<b>x</b>"})
    assert notices(app).count("无效") == 1
    assert "<b>x</b>" not in html(app)
    assert name not in app.query_params


def test_a_leader_sees_fewer_than_ten_and_asks_for_all(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = load_rules().model_copy(update={"page_lines": 2})
    monkeypatch.setattr(page, "rules", lambda: few)
    app = open_page(monkeypatch, tiny_home, "warnings", region="430300")
    assert len(rows(app)) == 2
    app.button(key="all_warnings").click().run()
    every = len(rows(app))
    assert every > 2
    assert app.button(key="all_warnings").label == "只看最重的 2 项"
    assert len(rows(open_page(monkeypatch, tiny_home, "warnings", region="430300"))) == 2


def test_nothing_found_says_so(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    none = load_rules().model_copy(update={"rules": {}})
    monkeypatch.setattr(page, "rules", lambda: none)
    app = open_page(monkeypatch, tiny_home, "warnings", region="440100")
    assert finding(app) == "广州市2025年1–10月没有预警。"
    assert "本期没有预警。" in [caption.value for caption in app.caption]


def test_the_overview_reads_the_same_rules(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reasons(app: AppTest) -> list[str]:
        found = re.search('<table class="plain concerns">(.*?)</table>', html(app))
        return re.findall("<td>([^<]*)</td></tr>", found[1]) if found else []

    said = reasons(open_page(monkeypatch, tiny_home, "overview", region="430300"))
    assert said
    assert len(said) <= 6
    records = file_of(html(open_page(monkeypatch, tiny_home, "warnings", region="430300")))
    known = {record["原因"] for record in records}
    assert all(part in known for why in said for part in re.split("，", why))
