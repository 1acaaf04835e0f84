"""数据治理: what was sent and refused, of a tiny build with four rows that can't be right."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.settings import Home
from dashboard.ui.files import OFFERS
from tests.exports.support import written
from tests.pages.opening import open_page
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports


@pytest.fixture(scope="module")
def refusing_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The tiny exports; of placements two rows of 荔湾 and one of 雨湖 are below zero, and one is
    of a region that there is not."""
    home = Home(tmp_path_factory.mktemp("refusing"))
    rows = tiny_rows()
    sound = next(row for row in rows["placements"] if row["region_code"] == "440103")
    rows["placements"] += [
        sound | {"region_code": code, "month": month, "category": "demobilised", "due": due}
        for code, month, due in (
            ("440103", date(2025, 3, 1), -1),
            ("440103", date(2025, 4, 1), -2),
            ("430302", date(2025, 4, 1), -3),
            ("999999", date(2025, 4, 1), 4),
        )
    ]
    write_tiny_exports(home.exports, rows)
    build(home, today=TODAY)
    return home


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_sentence_and_the_cards(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    body = html(open_page(monkeypatch, tiny_home, "governance", region="430300"))
    # Six reports of 48 of 50 months each, and tombs of 10 of 50.
    assert "湘潭市2025年1–10月应报 7 种月报，报送完整率 85.1%" in body
    assert "已报 298，应报 350 县区月" in body
    assert "没有拒收的行" in body


def test_a_county_names_the_reports_that_it_lacks(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = html(open_page(monkeypatch, tiny_home, "governance", region="430382"))
    assert "韶山市2025年1–10月应报 7 种月报，报送完整率 68.6%；缺报移交安置" in body
    assert "等 7 种" in body


@pytest.mark.parametrize(("region", "rows", "values"), [("100000", 4, 4), ("440100", 2, 2)])
def test_refused_rows_are_those_of_the_region(
    region: str, rows: int, values: int, refusing_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, refusing_home, "governance", region=region)
    body = html(app)
    assert f"拒收 {rows} 行。" in body
    (token,) = re.findall(r'data-file="[^"]*/files/([^"]+)/csv" aria-label="退回清单 CSV', body)
    offer = OFFERS.find(token)
    assert offer is not None
    lines = written(offer.table()).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + values
    assert lines[0].startswith('"文件","行号","表","行政区划代码"')


def test_a_report_is_chosen_in_the_address(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "governance", region="430300", report="tombs")
    body = html(app)
    assert "湘潭市各县（市、区），零散烈士墓；点击进入" in body
    assert "各县（市、区）逐月报送：1 个县（市、区）已报全" in body
