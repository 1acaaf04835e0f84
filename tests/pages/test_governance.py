"""数据治理: what was sent and refused, of a tiny build with four rows that can't be right."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
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
    assert "不完整：已报 298，应报 350 县区月" in body
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


def rows_of(app: AppTest, title: str) -> list[dict[str, str]]:
    """The rows of a file that the page offers."""
    (token,) = re.findall(
        rf'data-file="[^"]*/files/([^"]+)/csv" aria-label="{title} CSV', html(app)
    )
    offer = OFFERS.find(token)
    assert offer is not None
    lines = written(offer.table()).decode("utf-8-sig").splitlines()
    return list(csv.DictReader(lines))


def test_whom_to_remind_since_when(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, tiny_home, "governance", region="430300")
    body = html(app)
    # Of 湘潭's five counties 湘潭县 alone reports tombs; 韶山 lacks two months of six reports more.
    assert "催报名单：4 个县区缺报，韶山最多，缺 22 张" in body
    # Up to March all four lack their tombs alone: none is named as the last of all.
    march = html(open_page(monkeypatch, tiny_home, "governance", region="430300", period="m1-3"))
    assert "催报名单：4 个县区缺报，最多的缺 3 张" in march
    rows = rows_of(app, "催报清单")
    placements = next(row for row in rows if row["报表"] == "移交安置")
    assert placements["地区"] == "韶山市"
    assert (placements["缺报月份"], placements["缺报月数"]) == ("9月、10月", "2")
    assert placements["最近一次上报"] == "2025-08-01"
    tombs = [row for row in rows if row["报表"] == "零散烈士墓"]
    assert {row["最近一次上报"] for row in tombs} == {""}
    # The last month due of seven reports: six came from 4 of 5 counties, tombs from 1 of 5.
    assert ">71.4%<" in body


def test_a_county_sees_what_it_lacks(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    body = html(open_page(monkeypatch, tiny_home, "governance", region="430382"))
    assert "催报名单：缺报 7 种月报" in body
    assert "从未上报" in body
    assert "2025-08" in body
    nobody = html(open_page(monkeypatch, tiny_home, "governance", region="430321"))
    assert "催报名单：没有缺报的月报" in nobody


def test_a_package_holds_a_file_for_every_county(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = html(open_page(monkeypatch, tiny_home, "governance", region="430300"))
    (token,) = re.findall(r'data-file="[^"]*/files/([^"]+)/zip" aria-label="催报清单 ZIP', body)
    offer = OFFERS.find(token)
    assert offer is not None
    whole = b"".join(offer.writers["zip"].pieces(offer.table()))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        assert package.namelist() == [
            f"{name}（{code}）_催报清单_2025年1–10月.xlsx"
            for code, name in (
                ("430302", "雨湖区"),
                ("430304", "岳塘区"),
                ("430381", "湘乡市"),
                ("430382", "韶山市"),
            )
        ]
        letter = openpyxl.load_workbook(io.BytesIO(package.read(package.namelist()[-1])))
    data, notes = (list(sheet.values) for sheet in letter.worksheets)
    assert len(data) == 1 + 7
    assert {row[0] for row in data[1:]} == {"430382"}
    assert ("行数", "7") in notes
    assert any(label == "请补报" for label, _ in notes)


def test_what_is_worth_a_look_is_a_file_with_where_it_was_found(
    refusing_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(open_page(monkeypatch, refusing_home, "governance"), "核对清单")
    assert {row["级别"] for row in rows} == {"提示"}
    assert all(row["情况和处理"] and row["原因代码"] for row in rows)


def test_the_build_s_sums_are_listed(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, tiny_home, "governance")
    body = html(app)
    assert re.search("合计核对：[0-9,]+ 项全部相符", body)
    assert "移交安置：上级等于下级之和" in body
    assert "读入的每一行都有去向" in body
    assert "没有被更正的值。" in [caption.value for caption in app.caption]
    below = html(open_page(monkeypatch, tiny_home, "governance", region="430300"))
    assert "合计核对" not in below


def test_corrected_values_are_listed_with_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, rows = Home(tmp_path), tiny_rows()
    old = rows["placements"]
    corrected = next(row for row in old if row["region_code"] == "440103") | {"due": 11}
    write_tiny_exports(home.exports / "2025-10", {"placements": old})
    write_tiny_exports(home.exports / "2025-11", {"placements": [corrected]})
    build(home, today=TODAY)
    app = open_page(monkeypatch, home, "governance")
    (row,) = rows_of(app, "更正清单")
    assert (row["列"], row["原值"], row["新值"]) == ("due", "10", "11")
    assert (row["新文件"], row["原文件"]) == (
        "2025-11/placements.parquet",
        "2025-10/placements.parquet",
    )
    assert "due 10 → 11" in html(app)
