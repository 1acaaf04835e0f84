"""Tables of regions and lists of names: links, thresholds, the years, what a site lacks, staff."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.settings import Home
from tests.pages.opening import open_page as at_page
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(page: str, home: Home = tiny_home, **parameters: str) -> AppTest:
        return at_page(monkeypatch, home, page, **parameters)

    return opened


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def table(app: AppTest) -> str:
    """The table of the regions compared."""
    return next(e.proto.body for e in app.get("html") if "plain sortable" in e.proto.body)


def cells(row: str) -> list[str]:
    return [re.sub("<[^>]*>", "", cell) for cell in re.findall("<t[hd].*?</t[hd]>", row)]


def rows(app: AppTest) -> list[list[str]]:
    body = table(app).split("<tbody>")[1].split("</tbody>")[0]
    return [cells(row) for row in re.findall("<tr>.*?</tr>", body)]


@pytest.fixture(scope="module")
def uneven_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """湘潭's counties place unevenly in 2025: 雨湖 all of ten, 岳塘 nine, 湘潭县 eight."""
    placed = {"430302": 10, "430304": 9, "430321": 8}
    placements = [
        row | {"due": 10, "placed": placed[row["region_code"]], "placed_on_time": 1}
        if row["region_code"] in placed and row["month"] >= date(2025, 1, 1)
        else row
        for row in tiny_rows()["placements"]
    ]
    home = Home(tmp_path_factory.mktemp("uneven"))
    write_tiny_exports(home.exports, {"placements": placements})
    build(home, today=TODAY)
    return home


def test_names_in_the_table_open_their_region_at_the_same_year(open_page: Open) -> None:
    app = open_page("placement", region="430300", year="2024")
    link = '<a href="?region=430302&amp;year=2024&amp;period=latest" data-region="430302"'
    assert link in table(app)
    # A county's own row among its siblings is no link.
    assert 'data-region="430302"' not in table(open_page("placement", region="430302"))


def test_the_regions_below_can_be_chosen_by_name(open_page: Open) -> None:
    app = open_page("placement", region="430300")
    app.selectbox(key="pick_child").select("430304").run()
    assert app.query_params["region"] in ("430304", ["430304"])
    assert not [box for box in app.selectbox if box.key == "pick_child"]


def test_only_what_is_beyond_a_threshold(open_page: Open, uneven_home: Home) -> None:
    here = {"home": uneven_home, "region": "430300", "indicator": "placement_rate"}
    app = open_page("placement", below="90", **here)
    # 90.0 % is not below 90 %, and what is not shown is said.
    assert [row[0] for row in rows(app)] == ["湘潭县"]
    assert "湘潭市各县（市、区）一览（安置任务完成率低于 90%）" in html(app)
    assert "5 个县（市、区）中有 1 个符合“安置任务完成率低于 90%”；点表头可排序" in html(app)
    # The total is of more than these.
    assert "<tfoot" not in table(app)
    # By another indicator than the page's: three have 200 due, 湘乡 120 and 韶山 96.
    years = open_page("placement", by="placements_due", below="200", table="years", **here)
    assert [row[0] for row in rows(years)] == ["湘乡", "韶山"]
    nothing = html(open_page("placement", below="10", **here))
    assert "没有县（市、区）符合“安置任务完成率低于 10%”。" in nothing
    assert "plain sortable" not in nothing


def test_a_threshold_that_is_none_says_so(open_page: Open, uneven_home: Home) -> None:
    wrong = {"below": "many", "above": "-1", "by": "relief_spent"}
    app = open_page("placement", uneven_home, region="430300", **wrong)
    for name, value in wrong.items():
        assert f"地址中的“{name}={value}”无效" in html(app)
    assert len(rows(app)) == 5
    assert "合计" in table(app)


def test_a_threshold_is_chosen_beside_the_table(open_page: Open, uneven_home: Home) -> None:
    here = {"home": uneven_home, "region": "430300", "indicator": "placement_rate"}
    app = open_page("placement", **here)
    app.session_state["pick_threshold"] = True
    app.run()
    app.selectbox(key="pick_by").select("placements_due").run()
    app.text_input(key="pick_above").input("0.012万").run()
    assert [row[0] for row in rows(app)] == ["雨湖", "岳塘", "湘潭县"]
    assert app.query_params["above"] in ("120", ["120"])
    app.text_input(key="pick_above").input("许多").run()
    assert "地址中的“above=许多”无效" in html(app)
    app.text_input(key="pick_below").input("100").run()
    assert [row[0] for row in rows(app)] == ["韶山"]
    app.button(key="pick_all").click().run()
    assert len(rows(app)) == 5


def test_a_limit_of_an_unknown_indicator_is_no_limit_of_another(
    open_page: Open, uneven_home: Home
) -> None:
    here = {"home": uneven_home, "region": "430300", "indicator": "placement_rate"}
    app = open_page("placement", by="no_such_rate", below="90", **here)
    assert "地址中的“by=no_such_rate”无效，按它筛选的范围一并略去" in html(app)
    assert len(rows(app)) == 5
    app.run()
    assert len(rows(app)) == 5
    assert "below" not in app.query_params
    # Without limits nothing is omitted.
    app = open_page("placement", by="no_such_rate", **here)
    assert "地址中的“by=no_such_rate”无效" in html(app)
    assert "一并略去" not in html(app)


def test_every_year_with_the_place_it_gave(open_page: Open, uneven_home: Home) -> None:
    here = {"home": uneven_home, "region": "430300", "indicator": "placement_rate"}
    app = open_page("placement", table="years", **here)
    assert "湘潭市各县（市、区） 2024–2025 年安置任务完成率和名次" in html(app)
    found = {row[0]: row[1:] for row in rows(app)}
    # 2024: 9 of 10 and 3 of 2, twelve placed of twelve, everywhere.
    # 2025: 湘乡 and 韶山 placed 13 of 12 and share the first place.
    assert found["雨湖"] == ["100.0", "1", "100.0", "3"]
    assert found["岳塘"] == ["100.0", "1", "90.0", "4"]
    assert found["湘潭县"] == ["100.0", "1", "80.0", "5"]


def test_sites_by_what_they_lack(open_page: Open) -> None:
    def listed(**asked: str) -> set[str]:
        return set(re.findall("<td>(M[0-9])", html(open_page("memorial", **asked))))

    assert listed(region="440100") == {"M2", "M3"}
    assert listed(region="440100", lacks="names_wall_on") == {"M3"}
    # M2 has its sign and lacks the rest; either item is enough.
    assert listed(region="440100", lacks="sign_on,approved_on") == {"M2", "M3"}
    # Neither wall nor hall is asked of what holds no ceremonies.
    assert "M7" in listed(region="429004")
    assert listed(region="429004", lacks="exhibition_on") == set()


def test_numbers_of_a_list_stand_right_aligned(open_page: Open) -> None:
    body = html(open_page("memorial", region="440100"))
    head = body[: body.index("<td>M3")].rsplit("<thead>", 1)[1].split("</thead>")[0]
    assert re.findall(r'<th class="number">([^<]*)', head) == ["缺项数"]
    row = body[body.index("<td>M3") :].split("</tr>")[0]
    assert len(re.findall('<td class="number">[0-9]+</td>', row)) == 1


def test_extended_stations_by_name_with_their_staff(open_page: Open) -> None:
    body = html(open_page("stations", region="440100"))
    assert "延伸建站名单和人员" in body
    assert "E440104退役军人服务站" in body
    assert "广州市，截至2025年10月末在用；专职 2 人，兼职 1 人" in body
    every = html(open_page("stations", region="440100", listed="all"))
    # The city's centre, two counties', three towns and two villages that are open, one extended.
    assert "在用；专职 18 人，兼职 9 人" in every


def test_a_foot_says_what_signs_mean(open_page: Open) -> None:
    body = html(open_page("placement", region="430300"))
    assert body.count("符号说明") == 1
    words = ("未上报", "无数据", "无此类", "不适用", "—", "未齐", "不完整", "基本完整", "可比口径")
    for word in words:
        assert f"<dt>{word}</dt>" in body
