"""Rankings: regions in order, this year compared with last year."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import hover
from dashboard.charts.classes import Classes
from dashboard.charts.frame import CLICKABLE, Figure, empty
from dashboard.charts.palette import Palette
from dashboard.charts.rows import LEAST_WIDTH, ROW, Column, RowChart
from dashboard.charts.scales import Scale, common_scale, spread
from dashboard.charts.shades import NO_TARGET, Shades, by_value
from dashboard.charts.text import listed
from dashboard.coverage import PARTIAL_SIGN
from dashboard.figure_words import no_change_words
from dashboard.indicators import Indicator, format_value
from dashboard.narrative import label_of
from dashboard.observations import Observation, absence_text
from dashboard.ranking import Ranked
from dashboard.regions import Level
from dashboard.targets import Pace, common_target

# The thickness of the line between this year and last year, as a share of the row.
_LINK = round(1.6 / ROW, 3)


@dataclass(frozen=True, slots=True)
class Folded:
    """A row in place of ``count`` regions that a long ranking omits."""

    count: int


def fold(
    ranked: Sequence[Ranked], highlight: str | None = None, best: int = 10, worst: int = 10
) -> list[Ranked | Folded]:
    """A long ranking reduced to its best, its worst and the chosen region.

    Regions without a rank are folded into a row after the worst. At a place where fewer than three
    regions would be omitted, none is.
    """
    order = [item for item in ranked if item.rank is not None]
    rest = [item for item in ranked if item.rank is None]
    keep = {index for index in range(len(order)) if index < best or index >= len(order) - worst}
    keep |= {
        len(order) + index
        for index, item in enumerate(rest)
        if len(rest) < 3 or item.observation.region.code == highlight
    }
    items = order + rest
    keep |= {i for i, item in enumerate(items) if item.observation.region.code == highlight}
    result: list[Ranked | Folded] = []
    waiting: list[Ranked] = []
    for index, item in enumerate(items):
        if index in keep or index == len(order):
            result += _folded(waiting)
            waiting = []
        if index in keep:
            result.append(item)
        else:
            waiting.append(item)
    return result + _folded(waiting)


def _folded(waiting: list[Ranked]) -> list[Ranked | Folded]:
    return list(waiting) if len(waiting) < 3 else [Folded(len(waiting))]


def ranking(
    ranked: Sequence[Ranked | Folded],
    parent: Observation | None,
    palette: Palette,
    *,
    highlight: str | None = None,
    labels: dict[str, str] | None = None,
    classes: Classes | None = None,
    shades: Shades | None = None,
    narrow: bool = False,
    width: int | None = None,
) -> Figure:
    """Regions in the order given: dots for rates, bars from zero for amounts.

    A filled dot is this year, a hollow dot the same months of last year. The filled dot and the
    line between them are blue for better, orange for worse, neutral without a polarity.
    A dashed line is the parent's value, a dotted line the even pace of the year. Regions without a
    rank come last in grey, with numbers and no marks; where no region has one, every value has its
    marks, so that the chart is not empty. A click in a row selects a point whose ``customdata[0]``
    is the region's code. Each row takes 22 pixels.

    Args:
        ranked: from :func:`dashboard.observations.rank`, perhaps reduced by :func:`fold`.
        parent: the observation of the region they lie in; None draws no line.
        highlight: the code of the chosen region: its row is framed, its name bold.
        labels: names by code, for regions whose short names are ambiguous.
        classes: those of the map beside; the bars then have the map's colours.
        shades: those of a map that shows something else than classes.
        narrow: omit the column of changes.
        width: the smallest width in pixels that texts are placed for.
    """
    observations = [item.observation for item in ranked if isinstance(item, Ranked)]
    if not observations:
        return empty("没有可以排名的地区。", palette)
    indicator = observations[0].indicator
    values = [observation.value for observation in observations]
    known = [value for value in values if value is not None]
    scale = common_scale(known, indicator)
    chart = _chart(ranked, scale, palette, labels or {}, highlight, narrow, width)
    bars = not indicator.is_rate
    rows = [(row, item) for row, item in enumerate(ranked) if isinstance(item, Ranked)]
    shown = [(row, item.observation) for row, item in rows if item.rank is not None] or [
        (row, item.observation) for row, item in rows if item.observation.value is not None
    ]
    chart.low, chart.high = _span(
        [observation for _, observation in shown], None if bars else parent, from_zero=bars
    )
    chart.tick(scale.divisor, "%" if indicator.is_percentage else "", scale.decimals)
    for row, item in rows:
        if item.observation.region.code == highlight:
            chart.frame_row(row)
    if parent is not None and not bars and parent.value is not None:
        said = format_value(parent.value, indicator)
        chart.line(parent.value, f"{parent_word(parent)} {said}")
    goals = [observation.goal for observation in observations]
    if (target := common_target(goals)) is not None:
        if not bars:
            chart.line(target.value, f"目标 {format_value(target.value, indicator)}", "dot")
    elif (pace := observations[0].pace) is not None and not any(goals):
        chart.line(pace, f"{Pace.TIME} {format_value(pace, indicator)}", "dot")
    if bars:
        if shades is None and classes is not None and len(classes):
            shades = by_value(classes, palette)
        _draw_bars(chart, shown, palette, shades)
    else:
        _draw_dots(chart, shown, palette)
    marked = {row: observation.value or 0.0 for row, observation in shown}
    chart.answers(
        [row for row, _ in rows],
        [marked.get(row, chart.low) for row, _ in rows],
        [_label(item.observation, labels or {}, full=True) for _, item in rows],
        [hover.facts(item.observation, item, goals=any(goals)) for _, item in rows],
        hover.template(indicator, ranked=True, goals=any(goals)),
    )
    return chart.figure(clickmode=CLICKABLE)


def ranking_alt(
    ranked: Sequence[Ranked | Folded],
    parent: Observation | None,
    labels: dict[str, str] | None = None,
) -> str:
    """The ranking in a sentence: best, worst, how many rose, which regions have no rank."""
    placed = [item for item in ranked if isinstance(item, Ranked)]
    order = [item.observation for item in placed if item.rank is not None]
    hidden = sum(item.count for item in ranked if isinstance(item, Folded))
    if not order:
        return "排名：没有可以排名的地区。"
    indicator, first, last = order[0].indicator, order[0], order[-1]

    def sharing(end: Observation) -> str:
        """The names of the regions that share an end of the ranking."""
        place = next(item.rank for item in placed if item.observation is end)
        return listed(label_of(i.observation, labels or {}) for i in placed if i.rank == place)

    parts = [
        f"{indicator.name}排名，{first.when}：第一 {sharing(first)} "
        f"{format_value(first.value, indicator)}，最后 {sharing(last)} "
        f"{format_value(last.value, indicator)}"
    ]
    if parent is not None and parent.value is not None:
        parts.append(f"{parent_word(parent)} {format_value(parent.value, indicator)}")
    if indicator.polarity != "neutral":
        judged = [observation.judgement for observation in order]
        words = {"better": "好于去年同期", "worse": "不及去年同期", "same": "持平"}
        found = [f"{judged.count(one)} 个{said}" for one, said in words.items() if one in judged]
        if found:
            parts.append(f"列出的 {len(order)} 个地区中 {'，'.join(found)}")
    if hidden:
        parts.append(f"另有 {hidden} 个地区未列出")
    if left_out := len(placed) - len(order):
        parts.append(f"{left_out} 个地区不参加排名")
    return "；".join(parts) + "。"


def ranking_key(indicator: Indicator, observations: Sequence[Observation] = ()) -> str:
    """What the marks of a ranking mean, as text for the line above it."""
    key = "● 今年　○ 去年同期" if indicator.is_rate else "条形为今年，竖线为去年同期"
    partial = any(observation.is_partial for observation in observations)
    return f"{key}；“{PARTIAL_SIGN}”为报送不完整" if partial else key


def parent_word(parent: Observation) -> str:
    """全国, 全省, 全市, 全县 or 全区: the name of a region's own value beside its children."""
    region = parent.region
    if region.level is Level.NATION:
        return "全国"
    last = region.name[-1]
    if region.level is Level.PROVINCE:
        return "全市" if last == "市" else "全区" if last == "区" else "全省"
    return f"全{last}" if last in "市县区州盟旗" else "全域"


def change_column(observations: Sequence[Observation | None], palette: Palette) -> Column:
    """The column of changes against last year, with sign and the colour of better or worse."""
    first = next(observation for observation in observations if observation is not None)
    points = first.indicator.is_percentage
    texts, colours = [], []
    for observation in observations:
        change = None if observation is None else observation.change
        if observation is None:
            texts.append("")
        elif change is None:
            texts.append(no_change_words(observation))
        else:
            texts.append(hover.change_number(change, observation.indicator))
        judgement = "none" if observation is None else observation.judgement
        colours.append(palette.judged(judgement))
    return Column("同比|百分点" if points else "同比", texts, colours)


def standing_column(observations: Sequence[Observation | None], palette: Palette) -> Column:
    """The column of words that say how regions stand against their targets."""
    texts, colours = [], []
    for observation in observations:
        goal = None if observation is None else observation.goal
        text = "" if observation is None else NO_TARGET if goal is None else goal.standing or ""
        texts.append(str(text))
        standing = None if goal is None else goal.standing
        colours.append(palette.standing(standing))
    return Column("目标|进度", texts, colours)


def value_column(
    observations: Sequence[Observation | None], scale: Scale, palette: Palette, header: str = "今年"
) -> Column:
    """The column of values in one unit. The header names the unit unless it is %."""
    texts, colours = [], []
    for observation in observations:
        value = None if observation is None else observation.value
        if observation is None:
            texts.append("")
        else:
            texts.append(absence_text(observation) if value is None else scale.write(value))
        colours.append(palette.secondary if value is None else palette.ink)
    return Column(scale.header(header), texts, colours)


def dot_colour(observation: Observation, palette: Palette) -> str:
    """The colour of this year's mark: better or worse; the accent colour if it is neither."""
    if observation.judgement == "none":
        return palette.accent
    return palette.judged(observation.judgement)


def _chart(
    ranked: Sequence[Ranked | Folded],
    scale: Scale,
    palette: Palette,
    labels: dict[str, str],
    highlight: str | None,
    narrow: bool,
    width: int | None,
) -> RowChart:
    observations = [item.observation if isinstance(item, Ranked) else None for item in ranked]
    values = value_column(observations, scale, palette)
    texts = [
        f"{PARTIAL_SIGN} {text}" if one is not None and one.is_partial else text
        for one, text in zip(observations, values.texts, strict=True)
    ]
    columns = [Column(values.header, texts, values.colours)]
    if not narrow:
        changes = change_column(observations, palette)
        colours = [
            palette.secondary if isinstance(item, Ranked) and item.rank is None else colour
            for item, colour in zip(ranked, changes.colours, strict=True)
        ]
        columns.append(Column(changes.header, changes.texts, colours))
    if any(observation is not None and observation.goal for observation in observations):
        columns.append(standing_column(observations, palette))
    names, heads, muted, strong, headings = [], [], set(), set(), set()
    for row, item in enumerate(ranked):
        if isinstance(item, Folded):
            names.append(f"⋯ 另 {item.count:,} 个未列出")
            heads.append("")
            headings.add(row)
            continue
        names.append(_label(item.observation, labels))
        heads.append("" if item.rank is None else str(item.rank))
        if item.rank is None:
            muted.add(row)
        if item.observation.region.code == highlight:
            strong.add(row)
    return RowChart(
        names,
        columns,
        palette,
        low=0,
        high=1,
        width=width or LEAST_WIDTH,
        heads=heads,
        muted=frozenset(muted),
        strong=frozenset(strong),
        headings=frozenset(headings),
    )


def _label(observation: Observation, labels: dict[str, str], *, full: bool = False) -> str:
    region = observation.region
    return labels.get(region.code, region.name if full else region.short_name)


def _span(
    observations: Sequence[Observation], parent: Observation | None, *, from_zero: bool
) -> tuple[float, float]:
    """The smallest and largest value that is drawn, including last year's, the parent's and the
    pace."""
    every = [*observations, *(r.previous for r in observations if r.previous is not None)]
    if parent is not None:
        every.append(parent)
    values = [one.value for one in every if one.value is not None]
    target = common_target([one.goal for one in observations])
    if target is not None and not from_zero:
        values.append(target.value)
    values += [one.pace for one in observations[:1] if one.pace is not None and one.goal is None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero:
        return min(low, 0.0), max(high, 0.0) or 1.0
    if observations:
        low, high = spread(low, high, observations[0].indicator)
    air = (high - low) * 0.03 or abs(high) * 0.01 or 1.0
    return low - air, high + air


def _draw_dots(chart: RowChart, shown: Sequence[tuple[int, Observation]], palette: Palette) -> None:
    earlier: list[tuple[int, float]] = []
    links: list[tuple[float, str]] = []
    for row, observation in shown:
        before = observation.previous.value if observation.previous is not None else None
        if before is not None:
            earlier.append((row, before))
            links.append((observation.value or 0.0, palette.judged(observation.judgement)))
    rows, starts = [row for row, _ in earlier], [value for _, value in earlier]
    chart.bars(rows, starts, [end for end, _ in links], [c for _, c in links], thickness=_LINK)
    line = {"color": palette.previous, "width": 1.5}
    chart.dots(rows, starts, {"size": 7, "color": palette.surface, "line": line})
    colours = [dot_colour(observation, palette) for _, observation in shown]
    marker = {"size": 9, "color": colours, "line": {"width": 0}}
    chart.dots([row for row, _ in shown], [r.value or 0.0 for _, r in shown], marker)


def _draw_bars(
    chart: RowChart,
    shown: Sequence[tuple[int, Observation]],
    palette: Palette,
    shades: Shades | None,
) -> None:
    values = [observation.value or 0.0 for _, observation in shown]
    colours: str | list[str] = palette.accent
    if shades is not None:
        places = [shades.of(observation) for _, observation in shown]
        colours = [palette.no_data if one is None else shades.colours[one] for one in places]
    edge = {"line": {"width": 0.6, "color": palette.coast}, "color": colours}
    rows = [row for row, _ in shown]
    chart.bars(rows, [0.0] * len(rows), values, colours, marker=edge)
    earlier = [
        (row, observation.previous.value)
        for row, observation in shown
        if observation.previous is not None and observation.previous.value is not None
    ]
    mark = {"symbol": "line-ns", "size": 13, "line": {"width": 2, "color": palette.secondary}}
    chart.dots([row for row, _ in earlier], [value for _, value in earlier], mark)
