"""A file is downloaded as a visitor does, opened, and compared with what the exports say."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.__main__ import main
from dashboard.settings import Home
from tests.browser.conftest import visitors
from tests.browser.serving import serving
from tests.browser.test_first_visit import PAGES
from tests.browser.waiting import go_to, open_page
from tests.exports.support import sheets
from tests.tiny_exports import STATIONS, TODAY, write_tiny_exports

pytestmark = pytest.mark.browser

PROVINCE = "440000"


@pytest.fixture(scope="module")
def visitor(chromium: Browser, server: str) -> Iterator[Page]:
    """Goes from page to page in one province; the module's tests look over their shoulder."""
    asked_outside: list[str] = []
    with visitors(chromium, asked_outside) as make:
        page = make().new_page()
        open_page(page, f"{server}/?region={PROVINCE}")
        yield page
    assert not asked_outside


def taken(page: Page, key: str) -> tuple[str, str, bytes]:
    """The words of a button, the name of the file that it gives, and what is in it."""
    details = page.locator(".st-key-details button") if key.startswith("rows_") else None
    if details:
        details.click()
    button = page.locator(f"[data-table={key}] button").first
    button.scroll_into_view_if_needed()
    words = button.inner_text()
    with page.expect_download() as waiting:
        button.click()
    if details:
        page.keyboard.press("Escape")
        expect(button).to_have_count(0)
    file = waiting.value
    return words, file.suggested_filename, Path(file.path()).read_bytes()


def downloaded(page: Page, key: str) -> tuple[str, str, list[dict[str, str]]]:
    """The button's words, the file's name, and its records."""
    words, name, file = taken(page, key)
    return words, name, list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_the_map_s_file_says_what_the_map_shows(visitor: Page) -> None:
    go_to(visitor, PAGES["/placement"])
    words, name, records = downloaded(visitor, "map")
    assert name == "广东省_各市安置任务完成率_2025年1–10月.csv"
    assert "（21 行）" in words
    assert len(records) == 21
    cities = {record["区划代码"]: record for record in records}
    guangzhou = cities["440100"]
    assert (guangzhou["地区"], guangzhou["省级"], guangzhou["县级"]) == ("广州市", "广东省", "")
    assert (guangzhou["分子"], guangzhou["分母"]) == ("394", "365")
    assert float(guangzhou["指标值"]) == pytest.approx(394 / 365 * 100)
    assert float(guangzhou["上年同期值"]) == 100
    # Its own office reported in 2025 alone: like for like it is left out of both years.
    assert float(guangzhou["同比"]) == pytest.approx(390 / 360 * 100 - 100)
    assert float(guangzhou["全部口径同比"]) == pytest.approx(394 / 365 * 100 - 100)
    assert (guangzhou["报全县区"], guangzhou["应报县区"]) == ("2", "11")
    assert (cities["441900"]["分子"], cities["441900"]["分母"]) == ("390", "360")
    assert cities["440300"]["分子"] == cities["440300"]["指标值"] == ""
    assert {record["数据性质"] for record in records} == {"报送数据"}


def test_all_rows_of_a_province_come_whole(visitor: Page) -> None:
    go_to(visitor, PAGES["/stations"])
    words, name, records = downloaded(visitor, "rows_stations")
    wanted = {row["station_id"] for row in STATIONS if row["region_code"].startswith("44")}
    assert name == "广东省_服务站点名录_截至2025年10月.csv"
    assert f"（{len(wanted)} 行）" in words
    assert len(records) == len(wanted)
    assert {record["站点编号"] for record in records} == wanted


def shown(page: Page, heading: str) -> list[dict[str, str]]:
    """The rows of the first table that has such a heading, as they are read."""
    table = page.locator(".scrolled table", has=page.get_by_text(heading, exact=True)).first
    first, *rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]
    return [dict(zip(first, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("path", "key", "heading"),
    [
        ("/stations", "uncovered_units", "单位代码"),
        ("/stations", "weak_stations", "站点名称"),
        ("/memorial", "incomplete_sites", "设施名称"),
    ],
)
def test_a_list_s_file_begins_as_the_list_and_holds_all_of_it(
    visitor: Page, path: str, key: str, heading: str
) -> None:
    go_to(visitor, PAGES[path])
    rows = shown(visitor, heading)
    words, _, records = downloaded(visitor, key)
    assert rows
    # What stands on both is headed alike; the place is said once on the page.
    assert set(rows[0]) - {"地区"} <= set(records[0])
    assert [row[heading] for row in rows] == [record[heading] for record in records[: len(rows)]]
    assert f"（{len(records):,} 行）" in words
    assert visitor.get_by_text(f"共 {len(records):,} 条").count() >= 1


def test_the_table_of_children_and_its_file_say_the_same(visitor: Page) -> None:
    go_to(visitor, PAGES["/placement"])
    (guangzhou,) = [row for row in shown(visitor, "地区") if row["地区"] == "广州"]
    _, _, records = downloaded(visitor, "children")
    said = {r["指标名称"]: float(r["指标值"]) for r in records if r["地区"] == "广州市"}
    # Not all of its districts have reported.
    assert f"缺 {said['安置任务完成率']:.1f}" == guangzhou["安置任务完成率（%）"]
    assert f"缺 {said['安置人数']:,.0f}" == guangzhou["安置人数（人）"]
    whole = shown(visitor, "地区")[-1]
    assert whole["地区"] == "全省合计"
    said = {r["指标名称"]: float(r["指标值"]) for r in records if r["地区"] == "全省合计"}
    assert f"{said['安置任务完成率']:.1f}" == whole["安置任务完成率（%）"].removeprefix("缺 ")
    assert f"{said['安置人数']:,.0f}" == whole["安置人数（人）"].removeprefix("缺 ")


def test_a_workbook_is_beside_the_csv(visitor: Page) -> None:
    go_to(visitor, PAGES["/placement"])
    first, second = visitor.locator("[data-table=map] button").all()
    assert first.get_attribute("aria-label") == "下载 CSV（21 行）：各市安置任务完成率"
    assert second.get_attribute("aria-label") == "下载 XLSX（21 行）：各市安置任务完成率"
    second.scroll_into_view_if_needed()
    with visitor.expect_download() as waiting:
        second.click()
    assert waiting.value.suggested_filename == "广东省_各市安置任务完成率_2025年1–10月.xlsx"
    found = sheets(Path(waiting.value.path()).read_bytes())
    assert len(found["数据"]) == 22
    assert dict(found["说明"])["地区"] == "广东省"


@pytest.mark.parametrize(
    ("path", "key", "arguments"),
    [
        ("/placement", "map", ["--indicator", "placement_rate"]),
        ("/placement", "trend", ["--indicator", "placement_rate", "--rows", "months"]),
        ("/placement", "rows_placements", ["--detail", "placements"]),
        ("/stations", "rows_stations", ["--detail", "stations"]),
        ("/memorial", "rows_memorial_sites", ["--detail", "memorial_sites"]),
    ],
)
def test_the_command_line_gives_the_same_file(
    visitor: Page, tiny_home: Home, tmp_path: Path, path: str, key: str, arguments
) -> None:
    go_to(visitor, PAGES[path])
    _, name, file = taken(visitor, key)
    out = ["--out", str(tmp_path), "--home", str(tiny_home.path)]
    assert main(["export", PROVINCE, *arguments, *out]) == 0
    assert (tmp_path / name).read_bytes() == file


def test_a_demonstration_says_so_on_every_page_and_in_every_file(
    page: Page, tmp_path: Path
) -> None:
    from dashboard.pipeline import build

    home = Home(tmp_path / "demonstration")
    write_tiny_exports(home.exports, demonstration=True)
    build(home, today=TODAY)
    with serving(home, tmp_path / "server.txt") as address:
        # 数据治理 and the reference pages have no map.
        open_page(page, f"{address}/?region={PROVINCE}")
        for path, title in PAGES.items():
            if path == "/governance":
                continue
            go_to(page, title)
            assert "演示数据" in page.locator(".build-line").inner_text()
            _, name, records = downloaded(page, "map")
            assert name.endswith("_演示数据.csv")
            assert {record["数据性质"] for record in records} == {"演示数据"}
