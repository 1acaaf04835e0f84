"""What pages say in words, in Streamlit itself, on exports whose figures are known by hand."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from dashboard.pipeline import build
from dashboard.settings import Home
from tests.pages.test_pages import Open, html, open_page
from tests.tiny_exports import MONTHS, TODAY, tiny_rows, write_tiny_exports

__all__ = ["open_page"]


def test_a_card_of_a_years_task_shows_the_sums_of_its_months(open_page: Open) -> None:
    body = html(open_page("relief", region="440100"))
    # Spent 3 × 1000.50 a month of a budget of 60,000 issued in January: 5.0 % then, 50.0 % now.
    assert "2025年各月累计：2025-01 5.0%，2025-10 50.0%" in body
    assert "<span>5.0%<br>2025-01</span><span>50.0%<br>2025-10</span>" in body
    # 帮扶支出 is a sum from January too.
    assert "<span>3,002<br>2025-01</span><span>3.00万<br>2025-10</span>" in body


def test_without_a_figure_of_this_year_it_is_not_last_years_that_is_missing(
    open_page: Open,
) -> None:
    # 韶山 reported September and October of 2024, and not of 2025.
    body = html(open_page("placement", region="430382", period="m9-10"))
    assert body.count("本期没有可比数据") == 4
    assert "去年同期无可比数据" not in body
    # Of 2023 there is nothing.
    earlier = html(open_page("placement", region="430382", period="m9-10", year="2024"))
    assert "去年同期无可比数据" in earlier
    assert "本期没有可比数据" not in earlier


def test_of_no_figure_nothing_is_left_out(open_page: Open) -> None:
    # 海珠 never reported; 韶山 lacks two months of its budget's ten.
    body = html(open_page("relief", region="440105"))
    assert "未上报" in body
    assert "缺报月份未计入" not in body
    assert "缺报月份未计入" in html(open_page("relief", region="430382"))


def test_a_place_is_told_with_those_who_share_it(open_page: Open) -> None:
    # 万州, 仙桃 and the counties of 湘潭 all placed 130 of 120; of 湘潭's five one is late.
    body = html(open_page("placement", region="430304"))
    assert "居 5 个县（市、区）并列第 1 位" in body


def test_a_category_too_small_to_judge_is_not_called_lowest(open_page: Open) -> None:
    # Retired cadres 150 %, self-employed 100 %; of transferred officers 4 of 5, which is too few.
    body = html(open_page("placement", region="440100"))
    assert "各类对象安置任务完成率：军休干部最高，自主就业退役士兵最低" in body
    assert "；分母不足 20 的类别不评高低" in body


def test_how_many_are_too_small_to_rank_is_no_part_of_the_bound(open_page: Open) -> None:
    # Of 荔湾's and 越秀's retired cadres of one January.
    chosen = {"region": "440100", "placement_category": "retired_cadres", "period": "m1-1"}
    body = html(open_page("placement", **chosen))
    assert "0 区参加排名；未排名：分母不足 20 的 2 个" in body


@pytest.fixture
def moved_home(tmp_path: Path) -> Home:
    """The tiny exports of placements, 北碚 (which lost ground to 两江新区 in 2025) among them."""
    home = Home(tmp_path)
    rows = tiny_rows()["placements"]
    model = [row for row in rows if row["region_code"] == "500101"]
    rows += [row | {"region_code": "500109"} for row in model]
    write_tiny_exports(home.exports, {"placements": rows})
    build(home, today=TODAY)
    return home


def test_a_trend_says_where_the_ground_changed(open_page: Open, moved_home: Home) -> None:
    assert {month.year for month in MONTHS} == {2024, 2025}
    said = "区划变动：2025年"
    assert said in html(open_page("placement", moved_home, region="500109"))
    assert said in html(open_page("placement", moved_home, region="500109", grain="year"))
    assert said not in html(open_page("placement", moved_home, region="500101"))
    assert said not in html(open_page("placement", moved_home, region="500000"))
    # In 2024, against 2023, nothing had moved yet.
    assert said not in html(open_page("placement", moved_home, region="500109", year="2024"))


def test_a_file_says_where_the_ground_changed(moved_home: Home, tmp_path: Path) -> None:
    from dashboard.__main__ import main

    out = tmp_path / "out"
    for rows in (["--indicator", "placement_rate"], ["--detail", "placements"]):
        command = ["export", "500000", *rows, "--home", str(moved_home.path), "--out", str(out)]
        assert main(command) == 0
    for path in out.iterdir():
        records = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        changed = {r["区划代码"] for r in records if r["区划变动"].startswith("区划变动：2025年")}
        assert "500109" in changed
        assert not changed & {"500000", "500101"}


def test_the_years_of_a_file_are_those_of_its_observations() -> None:
    from dashboard.exports.columns import boundary_column
    from dashboard.regions import RegionTree

    tree = RegionTree.load()
    words = boundary_column(tree, date(2022, 1, 1), date(2023, 12, 1)).names
    assert words is not None
    assert words["330105"] is None
    words = boundary_column(tree, date(2021, 1, 1), date(2023, 12, 1)).names
    assert words is not None
    assert (words["330105"] or "").startswith("区划变动：2021年下城区整体并入")
