"""Figures by category: an indicator by category, money by programme and fund, stations by star."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts import hover
from dashboard.charts.frame import Figure, empty
from dashboard.charts.palette import Palette
from dashboard.charts.rankings import change_column, value_column
from dashboard.charts.rows import LEAST_WIDTH, Column, RowChart
from dashboard.charts.scales import common_scale
from dashboard.charts.text import inert, listed
from dashboard.figure_words import nothing_words
from dashboard.indicators import Indicator, format_count, format_share, format_value
from dashboard.observations import Absence, Observation

STARS = {5: "五星", 4: "四星", 3: "三星", 2: "二星", 1: "一星", 0: "未评星"}


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar of :func:`stacked_bars`: a value for each kind, None if nothing was reported."""

    name: str
    values: Sequence[float | None]

    @property
    def empty(self) -> bool:
        """Whether nothing was reported. Zero counts as reported."""
        return all(value is None for value in self.values)

    @property
    def total(self) -> float:
        return sum(value for value in self.values if value is not None)


def stacked_bars(
    stacks: Sequence[Stack],
    kinds: Sequence[str],
    indicator: Indicator,
    palette: Palette,
    *,
    apart: Sequence[Stack] = (),
    apart_note: str = "",
    absent: str = Absence.NOT_REPORTED,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Amounts by two categories: one bar a stack, one colour a kind, totals at the right.

    Each part of a bar shows its share if there is room. If no stack has an amount, the figure is a
    sentence.

    Args:
        stacks: the rows from top to bottom.
        kinds: the names of the values of every stack, in the same order; at most five.
        indicator: gives the unit of all values.
        apart: rows below the others, on a separate scale, such as pensions, whose amounts are
            far larger.
        apart_note: the line above ``apart`` that says so.
        absent: the text shown in place of the total of an empty stack.
    """
    if not any(stack.total for stack in [*stacks, *apart]):
        reported = any(not stack.empty for stack in [*stacks, *apart])
        return empty(f"这一时段{'各项均为零' if reported else absent}。", palette)
    rows: list[Stack | None] = [*stacks, *([None, *apart] if apart else [])]
    split = len(stacks)
    scale = common_scale([stack.total for stack in stacks if stack.total], indicator)
    totals = [absent if stack.empty else scale.write(stack.total) for stack in stacks]
    if apart:
        totals += [
            "",
            *(absent if one.empty else format_value(one.total, indicator) for one in apart),
        ]
    chart = RowChart(
        [apart_note if row is None else row.name for row in rows],
        [Column(scale.header("合计"), totals, palette.ink)],
        palette,
        low=0.0,
        high=1.0,
        width=width or LEAST_WIDTH,
        row_height=28,
        pinned=True,
        headings=frozenset(row for row, stack in enumerate(rows) if stack is None),
    )
    for first, part in ((0, list(stacks)), (split + 1, list(apart))):
        if not part:
            continue
        chart.high = max(stack.total for stack in part) or 1.0
        _draw_stacks(chart, first, part, kinds, indicator, palette)
    return chart.figure(
        kinds=list(zip(kinds, palette.series, strict=False)),
        uniformtext={"minsize": 10, "mode": "hide"},
    )


def _draw_stacks(
    chart: RowChart,
    first: int,
    stacks: Sequence[Stack],
    kinds: Sequence[str],
    indicator: Indicator,
    palette: Palette,
) -> None:
    starts = [0.0] * len(stacks)
    for index, kind in enumerate(kinds):
        values = [stack.values[index] or 0.0 for stack in stacks]
        ends = [start + value for start, value in zip(starts, values, strict=True)]
        rows = [first + row for row, value in enumerate(values) if value]
        kept = [row - first for row in rows]
        said = [
            f"<b>{inert(stacks[row].name)}</b> · {inert(kind)}<br>"
            f"{format_value(values[row], indicator, full=True)}，"
            f"占 {inert(format_share(values[row], stacks[row].total))}"
            for row in kept
        ]
        colour = palette.series[index]
        chart.bars(
            rows,
            [starts[row] for row in kept],
            [ends[row] for row in kept],
            colour,
            0.8,
            hovertext=said,
            hoverinfo="text",
            marker={"color": colour, "line": {"width": 1, "color": palette.surface}},
            # Plotly hides texts that do not fit (uniformtext).
            text=[inert(format_share(values[row], stacks[row].total, 0)) for row in kept],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 11, "color": palette.text_on(colour)},
        )
        starts = ends


def stacked_bars_alt(
    stacks: Sequence[Stack],
    kinds: Sequence[str],
    indicator: Indicator,
    apart: Sequence[Stack] = (),
    absent: str = Absence.NOT_REPORTED,
) -> str:
    """The stacks in a sentence: each total and its largest kind."""
    parts = []
    for stack in [*stacks, *apart]:
        total = absent if stack.empty else format_value(stack.total, indicator)
        said = f"{stack.name} {total}"
        if stack.total:
            value, kind = max(
                ((v or 0.0, kind) for v, kind in zip(stack.values, kinds, strict=True)),
                key=lambda pair: pair[0],
            )
            said += f"（{kind}占 {format_share(value, stack.total, 0)}）"
        parts.append(said)
    return f"{indicator.name}构成：{'；'.join(parts) or Absence.NO_DATA}。"


def category_bars(
    rows: Sequence[tuple[str, Observation]],
    palette: Palette,
    *,
    narrow: bool = False,
    width: int | None = None,
    absent: str = "",
) -> Figure:
    """One indicator by category: a bar from zero for this year, a tick for last year.

    Args:
        rows: one category a row: its name and its observation, all of the same indicator.
        absent: the sentence shown if no row has a value; by default it is made from the rows.
    """
    known = [observation.value for _, observation in rows if observation.value is not None]
    if not known:
        return empty(absent or nothing_words([one for _, one in rows]), palette)
    observations = [observation for _, observation in rows]
    scale = common_scale(known, observations[0].indicator)
    columns = [value_column(observations, scale, palette)]
    if not narrow:
        columns.append(change_column(observations, palette))
    earlier = [
        r.previous.value for r in observations if r.previous and r.previous.value is not None
    ]
    chart = RowChart(
        [name for name, _ in rows],
        columns,
        palette,
        low=min([0.0, *known, *earlier]),
        high=max([*known, *earlier]) or 1.0,
        width=width or LEAST_WIDTH,
        row_height=28,
        pinned=True,
    )
    if scale.unit == "%" and chart.high > 105:
        chart.line(100.0, "100%")
    _draw_bars(chart, rows, palette, palette.accent)
    return chart.figure()


def category_bars_alt(rows: Sequence[tuple[str, Observation]]) -> str:
    """The categories in a sentence: each with its value and its change."""
    parts = []
    for name, observation in rows:
        said = f"{name} {format_value(observation.value, observation.indicator)}"
        if observation.change is not None:
            said += f"（同比 {hover.change_text(observation)}）"
        parts.append(said)
    title = rows[0][1].indicator.name if rows else ""
    return f"{title}分类：{'；'.join(parts) or Absence.NO_DATA}。"


def haves_bars(
    rows: Sequence[tuple[str, Observation]],
    palette: Palette,
    *,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Small bars of shares on a track from 0 to 100 %, such as the five "haves".

    Args:
        rows: one share a row: its name and its observation, in %.
    """
    if not any(observation.value is not None for _, observation in rows):
        return empty(nothing_words([observation for _, observation in rows]), palette)
    observations = [observation for _, observation in rows]
    known = [observation.value for observation in observations if observation.value is not None]
    scale = common_scale(known, observations[0].indicator)
    columns = [value_column(observations, scale, palette)]
    if not narrow:
        columns.append(change_column(observations, palette))
    chart = RowChart(
        [name for name, _ in rows],
        columns,
        palette,
        low=0.0,
        high=max(100.0, *known),
        width=width or LEAST_WIDTH,
        row_height=26,
        pinned=True,
    )
    every = list(range(len(rows)))
    chart.bars(every, [0.0] * len(rows), [100.0] * len(rows), palette.lines, thickness=0.42)
    _draw_bars(chart, rows, palette, palette.accent, thickness=0.42)
    return chart.figure()


def haves_bars_alt(rows: Sequence[tuple[str, Observation]]) -> str:
    """The shares in a sentence, and which is the lowest."""
    known = [(name, observation) for name, observation in rows if observation.value is not None]
    if not known:
        return f"各项达标率：{nothing_words([observation for _, observation in rows])}"
    said = "、".join(f"{name} {format_value(r.value, r.indicator)}" for name, r in known)
    lowest = min(known, key=lambda pair: pair[1].value or 0.0)[0]
    return f"各项达标率：{said}；最低的是{lowest}。"


def _draw_bars(
    chart: RowChart,
    rows: Sequence[tuple[str, Observation]],
    palette: Palette,
    colour: str,
    thickness: float = 0.55,
) -> None:
    shown = [(i, name, r, r.value) for i, (name, r) in enumerate(rows) if r.value is not None]
    values = [value for *_, value in shown]
    at = [row for row, *_ in shown]
    chart.bars(at, [0.0] * len(at), values, colour, thickness)
    earlier = [
        (row, r.previous.value)
        for row, _, r, _ in shown
        if r.previous is not None and r.previous.value is not None
    ]
    mark = {"symbol": "line-ns", "size": 15, "line": {"width": 2, "color": palette.secondary}}
    chart.dots([row for row, _ in earlier], [value for _, value in earlier], mark)
    indicator = rows[0][1].indicator
    facts = [hover.facts(observation) for _, observation in rows]
    # A row is a category here: without a region's code, a click opens nothing.
    facts = [["", *rest] for _, *rest in facts]
    chart.answers(
        list(range(len(rows))),
        [observation.value or 0.0 for _, observation in rows],
        [name for name, _ in rows],
        facts,
        hover.template(indicator),
    )


def star_distribution(
    counts: Mapping[int, int],
    palette: Palette,
    *,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Stations by stars, five stars at the top. Three stars and more have the accent colour, since
    their share is what departments report.

    Args:
        counts: stations by number of stars, 0 to 5; a missing number counts as 0 stations.
    """
    total = sum(counts.values())
    if not total:
        return empty("没有服务站点。", palette)
    values = [counts.get(stars, 0) for stars in STARS]
    shares = [format_share(value, total) for value in values]
    chart = RowChart(
        list(STARS.values()),
        [
            Column("站点|个", [f"{value:,}" for value in values], palette.ink),
            Column("占比", shares, palette.secondary),
        ],
        palette,
        low=0.0,
        high=float(max(values)),
        width=width or LEAST_WIDTH,
        row_height=26,
        pinned=True,
    )
    colours = [palette.accent if stars >= 3 else palette.previous for stars in STARS]
    rows = list(range(len(values)))
    chart.bars(rows, [0.0] * len(rows), [float(value) for value in values], colours, 0.55)
    chart.answers(
        rows,
        [float(value) for value in values],
        list(STARS.values()),
        [
            ["", format_count(v, "个"), inert(share)]
            for v, share in zip(values, shares, strict=True)
        ],
        "<b>%{text}</b><br>%{customdata[1]}，占 %{customdata[2]}<extra></extra>",
    )
    return chart.figure()


def star_distribution_alt(counts: Mapping[int, int]) -> str:
    """The stars in a sentence, with the share of three and above."""
    total = sum(counts.values())
    if not total:
        return "星级分布：没有服务站点。"
    said = listed((f"{name} {counts.get(stars, 0):,} 个" for stars, name in STARS.items()), most=6)
    high = sum(count for stars, count in counts.items() if stars >= 3)
    return f"星级分布：{said}；三星级以上占 {format_share(high, total)}。"
