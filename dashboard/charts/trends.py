"""Trends: one indicator over months, quarters or years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.frame import Figure, empty, figure, legend, value_axis
from dashboard.charts.lines import (
    PUBLISHED,
    Break,
    Line,
    Mark,
    break_layout,
    faint,
    last_note,
    line_traces,
    mark_trace,
    target_trace,
    unit_note,
)
from dashboard.charts.palette import Palette
from dashboard.charts.scales import common_scale, spread
from dashboard.charts.text import round_ticks, width
from dashboard.figure_words import nothing_words
from dashboard.indicators import Indicator, format_value
from dashboard.observations import Observation
from dashboard.periods import QUARTER_NAMES, Period

HEIGHT, NARROW_HEIGHT = 300, 250
_MOST_YEARS = 7


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A line to compare a series with: its name, and one value for each point (None is a gap).

    A constant target may give a single value. ``points`` are the places of values that were set
    as such, which are marked.
    """

    name: str
    values: Sequence[float | None]
    points: frozenset[int] = frozenset()

    def at(self, count: int) -> list[float | None]:
        """The values at ``count`` points."""
        if len(self.values) == 1:
            return [self.values[0]] * count
        return [*self.values, *([None] * count)][:count]


def trend(
    this: Sequence[Observation],
    previous: Sequence[Observation],
    indicator: Indicator,
    palette: Palette,
    *,
    step: int | None = None,
    target: TargetLine | None = None,
    marks: Sequence[Mark] = (),
    breaks: Sequence[Break] = (),
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """This year over last year in grey, by month or by quarter.

    An observation's last month gives its place on the axis, whatever the order. All observations of
    a series must be of one year. A period without a value is a gap in the line. A period that is
    not complete or not settled is a hollow dot on a dotted line. The axis always holds the whole
    year.

    Args:
        step: months in each place of the axis; by default those of the first observation.
        target: the pace to keep; its values are those of the year's periods in order.
        marks: published figures of periods of this year.
        breaks: changes of the region within this year, at places of the axis.
    """
    if not any(observation.value is not None for observation in [*this, *previous]):
        return empty(nothing_words(this or previous), palette)
    step = step or next(observation.period.months for observation in [*this, *previous])
    places = [_period_name(Period(2000, first, first + step - 1)) for first in range(1, 13, step)]
    looks = [(previous, palette.previous, 1.6, 5), (this, palette.accent, 2.6, 7)]
    drawn = [
        Line(_year(observations), _placed(observations, step, len(places)), colour, thickness, dots)
        for observations, colour, thickness, dots in looks
        if observations
    ]
    marked = [(places[(mark.period.last_month - 1) // step], mark) for mark in marks]
    return _lines(drawn, places, indicator, palette, target, narrow, height, marked, breaks)


def timeline(
    series: Sequence[Observation],
    indicator: Indicator,
    palette: Palette,
    *,
    target: TargetLine | None = None,
    marks: Sequence[Mark] = (),
    breaks: Sequence[Break] = (),
    area: bool = False,
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """One line through all periods of ``series``, which must be in order without missing periods.

    An observation without a value is a gap. The axis names the years; periods may be months,
    quarters or years. ``area`` fills the area between the line and zero. ``marks`` are published
    figures of periods of the series, ``breaks`` changes of the region between them.
    """
    if not any(observation.value is not None for observation in series):
        return empty(nothing_words(series), palette)
    names = [observation.when for observation in series]
    drawn = [Line(indicator.short_name, list(series), palette.accent, 2.4, 0)]
    at = {observation.period: observation.when for observation in series}
    marked = [(at[mark.period], mark) for mark in marks]
    return _lines(
        drawn,
        names,
        indicator,
        palette,
        target,
        narrow,
        height,
        marked,
        breaks,
        long=True,
        area=area,
    )


def completion_over_time(
    series: Sequence[Observation],
    indicator: Indicator,
    palette: Palette,
    *,
    target: TargetLine | None = None,
    marks: Sequence[Mark] = (),
    narrow: bool = False,
    height: int | None = None,
) -> Figure:
    """A rate of a stock, such as the completion of memorial sites: an area from 0 to 100 %."""
    return timeline(
        series,
        indicator,
        palette,
        target=target,
        marks=marks,
        area=True,
        narrow=narrow,
        height=height,
    )


def trend_alt(
    this: Sequence[Observation],
    previous: Sequence[Observation],
    indicator: Indicator,
    marks: Sequence[Mark] = (),
) -> str:
    """The trend in a sentence: latest value, range, gaps, the year before, published figures."""
    known = [observation for observation in this if observation.value is not None]
    if not known:
        return f"{indicator.name}走势：{nothing_words(this)}"
    last = known[-1]
    low = min(known, key=lambda observation: observation.value or 0)
    high = max(known, key=lambda observation: observation.value or 0)
    parts = [
        f"{indicator.name}走势：{known[0].when}至{last.when}",
    ]
    if format_value(low.value, indicator) == format_value(high.value, indicator):
        parts.append(f"各期均为 {format_value(last.value, indicator)}")
    else:
        parts += [
            f"最新 {format_value(last.value, indicator)}",
            f"最高 {high.when} {format_value(high.value, indicator)}",
            f"最低 {low.when} {format_value(low.value, indicator)}",
        ]
    before = last.period.previous()
    for observation in previous:
        same = (observation.period.year, observation.period.last_month) == (
            before.year,
            before.last_month,
        )
        if same and observation.value is not None:
            parts.append(f"{observation.when} {format_value(observation.value, indicator)}")
    if gaps := len(this) - len(known):
        parts.append(f"{gaps} 期没有数值")
    parts += [f"{PUBLISHED} {mark.said}（{'，'.join(mark.source)}）" for mark in marks]
    return "；".join(parts) + "。"


def _period_name(period: Period) -> str:
    quarters = {(1, 3): "q1", (4, 6): "q2", (7, 9): "q3", (10, 12): "q4"}
    span = (period.first_month, period.last_month)
    return QUARTER_NAMES[quarters[span]] if span in quarters else period.short_label


def _year(observations: Sequence[Observation]) -> str:
    return f"{observations[0].period.year}年"


def _placed(observations: Sequence[Observation], step: int, count: int) -> list[Observation | None]:
    """The observations by place in the year; None for a place without one."""
    places: list[Observation | None] = [None] * count
    for observation in observations:
        places[(observation.period.last_month - 1) // step] = observation
    return places


def _lines(
    drawn: Sequence[Line],
    places: Sequence[str],
    indicator: Indicator,
    palette: Palette,
    target: TargetLine | None,
    narrow: bool,
    height: int | None,
    marks: Sequence[tuple[str, Mark]] = (),
    breaks: Sequence[Break] = (),
    *,
    long: bool = False,
    area: bool = False,
) -> Figure:
    """The figure of both kinds of trend. The last line of ``drawn`` has the accent colour."""
    count, main = len(places), drawn[-1]
    goals = target.at(count) if target is not None else []
    values = [
        r.value
        for line in drawn
        for r in line.observations
        if r is not None and r.value is not None
    ]
    scale = common_scale(values, indicator)
    reached = [*values, *(goal for goal in goals if goal is not None)]
    reached += [mark.value for _, mark in marks]
    low, high = _span(reached, indicator, area)
    traces: list[dict[str, Any]] = []
    if target is not None:
        traces.append(target_trace(target.name, places, goals, scale, palette, target.points))
    for line in drawn:
        traces += line_traces(line, places, scale, palette)
    if area:
        traces[1 if target is not None else 0] |= {
            "fill": "tozeroy",
            "fillcolor": faint(palette.accent),
        }
    if marks:
        traces.append(mark_trace(marks, scale, palette))
    ticks = round_ticks(low / scale.divisor, high / scale.divisor, 4, 10.0**-scale.decimals)
    ticks_at = _year_ticks(main.observations) if long else list(range(count))
    labels = _year_labels(main.observations, ticks_at) if long else _short(places)
    written = [scale.tick(value * scale.divisor) for value in ticks]
    gutter = round(max((width(label, 12) for label in written), default=20) + 10)
    notes = [] if scale.unit == "%" else [unit_note(scale, palette, gutter)]
    notes += last_note(main, places, scale)
    broken = break_layout(breaks, count, palette)
    ends = main.observations[-1]
    room = 46 if ends is not None and ends.value is not None else 8
    return figure(
        traces,
        palette,
        height=height or (NARROW_HEIGHT if narrow else HEIGHT),
        margin=(gutter, room, 42, 26),
        hovermode="x unified",
        hoverdistance=30,
        showlegend=not long or target is not None or bool(marks),
        legend=legend(palette, y=1.0, yanchor="bottom", xanchor="right", x=1),
        annotations=notes + broken["annotations"],
        shapes=broken["shapes"],
        xaxis={
            # Named places, so that hover texts show the name instead of a number.
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
    """The limits of the axis: amounts and areas start at zero, rates and averages do not."""
    low, high = min(values), max(values)
    if area and indicator.is_percentage:
        return 0.0, max(high * 1.02, 100.0)
    if area or not indicator.is_rate:
        return min(low, 0.0), (high * 1.08) or 1.0
    low, high = spread(low, high, indicator)
    air = (high - low) * 0.12 or abs(high) * 0.02 or 1.0
    return low - air, high + air


def _short(places: Sequence[str]) -> list[str]:
    """Month names that fit a narrow page: 1月, 2, 3 … 12."""
    months = len(places) == 12
    return [p.removesuffix("月") if months and i else p for i, p in enumerate(places)]


def _year_ticks(observations: Sequence[Observation | None]) -> list[int]:
    """The places where years begin, with their labels; the first place if no year begins."""
    starts = [i for i, r in enumerate(observations) if r is not None and r.period.first_month == 1]
    # Of many years every second is named, the last among them: a phone has no room for more.
    step = 2 if len(starts) > _MOST_YEARS else 1
    return starts[::-step][::-1] or [0]


def _year_labels(observations: Sequence[Observation | None], places: Sequence[int]) -> list[str]:
    found = []
    for place in places:
        observation = observations[place]
        found.append("" if observation is None else f"{observation.period.year}年")
    return found
