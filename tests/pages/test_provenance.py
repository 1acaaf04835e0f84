"""溯源: a figure, its parts, its rows, and what stands beside them; links to it from every page."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from dashboard.ui.files import OFFERS
from tests.exports.support import of_table
from tests.pages.opening import open_page

GUANGZHOU = {"region": "440100", "indicator": "placement_rate"}


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def plain(app: AppTest) -> str:
    return re.sub(r"\s*<[^>]+>\s*", "|", html(app))


def notices(app: AppTest) -> list[str]:
    return re.findall(r'class="notice"[^>]*>([^<]*)<', html(app))


def test_a_rate_is_told_in_a_sentence_with_its_parts_and_rows(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "provenance", **GUANGZHOU)
    said = plain(app)
    assert "安置任务完成率 107.9% = 已安置人数 394 ÷ 应安置人数 365" in said
    assert "各部分和逐行加总都与本页数字一致" in said
    assert re.search(r"荔湾\|+130\|+33.0\|", said)
    assert re.search(r"本级\|+4\|+1.0\|", said)
    assert "placements.parquet 第 437 行" in said
    # Numbers are read by their last digits.
    assert '<th class="number">已安置人数（人）</th>' in html(app)
    assert "没有拒收的行。" in said
    assert not notices(app)
    (token,) = re.findall(r'data-file="[^"]*/files/([^"]+)/csv"', html(app))
    offer = OFFERS.find(token)
    assert offer is not None
    records = of_table(offer.table())
    assert len(records) == 41
    assert sum(float(record["已安置人数（人）"]) for record in records) == 394
    assert {record["来源文件"] for record in records} == {"placements.parquet"}
    assert all(len(record["文件校验值（SHA-256）"]) == 64 for record in records)


def test_the_other_side_by_month_and_under_a_filter(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(
        monkeypatch,
        tiny_home,
        "provenance",
        **GUANGZHOU,
        part="denominator",
        by="month",
        placement_category="retired_cadres",
    )
    said = plain(app)
    assert "应安置人数由哪些月份组成" in said
    assert re.search(r"2025年1月\|+6\|", said)
    assert re.search(r"合计\|+60\|", said)
    link = unescape(re.findall(r'href="([^"]*period=m1-1[^"]*)"', html(app))[0])
    assert "part=denominator" in link
    assert "placement_category=retired_cadres" in link


def test_units_that_do_not_count_say_why(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(
        monkeypatch,
        tiny_home,
        "provenance",
        region="440104",
        indicator="stations_active",
        listed_units="uncounted",
    )
    said = plain(app)
    assert "计入 3，期末已撤销 1" in said
    assert "T440104003" in said


def test_who_did_not_report_is_named(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    late = {"region": "430382", "indicator": "placement_rate", "period": "m9-10"}
    said = plain(open_page(monkeypatch, tiny_home, "provenance", **late))
    assert "安置任务完成率 未上报" in said
    assert "1 个县区共缺 2 个月：韶山（9月、10月）。" in said


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"indicator": "nothing"}, "没有代码为“nothing”的指标"),
        ({"indicator": "relief_spent", "part": "denominator"}, "帮扶支出没有“denominator”这一部分"),
        ({"part": "both"}, "没有“both”这一部分"),
        ({"by": "colour"}, "by=colour"),
        ({"traced_page": "99"}, "页码“99”无效"),
        ({"listed_units": "some", "indicator": "stations_active"}, "listed_units=some"),
        ({"placement_category": "admirals"}, "没有“admirals”这类数据"),
        ({"region": "999999"}, "没有代码为“999999”的地区"),
    ],
)
def test_a_wrong_address_is_answered(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], told: str
) -> None:
    app = open_page(monkeypatch, tiny_home, "provenance", **(GUANGZHOU | wrong))
    assert any(told in notice for notice in notices(app)), notices(app)
    assert "核对" in html(app)


def test_a_way_that_a_leaf_has_not_is_passed_over(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = GUANGZHOU | {"region": "440103", "by": "region"}
    app = open_page(monkeypatch, tiny_home, "provenance", **leaf)
    assert "已安置人数由哪些月份组成" in html(app)
    assert not notices(app)


def test_every_card_panel_and_cell_leads_there(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = html(open_page(monkeypatch, tiny_home, "placement", region="440000"))
    links = [unescape(one) for one in re.findall(r'class="traced" href="([^"]+)"', body)]
    assert all(link.startswith("/provenance?") for link in links)
    assert any("region=440100" in link for link in links)
    assert '<div class="card chosen"><a class="traced"' in body
    assert 'aria-label="溯源：安置任务完成率"' in body
    # The figures of the first sentence.
    sentence = body[body.index('<p class="finding">') :].split("</p>")[0]
    assert sentence.count('class="traced"') == 2
    # Each with what must stand on its line.
    first, second = re.findall(r"<span>(.*?)</span>", sentence.split('class="homes">')[1])
    assert first.startswith("溯源：<a ")
    assert first.endswith("安置任务完成率</a>、")
    assert second.endswith("</a>")
    # Every row of the ranking, in its order, and every point of the trend's two years.
    assert 'aria-label="溯源：广州">广州</a>' in body
    points = re.findall(r'<p class="points">(\d{4}年：)(.*?)</p>', body)
    assert [year for year, _ in points] == ["2025年：", "2024年："]
    march = unescape(re.findall(r'href="([^"]+)"[^>]*>3月<', points[0][1])[0])
    assert "year=2025&period=m3-3&indicator=placement_rate" in march
    assert "region=440000" in march
    dictionary = html(open_page(monkeypatch, tiny_home, "dictionary", region="440000"))
    assert "indicator=relief_per_head" in dictionary


def test_lines_of_what_needs_attention_lead_there(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in ("overview", "warnings"):
        body = html(open_page(monkeypatch, tiny_home, page, region="430300"))
        table = body[body.index("concerns" if page == "overview" else "warned") :]
        first = table.split("<tbody>")[1].split("</tr>")[0]
        (link,) = re.findall(r'class="traced" href="([^"]+)"', first)
        assert link.startswith("/provenance?region=430")
