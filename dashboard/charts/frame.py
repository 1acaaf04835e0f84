"""What all figures share: the figure class, frame, axes, hover labels and configuration."""

import json
from typing import Any
from zlib import crc32

import plotly.graph_objects as go

from dashboard.charts.palette import FONT_FAMILY, Palette
from dashboard.charts.text import inert

# Plotly.js fetches a world map from its own host before it draws any map. It draws nothing without
# one. This address holds an empty map; the # turns the file name that Plotly appends to a fragment.
EMPTY_WORLD = 'data:application/json,{"type":"Topology","objects":{},"arcs":[]}#'

# The click mode of a figure whose regions open on a click. If Streamlit set it after drawing, the
# figure would be drawn twice.
CLICKABLE = "event+select"

CHINESE = {
    "dictionary": {
        "Autoscale": "自动缩放",
        "Double-click on legend to isolate one trace": "双击图例只看这一项",
        "Double-click to zoom back out": "双击还原",
        "Download plot as a PNG": "下载图片",
        "Pan": "平移",
        "Reset": "还原",
        "Reset axes": "还原",
        "Reset view": "还原",
        "Snapshot succeeded": "图片已生成",
        "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候",
        "Zoom": "缩放",
        "Zoom in": "放大",
        "Zoom out": "缩小",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["日", "一", "二", "三", "四", "五", "六"],
        "months": [f"{month}月" for month in range(1, 13)],
        "shortMonths": [f"{month}月" for month in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}


class Figure(go.Figure):
    """A figure that is served as the dictionary it was made of, without Plotly's checks.

    Plotly checks every property of every trace when it makes a figure (28 ms for a ranking of
    122 rows) and copies everything when Streamlit asks for a dictionary. This class returns its
    dictionary unchanged. Any other access (traces, layout, a change) first makes the full figure
    with Plotly's checks. The tests do so for every figure.

    Args:
        specification: ``{"data": [...], "layout": {...}}`` in Plotly's terms. The figure owns it
            from then on.
    """

    def __init__(self, specification: dict[str, Any]) -> None:
        # Plotly's own __setattr__ would make the full figure.
        self.__dict__["specification"] = specification

    def __getattr__(self, name: str) -> Any:
        # Called only for attributes that go.Figure's own __init__ would have set.
        specification = self.__dict__.pop("specification", None)
        if specification is None:
            raise AttributeError(name)
        super().__init__(specification)
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        if "specification" in self.__dict__:
            return self.__dict__["specification"]
        return super().to_dict()


def figure(
    traces: list[dict[str, Any]],
    palette: Palette,
    *,
    height: int,
    margin: tuple[int, int, int, int] = (0, 0, 0, 0),
    **layout: Any,
) -> Figure:
    """A figure with the shared frame.

    Args:
        height: in pixels; the width is the page's.
        margin: left, right, top, bottom in pixels.
        layout: further parts of Plotly's layout; they override the shared ones.
    """
    left, right, top, bottom = margin
    shared = {
        # Streamlit passes every figure to Plotly twice, the second time as a copy. This number
        # tells Plotly that the copy is the same, so that it does not draw again. (With a template,
        # even an empty one, it would draw again.)
        "datarevision": crc32(json.dumps(traces).encode()),
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_FAMILY, "size": 13, "color": palette.ink},
        "hoverlabel": {
            "bgcolor": palette.surface,
            "bordercolor": palette.secondary,
            "font": {"family": FONT_FAMILY, "size": 13, "color": palette.ink},
            "align": "left",
            "namelength": -1,
        },
        # No dragging: a finger on a figure scrolls the page. (Streamlit replaces False with
        # panning.)
        "dragmode": "zoom",
        "hovermode": "closest",
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.secondary,
            "activecolor": palette.accent,
        },
        "showlegend": False,
        "separators": ".,",
    }
    return Figure({"data": traces, "layout": shared | layout})


def unfaded(colour: str | None = None) -> dict[str, Any]:
    """The part of a trace that keeps Plotly from fading the other points after a click.

    Args:
        colour: of a trace of text; all its texts must have this colour.
    """
    look = {"marker": {"opacity": 1}} if colour is None else {"textfont": {"color": colour}}
    return {"selected": look, "unselected": look}


def value_axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """An axis of values: light grid, secondary labels, no zoom."""
    return {
        "showline": False,
        "zeroline": False,
        "showgrid": True,
        "gridcolor": palette.lines,
        "gridwidth": 1,
        "ticks": "",
        "tickfont": {"size": 12, "color": palette.secondary},
        "fixedrange": True,
    } | more


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An axis that gives positions and is not drawn."""
    return {"visible": False, "fixedrange": True} | more


def legend(palette: Palette, **more: Any) -> dict[str, Any]:
    """A legend in one row. A click on an entry does nothing."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "font": {"size": 12, "color": palette.secondary},
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": "rgba(0,0,0,0)",
        "traceorder": "normal",
        "itemsizing": "trace",
        "itemwidth": 30,
    } | more


def empty(message: str, palette: Palette, *, height: int = 64) -> Figure:
    """A figure without data that shows a sentence saying why."""
    note = {
        "text": inert(message),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14, "color": palette.secondary},
    }
    return figure(
        [{"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}],
        palette,
        height=height,
        annotations=[note],
        xaxis=hidden_axis(),
        yaxis=hidden_axis(),
    )


def config(*, zoom: bool = False) -> dict[str, Any]:
    """Plotly's configuration for every figure: offline, in Chinese, with few buttons.

    Args:
        zoom: add buttons to zoom, for a map of many regions. No button saves a picture, since the
            picture would carry neither the source nor the mark of demonstration data.
    """
    # The words are for buttons and for dates on axes. Only a map with zoom has them; sent with
    # every figure they would be a sixth of its size.
    words = {"locale": "zh-CN", "locales": {"zh-CN": CHINESE}} if zoom else {}
    return {
        **words,
        "topojsonURL": EMPTY_WORLD,
        "displaylogo": False,
        "displayModeBar": zoom,
        "modeBarButtons": [["zoomInGeo", "zoomOutGeo", "resetGeo"]] if zoom else [],
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "showAxisDragHandles": False,
    }
