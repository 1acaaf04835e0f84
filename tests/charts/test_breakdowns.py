import pytest

from dashboard.charts.breakdowns import (
    Stack,
    category_bars,
    category_bars_alt,
    haves_bars,
    haves_bars_alt,
    stacked_bars,
    stacked_bars_alt,
    star_distribution,
    star_distribution_alt,
)
from dashboard.charts.palette import LIGHT
from tests.charts.samples import AMOUNT, EVIL, PROVINCE, checked, make_observation

FUNDS = ["中央", "省级", "市级"]
STACKS = [Stack("应急救助", [1e7, 2e7, None]), Stack("困难帮扶", [4e7, 1e7, 1e7])]
PENSIONS = [Stack("抚恤补助", [3e9, None, 3.9e8])]


def bars(figure) -> list[dict]:
    return [t for t in figure.to_dict()["data"] if t["type"] == "bar"]


def texts(figure) -> set[str]:
    return {note["text"] for note in figure.to_dict()["layout"]["annotations"]}


def test_segments_follow_one_another_and_share_one_scale():
    figure = stacked_bars(STACKS, FUNDS, AMOUNT, LIGHT)
    checked(figure)
    central, province, city = bars(figure)
    assert [trace["marker"]["color"] for trace in (central, province, city)] == list(
        LIGHT.series[:3]
    )
    explained = next(text for text in texts(figure) if "■" in text)
    assert [explained.index(name) for name in FUNDS] == sorted(map(explained.index, FUNDS))
    assert all(colour in explained for colour in LIGHT.series[:3])
    assert city["y"] == [1]
    for row in (0, 1):
        assert central["base"][row] + central["x"][row] == pytest.approx(
            province["base"][row], abs=0.02
        )
    assert province["x"][0] / central["x"][0] == pytest.approx(2, rel=0.01)
    assert central["x"][1] / central["x"][0] == pytest.approx(4, rel=0.01)
    assert {"3,000", "6,000"} <= texts(figure)
    assert "占 33.3%" in central["hovertext"][0]


def test_pensions_stand_apart_on_their_own_scale():
    figure = stacked_bars(STACKS, FUNDS, AMOUNT, LIGHT, apart=PENSIONS, apart_note="另列")
    checked(figure)
    apart = bars(figure)[3:]
    assert [trace["y"] for trace in apart if trace["y"]] == [[3], [3]]
    # Three billion are not drawn a hundred times as long as thirty million.
    assert sum(trace["x"][0] for trace in apart if trace["x"]) == pytest.approx(
        sum(trace["x"][1] for trace in bars(figure)[:3] if len(trace["x"]) > 1)
        + bars(figure)[2]["x"][0],
        rel=0.01,
    )
    assert {"另列", "33.90 亿元"} <= texts(figure)


def test_stacks_without_money_say_so():
    figure = stacked_bars([Stack("应急救助", [None, 0, None])], FUNDS, AMOUNT, LIGHT)
    assert "没有数据" in checked(figure).layout.annotations[0].text


def test_stacks_in_words():
    said = stacked_bars_alt(STACKS, FUNDS, AMOUNT, PENSIONS)
    assert said == (
        "帮扶支出构成：应急救助 3,000 万元（省级占 67%）；困难帮扶 6,000 万元（中央占 67%）；"
        "抚恤补助 33.90 亿元（中央占 88%）。"
    )


def test_categories_keep_their_order_and_show_last_year_as_a_tick():
    rows = [
        ("转业军官", make_observation(PROVINCE, 980, before=970)),
        ("军休干部", make_observation(PROVINCE, 1520, before=1200)),
        (EVIL, make_observation(PROVINCE, None, None)),
    ]
    figure = category_bars(rows, LIGHT)
    checked(figure)
    bar = bars(figure)[0]
    assert bar["y"] == [0, 1]
    assert bar["x"][1] / bar["x"][0] == pytest.approx(1.52 / 0.98, rel=0.01)
    ticks = next(
        t
        for t in figure.to_dict()["data"]
        if t.get("mode") == "markers" and t["marker"].get("symbol") == "line-ns"
    )
    assert ticks["y"] == [0, 1]
    shown = texts(figure)
    assert {"98.0%", "152.0%", "+1.0", "+32.0", "无往年"} <= shown
    assert not any("<" in text.replace("<br>", "") for text in shown)
    # Above the task, the task itself is marked.
    notes = [note["text"] for note in figure.to_dict()["layout"]["annotations"]]
    assert "100%" in notes
    assert (
        "已安置人数"
        in next(t for t in figure.to_dict()["data"] if "customdata" in t)["hovertemplate"]
    )


def test_names_and_numbers_keep_to_the_edges():
    figure = category_bars([("转业军官", make_observation(PROVINCE, 980, before=970))], LIGHT)
    layout = figure.to_dict()["layout"]
    edges = {note["text"]: (note.get("xref"), note["x"]) for note in layout["annotations"]}
    assert edges["转业军官"] == ("paper", 0)
    assert edges["98.0%"] == edges["+1.0"] == ("paper", 1)
    assert layout["margin"]["l"] > 52
    assert layout["margin"]["r"] > 90


def test_a_category_is_no_region_to_go_to():
    figure = category_bars([("甲", make_observation(PROVINCE, 980))], LIGHT)
    facts = next(t["customdata"] for t in figure.to_dict()["data"] if "customdata" in t)
    assert [point[0] for point in facts] == [""]


def test_categories_in_words():
    said = category_bars_alt([("转业军官", make_observation(PROVINCE, 980, before=970))])
    assert said == ("安置任务完成率分类：转业军官 98.0%（同比 +1.0 个百分点，去年同期 97.0%）。")
    assert category_bars_alt([]) == "分类：没有数据。"


def test_haves_lie_on_a_track_of_a_hundred_percent():
    rows = [
        ("机构", make_observation(PROVINCE, 990, before=980)),
        ("经费", make_observation(PROVINCE, 880, before=900)),
    ]
    figure = haves_bars(rows, LIGHT)
    checked(figure)
    track, bar = bars(figure)
    assert track["marker"]["color"] == LIGHT.lines
    assert bar["x"][1] / track["x"][1] == pytest.approx(0.88, rel=0.01)
    assert haves_bars_alt(rows) == "各项达标率：机构 99.0%、经费 88.0%；最低的是经费。"


def test_nothing_known_is_said():
    nothing = [("机构", make_observation(PROVINCE, None, None))]
    for figure in (haves_bars(nothing, LIGHT), category_bars(nothing, LIGHT)):
        assert "没有数据" in checked(figure).layout.annotations[0].text
    assert haves_bars_alt(nothing) == "各项达标率：没有数据。"


def test_stars_from_five_down_with_three_and_above_standing_out():
    figure = star_distribution({5: 10, 3: 60, 1: 20, 0: 10}, LIGHT)
    checked(figure)
    bar = bars(figure)[0]
    assert bar["marker"]["color"] == [LIGHT.accent] * 3 + [LIGHT.previous] * 3
    lengths = bar["x"]
    assert lengths[2] == max(lengths)
    assert lengths[1] == 0
    assert {"五星", "未评星", "60", "60.0%"} <= texts(figure)
    assert "三星级以上占 70.0%" in star_distribution_alt({5: 10, 3: 60, 1: 20, 0: 10})


def test_no_station_is_said():
    assert "没有服务站点" in checked(star_distribution({}, LIGHT)).layout.annotations[0].text
    assert star_distribution_alt({}) == "星级分布：没有服务站点。"
