"""What the pages say of their figures: who reported, like for like, filters, history, months."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from tests.pages.opening import open_page as at_page
from tests.test_settled import early as early

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of a home (the tiny one) at an address."""

    def opened(page: str, home: Home = tiny_home, **parameters: str) -> AppTest:
        return at_page(monkeypatch, home, page, **parameters)

    return opened


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def card(app: AppTest, name: str) -> str:
    """The HTML of one card."""
    return next(part for part in html(app).split('<div class="card') if f">{name}</div>" in part)


def files(app: AppTest) -> list[str]:
    """The names of the files that the page offers."""
    return [button.proto.url or button.proto.label for button in app.get("download_button")]


def test_who_reported_stands_on_the_cards_and_in_the_list_of_the_late(open_page: Open) -> None:
    app = open_page("placement", region="430300")
    assert "4 县区报全，1 县区缺月" in card(app, "安置任务完成率")
    popover = app.get_by_key("missing_placement_rate")
    assert popover.proto.popover.label == "1 县区缺月"


def test_a_county_that_missed_months_says_how_many(open_page: Open) -> None:
    assert "报 8/10 个月" in card(open_page("placement", region="430382"), "安置任务完成率")
    quarter = open_page("placement", region="430382", period="q4")
    assert ">未上报<" in card(quarter, "安置任务完成率")


def test_a_filter_stands_in_the_sentence_and_below_the_titles_it_applies_to(
    open_page: Open,
) -> None:
    body = html(open_page("relief", region="440000", programme="emergency"))
    assert "广东省2025年1–10月帮扶支出（应急救助）10.00万元" in body
    assert body.count("；已筛选：应急救助") >= 3  # map, ranking, trend
    assert body.count("；不受筛选影响") == 1  # the figure by programme
    assert "抚恤补助支出不适用于所选类别" in body


def test_a_figure_that_the_filter_makes_meaningless_has_no_value_rank_or_title(
    open_page: Open,
) -> None:
    app = open_page("relief", region="440100", programme="emergency", indicator="pensions_spent")
    shown = card(app, "抚恤补助支出")
    assert ">不适用<" in shown
    assert "第" not in re.sub(r"<[^>]*>", "", shown)
    assert "不适用于所选类别" in shown
    assert html(app).count("抚恤补助支出：不适用于所选的应急救助") == 2  # map and ranking
    # Without an indicator in the address, the first that applies is shown.
    pensions = open_page("relief", region="440100", programme="pensions")
    assert pensions.get_by_key("pick_indicator").value == "pensions_spent"


def test_nothing_of_a_kind_is_said_in_tables(open_page: Open) -> None:
    body = html(open_page("relief", region="440100", programme="emergency"))
    assert ">无此类</a></td>" in body
    assert ">未上报</a></td>" in body


def test_what_has_no_history_says_so(open_page: Open) -> None:
    app = open_page("stations", region="440100", indicator="three_star_share")
    shown = card(app, "三星级以上站点占比")
    assert "名录只记现状，不作同比" in shown
    assert '<div class="spark"></div>' in shown
    assert "名录只记现状，没有往年的数据，不作同比和走势" in html(app)
    assert "去年" not in re.sub(r"<[^>]*>", "", shown)
    # No column for a change that none of them can have; the others have theirs.
    body = html(app)
    assert "没有往年数据，不作同比" in body
    assert 'data-column="three_star_share"' in body
    assert 'data-column="three_star_share_change"' not in body
    assert 'data-column="village_coverage_change"' in body
    active = card(app, "在用服务中心（站）")
    assert "名录只记现状" not in active


def test_a_stock_says_at_the_end_of_which_month_it_stands(open_page: Open) -> None:
    assert "截至2025年10月末" in html(open_page("memorial", region="440100"))


def test_the_default_reaches_to_the_month_that_most_have_reported(
    open_page: Open, early: Home
) -> None:
    app = open_page("placement", early, region="440100")
    assert "广州市2025年1–10月安置任务完成率" in html(app)
    assert "数据至 2025年11月（未齐）" in html(app)
    labels = app.get_by_key("pick_period").options
    assert labels[0] == "1–10月（至最新月）"
    assert "全年（未齐）" in labels
    # November can be chosen, is drawn by default, and is marked.
    assert "空心点未齐" in html(app)
    november = open_page("placement", early, region="440100", period="m11-11")
    assert "未齐" in card(november, "安置任务完成率")
    assert "广州市2025年11月（未齐）安置任务完成率" in html(november)


def test_a_quarter_that_is_not_over_is_drawn_hollow_and_not_counted(open_page: Open) -> None:
    """The data reach October, with which the fourth quarter begins."""
    body = html(open_page("placement", region="440100", grain="quarter"))
    (title,) = re.findall(r"安置任务完成率：([^<]*季度[^<]*)<", body)
    assert title.startswith("3 个季度")
    assert "灰线为上年同期，空心点未完" in body
    assert "空心点" not in html(open_page("placement", region="440100"))
    # Of a quarter that is over, all of it.
    over = html(open_page("placement", region="440100", grain="quarter", period="q3"))
    assert "空心点" not in over


def test_lists_and_charts_name_the_end_of_the_period_alike(open_page: Open) -> None:
    for page in ("stations", "memorial"):
        shown = html(open_page(page, region="440100"))
        assert "截至2025年10月末" in shown
        assert "2025-10-31" not in shown


def test_the_unit_below_a_title_is_the_one_that_is_drawn(open_page: Open) -> None:
    shown = html(open_page("relief", region="440000"))
    assert "帮扶支出（元）" not in shown
    assert "帮扶支出（万元）" in shown


def test_who_alone_has_figures_has_no_place(open_page: Open) -> None:
    shown = card(open_page("placement", region="430300"), "安置任务完成率")
    assert "同级中仅本地区可排名" in shown
    assert "第 1 位" not in shown


def test_the_checklist_names_who_is_left_out(open_page: Open) -> None:
    app = open_page("memorial", region="440100")
    assert "未列（没有应完成的设施或未上报）：海珠、天河、白云等 9 个" in html(app)


def test_the_trend_obeys_the_months_chosen(open_page: Open) -> None:
    import json

    app = open_page("placement", region="440100", period="m4-6", grain="month")
    spec = json.loads(app.get_by_key("chart_trend").proto.spec)
    this = next(trace for trace in spec["data"] if trace["name"] == "2025年")
    known = [x for x, y in zip(this["x"], this["y"], strict=True) if y is not None]
    assert known == ["4月", "5月", "6月"]
