"""The lines of a trend: traces, dots, notes and hover texts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import hover
from dashboard.charts.palette import Palette
from dashboard.charts.scales import Scale
from dashboard.charts.text import cut, inert
from dashboard.narrative import coverage_words
from dashboard.observations import Observation
from dashboard.periods import Period

PUBLISHED = "公开数据"
# Of a line of a mark's hover, which must fit a phone.
_WIDEST = 230
# Of what stands beside a break of the series.
_BREAK, _BREAK_LINE = 150, 14


@dataclass(frozen=True, slots=True)
class Line:
    """A series: one observation for each place of the axis, or None.

    ``dots`` is the size of the dots in pixels; with 0 only values between two gaps have one.
    """

    name: str
    observations: Sequence[Observation | None]
    colour: str
    thickness: float
    dots: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure that was published for one of a trend's periods, in the indicator's unit;
    ``said`` is how it was published, ``source`` where and when: each a line of the hover."""

    period: Period
    value: float
    said: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A change of a region's ground or code, at a place of the axis: between two points at a half.
    ``said`` is what happened."""

    place: float
    said: str


def break_layout(
    breaks: Sequence[Break], places: int, palette: Palette
) -> dict[str, list[dict[str, Any]]]:
    """The shapes and notes of breaks: a dotted line across the series, and what happened, on the
    side that has more of the axis's ``places``."""
    line = {"color": palette.secondary, "width": 1, "dash": "dot"}
    return {
        "shapes": [
            {
                "type": "line",
                "layer": "below",
                "x0": one.place,
                "x1": one.place,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": line,
            }
            for one in breaks
        ],
        "annotations": [
            {
                "text": inert(cut(one.said, _BREAK)),
                "hovertext": inert(cut(one.said, _WIDEST)),
                "x": one.place,
                "y": 0,
                "yref": "paper",
                "xanchor": "left" if one.place < places / 2 else "right",
                "yanchor": "bottom",
                "xshift": 3 if one.place < places / 2 else -3,
                # On a phone the notes of neighbours would lie on one another.
                "yshift": _BREAK_LINE * (number % 3),
                "showarrow": False,
                "font": {"size": 11, "color": palette.secondary},
            }
            for number, one in enumerate(breaks)
        ],
    }


def mark_trace(marks: Sequence[tuple[str, Mark]], scale: Scale, palette: Palette) -> dict[str, Any]:
    """Published figures, each at its place, as diamonds that belong to no line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": PUBLISHED,
        "x": [place for place, _ in marks],
        "y": [_scaled(mark.value, scale) for _, mark in marks],
        "marker": {
            "symbol": "diamond-open",
            "size": 13,
            "color": palette.ink,
            "line": {"width": 2},
        },
        "text": [
            "<br>".join(inert(cut(line, _WIDEST)) for line in (mark.said, *mark.source))
            for _, mark in marks
        ],
        "hovertemplate": "%{fullData.name} %{text}<extra></extra>",
    }


def line_traces(
    line: Line, places: Sequence[str], scale: Scale, palette: Palette
) -> list[dict[str, Any]]:
    """A solid line of the complete and settled periods; the others are hollow dots on a dotted
    line."""
    values = [None if r is None else _scaled(r.value, scale) for r in line.observations]
    unfinished = [
        index
        for index, r in enumerate(line.observations)
        if r is not None and r.value is not None and not (r.settled and r.period.complete)
    ]
    dotted: list[float | None] = [None] * len(values)
    for index in unfinished:
        dotted[index] = values[index]
        if index:
            dotted[index - 1] = values[index - 1]
    solid = [None if index in unfinished else value for index, value in enumerate(values)]
    shared = {"type": "scatter", "name": inert(line.name), "connectgaps": False}
    said = {"hovertemplate": "%{fullData.name} %{text}<extra></extra>"}
    traces = [
        shared
        | said
        | {
            "mode": "lines+markers",
            "x": list(places),
            "y": solid,
            "line": {"color": line.colour, "width": line.thickness},
            "marker": {
                "size": line.dots or _alone(solid),
                "color": line.colour,
                "opacity": 1,
                "line": {"width": 0},
            },
            "text": [_said(r) for r in line.observations],
        }
    ]
    if unfinished:
        dash = {"color": line.colour, "width": line.thickness, "dash": "dot"}
        hidden = {"mode": "lines", "line": dash, "hoverinfo": "skip", "showlegend": False}
        traces.append(shared | hidden | {"x": list(places), "y": dotted})
        edge = {"color": line.colour, "width": 2}
        traces.append(
            shared
            | said
            | {
                "mode": "markers",
                "x": [places[index] for index in unfinished],
                "y": [values[index] for index in unfinished],
                "marker": {"size": 8, "color": palette.surface, "line": edge},
                "text": [_said(line.observations[index]) for index in unfinished],
                "showlegend": False,
            }
        )
    return traces


def target_trace(
    name: str,
    places: Sequence[str],
    goals: Sequence[float | None],
    scale: Scale,
    palette: Palette,
    points: Collection[int] = (),
) -> dict[str, Any]:
    """A dashed line of targets, one value a place; None is a gap. ``points`` are places with a
    mark."""
    sizes = [7 if place in points else 0 for place in range(len(places))]
    return {
        "type": "scatter",
        "mode": "lines+markers" if points else "lines",
        "marker": {"size": sizes, "symbol": "square", "color": palette.secondary, "opacity": 1},
        "name": inert(name),
        "x": list(places),
        "y": [_scaled(goal, scale) for goal in goals],
        "line": {"color": palette.secondary, "width": 1.2, "dash": "dash"},
        "text": ["" if goal is None else inert(scale.write(goal)) for goal in goals],
        "hovertemplate": "%{fullData.name} %{text}<extra></extra>",
    }


def unit_note(scale: Scale, palette: Palette, gutter: int) -> dict[str, Any]:
    """The unit, written above the axis labels; ``gutter`` is their width in pixels."""
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


def last_note(line: Line, places: Sequence[str], scale: Scale) -> list[dict[str, Any]]:
    """The latest value, written beside its point."""
    known = [
        (i, r.value)
        for i, r in enumerate(line.observations)
        if r is not None and r.value is not None
    ]
    if not known:
        return []
    index, value = known[-1]
    return [
        {
            "text": f"<b>{inert(scale.write(value))}</b>",
            "x": places[index],
            "y": value / scale.divisor,
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": 4,
            "yshift": 2,
            "showarrow": False,
            "font": {"size": 13, "color": line.colour},
        }
    ]


def faint(colour: str) -> str:
    """The colour that fills the area under a line."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.14)"


def _scaled(value: float | None, scale: Scale) -> float | None:
    """A value in the unit of the axis, rounded to what a screen can show."""
    return None if value is None else round(value / scale.divisor, 4)


def _alone(values: Sequence[float | None]) -> list[int]:
    """Sizes of the dots on a long line: 0, except for a value between two gaps."""
    padded = [None, *values, None]
    return [
        5 if value is not None and padded[i] is None and padded[i + 2] is None else 0
        for i, value in enumerate(values)
    ]


def _said(observation: Observation | None) -> str:
    """A point's hover text: full value, its parts, who reported, whether it is complete."""
    if observation is None:
        return ""
    parts = [inert(hover.value_text(observation))]
    if observation.indicator.is_rate and observation.value is not None:
        above, below = (
            hover.number_text(observation.numerator),
            hover.number_text(observation.denominator),
        )
        parts.append(f"（{above}/{below}）")
    if observation.value is not None and observation.reporting.late:
        parts.append(f"，{coverage_words(observation)}")
    if not observation.settled:
        parts.append("，未齐")
    elif not observation.period.complete:
        parts.append("，未完")
    return "".join(parts)
