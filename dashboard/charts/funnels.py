"""A funnel: steps from first to last, each with its share of the previous step."""

from collections.abc import Sequence
from itertools import pairwise

from dashboard.charts import hover
from dashboard.charts.frame import Figure, empty
from dashboard.charts.palette import Palette
from dashboard.charts.rankings import change_column
from dashboard.charts.rows import LEAST_WIDTH, Column, RowChart
from dashboard.charts.text import inert
from dashboard.indicators import NO_VALUE, format_share, format_value, write_value
from dashboard.observations import Observation, absence_text
from dashboard.rounding import digits


def funnel(steps: Sequence[Observation], palette: Palette, *, width: int | None = None) -> Figure:
    """Steps from top to bottom, each with its value, its share of the previous step and its change.

    Bars start at zero and share one scale; a tick marks last year. The first step has no bar: it
    counts occasions, the others count places or people.

    Args:
        steps: at least two observations, all of amounts.
    """
    if all(step.value is None for step in steps):
        return empty("这一时段没有数据。", palette)
    texts = [
        absence_text(step) if step.value is None else format_value(step.value, step.indicator)
        for step in steps
    ]
    inks = [palette.secondary if step.value is None else palette.ink for step in steps]
    shares = ["", *(share_text(step, earlier) for earlier, step in _pairs(steps))]
    drawn = [(row, step) for row, step in enumerate(steps) if row and step.value is not None]
    earlier = [
        (row, step.previous.value)
        for row, step in drawn
        if step.previous is not None and step.previous.value is not None
    ]
    chart = RowChart(
        [step.indicator.short_name for step in steps],
        [
            Column("今年", texts, inks),
            Column("与上一|环节之比", shares, palette.secondary),
            change_column(steps, palette),
        ],
        palette,
        low=0.0,
        high=max([*(step.value or 0 for _, step in drawn), *(v for _, v in earlier)], default=0)
        or 1.0,
        width=width or LEAST_WIDTH,
        row_height=34,
        pinned=True,
    )
    rows = [row for row, _ in drawn]
    chart.bars(rows, [0.0] * len(rows), [step.value or 0.0 for _, step in drawn], palette.accent)
    mark = {"symbol": "line-ns", "size": 18, "line": {"width": 2, "color": palette.secondary}}
    chart.dots([row for row, _ in earlier], [value for _, value in earlier], mark)
    chart.answers(
        list(range(len(steps))),
        [0.0, *(step.value or 0.0 for step in steps[1:])],
        [step.indicator.name for step in steps],
        [
            [
                "",
                inert(hover.value_text(step)),
                inert(f"与上一环节之比 {share}" if share else "第一个环节"),
                hover.comparison(step),
                inert(hover.earlier_text(step)),
            ]
            for step, share in zip(steps, shares, strict=True)
        ],
        "<b>%{text}</b> %{customdata[1]}<br>%{customdata[2]}<br>"
        "同比 %{customdata[3]}，去年同期 %{customdata[4]}<extra></extra>",
    )
    return chart.figure()


def funnel_alt(steps: Sequence[Observation]) -> str:
    """The steps in a sentence, each with its share of the previous step."""
    parts = [f"{steps[0].indicator.name} {_value(steps[0])}"]
    for earlier, step in _pairs(steps):
        share = share_text(step, earlier)
        parts.append(f"{step.indicator.name} {_value(step)}（与上一环节之比 {share}）")
    return f"{' → '.join(parts)}。"


def share_text(step: Observation, earlier: Observation) -> str:
    """A step as a share of the previous step. If the units differ and the step is larger, it is a
    ratio with both units: 16.1 个/场."""
    value, before = step.value, earlier.value
    if value is None or not before:
        return NO_VALUE
    if value <= before or step.indicator.unit == earlier.indicator.unit:
        return format_share(value, before)
    return f"{digits(value / before, 1)} {step.indicator.unit}/{earlier.indicator.unit}"


def _value(step: Observation) -> str:
    return (
        absence_text(step) if step.value is None else str(write_value(step.value, step.indicator))
    )


def _pairs(steps: Sequence[Observation]) -> list[tuple[Observation, Observation]]:
    """Pairs of a step and the next one, in this order."""
    return list(pairwise(steps))
