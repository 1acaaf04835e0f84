"""What is special of a line of work, by hand from the tiny exports."""

import json
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from tests.pages.opening import open_page


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def opened(home: Home, monkeypatch: pytest.MonkeyPatch, page: str, region: str) -> AppTest:
    return open_page(monkeypatch, home, page, region=region)


def test_the_funnel_of_employment(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tiny_home, monkeypatch, "employment", "440100")
    # Weights 1 and 2, ten months: 30 fairs, 3,000 positions, 900 intentions, 300 employed.
    said = "从招聘会到就业：招聘会 30 场，提供岗位 3,000 个，达成意向 900 人，实现就业 300 人"
    assert said in html(app)
    assert "不是同一批人" in html(app)
    spec = json.loads(app.get_by_key("chart_section_employment_0").proto.spec)
    texts = {note["text"] for note in spec["layout"]["annotations"]}
    assert {"30 场", "100.0 个/场", "30.0%", "33.3%"} <= texts


def test_what_is_left_and_where(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten months of 10 received and 9 resolved a weight.
    body = html(opened(tiny_home, monkeypatch, "visits", "440100"))
    assert "来访办结：尚未办结 30 人次，越秀最多，20 人次" in body
    # A county shows its siblings, and what is left in the city above them.
    body = html(opened(tiny_home, monkeypatch, "visits", "440103"))
    assert "来访办结：尚未办结 30 人次，越秀最多，20 人次" in body
    # 2 due and 3 taken in a weight and month: 60 and 90.
    body = html(opened(tiny_home, monkeypatch, "cadres", "440100"))
    assert "接收安置任务：没有尚未接收的" in body
    assert '150.0<span class="unit">%</span>' in body


def test_pensions_by_fund(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    body = html(opened(tiny_home, monkeypatch, "preferential", "440100"))
    assert "抚恤补助资金来源：中央资金最多，占 100.0%" in body
    assert "抚恤补助支出 15.00 万元" in body


def test_the_same_months_of_every_year(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tiny_home, monkeypatch, "visits", "440100")
    table = next(
        element.proto.body
        for element in app.get("html")
        if 'class="plain years"' in element.proto.body
    )
    rows = [
        ["".join(cell.itertext()) for cell in row]
        for row in ElementTree.fromstring(table).iter("tr")
    ]
    assert rows == [
        ["指标", "2024年", "2025年", "同比"],
        # Two of the eleven counties reported.
        ["接待来访（人次）", "缺 300", "缺 300", "持平"],
        ["走访服务对象（人次）", "未上报", "未上报", "无可比"],
    ]
