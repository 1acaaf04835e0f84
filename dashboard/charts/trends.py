"""Trends: one indicator over months, quarters or years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import hover
from dashboard.charts.frame import Figure, empty, figure, legend, value_axis
from dashboard.charts.palette import Palette
from dashboard.charts.scales import Scale, common_scale
from dashboard.charts.text import inert, round_ticks, width
from dashboard.indicators import Indicator, format_value
from dashboard.periods import QUARTER_NAMES, Period
from dashboard.readings import Reading

HEIGHT, NARROW_HEIGHT = 300, 250


@dataclass(frozen=True, slots=True)
class Target:
    """A line to hold a series against: its name, and a value for every point (None for a gap).

    A target that is the same all along may give one value alone.
    """

    name: str
    values: Sequence[float | None]

    def at(self, count: int) -> list[float | None]:
        """A value for each of ``count`` points."""
        if len(self.values) == 1:
            return [self.values[0]] * count
        return [*self.values, *([None] * count)][:count]


def trend(
    this: Sequence[Reading],
    previous: Sequence[Reading],
    indicator: Indicator,
    palette: Palette,
    *,
    target: Target | None = None,
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """This year over last year's grey, month by month or quarter by quarter.

    Each reading's period says where it stands, whatever the order: all of a series must be of
    one year and all of one length (a month, a quarter). A period without a reading, or with
    one that has no value, is a gap in the line. A period that is not complete is drawn hollow
    at the end of a dotted line. The months of a whole year are shown even where only some
    have passed.

    Args:
        target: the pace to be kept; its values belong to the year's periods in order.
    """
    if not any(reading.value is not None for reading in [*this, *previous]):
        return empty("这一时段没有数据。", palette)
    span = next(reading.period.months for reading in [*this, *previous])
    places = [_period_name(Period(2000, first, first + span - 1)) for first in range(1, 13, span)]
    lines = [(previous, palette.previous, 1.6, 5), (this, palette.accent, 2.6, 7)]
    drawn = [
        (_year(readings), _placed(readings, span, len(places)), colour, thickness, size)
        for readings, colour, thickness, size in lines
        if readings
    ]
    return _lines(drawn, places, indicator, palette, target, narrow, height)


def timeline(
    series: Sequence[Reading],
    indicator: Indicator,
    palette: Palette,
    *,
    target: Target | None = None,
    area: bool = False,
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """One line through all periods of ``series``, which must be in order and without holes.

    A reading without a value is a gap. The axis names the years; months, quarters and years
    are all possible. ``area`` fills the ground under the line, from zero.
    """
    if not any(reading.value is not None for reading in series):
        return empty("这一时段没有数据。", palette)
    names = [reading.period.label for reading in series]
    drawn = [(indicator.short_name, list(series), palette.accent, 2.4, 0)]
    return _lines(drawn, names, indicator, palette, target, narrow, height, long=True, area=area)


def completion_over_time(
    series: Sequence[Reading],
    indicator: Indicator,
    palette: Palette,
    *,
    target: Target | None = None,
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """A stock that fills up, such as the completion of memorial sites: an area up to 100 %."""
    return timeline(
        series, indicator, palette, target=target, area=True, narrow=narrow, height=height
    )


def trend_alt(this: Sequence[Reading], previous: Sequence[Reading], indicator: Indicator) -> str:
    """The trend in a sentence: its latest value, its range, the gaps, the year before."""
    known = [reading for reading in this if reading.value is not None]
    if not known:
        return f"{indicator.name}走势：没有数据。"
    last = known[-1]
    low = min(known, key=lambda reading: reading.value or 0)
    high = max(known, key=lambda reading: reading.value or 0)
    parts = [
        f"{indicator.name}走势：{known[0].period.label}至{last.period.label}",
        f"最新 {format_value(last.value, indicator)}",
        f"最高 {high.period.label} {format_value(high.value, indicator)}",
        f"最低 {low.period.label} {format_value(low.value, indicator)}",
    ]
    before = last.period.previous()
    for reading in previous:
        same = (reading.period.year, reading.period.last_month) == (before.year, before.last_month)
        if same and reading.value is not None:
            parts.append(f"{reading.period.label} {format_value(reading.value, indicator)}")
    if gaps := len(this) - len(known):
        parts.append(f"{gaps} 期没有数据")
    return "；".join(parts) + "。"


def _period_name(period: Period) -> str:
    quarters = {(1, 3): "q1", (4, 6): "q2", (7, 9): "q3", (10, 12): "q4"}
    span = (period.first_month, period.last_month)
    return QUARTER_NAMES[quarters[span]] if span in quarters else period.short_label


def _year(readings: Sequence[Reading]) -> str:
    return f"{readings[0].period.year}年"


def _placed(readings: Sequence[Reading], span: int, count: int) -> list[Reading | None]:
    """The readings by their place in the year, None where there is none."""
    places: list[Reading | None] = [None] * count
    for reading in readings:
        places[(reading.period.first_month - 1) // span] = reading
    return places


def _lines(
    drawn: Sequence[tuple[str, Sequence[Reading | None], str, float, int]],
    places: Sequence[str],
    indicator: Indicator,
    palette: Palette,
    target: Target | None,
    narrow: bool,
    height: int | None,
    *,
    long: bool = False,
    area: bool = False,
) -> Figure:
    """The figure of both kinds of trend: ``drawn`` are name, readings, colour, width, dots."""
    count = len(places)
    goals = target.at(count) if target is not None else []
    values = [r.value for _, readings, *_ in drawn for r in readings if r and r.value is not None]
    scale = common_scale(values, indicator)
    reached = [*values, *(goal for goal in goals if goal is not None)]
    low, high = _span(reached, indicator, area)
    traces: list[dict[str, Any]] = []
    if target is not None:
        traces.append(_target_line(target.name, places, goals, scale, palette))
    for name, readings, colour, thickness, size in drawn:
        traces += _series(name, places, readings, scale, palette, colour, thickness, size)
    if area:
        traces[1 if target is not None else 0] |= {
            "fill": "tozeroy",
            "fillcolor": _faint(palette.accent),
        }
    ticks = round_ticks(low / scale.divisor, high / scale.divisor, 4)
    ticks_at = _year_ticks(drawn[-1][1]) if long else list(range(count))
    labels = _year_labels(drawn[-1][1], ticks_at) if long else _short(places)
    written = [scale.tick(value * scale.divisor) for value in ticks]
    gutter = round(max((width(label, 12) for label in written), default=20) + 10)
    notes = [] if scale.unit == "%" else [_unit_note(scale, palette, gutter)]
    notes += _last_note(places, drawn[-1][1], scale, palette, drawn[-1][2])
    ends = drawn[-1][1][-1]
    room = 46 if ends is not None and ends.value is not None else 8
    return figure(
        traces,
        palette,
        height=height or (NARROW_HEIGHT if narrow else HEIGHT),
        margin=(gutter, room, 42, 26),
        hovermode="x unified",
        hoverdistance=30,
        showlegend=not long or target is not None,
        legend=legend(palette, y=1.0, yanchor="bottom", xanchor="right", x=1),
        annotations=notes,
        xaxis={
            # Named places, so that hovering says the name and not a number.
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(places),
            "range": [-0.4, count - 0.6] if not long else [-0.5, count - 0.5],
            "tickvals": ticks_at,
            "ticktext": labels,
            "tickfont": {"size": 12, "color": palette.secondary},
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": palette.secondary,
            "ticks": "",
            "fixedrange": True,
        },
        yaxis=value_axis(
            palette,
            range=[low / scale.divisor, high / scale.divisor],
            tickvals=ticks,
            ticktext=written,
        ),
    )


def _span(values: Sequence[float], indicator: Indicator, area: bool) -> tuple[float, float]:
    """Amounts and areas stand on zero; rates and averages fill the height."""
    low, high = min(values), max(values)
    if area and indicator.unit == "%":
        return 0.0, max(high * 1.02, 100.0)
    if area or not indicator.is_rate:
        return min(low, 0.0), (high * 1.08) or 1.0
    air = (high - low) * 0.12 or abs(high) * 0.02 or 1.0
    return low - air, high + air


def _series(
    name: str,
    places: Sequence[str],
    readings: Sequence[Reading | None],
    scale: Scale,
    palette: Palette,
    colour: str,
    thickness: float,
    size: int,
) -> list[dict[str, Any]]:
    """The line of the complete periods; unfinished ones hollow, at the end of a dotted line."""
    values = [None if r is None or r.value is None else r.value / scale.divisor for r in readings]
    unfinished = [
        index
        for index, r in enumerate(readings)
        if r is not None and r.value is not None and not r.period.complete
    ]
    dotted: list[float | None] = [None] * len(values)
    for index in unfinished:
        dotted[index] = values[index]
        if index:
            dotted[index - 1] = values[index - 1]
    solid = [None if index in unfinished else value for index, value in enumerate(values)]
    shared = {"type": "scatter", "name": inert(name), "connectgaps": False}
    said = {"hovertemplate": "%{fullData.name} %{text}<extra></extra>"}
    traces = [
        shared
        | said
        | {
            "mode": "lines+markers",
            "x": list(places),
            "y": solid,
            "line": {"color": colour, "width": thickness},
            "marker": {
                "size": size or _alone(solid),
                "color": colour,
                "opacity": 1,
                "line": {"width": 0},
            },
            "text": [_said(r) for r in readings],
        }
    ]
    if unfinished:
        line = {"color": colour, "width": thickness, "dash": "dot"}
        hidden = {"mode": "lines", "line": line, "hoverinfo": "skip", "showlegend": False}
        traces.append(shared | hidden | {"x": list(places), "y": dotted})
        edge = {"color": colour, "width": 2}
        traces.append(
            shared
            | said
            | {
                "mode": "markers",
                "x": [places[index] for index in unfinished],
                "y": [values[index] for index in unfinished],
                "marker": {"size": 8, "color": palette.surface, "line": edge},
                "text": [_said(readings[index]) for index in unfinished],
                "showlegend": False,
            }
        )
    return traces


def _alone(values: Sequence[float | None]) -> list[int]:
    """Sizes of dots for a long line: none but where a value stands between two gaps."""
    padded = [None, *values, None]
    return [
        5 if value is not None and padded[i] is None and padded[i + 2] is None else 0
        for i, value in enumerate(values)
    ]


def _said(reading: Reading | None) -> str:
    """A point in words: the full value, how it is made, who reported, whether it is finished."""
    if reading is None:
        return ""
    parts = [hover.value_text(reading)]
    if reading.indicator.is_rate and reading.value is not None:
        above, below = hover.number_text(reading.numerator), hover.number_text(reading.denominator)
        parts.append(f"（{above}/{below}）")
    if reading.expected > reading.reported:
        parts.append(f"，已报 {reading.reported}/{reading.expected}")
    if not reading.period.complete:
        parts.append("，未完")
    return "".join(parts)


def _target_line(
    name: str, places: Sequence[str], goals: Sequence[float | None], scale: Scale, palette: Palette
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": inert(name),
        "x": list(places),
        "y": [None if goal is None else goal / scale.divisor for goal in goals],
        "line": {"color": palette.secondary, "width": 1.2, "dash": "dash"},
        "text": ["" if goal is None else scale.write(goal) for goal in goals],
        "hovertemplate": "%{fullData.name} %{text}<extra></extra>",
    }


def _unit_note(scale: Scale, palette: Palette, gutter: int) -> dict[str, Any]:
    return {
        "text": inert(scale.unit),
        "x": 0,
        "xshift": -gutter,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 10,
        "showarrow": False,
        "font": {"size": 12, "color": palette.secondary},
    }


def _last_note(
    places: Sequence[str],
    readings: Sequence[Reading | None],
    scale: Scale,
    palette: Palette,
    colour: str,
) -> list[dict[str, Any]]:
    """The latest value, written beside its point."""
    known = [(i, r.value) for i, r in enumerate(readings) if r is not None and r.value is not None]
    if not known:
        return []
    index, value = known[-1]
    return [
        {
            "text": f"<b>{scale.write(value)}</b>",
            "x": places[index],
            "y": value / scale.divisor,
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": 4,
            "yshift": 2,
            "showarrow": False,
            "font": {"size": 13, "color": colour},
        }
    ]


def _short(places: Sequence[str]) -> list[str]:
    """Month names that fit a narrow page: 1月, 2, 3 … 12."""
    months = len(places) == 12
    return [p.removesuffix("月") if months and i else p for i, p in enumerate(places)]


def _year_ticks(readings: Sequence[Reading | None]) -> list[int]:
    """Where the years begin; the first place too where nothing else would be named."""
    starts = [i for i, r in enumerate(readings) if r is not None and r.period.first_month == 1]
    return starts or [0]


def _year_labels(readings: Sequence[Reading | None], places: Sequence[int]) -> list[str]:
    found = []
    for place in places:
        reading = readings[place]
        found.append("" if reading is None else f"{reading.period.year}年")
    return found


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.14)"
