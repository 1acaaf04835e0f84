"""Grids of shares: one row a region, one column an item, each cell the share that is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import hover
from dashboard.charts.classes import Classes
from dashboard.charts.frame import CLICKABLE, Figure, empty, figure, legend, unfaded
from dashboard.charts.palette import Palette
from dashboard.charts.text import cut, inert, width
from dashboard.indicators import NO_VALUE, format_value
from dashboard.observations import Observation, absence_text
from dashboard.regions import Region
from dashboard.rounding import written

# Fixed for every region and year, so that a colour always means the same share.
SHARES = Classes(
    (60.0, 80.0, 90.0, 100.0), ("<60", "60–80", "80–90", "90–100", "100"), "%", 1, 1, (0, 100)
)

_ROW, _SIZE, _NAME, _LINE = 26, 13, 120, 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A share in percent, or None. ``said`` is its hover text below the names of row and column.
    ``text`` replaces the share in the cell."""

    value: float | None
    said: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid. ``code`` is the region that a click opens; '' if a click opens nothing."""

    code: str
    name: str
    full_name: str
    cells: Sequence[Cell]


def item_checklist(
    rows: Sequence[tuple[Region, Sequence[Observation | None]]],
    items: Sequence[str],
    palette: Palette,
    *,
    labels: dict[str, str] | None = None,
    narrow: bool = False,
) -> Figure:
    """A grid of regions (down) by items (across). Each cell shows the share done and its colour.

    A click on a cell selects a point whose ``customdata[0]`` is the region's code.

    Args:
        rows: a region with one observation for each of ``items``, in the same order.
        narrow: write percentages without their sign.
    """
    drawn = [
        Row(
            region.code,
            (labels or {}).get(region.code, region.short_name),
            region.name,
            [_cell(observation) for observation in observations],
        )
        for region, observations in rows
    ]
    return share_grid(drawn, items, palette, narrow=narrow)


def share_grid(
    rows: Sequence[Row],
    items: Sequence[str],
    palette: Palette,
    *,
    gutter: int = _NAME,
    narrow: bool = False,
) -> Figure:
    """A grid of names (down) by items (across). Each cell shows a share and its colour.

    ``gutter`` is the largest width of the names, in pixels. The classes are fixed (60, 80, 90,
    100 %), unlike those of a map. A cell without a value says why.
    """
    if not rows or not items:
        return empty("没有可以列出的地区。", palette)
    colours = palette.class_colours(len(SHARES))
    shades: list[list[int]] = []
    cells: dict[str, list[tuple[int, int, str, list[str]]]] = {}
    for place, row in enumerate(rows):
        shades.append([])
        for column, cell in enumerate(row.cells):
            shade = len(colours) if cell.value is None else SHARES.index(cell.value)
            shades[-1].append(shade)
            ink = palette.text_on(palette.no_data if cell.value is None else colours[shade])
            text = cell.text or _share(cell.value or 0, narrow)
            facts = [row.code, hover.name(row.full_name), inert(items[column]), inert(cell.said)]
            cells.setdefault(ink, []).append((column, place, text, facts))
    names = [row.name for row in rows]
    left = min(max(width(name, _SIZE) for name in names), gutter) + 10
    lines = max(_wrapped(item).count("<br>") + 1 for item in items)
    top, bottom = 10 + 17 * lines, 30
    return figure(
        [
            _ground(shades, (*colours, palette.no_data)),
            *(_texts(ink, points) for ink, points in cells.items()),
            *_legend(palette, colours),
        ],
        palette,
        height=top + len(rows) * _ROW + bottom,
        margin=(round(left), 6, top, bottom),
        clickmode=CLICKABLE,
        showlegend=True,
        legend=legend(palette, y=0, yanchor="top"),
        hoverdistance=40,
        barmode="overlay",
        xaxis={
            "range": [-0.5, len(items) - 0.5],
            "side": "top",
            "tickvals": list(range(len(items))),
            "ticktext": [_wrapped(item) for item in items],
            "tickfont": {"size": 12, "color": palette.secondary},
            "tickangle": 0,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [inert(cut(name, gutter, _SIZE)) for name in names],
            "tickfont": {"size": _SIZE, "color": palette.ink},
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _cell(observation: Observation | None) -> Cell:
    if observation is None:
        return Cell(None, NO_VALUE, NO_VALUE)
    if observation.value is None:
        return Cell(None, hover.value_text(observation), absence_text(observation))
    above, below = (
        hover.number_text(observation.numerator),
        hover.number_text(observation.denominator),
    )
    said = f"{format_value(observation.value, observation.indicator)}（{above}/{below}）"
    return Cell(observation.value, said)


def item_checklist_alt(
    rows: Sequence[tuple[Region, Sequence[Observation | None]]], items: Sequence[str]
) -> str:
    """The grid in a sentence: how many regions have finished each item."""
    parts = []
    for column, item in enumerate(items):
        known = [
            observation.value
            for _, observations in rows
            if (observation := observations[column]) is not None and observation.value is not None
        ]
        done = sum(SHARES.index(value) == len(SHARES) - 1 for value in known)
        parts.append(f"{item} {done}/{len(known)} 个地区全部完成")
    return f"{len(rows)} 个地区的单项完成情况：{'；'.join(parts)}。"


def _texts(ink: str, points: list[tuple[int, int, str, list[str]]]) -> dict[str, Any]:
    """A trace of the cells whose texts have one colour. It also carries their hover texts."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [column for column, *_ in points],
        "y": [row for _, row, *_ in points],
        "text": [text for *_, text, _ in points],
        "textfont": {"size": 12, "color": ink},
        "customdata": [facts for *_, facts in points],
        "hovertemplate": "<b>%{customdata[1]}</b> · %{customdata[2]}<br>"
        "%{customdata[3]}<extra></extra>",
        "showlegend": False,
        **unfaded(ink),
    }


def _share(value: float, narrow: bool) -> str:
    """A share in whole percent: <1%, 96%, >99%. 100% is written only if all is done."""
    return inert(written(value, 0, SHARES.limits) + ("" if narrow else "%"))


def _wrapped(item: str) -> str:
    """An item's name in lines of at most four characters. A bracket starts a new line."""
    lines = []
    for part in item.replace("（", "|（").split("|"):
        size = 3 if len(part) == _LINE + 1 and "（" not in part else _LINE
        size = max(size, len(part)) if part.startswith("（") else size
        lines += [part[start : start + size] for start in range(0, len(part), size)]
    return "<br>".join(inert(line) for line in lines)


def _ground(shades: list[list[int]], colours: tuple[str, ...]) -> dict[str, Any]:
    count = len(colours)
    scale = [
        [edge / count, colour]
        for index, colour in enumerate(colours)
        for edge in (index, index + 1)
    ]
    return {
        "type": "heatmap",
        "z": shades,
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _legend(palette: Palette, colours: tuple[str, ...]) -> list[dict[str, Any]]:
    edge = {"color": palette.coast, "width": 0.5}
    return [
        {
            "type": "bar",
            "x": [None],
            "y": [None],
            "name": f"{label}%",
            "marker": {"color": colour, "line": edge},
            "hoverinfo": "skip",
        }
        for label, colour in zip(SHARES.labels, colours, strict=True)
    ]
