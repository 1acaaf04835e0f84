"""What all figures share: the figure itself, its frame, axes, hover labels and configuration."""

import json
from typing import Any
from zlib import crc32

import plotly.graph_objects as go

from dashboard.charts.palette import FONT_FAMILY, Palette
from dashboard.charts.text import inert

# Plotly.js fetches a world map from its own host before it draws any map, and draws nothing
# without it. This address holds an empty one; the # makes the file name it appends a fragment.
EMPTY_WORLD = 'data:application/json,{"type":"Topology","objects":{},"arcs":[]}#'

# The click mode of a figure whose regions open when clicked. Streamlit would set it after drawing,
# and the figure would be drawn again.
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
    """A figure that keeps the dictionaries it was made of until somebody wants more.

    Plotly checks every property of every trace when a figure is made (28 ms for a ranking of
    122 rows) and copies it all again when Streamlit asks for it as a dictionary. Here the
    dictionary is handed over as it is; anything else that is asked of the figure (its traces,
    its layout, a change) first makes it in full, with Plotly's checks. The tests do that for
    every figure there is, so that what is served unchecked has been checked.

    Args:
        specification: ``{"data": [...], "layout": {...}}`` in Plotly's own terms; from then on
            it belongs to the figure.
    """

    def __init__(self, specification: dict[str, Any]) -> None:
        # Not through Plotly's own __setattr__, which would make the figure in full.
        self.__dict__["specification"] = specification

    def __getattr__(self, name: str) -> Any:
        # Reached only for what go.Figure's own __init__ would have set.
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
        layout: further parts of Plotly's layout, which win over the shared ones.
    """
    left, right, top, bottom = margin
    shared = {
        # Streamlit hands Plotly every figure a second time, copied. Plotly would draw it all
        # again; by this number it knows that the copy holds the same. (A template, an empty one
        # too, would make it draw again all the same.)
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
        # No dragging, so that a finger on a figure scrolls the page. (False would do, but
        # Streamlit replaces it with panning.)
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
    """The part of a trace that keeps a click from fading what was not clicked.

    Args:
        colour: of a trace of text, whose texts must then all have this one.
    """
    look = {"marker": {"opacity": 1}} if colour is None else {"textfont": {"color": colour}}
    return {"selected": look, "unselected": look}


def value_axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """An axis of values: light grid, lesser labels, not zoomable."""
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
    """An axis that only gives positions."""
    return {"visible": False, "fixedrange": True} | more


def legend(palette: Palette, **more: Any) -> dict[str, Any]:
    """A quiet row of entries; clicking them does nothing."""
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


def empty(message: str, palette: Palette, *, height: int = 160) -> Figure:
    """A figure that says why there is nothing to see."""
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
    """Plotly's configuration for any figure here: offline, in Chinese, hardly any buttons.

    Args:
        zoom: with buttons to zoom, for a map of many regions. There is no button that saves
            a picture: it would carry neither the source nor the mark of demonstration data.
    """
    # The words are those of the buttons and of dates on axes, which only a zoomed map has; sent
    # with every figure they would be a sixth of it.
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
