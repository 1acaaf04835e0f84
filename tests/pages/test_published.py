"""公开数据对账: the sentence, the filters and their addresses, links, files, marks on trends."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.published import FIGURES, published_in_use
from dashboard.settings import Home
from dashboard.ui import published as page
from tests.pages.opening import open_page
from tests.pages.test_dictionary import file_of
from tests.pages.test_pages import html, notices
from tests.tiny_exports import TODAY, write_tiny_exports

CALIBRATED = "演示数据已按这些公开数据校准"


def shown(app: AppTest) -> list[str]:
    """The rows of the table that the page shows, each as one text."""
    (body,) = re.findall("<tbody>(.*?)</tbody>", html(app))
    return [unescape(re.sub("<[^>]+>", " ", row)) for row in re.findall("<tr>(.*?)</tr>", body)]


def bodies(app: AppTest) -> Iterator[str]:
    """What each page of the table is, from the one that is open on."""
    yield html(app)
    while forward := [one for one in app.button if one.key == "published_forward"]:
        if forward[0].disabled:
            return
        forward[0].click().run()
        yield html(app)


def rows(app: AppTest) -> list[str]:
    """The rows of all pages of the table."""
    return [row for _ in bodies(app) for row in shown(app)]


def finding(app: AppTest) -> str:
    (said,) = re.findall('<p class="finding">(.*?)</p>', html(app))
    return said


def test_every_figure_stands_in_it_and_in_its_file(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "published")
    body = html(app)
    assert finding(app).startswith("全国有 186 项公开数据，可比对 ")
    assert "103 项没有数据表统计" in body
    assert "公开数据属于其他地区" not in body
    assert CALIBRATED not in body
    every = rows(app)
    assert len(every) == 186
    assert "不少于公开数" in body
    records = file_of(body)
    assert len(records) == 186
    assert {record["结论"] for record in records} == {"不符", "无法比对"}
    (signs,) = [one for one in records if one["指标代码"] == "sign_rate"]
    # Of 广州's three rated sites two have their sign; most counties are not in the registry.
    assert (signs["公开数原文"], signs["公开数"], signs["结论"]) == ("100%", "100", "无法比对")
    assert signs["看板数"].startswith("66.66")
    assert signs["说明"].startswith("名录中没有")
    assert signs["地区"] == "广东省"
    # Those that don't agree stand first.
    places = ("不符", "相符", "无法比对")
    order = [next(i for i, word in enumerate(places) if f" {word} " in row) for row in every]
    assert order == sorted(order)


def test_only_the_region_s_own_and_how_many_others_there_are(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "published", region="440100")
    assert finding(app).startswith("广州市有 55 项公开数据")
    assert "另有 131 项公开数据属于其他地区，未列入。" in html(app)
    assert len(rows(app)) == 55
    nobody = open_page(monkeypatch, tiny_home, "published", region="500000")
    assert finding(nobody) == "没有重庆市的公开数据。"


@pytest.mark.parametrize(
    ("parameters", "count", "words"),
    [
        ({"document": "001"}, 53, "广州市退役军人事务局2023年工作情况"),
        ({"system": "memorial"}, 8, ""),
        ({"system": "none"}, 103, "没有数据表统计这一项"),
        ({"verdict": "differs"}, None, "不符"),
        ({"published_search": "memorial_completion"}, 1, "纪念设施提质改造完成率"),
        ({"published_search": "9000余"}, 1, "达成意向"),
        ({"document": "002", "system": "none", "verdict": "not_comparable"}, 18, ""),
    ],
)
def test_filters_stand_in_the_address(
    tiny_home: Home,
    monkeypatch: pytest.MonkeyPatch,
    parameters: dict[str, str],
    count: int | None,
    words: str,
) -> None:
    app = open_page(monkeypatch, tiny_home, "published", **parameters)
    found = rows(app)
    assert found
    assert count in (None, len(found))
    assert all(words in row for row in found)
    assert len(file_of(html(app))) == len(found)
    assert not notices(app)
    # The sentence speaks of all.
    assert "186 项" in finding(app)


def test_fifty_at_a_time(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, tiny_home, "published", published_page="3", region="100000")
    assert "第 151–186 条，共 186 条" in html(app)
    assert len(shown(app)) == 36
    app.button(key="published_back").click().run()
    assert app.query_params["published_page"] == "2"
    assert "第 101–150 条，共 186 条" in html(app)
    # Another choice begins at its first page.
    app.selectbox(key="pick_published_document").select("001").run()
    assert "published_page" not in app.query_params
    assert "第 1–50 条，共 53 条" in html(app)
    beyond = open_page(monkeypatch, tiny_home, "published", published_page="9")
    assert "地址中的页码“9”无效，已显示第一页。" in notices(beyond)
    assert len(shown(beyond)) == 50


def test_another_region_begins_at_the_first_page(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "published", published_page="2")
    app.selectbox(key="pick_year").select(2024).run()
    assert "published_page" not in app.query_params


def test_choosing_writes_the_address(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, tiny_home, "published")
    app.selectbox(key="pick_published_verdict").select("differs").run()
    assert app.query_params["verdict"] == "differs"
    assert all(" 不符 " in row for row in rows(app))
    app.selectbox(key="pick_published_verdict").select("").run()
    assert "verdict" not in app.query_params
    app.text_input(key="published_search").set_value("不存在的内容").run()
    assert "没有符合条件的公开数据。" in [caption.value for caption in app.caption]


def test_a_department_adds_its_own_document(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    documents, figures = tmp_path / "documents.csv", tmp_path / "figures.csv"
    documents.write_text(
        "document,file,title,region_code,inferred,period,published\n"
        "zj,,湘潭市年报,430300,false,2025,\n",
        encoding="utf-8",
    )
    heading = FIGURES.read_text(encoding="utf-8").split("\n", 1)[0]
    of_it = "zj,430300,2025-01,2025-08,in_period,employment,job_fairs"
    figures.write_text(
        f"{heading}\n{of_it},,,40,场,余,false,,,\n{of_it},,,20,场,,false,,,\n", encoding="utf-8"
    )
    own = published_in_use(figures, documents)
    monkeypatch.setattr(page, "published_in_use", lambda: own)
    # 湘潭: 6 job fairs a month, of which 8 had passed.
    first, second = rows(open_page(monkeypatch, tiny_home, "published", region="430300"))
    assert re.split(r" +", first.strip())[:6] == [
        *("招聘会", "湘潭市，2025年1–8月", "20场", "48", "+28", "+140.0%")
    ]
    assert "不符" in first
    assert "相符" in second
    assert "湘潭市年报 未注明日期" in second


@pytest.mark.parametrize("name", ["document", "system", "verdict"])
def test_a_wrong_value_is_told_and_taken_out(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = open_page(monkeypatch, tiny_home, "published", **{name: "<b>x</b>"})
    assert notices(app).count("无效") == 1
    assert "<b>x</b>" not in html(app)
    assert name not in app.query_params
    assert len(rows(app)) == 186


def test_a_figure_links_to_the_page_that_shows_it(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "published", region="440000")
    body = unescape("".join(bodies(app)))
    assert (
        'href="/memorial?region=440000&year=2024&period=year&indicator=memorial_completion"' in body
    )
    assert (
        'href="/visits?region=440000&year=2024&period=year&grain=year&indicator=people_visited"'
        in body
    )
    assert "fund=central%2Cprovince" in body
    # No page shows the budget of pensions by itself, and there is no page of 2023.
    assert "抚恤补助支出（中央资金、省级资金）</a>" in body
    assert "抚恤补助预算（中央资金、省级资金）</a>" not in body
    assert "抚恤补助预算（中央资金、省级资金）" in body
    assert "year=2023" not in body


def test_a_table_that_is_wrong_says_where_and_other_pages_go_on(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "published_figures.csv"
    path.write_text("document,region_code\n", encoding="utf-8")
    wrong = published_in_use(path)
    for module in ("published", "published_marks", "trend"):
        monkeypatch.setattr(f"dashboard.ui.{module}.published_in_use", lambda: wrong)
    said = notices(open_page(monkeypatch, tiny_home, "published"))
    assert said.startswith(
        "公开数据表不能使用，请管理员改正：published_figures.csv 第 1 行：缺少列"
    )
    open_page(monkeypatch, tiny_home, "dictionary")
    open_page(monkeypatch, tiny_home, "memorial", region="440000", year="2024")


def test_a_demonstration_says_that_it_was_made_to_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    write_tiny_exports(home.exports, demonstration=True)
    build(home, today=TODAY)
    assert CALIBRATED in html(open_page(monkeypatch, home, "published"))


def test_a_figure_is_marked_on_its_trend_and_counted_in_the_dictionary(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def charts(page: str, **parameters: str) -> list[str]:
        app = open_page(monkeypatch, tiny_home, page, region="440000", year="2024", **parameters)
        specifications = [element.proto.spec for element in app.get("plotly_chart")]
        return [json.dumps(json.loads(one), ensure_ascii=False) for one in specifications]

    whole = "".join(charts("memorial", indicator="memorial_completion"))
    # On the trend and on the completion by month.
    assert whole.count("公开数据") == 2
    assert "截至2024年12月末 82%" in whole
    assert "2025-01-21" in whole
    for other in (
        {"indicator": "names_wall_rate"},
        {"indicator": "memorial_completion", "protection": "county"},
        {"indicator": "memorial_completion", "period": "m1-6"},
    ):
        assert "公开数据" not in "".join(charts("memorial", **other)[:3])
    body = html(open_page(monkeypatch, tiny_home, "dictionary", dictionary_search="completion"))
    link = "published?region=100000&amp;year=2025&amp;period=latest"
    assert f'{link}&amp;published_search=memorial_completion" target="_self">1 项</a>' in body
    (record,) = [r for r in file_of(body) if r["指标代码"] == "memorial_completion"]
    assert record["公开数据项数"] == "1"
