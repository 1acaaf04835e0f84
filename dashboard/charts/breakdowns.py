"""Breakdowns: an indicator by category, money by programme and fund, stations by star."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts import hover
from dashboard.charts.frame import Figure, empty
from dashboard.charts.palette import Palette
from dashboard.charts.rankings import change_column, value_column
from dashboard.charts.rows import LEAST_WIDTH, Column, RowChart
from dashboard.charts.scales import common_scale
from dashboard.charts.text import inert, listed
from dashboard.indicators import NO_VALUE, Indicator, format_count, format_share, format_value
from dashboard.observations import Observation

STARS = {5: "五星", 4: "四星", 3: "三星", 2: "二星", 1: "一星", 0: "未评星"}


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar of :func:`stacked_bars`: a value for each kind, None where nothing was reported."""

    name: str
    values: Sequence[float | None]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was reported, which is not zero."""
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
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Amounts by two categories: a bar for each stack, a colour for each kind, totals at the right.

    Args:
        stacks: the rows from top to bottom.
        kinds: the names of the values within every stack, in one order; at most five.
        indicator: says the unit; all values are in it.
        apart: further rows below, on a scale of their own, such as pensions, which would
            dwarf the programmes.
        apart_note: the line above them that says so.
    """
    if not any(stack.total for stack in [*stacks, *apart]):
        return empty("这一时段没有数据。", palette)
    rows: list[Stack | None] = [*stacks, *([None, *apart] if apart else [])]
    split = len(stacks)
    scale = common_scale([stack.total for stack in stacks if stack.total], indicator)
    totals = [NO_VALUE if stack.empty else scale.write(stack.total) for stack in stacks]
    if apart:
        apart_totals = [None if stack.empty else stack.total for stack in apart]
        totals += ["", *(format_value(total, indicator) for total in apart_totals)]
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
    return chart.figure(kinds=list(zip(kinds, palette.series, strict=False)))


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
            hovertext=said,
            hoverinfo="text",
            marker={"color": colour, "line": {"width": 1, "color": palette.surface}},
        )
        starts = ends


def stacked_bars_alt(
    stacks: Sequence[Stack],
    kinds: Sequence[str],
    indicator: Indicator,
    apart: Sequence[Stack] = (),
) -> str:
    """The stacks in a sentence: each total and its largest kind."""
    parts = []
    for stack in [*stacks, *apart]:
        total = None if stack.empty else stack.total
        said = f"{stack.name} {format_value(total, indicator)}"
        if stack.total:
            value, kind = max(
                ((v or 0.0, kind) for v, kind in zip(stack.values, kinds, strict=True)),
                key=lambda pair: pair[0],
            )
            said += f"（{kind}占 {format_share(value, stack.total, 0)}）"
        parts.append(said)
    return f"{indicator.name}构成：{'；'.join(parts) or '没有数据'}。"


def category_bars(
    rows: Sequence[tuple[str, Observation]],
    palette: Palette,
    *,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """One indicator by category: a bar from zero for this year, a tick for last year.

    Args:
        rows: the category's name and its observation, in the order shown. All of one indicator.
    """
    known = [observation.value for _, observation in rows if observation.value is not None]
    if not known:
        return empty("这一时段没有数据。", palette)
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
    return f"{title}分类：{'；'.join(parts) or '没有数据'}。"


def haves_bars(
    rows: Sequence[tuple[str, Observation]],
    palette: Palette,
    *,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Small bars of shares on a track up to 100 %, such as the five "haves".

    Args:
        rows: the name and the observation of each share, in %.
    """
    if not any(observation.value is not None for _, observation in rows):
        return empty("这一时段没有数据。", palette)
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
        return "各项达标率：没有数据。"
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
    # A row's click stands for a category here, so no region's code goes with it.
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
    """Stations by stars, five at the top; three and above stand out, as they are what is reported.

    Args:
        counts: how many stations have 0 to 5 stars; a number that is missing has none.
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
