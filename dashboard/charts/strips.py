"""Small drawings for cards, as SVG.

Streamlit's ``st.html`` removes ``<svg>``. Pages therefore embed a drawing as an image
(``<img src="data:image/svg+xml,…" alt="…">``), whose ``alt`` says what is drawn.
"""

from collections.abc import Sequence

from dashboard.charts.palette import Palette
from dashboard.charts.scales import spread
from dashboard.indicators import Indicator

_LINE = (120.0, 32.0)
_STRIP = (180.0, 14.0)
_EDGE = 4.0


def sparkline_svg(
    values: Sequence[float | None],
    palette: Palette,
    indicator: Indicator,
    *,
    colour: str | None = None,
) -> str:
    """A line through ``values``, oldest first, with a dot on the last known value.

    The vertical scale spans the values; for a rate it spans at least two points. None is a gap.
    Equal values give a level line in the middle, a single value a dot, no value an empty drawing.
    """
    width, height = _LINE
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if not known:
        return _svg(width, height, "")
    low, high = min(value for _, value in known), max(value for _, value in known)
    low, high = spread(low, high, indicator)
    step = (width - 2 * _EDGE) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        level = (value - low) / (high - low) if high > low else 0.5
        return round(_EDGE + index * step, 1), round(height - _EDGE - level * (height - 8), 1)

    stroke = colour or palette.secondary
    parts, run = [], list[str]()
    for index, value in enumerate([*values, None]):
        if value is not None:
            x, y = place(index, value)
            run.append(f"{x:g},{y:g}")
        elif run:
            parts.append(_run(run, stroke))
            run = []
    x, y = place(*known[-1])
    parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="2.6" fill="{stroke}"/>')
    return _svg(width, height, "".join(parts))


def _run(points: list[str], stroke: str) -> str:
    if len(points) == 1:
        x, y = points[0].split(",")
        return f'<circle cx="{x}" cy="{y}" r="1.2" fill="{stroke}"/>'
    return (
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{stroke}" '
        'stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" '
        'vector-effect="non-scaling-stroke"/>'
    )


def sibling_strip_svg(
    values: Sequence[float | None],
    own: float | None,
    palette: Palette,
    indicator: Indicator,
) -> str:
    """A dot on a line for every sibling; the region's own dot is large, in the accent colour.

    The right end is the better end: if lower is better, the line runs from high to low.

    Args:
        values: of all siblings, with or without the region itself.
        own: the region's value; None draws only the siblings.
    """
    width, height = _STRIP
    middle = height / 2
    others = [value for value in values if value is not None]
    every = others if own is None else [*others, own]
    line = (
        f'<line x1="{_EDGE:g}" x2="{width - _EDGE:g}" y1="{middle:g}" y2="{middle:g}" '
        f'stroke="{palette.lines}" stroke-width="1.5"/>'
    )
    if not every:
        return _svg(width, height, line)
    low, high = spread(min(every), max(every), indicator)

    def place(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        if indicator.polarity == "lower":
            share = 1 - share
        return round(_EDGE + 1 + share * (width - 2 * _EDGE - 2), 1)

    # One path of round-ended strokes of no length: a tenth of the size of as many circles.
    spots = "".join(f"M{place(value):g} {middle:g}h0" for value in others)
    dots = (
        f'<path d="{spots}" stroke="{palette.previous}" stroke-opacity="0.55" '
        'stroke-width="4.8" stroke-linecap="round"/>'
    )
    if own is not None:
        dots += (
            f'<circle cx="{place(own):g}" cy="{middle:g}" r="4.6" fill="{palette.accent}" '
            f'stroke="{palette.surface}" stroke-width="1.2"/>'
        )
    return _svg(width, height, line + dots)


def _svg(width: float, height: float, content: str) -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg">{content}</svg>'
