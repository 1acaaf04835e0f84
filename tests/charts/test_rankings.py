from typing import Any

import pytest

from dashboard.charts.classes import classes
from dashboard.charts.frame import Figure
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.rankings import (
    Folded,
    fold,
    parent_word,
    ranking,
    ranking_alt,
    ranking_key,
)
from dashboard.charts.rows import ROW
from dashboard.observations import Observation
from dashboard.ranking import Ranked, rank
from dashboard.regions import Level
from tests.charts.samples import (
    AMOUNT,
    EVIL,
    LOWER,
    NATION,
    PROVINCE,
    RATE,
    checked,
    make_indicator,
    make_observation,
    make_region,
)

REGIONS = [make_region(f"44{number:02}00") for number in range(1, 41)]


def observations(
    values: list[tuple[float | None, float | None]], indicator=RATE
) -> list[Observation]:
    return [
        make_observation(region, value, before=before, indicator=indicator)
        for region, (value, before) in zip(REGIONS, values, strict=False)
    ]


def traces(figure: Figure, **wanted: Any) -> list[dict[str, Any]]:
    found = figure.to_dict()["data"]
    return [t for t in found if all(t.get(key) == value for key, value in wanted.items())]


def written(figure: Figure) -> dict[tuple[int, str], str]:
    """The colour of every text by its row and itself."""
    return {
        (row, text): trace["textfont"]["color"]
        for trace in traces(figure, mode="text")
        for row, text in zip(trace["y"], trace["text"], strict=True)
    }


def hits(figure: Figure) -> dict[str, Any]:
    """The trace that answers to clicks."""
    return next(t for t in figure.to_dict()["data"] if "customdata" in t)


def test_rows_keep_the_order_given_and_click_through_to_their_code():
    ranked = rank(observations([(800, 790), (950, 960), (900, 900)]))
    figure = ranking(ranked, None, LIGHT)
    checked(figure)
    assert [facts[0] for facts in hits(figure)["customdata"]] == ["440200", "440300", "440100"]
    assert [facts[-1] for facts in hits(figure)["customdata"]] == ["第 1", "第 2", "第 3"]
    assert hits(figure)["y"] == [0, 1, 2]
    assert figure.to_dict()["layout"]["yaxis"]["range"] == [2.5, -0.5]


def test_where_no_region_is_ranked_every_value_has_its_marks():
    regions = zip(REGIONS, (1333, 500, None), strict=False)
    alone = [
        Ranked(make_observation(region, value, before=1000), None, tied=False)
        for region, value in regions
    ]
    figure = ranking(alone, None, LIGHT)
    checked(figure)
    (dots,) = (t for t in traces(figure, mode="markers") if t["marker"]["size"] == 9)
    assert dots["y"] == [0, 1]
    # 133.3 % lies to the right of 50.0 %, where a pointer finds them; the third has no value.
    assert dots["x"] == hits(figure)["x"][:2]
    assert dots["x"][1] < dots["x"][0]


def test_a_row_more_is_22_pixels_more():
    few, many = (
        ranking(rank(observations([(900, 890)] * count)), None, LIGHT).to_dict()["layout"]["height"]
        for count in (10, 20)
    )
    assert many - few == 10 * ROW == 220


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_dots_and_links_have_the_colour_of_the_judgement(palette):
    values = [(950, 900), (900, 950), (850, 850)]
    expected = {RATE: (palette.better, palette.worse), LOWER: (palette.worse, palette.better)}
    for indicator, (up, down) in expected.items():
        items = [Ranked(r, i + 1, False) for i, r in enumerate(observations(values, indicator))]
        figure = ranking(items, None, palette)
        dots = next(t for t in traces(figure, mode="markers") if t["marker"].get("size") == 9)
        assert dots["marker"]["color"] == [up, down, palette.neutral]
        (links,) = traces(figure, type="bar")
        assert links["marker"]["color"] == [up, down, palette.neutral]
        texts = written(figure)
        assert texts[(0, "+5.0")] == up
        assert texts[(1, "−5.0")] == down
        assert texts[(2, "持平")] == palette.neutral


def test_an_indicator_without_polarity_has_no_judging_colour():
    neutral = make_indicator(polarity="neutral")
    figure = ranking(rank(observations([(950, 900), (900, 950)], neutral)), None, LIGHT)
    (links,) = traces(figure, type="bar")
    used = {*links["marker"]["color"], *written(figure).values()}
    assert not used & {LIGHT.better, LIGHT.worse}


def test_last_year_is_hollow_and_missing_where_there_was_none():
    figure = ranking(rank(observations([(950, 900), (900, None)])), None, LIGHT)
    hollow = next(t for t in traces(figure, mode="markers") if t["marker"].get("size") == 7)
    assert hollow["y"] == [0]
    assert hollow["marker"]["color"] == LIGHT.surface
    assert (1, "无往年") in written(figure)


def test_ties_show_the_same_rank_twice():
    figure = ranking(rank(observations([(900, 890), (900, 880), (800, 790)])), None, LIGHT)
    ranks = [text for (_, text) in written(figure) if text.isdigit()]
    assert sorted(ranks) == ["1", "1", "3"]
    assert [facts[-1] for facts in hits(figure)["customdata"]] == ["并列第 1", "并列第 1", "第 3"]


def test_regions_that_are_not_ranked_are_grey_without_marks():
    ranked_from_20 = make_indicator(rank_from=20)
    found = [
        make_observation(REGIONS[0], 900, before=890, indicator=ranked_from_20),
        make_observation(REGIONS[1], None, None, indicator=ranked_from_20, reported=0),
        make_observation(REGIONS[9], 3, 4, before=1, indicator=ranked_from_20),
    ]
    figure = ranking(rank(found), None, LIGHT)
    texts = written(figure)
    assert texts[(1, "第0200")] == texts[(2, "第1000")] == LIGHT.secondary
    assert {(1, "未上报"), (1, "无可比")} <= set(texts)
    assert texts[(2, "+50.0")] == LIGHT.secondary
    dots = next(t for t in traces(figure, mode="markers") if t["marker"].get("size") == 9)
    assert dots["y"] == [0]
    # They still answer, and say why they stand there.
    assert [facts[-1] for facts in hits(figure)["customdata"]][1:] == ["不参加排名"] * 2
    # Their value (75 %) does not stretch the scale either.
    assert "80%" not in figure.to_dict()["layout"]["xaxis"]["ticktext"]


def test_the_parent_is_a_dashed_line_with_its_value():
    parent = make_observation(PROVINCE, 870, before=860)
    layout = checked(ranking(rank(observations([(950, 900), (800, 810)])), parent, LIGHT)).layout
    line = next(shape for shape in layout.shapes if shape.type == "line")
    assert line.line.dash == "dash"
    assert line.x0 == line.x1
    assert any(note.text == "全省 87.0%" for note in layout.annotations)


def test_amounts_are_bars_from_zero_in_the_colours_of_the_map():
    found = observations([(9e7, 8e7), (3e7, 4e7), (1e7, None)], AMOUNT)
    parent = make_observation(PROVINCE, 1.3e8, indicator=AMOUNT)
    bounds = classes([observation.value for observation in found], AMOUNT)
    figure = ranking(rank(found), parent, LIGHT, classes=bounds)
    checked(figure)
    bars = traces(figure, type="bar")[0]
    assert len(set(bars["base"])) == 1
    lengths = bars["x"]
    assert lengths[0] / lengths[2] == pytest.approx(9, rel=0.01)
    assert lengths[0] / lengths[1] == pytest.approx(3, rel=0.01)
    scale = LIGHT.class_colours(len(bounds))
    assert bars["marker"]["color"] == [scale[bounds.index(v)] for v in (9e7, 3e7, 1e7)]
    # The sum of all is no yardstick for one: no line for the parent.
    assert not [s for s in figure.to_dict()["layout"]["shapes"] if s["type"] == "line"]
    assert {"9,000", "3,000", "1,000"} <= {text for _, text in written(figure)}
    assert any("今年<br>万元" in n["text"] for n in figure.to_dict()["layout"]["annotations"])


def test_the_chosen_region_is_framed_and_bold():
    figure = ranking(rank(observations([(950, 900), (900, 890)])), None, LIGHT, highlight="440200")
    assert (1, "<b>第0200</b>") in written(figure)
    frames = [s for s in figure.to_dict()["layout"]["shapes"] if s["type"] == "rect"]
    assert [(s["y0"], s["y1"]) for s in frames] == [(0.5, 1.5)]


def test_narrow_leaves_out_the_changes():
    ranked = rank(observations([(950, 900), (900, 890)]))
    assert (0, "+5.0") in written(ranking(ranked, None, LIGHT))
    assert (0, "+5.0") not in written(ranking(ranked, None, LIGHT, narrow=True))


def test_hostile_names_are_text():
    evil = make_region("449900", EVIL)
    figure = ranking(
        rank([make_observation(evil, 900, before=800)]), None, LIGHT, highlight="449900"
    )
    checked(figure)
    texts = [text for _, text in written(figure)] + hits(figure)["text"]
    assert not any("<a" in text or "%{" in text for text in texts)
    assert all(text.removeprefix("<b>").removesuffix("</b>").count("<") == 0 for text in texts)


def test_labels_replace_short_names():
    figure = ranking(rank(observations([(950, 900)])), None, LIGHT, labels={"440100": "城区"})
    assert (0, "城区") in written(figure)


def test_empty_and_valueless_rankings_say_so_or_show_dashes():
    assert "没有可以排名" in checked(ranking([], None, LIGHT)).layout.annotations[0].text
    silent = [make_observation(region, None, None, reported=0) for region in REGIONS[:3]]
    figure = ranking(rank(silent), None, LIGHT)
    checked(figure)
    assert (2, "无可比") in written(figure)


def test_one_region_and_equal_values_are_drawn():
    for values in ([(900, None)], [(900, 900)] * 4):
        checked(ranking(rank(observations(values)), make_observation(PROVINCE, 900), LIGHT))


def test_fold_keeps_best_worst_and_the_chosen():
    ranked = rank(observations([(990 - 5 * index, None) for index in range(40)]))
    items = fold(ranked, "442000", best=10, worst=10)
    assert [item.count for item in items if isinstance(item, Folded)] == [9, 10]
    codes = [item.observation.region.code for item in items if isinstance(item, Ranked)]
    assert codes[:10] == [region.code for region in REGIONS[:10]]
    assert codes[10] == "442000"
    assert codes[11:] == [region.code for region in REGIONS[30:]]
    figure = ranking(items, None, LIGHT, highlight="442000")
    checked(figure)
    assert (10, "⋯ 另 9 个未列出") in written(figure)
    assert "440100" in [facts[0] for facts in hits(figure)["customdata"]]


def test_fold_leaves_short_rankings_and_short_gaps_whole():
    ranked = rank(observations([(900 - index, None) for index in range(22)]))
    assert fold(ranked, None) == ranked
    assert not any(isinstance(item, Folded) for item in fold(ranked[:5], "440100"))


def test_fold_folds_the_unranked_but_keeps_a_chosen_one():
    found = observations([(900 - index, None) for index in range(5)] + [(None, None)] * 10)
    items = fold(rank(found), "441200")
    codes = [item.observation.region.code for item in items if isinstance(item, Ranked)]
    assert codes == [region.code for region in REGIONS[:5]] + ["441200"]
    assert sum(item.count for item in items if isinstance(item, Folded)) == 9


@pytest.mark.parametrize(
    ("region", "word"),
    [
        (NATION, "全国"),
        (PROVINCE, "全省"),
        (make_region("110000", "北京市", level=Level.PROVINCE), "全市"),
        (make_region("150000", "内蒙古自治区", level=Level.PROVINCE), "全区"),
        (make_region("440100", "广州市"), "全市"),
        (make_region("654000", "伊犁哈萨克自治州"), "全州"),
    ],
)
def test_parent_word(region, word):
    assert parent_word(make_observation(region, 900)) == word


def test_alt_text():
    ranked = rank(
        [*observations([(950, 900), (900, 950)]), make_observation(REGIONS[9], None, None)]
    )
    said = ranking_alt(ranked, make_observation(PROVINCE, 925))
    assert said == (
        "安置任务完成率排名，2026年1–10月：第一 第0100 95.0%，最后 第0200 90.0%；全省 92.5%；"
        "列出的 2 个地区中 1 个好于去年同期，1 个不及去年同期；1 个地区不参加排名。"
    )
    assert ranking_alt([], None) == "排名：没有可以排名的地区。"


def test_key_says_what_the_marks_are():
    assert "○ 去年同期" in ranking_key(RATE)
    assert "竖线" in ranking_key(AMOUNT)
