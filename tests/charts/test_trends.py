from typing import Any

import pytest

from dashboard.charts.frame import Figure
from dashboard.charts.lines import Break, Mark
from dashboard.charts.palette import LIGHT
from dashboard.charts.trends import TargetLine, completion_over_time, timeline, trend, trend_alt
from dashboard.observations import Observation
from dashboard.periods import Period
from tests.charts.samples import AMOUNT, COVERAGE, PROVINCE, RATE, checked, make_observation


def months(
    year: int, values: list[float | None], indicator=RATE, unfinished=()
) -> list[Observation]:
    return [
        make_observation(
            PROVINCE,
            value,
            indicator=indicator,
            period=Period(year, month, month, complete=month not in unfinished),
        )
        for month, value in enumerate(values, start=1)
    ]


def line(figure: Figure, name: str) -> dict[str, Any]:
    return next(t for t in figure.to_dict()["data"] if t["name"] == name)


def test_this_year_lies_over_last_years_grey():
    figure = trend(months(2026, [900, 910]), months(2025, [880] * 12), RATE, LIGHT)
    checked(figure)
    names = [t["name"] for t in figure.to_dict()["data"]]
    assert names == ["2025年", "2026年"]
    assert line(figure, "2026年")["line"]["color"] == LIGHT.accent
    assert line(figure, "2025年")["line"]["color"] == LIGHT.previous
    assert line(figure, "2025年")["y"] == [88.0] * 12
    layout = figure.to_dict()["layout"]
    assert layout["xaxis"]["ticktext"] == ["1月", *(str(n) for n in range(2, 12)), "12"]
    assert layout["xaxis"]["categoryarray"][9] == "10月"


def test_months_without_report_are_gaps():
    figure = trend(months(2026, [900, None, 920]), [], RATE, LIGHT)
    found = line(figure, "2026年")
    assert found["y"] == [90.0, None, 92.0] + [None] * 9
    assert found["connectgaps"] is False


def test_order_does_not_matter_and_missing_observations_are_gaps():
    found = months(2026, [900, 905, 910])
    figure = trend([found[2], found[0]], [], RATE, LIGHT)
    assert line(figure, "2026年")["y"][:3] == [90.0, None, 91.0]


def test_an_unfinished_period_is_hollow_at_the_end_of_a_dotted_line():
    figure = trend(months(2026, [900, 910, 950], unfinished=(3,)), [], RATE, LIGHT)
    checked(figure)
    solid, dotted, dot = figure.to_dict()["data"]
    assert solid["y"][:3] == [90.0, 91.0, None]
    assert dotted["line"]["dash"] == "dot"
    assert dotted["y"][:3] == [None, 91.0, 95.0]
    assert (dot["x"], dot["y"]) == (["3月"], [95.0])
    assert dot["marker"]["color"] == LIGHT.surface
    assert "未完" in dot["text"][0]


def test_quarters():
    found = [
        make_observation(PROVINCE, 900 + first, period=Period(2026, first, first + 2))
        for first in (1, 4, 7)
    ]
    figure = trend(found, [], RATE, LIGHT)
    ticks = figure.to_dict()["layout"]["xaxis"]["ticktext"]
    assert ticks == ["一季度", "二季度", "三季度", "四季度"]
    assert line(figure, "2026年")["y"] == [90.1, 90.4, 90.7, None]


def test_amounts_start_at_zero_in_a_common_unit_and_rates_do_not():
    amounts = trend(months(2026, [3e7, 4e7], AMOUNT), [], AMOUNT, LIGHT).to_dict()
    assert amounts["data"][0]["y"][:2] == [3000, 4000]
    assert amounts["layout"]["yaxis"]["range"][0] == 0
    assert amounts["layout"]["annotations"][0]["text"] == "万元"
    rates = trend(months(2026, [900, 910]), [], RATE, LIGHT).to_dict()
    assert rates["layout"]["yaxis"]["range"][0] > 80


def test_a_rate_spans_two_points_at_least_and_no_room_above_what_it_cant_pass():
    def span(rates, indicator):
        figure = trend(months(2026, rates, indicator), [], indicator, LIGHT).to_dict()
        return figure["layout"]["yaxis"]["range"]

    # 90.0 and 90.1 %: two points around 90.05, and a tenth of them as air on either side.
    assert span([900, 901], RATE) == pytest.approx([88.81, 91.29])
    # 99.9 and 100 %, of what can't pass 100: 98 to 100 and the air.
    assert span([999, 1000], COVERAGE) == pytest.approx([97.76, 100.24])
    assert span([900, 960], RATE) == pytest.approx([89.28, 96.72])
    # Nothing is less than 0 %: 0 to 2 and the air.
    assert span([0, 0], RATE) == pytest.approx([-0.24, 2.24])


def test_the_target_is_a_dashed_line_inside_the_axis():
    goal = TargetLine("时间进度", [8.3, 16.7, 25.0])
    figure = trend(months(2026, [900, 910]), [], RATE, LIGHT, target=goal)
    checked(figure)
    found = line(figure, "时间进度")
    assert found["line"]["dash"] == "dash"
    assert found["y"] == [8.3, 16.7, 25.0] + [None] * 9
    low, high = figure.to_dict()["layout"]["yaxis"]["range"]
    assert low <= 8.3 <= 91 <= high
    assert TargetLine("目标", [95.0]).at(3) == [95.0] * 3


def test_hover_says_numerator_denominator_and_who_did_not_report():
    found = [make_observation(PROVINCE, 900, period=Period(2026, 1, 1), reported=0)]
    text = line(trend(found, [], RATE, LIGHT), "2026年")["text"][0]
    assert text == "90.0%（900/1,000），不完整，1 县区均未报"


def test_a_timeline_names_the_years_and_marks_lonely_values():
    found = months(2024, [900] * 12) + months(2025, [900, None, 905, None] + [910] * 8)
    figure = timeline(found, RATE, LIGHT)
    checked(figure)
    layout = figure.to_dict()["layout"]
    assert layout["xaxis"]["ticktext"] == ["2024年", "2025年"]
    assert layout["xaxis"]["tickvals"] == [0, 12]
    sizes = figure.to_dict()["data"][0]["marker"]["size"]
    assert [index for index, size in enumerate(sizes) if size] == [14]
    assert layout["showlegend"] is False


def test_completion_is_an_area_to_a_hundred():
    found = months(2026, [100, 400, 820])
    figure = completion_over_time(found, RATE, LIGHT, target=TargetLine("目标", [100.0]))
    checked(figure)
    assert line(figure, RATE.short_name)["fill"] == "tozeroy"
    assert "fill" not in line(figure, "目标")
    assert figure.to_dict()["layout"]["yaxis"]["range"] == [0.0, pytest.approx(102, abs=2)]


def test_nothing_to_show_is_said():
    for figure, said in (
        (trend([], [], RATE, LIGHT), "这一时段无数据。"),
        (trend(months(2026, [None, None]), [], RATE, LIGHT), "这一时段未上报。"),
        (timeline([], RATE, LIGHT), "这一时段无数据。"),
    ):
        assert checked(figure).layout.annotations[0].text == said


def test_one_level_series_are_drawn():
    checked(trend(months(2026, [900]), [], RATE, LIGHT))
    checked(trend(months(2026, [0, 0], AMOUNT), [], AMOUNT, LIGHT))
    checked(timeline(months(2026, [900, 900]), RATE, LIGHT))


def test_alt_text():
    said = trend_alt(months(2026, [900, None, 920]), months(2025, [880] * 12), RATE)
    assert said == (
        "安置任务完成率走势：2026年1月至2026年3月；最新 92.0%；最高 2026年3月 92.0%；"
        "最低 2026年1月 90.0%；2025年3月 88.0%；1 期没有数值。"
    )
    assert trend_alt([], [], RATE) == "安置任务完成率走势：这一时段无数据。"


def test_a_published_figure_is_a_mark_on_its_month_with_its_document():
    source = ("全省退役军人事务局长会议（央广网报道）", "2025-01-21")
    mark = Mark(Period(2026, 2, 2), 99.0, "截至2026年2月末 99%", source)
    this = months(2026, [900, 910, 920])
    figure = trend(this, months(2025, [880] * 12), RATE, LIGHT, marks=[mark])
    checked(figure)
    found = line(figure, "公开数据")
    assert (found["x"], found["y"]) == (["2月"], [99.0])
    said, title, day = found["text"][0].split("<br>")
    assert said == "截至2026年2月末 99%"
    assert title.startswith("全省退役军人事务局长会议")
    assert day == "2025-01-21"
    # The axis reaches it.
    assert figure.to_dict()["layout"]["yaxis"]["range"][1] > 99
    alt = trend_alt(this, [], RATE, [mark])
    assert (
        "公开数据 截至2026年2月末 99%（全省退役军人事务局长会议（央广网报道），2025-01-21）" in alt
    )


def test_a_published_figure_stands_on_its_year_of_a_timeline():
    series = [
        make_observation(PROVINCE, value, indicator=AMOUNT, period=Period(year, 1, 12))
        for year, value in ((2023, 3.2e9), (2024, 3.39e9), (2025, 3.5e9))
    ]
    mark = Mark(Period(2024, 1, 12), 3.39e9, "2024年 33.9亿元", ("总结", "未注明日期"))
    figure = timeline(series, AMOUNT, LIGHT, marks=[mark])
    checked(figure)
    found = line(figure, "公开数据")
    assert (found["x"], found["y"]) == (["2024年"], [33.9])
    assert figure.to_dict()["layout"]["showlegend"] is True


def test_what_hovering_says_of_a_document_is_no_markup():
    mark = Mark(Period(2026, 1, 1), 90.0, "90%", ("<b>粗</b>%{x}", "2025-01-21"))
    found = line(trend(months(2026, [900]), [], RATE, LIGHT, marks=[mark]), "公开数据")
    assert "<b>" not in found["text"][0]
    assert "%{x}" not in found["text"][0]


def test_a_break_is_a_dotted_line_with_what_happened():
    breaks = [Break(2.5, "下城区整体并入"), Break(5.5, "<b>很长</b>" * 30)]
    layout = checked(trend(months(2026, [900] * 9), [], RATE, LIGHT, breaks=breaks)).layout
    assert [(one.x0, one.x1, one.line.dash) for one in layout.shapes] == [
        (2.5, 2.5, "dot"),
        (5.5, 5.5, "dot"),
    ]
    first, long = [one for one in layout.annotations if one.hovertext]
    assert (first.text, first.x) == ("下城区整体并入", 2.5)
    assert long.text.startswith("&lt;b&gt;很长")
    assert len(long.text) < len(long.hovertext)
    assert (first.xanchor, long.xanchor) == ("left", "left")
    # Notes of neighbours stand one above the other.
    assert first.yshift != long.yshift


def test_a_trend_without_breaks_has_no_line_across():
    assert not trend(months(2026, [900] * 9), [], RATE, LIGHT).to_dict()["layout"]["shapes"]


def test_of_many_years_every_second_is_named():
    years = [make_observation(PROVINCE, 900, period=Period(y, 1, 12)) for y in range(2018, 2027)]
    axis = timeline(years, RATE, LIGHT).to_dict()["layout"]["xaxis"]
    assert axis["ticktext"] == ["2018年", "2020年", "2022年", "2024年", "2026年"]
    few = timeline(years[:6], RATE, LIGHT).to_dict()["layout"]["xaxis"]
    assert few["ticktext"] == [f"{year}年" for year in range(2018, 2024)]
