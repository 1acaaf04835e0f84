"""Every page, in Streamlit itself, at every kind of region and with every export absent."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.settings import ROOT, Home
from dashboard.systems import catalogue
from tests.pages.opening import go_to_page
from tests.tiny_exports import TODAY

PAGES = ("overview", *catalogue().systems)
REGIONS = {
    "100000": "全国",
    "440000": "广东省",
    "440100": "广州市",
    "440103": "荔湾区",
    "441900": "东莞市",
    "429004": "仙桃市",
    "500000": "重庆市",
    "500101": "万州区",
}
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of a home (the tiny one) at an address."""

    def opened(page: str, home: Home = tiny_home, **parameters: str) -> AppTest:
        monkeypatch.setenv("DASHBOARD_HOME", str(home.path))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            go_to_page(app, page)
            for name, value in parameters.items():
                app.query_params[name] = value
            app.run()
        assert not app.exception
        return app

    return opened


def html(app: AppTest) -> str:
    """All HTML that the page wrote, in order."""
    return "\n".join(element.proto.body for element in app.get("html"))


def notices(app: AppTest) -> str:
    """What is said at the top of what of the address could not be shown."""
    found = re.findall(
        '<div class="notice" role="alert" data-testid="stAlert">(.*?)</div>', html(app), re.DOTALL
    )
    return unescape("\n".join(found))


def table(app: AppTest, heading: str) -> dict[str, list[str]]:
    """The first scrolled table with such a heading: each column's texts, as they are read."""
    for element in app.get("html"):
        if '<div class="scrolled"' not in element.proto.body:
            continue
        rows = [
            ["".join(cell.itertext()) for cell in row]
            for row in ElementTree.fromstring(element.proto.body).iter("tr")
        ]
        if heading in rows[0]:
            columns: dict[str, list[str]] = {}
            for name, *texts in zip(*rows, strict=True):
                columns.setdefault(name, texts)
            return columns
    raise AssertionError(f"no table has {heading}")


def chart(app: AppTest, key: str) -> dict:
    return json.loads(app.get_by_key(key).proto.spec)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", REGIONS)
def test_every_page_at_every_kind_of_region(open_page: Open, page: str, code: str) -> None:
    app = open_page(page, region=code)
    body = html(app)
    assert f"<h1>{REGIONS[code]}</h1>" in body
    assert f'<p class="finding">{REGIONS[code]}' in body
    assert "数据至 2025年10月" in body
    assert not notices(app)


def test_the_figures_on_the_cards(open_page: Open) -> None:
    body = html(open_page("placement", region="440100"))
    # 394 placed of 365 due against 360 of 360 in the same months of 2024; without the city's own
    # office, which reported in one of the years only, 390 of 360 in 2025.
    said = "安置任务完成率107.9%（报送不完整），比去年同期高8.3个百分点（可比口径）"
    assert f"广州市2025年1–10月{said}" in body
    assert "可比口径，全部口径 +7.9个百分点" in body
    assert '107.9<span class="unit">%</span>' in body
    assert "11/11" not in body  # only two of 广州's eleven districts report in the tiny exports
    assert "2 县区报全，9 县区未报" in body


def test_the_table_is_rounded_as_the_indicator_says(open_page: Open) -> None:
    column = table(open_page("relief", region="440100"), "地区")["帮扶人均支出（元/人次）"]
    # 1000.50 yuan a weight and month for two people: 500.25 yuan a head; 缺 where months lack.
    assert set(column) == {"500", "缺 500", "未上报"}


def test_the_table_sets_off_the_page_s_own_region_among_its_siblings(open_page: Open) -> None:
    assert '<th scope="row" class="name"><b>东莞</b></th>' in html(
        open_page("placement", region="441900")
    )


def test_the_table_says_what_a_rate_is_made_of(open_page: Open) -> None:
    app = open_page("placement", region="440000")
    shown = table(app, "地区")
    place = list(shown["地区"]).index("广州")
    assert shown["安置任务完成率（%）"][place] == "缺 107.9"
    assert shown["同比（个百分点）"][place] == "+8.3"
    # Bars reach to the greatest rate, 东莞's 390 ÷ 360; one that can't pass 100% reaches to that.
    written = re.sub(r'<a class="traced"[^>]*>([^<]*)</a>', r"\1", html(app))
    assert '--share:100.0%" title="108.3% = 390 ÷ 360">108.3</td>' in written
    assert '--share:99.6%" title="107.9% = 394 ÷ 365；同比 +8.3 个百分点' in written
    assert '--share:76.9%" title="76.9% = 300 ÷ 390">76.9</td>' in written


def test_map_and_ranking_hold_the_same_regions(open_page: Open) -> None:
    app = open_page("placement", region="440000")
    drawn = {
        code
        for trace in chart(app, "map_440000_placement_rate_children")["data"]
        for code in trace.get("locations", [])
    }
    ranked = {
        point[0] if isinstance(point, list) else point
        for trace in chart(app, "ranking_440000_placement_rate")["data"]
        for point in trace.get("customdata") or []
    }
    assert "440100" in drawn & ranked
    assert "441900" in drawn & ranked


@pytest.mark.parametrize(
    ("parameters", "notice"),
    [
        ({"region": "999999"}, "没有代码为“999999”的地区"),
        ({"region": "500112"}, "代码 500112 已于 2025 年分入北碚区（500109）、两江新区（500157）"),
        ({"region": "440100", "year": "1999"}, "没有“1999”年的数据"),
        ({"period": "q9"}, "没有“q9”这个时段"),
        ({"year": "2025", "period": "m11-12"}, "没有“m11-12”这个时段"),
        ({"indicator": "nonsense"}, "indicator=nonsense"),
        ({"placement_category": "nonsense"}, "没有“nonsense”这类数据"),
        ({"grain": "<b>x</b>"}, "grain="),
    ],
)
def test_a_bad_link_is_told_and_the_default_shown(
    open_page: Open, parameters: dict[str, str], notice: str
) -> None:
    app = open_page("placement", **parameters)
    said = notices(app)
    assert notice in said
    assert "安置任务完成率" in html(app)


@pytest.mark.parametrize("number", ["99", "-1", "abc"])
def test_a_page_of_a_list_that_is_not_there_is_told(open_page: Open, number: str) -> None:
    app = open_page("stations", region="440103", weak_page=number)
    said = notices(app)
    assert f"页码“{number}”无效" in said
    assert "第 1–2 条，共 2 条" in html(app)


def test_a_search_that_finds_nothing_says_so(open_page: Open) -> None:
    app = open_page("stations", region="440103", weak_search="没有这个站")
    assert "没有符合条件的记录" in "".join(caption.value for caption in app.caption)
    assert not notices(app)


def test_a_region_that_never_reports_says_so(open_page: Open) -> None:
    app = open_page("placement", region="710000")
    assert "台湾省不在统计范围内" in app.info[0].value
    assert "数据版本" in html(app)
    app.button(key="up_100000").click().run()
    assert "<h1>全国</h1>" in html(app)


def test_an_old_code_opens_today_s_region(open_page: Open) -> None:
    # 莱城区 371202 became 济南's 莱芜区 370116 (State Council letter 163 of 2018).
    app = open_page("placement", region="371202")
    assert "<h1>莱芜区</h1>" in html(app)
    said = notices(app)
    assert "代码 371202 已于 2018 年变更，现为莱芜区（370116）" in said


def test_every_choice_is_in_the_address(open_page: Open) -> None:
    app = open_page("placement", region="440100")
    app.selectbox(key="pick_year").set_value(2024).run()
    assert app.query_params["year"] == "2024"
    app.get_by_key("pick_period").set_value("q2").run()
    assert app.query_params["period"] == "q2"
    assert "2024年二季度" in html(app)
    app.multiselect(key="pick_placement_category").set_value(["retired_cadres"]).run()
    assert app.query_params["placement_category"] == "retired_cadres"
    assert "150.0" in html(app)
    app.get_by_key("pick_indicator").set_value("placements_due").run()
    assert app.query_params["indicator"] == "placements_due"
    assert app.query_params["region"] == "440100"
    assert not app.exception


def test_a_filter_is_told_and_what_it_leaves_as_it_is(open_page: Open) -> None:
    app = open_page("stations", region="440103", stars="2")
    body = html(app)
    assert "已筛选：二星级。" in body
    assert "村（社区）站覆盖率、乡镇（街道）站覆盖率、县级中心覆盖率不按此划分，仍为全部。" in body
    assert "66.7<span" in body  # two of 荔湾's three villages, as without the filter
    assert "已筛选" not in html(open_page("stations", region="440103"))


def test_up_by_the_breadcrumb_and_sideways_by_the_siblings(open_page: Open) -> None:
    app = open_page("overview", region="440103")
    app.selectbox(key="pick_sibling").set_value("440104").run()
    assert "<h1>越秀区</h1>" in html(app)
    app.button(key="up_440000").click().run()
    assert "<h1>广东省</h1>" in html(app)


@pytest.mark.parametrize("text", ["越秀", "yuexiu", "YUE XIU", "440104", " 4401 04 "])
def test_the_search_finds_by_name_pinyin_and_code(open_page: Open, text: str) -> None:
    app = open_page("overview")
    app.text_input(key="find_region_100000").set_value(text).run()
    button = app.button(key="found_440104")
    assert button.label == "越秀区 :gray[广东省广州市 440104]"
    button.click().run()
    assert "<h1>越秀区</h1>" in html(app)
    assert app.text_input(key="find_region_440104").value == ""


def test_the_search_finds_by_initials(open_page: Open) -> None:
    app = open_page("overview")
    app.text_input(key="find_region_100000").set_value("gz").run()
    assert app.button(key="found_440100").label == "广州市 :gray[广东省 440100]"


def test_the_search_says_what_it_leaves_out_and_when_it_finds_nothing(open_page: Open) -> None:
    app = open_page("overview")
    app.text_input(key="find_region_100000").set_value("4401").run()
    # 广州 and its eleven districts, of which ten in all are listed.
    found = [button for button in app.button if (button.key or "").startswith("found_")]
    assert [button.key for button in found[:2]] == ["found_440100", "found_440103"]
    assert len(found) == 10
    assert "还有 2 个，多写几个字可缩小范围。" in [caption.value for caption in app.caption]
    app.text_input(key="find_region_100000").set_value("*没有*").run()
    assert "没有找到“*没有*”。" in html(app)


@pytest.fixture(scope="module")
def homes_without(tiny_home: Home, tmp_path_factory: pytest.TempPathFactory):
    """The tiny home built again with one export taken away."""

    @cache
    def without(table: str) -> Home:
        home = Home(tmp_path_factory.mktemp(f"no_{table}"))
        shutil.copytree(tiny_home.exports, home.exports)
        for path in home.exports.rglob("*"):
            if path.name.split(".")[0] == table:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        build(home, today=TODAY)
        return home

    return without


@pytest.mark.parametrize(
    ("table", "page"),
    [
        ("placements", "placement"),
        ("stations", "stations"),
        ("units", "stations"),
        ("relief", "relief"),
        ("memorial_sites", "memorial"),
        ("scattered_tombs", "memorial"),
        ("measures", "memorial"),
        ("employment", "overview"),
        ("measures", "tasks"),
        ("tasks", "tasks"),
        ("relief", "preferential"),
    ],
)
def test_an_absent_export_is_told_on_its_page(
    open_page: Open, homes_without: Callable[[str], Home], table: str, page: str
) -> None:
    home = homes_without(table)
    open_page("overview", home, region="440000")
    app = open_page(page, home, region="440000")
    said = "".join(info.value for info in app.info)
    if table in ("placements", "stations", "units", "relief", "memorial_sites", "tasks"):
        assert f"{table}.parquet" in said.replace("\\", "")
        assert "python -m dashboard build" in said


def test_no_unit_is_called_uncovered_before_there_are_units_to_cover(
    open_page: Open, tiny_copy: Home
) -> None:
    path = next(p for p in Path(tiny_copy.exports).rglob("*.parquet") if "units" in str(p))
    units = pq.read_table(path)
    pq.write_table(units.filter(pc.equal(units["year"], 2025)), path)
    build(tiny_copy, today=TODAY, accept=["rows_shrink:units"])
    said = "2024年1–10月没有应建站的村（社区）数（units），无从判断哪些没有服务站，不列名单。"
    page = open_page("stations", tiny_copy, region="440100", year="2024", period="m1-10")
    assert said in html(page)
    assert "乡镇（街道）</th>" not in html(page)
    later = open_page("stations", tiny_copy, region="440100", year="2025")
    assert "不列名单" not in html(later)
    assert table(later, "单位代码")["类型"]


def test_names_from_exports_are_text(open_page: Open, tiny_copy: Home) -> None:
    path = next(p for p in Path(tiny_copy.exports).rglob("*.parquet") if "memorial" in str(p))
    sites = pq.read_table(path)
    evil = "<img src=x onerror=alert(1)> **粗** =cmd()"
    names = [evil] * sites.num_rows
    sites = sites.set_column(sites.schema.get_field_index("name"), "name", pa.array(names))
    pq.write_table(sites, path)
    build(tiny_copy, today=TODAY)
    app = open_page("memorial", tiny_copy, region="440000")
    assert "<img src=x" not in html(app)
    assert not [m for m in app.markdown if "<img" in m.value or "**粗**" in m.value]
    assert set(table(app, "设施名称")["设施名称"]) == {evil}


def test_nobody_who_looks_starts_a_build(open_page: Open, tiny_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    shutil.copytree(tiny_home.exports, home.exports)
    for _ in range(2):
        app = open_page("overview", home, region="440100")
        said = app.info[0].value.replace("\\", "")
        assert "还没有数据" in said
        assert f"python -m dashboard build --home {home.path}" in said
        assert str(home.exports) in said
    assert not home.builds.exists()
    build(home, today=TODAY)
    app.run()
    assert "<h1>广州市</h1>" in html(app)


def test_a_build_of_another_version_is_said_and_stays(open_page: Open, tiny_copy: Home) -> None:
    name = tiny_copy.current.read_text()
    with duckdb.connect(str(tiny_copy.builds / name.strip())) as connection:
        connection.execute("update build_info set value = 'old' where key = 'format'")
    app = open_page("overview", tiny_copy, region="440100")
    assert "由其他版本的程序建立" in app.info[0].value
    assert "python -m dashboard build" in app.info[0].value
    assert tiny_copy.current.read_text() == name
    shutil.rmtree(tiny_copy.exports)
    app.run()
    assert "python -m dashboard demo" in app.info[0].value


def test_without_exports_the_page_says_what_to_do(open_page: Open, tmp_path: Path) -> None:
    app = open_page("overview", Home(tmp_path))
    assert "python -m dashboard build" in app.info[0].value


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe2\x000\x00", b"../../etc/passwd\n"])
def test_a_damaged_pointer_is_said_on_every_page(
    open_page: Open, tiny_copy: Home, pointer: bytes
) -> None:
    tiny_copy.current.write_bytes(pointer)
    for page in ("overview", "relief"):
        app = open_page(page, tiny_copy, region="440100")
        assert "<h1>广州市</h1>" in html(app)
        said = notices(app)
        assert "最近一个完好的数据版本" in said
        assert "python -m dashboard rollback" in said


def test_without_any_whole_build_the_page_says_what_is_wrong(
    open_page: Open, tiny_copy: Home
) -> None:
    for path in tiny_copy.builds.glob("2*.duckdb"):
        path.write_bytes(b"not a database" * 1000)
    app = open_page("overview", tiny_copy)
    assert "已发布的数据不能读取" in app.info[0].value
    assert "python -m dashboard build" in app.info[0].value
