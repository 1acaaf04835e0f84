"""The funnel, and what is left to do region by region."""

import pytest

from dashboard.charts.funnels import funnel, funnel_alt, share_text
from dashboard.charts.gaps import Gap, drawn, gap_bars, gap_bars_alt, worst_first
from dashboard.charts.palette import DARK, LIGHT
from tests.charts.samples import (
    EVIL,
    LOWER,
    PROVINCE,
    RATE,
    checked,
    make_indicator,
    make_observation,
    make_region,
)


def step(code: str, unit: str, value: float | None, before: float | None = None):
    indicator = make_indicator(
        code=code,
        name=code,
        short_name=code,
        numerator=(code,),
        denominator=None,
        mart="employment",
        unit=unit,
        decimals=0,
        polarity="neutral",
    )
    return make_observation(PROVINCE, value, before=before, indicator=indicator)


STEPS = [
    step("job_fairs", "场", 30, 20),
    step("positions", "个", 3000, 2000),
    step("intentions", "人", 900),
    step("employed", "人", 1200),
]


def texts(figure) -> set[str]:
    return {note["text"] for note in figure.to_dict()["layout"]["annotations"]}


def bars(figure) -> list[dict]:
    return [trace for trace in figure.to_dict()["data"] if trace["type"] == "bar"]


def test_a_step_is_a_share_of_the_one_before_or_so_many_to_each() -> None:
    fairs, positions, intentions, employed = STEPS
    assert share_text(positions, fairs) == "100.0 个/场"
    assert share_text(intentions, positions) == "30.0%"
    # Of the same unit it may be more than all: they are others.
    assert share_text(employed, intentions) == "133.3%"
    assert share_text(step("positions", "个", None), fairs) == "—"
    assert share_text(positions, step("job_fairs", "场", 0)) == "—"


def test_a_funnel_has_its_figures_and_bars_of_all_steps_but_the_first() -> None:
    figure = funnel(STEPS, LIGHT)
    checked(figure)
    assert {"30 场", "3,000 个", "900 人", "100.0 个/场", "30.0%", "133.3%"} <= texts(figure)
    (drawn_bars,) = bars(figure)
    assert drawn_bars["y"] == [1, 2, 3]
    assert drawn_bars["x"][1] / drawn_bars["x"][0] == pytest.approx(0.3, rel=0.01)
    assert funnel_alt(STEPS).startswith(
        "job_fairs 30 场 → positions 3,000 个（与上一环节之比 100.0"
    )
    checked(funnel([step("job_fairs", "场", None), step("positions", "个", None)], DARK))


def gap(number: int, done: float | None, of: float | None, name: str = "", indicator=RATE) -> Gap:
    region = make_region(f"4401{number:02d}", name or f"第{number}区")
    return Gap(region.name, make_observation(region, done, of, indicator=indicator))


def test_the_most_left_comes_first_and_what_is_not_known_last() -> None:
    gaps = [gap(1, 90, 100), gap(2, 5, 20), gap(3, 150, 100), gap(4, None, None), gap(5, 0, 10)]
    assert [one.left for one in gaps] == [10, 15, 0, None, 10]
    # Of as much left, it is all of 10 or a tenth of 100.
    assert [one.name for one in worst_first(gaps)] == ["第2区", "第5区", "第1区", "第3区", "第4区"]
    assert [one.name for one in drawn(worst_first(gaps))] == ["第2区", "第5区", "第1区"]
    assert gap_bars_alt(worst_first(gaps), "尚未办结").startswith("尚未办结，多的在前：第2区 15")


def test_of_what_is_better_low_the_numerator_is_what_is_told() -> None:
    assert gap(1, 3, 10, indicator=LOWER).left == 3
    assert gap(2, 0, 10, indicator=LOWER).left == 0


def test_gaps_are_drawn_on_their_tracks_with_the_figures_beside() -> None:
    gaps = worst_first([gap(1, 90, 100), gap(2, 5, 20, EVIL), gap(3, 10, 10)])
    figure = gap_bars(gaps, "尚未办结", LIGHT, highlight="440102")
    checked(figure)
    track, done = bars(figure)
    assert track["y"] == done["y"] == [0, 1]
    assert done["x"][1] / track["x"][1] == pytest.approx(0.9, rel=0.01)
    assert {"15", "10", "90.0%", "25.0%"} <= texts(figure)
    assert any("另 1 个没有尚未办结的" in text for text in texts(figure))
    unknown = texts(gap_bars([*gaps, gap(4, None, None)], "尚未办结", LIGHT))
    assert any("另 1 个没有尚未办结的、1 个未上报" in text for text in unknown)
    many = [gap(number, 1, 100 - number) for number in range(1, 41)]
    assert any("另 9 个未列出" in text for text in texts(gap_bars(many, "尚未办结", LIGHT)))
    assert all("<b>粗" not in text for text in texts(figure))
    assert not bars(gap_bars([gap(1, 10, 10)], "尚未办结", LIGHT))
    assert not bars(gap_bars([gap(1, None, None)], "尚未办结", DARK))
