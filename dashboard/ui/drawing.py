"""Draws a figure on the page and opens the region that is clicked in it."""

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.frame import config
from dashboard.ui.view import go_to


def draw(figure: go.Figure, key: str, alt: str, *, drill: bool = False, zoom: bool = False) -> None:
    """Draws a figure in the page's colours. With ``drill`` a click opens the clicked region."""
    if not drill:
        st.plotly_chart(figure, config=config(zoom=zoom), key=key, theme=None, alt=alt)
        return
    st.plotly_chart(
        figure,
        config=config(zoom=zoom),
        key=key,
        theme=None,
        alt=alt,
        on_select=lambda: open_clicked(st.session_state[key]),
        selection_mode="points",
    )


def open_clicked(state: object) -> None:
    code = clicked_region(state)
    if code is not None:
        go_to(code)


def clicked_region(state: object) -> str | None:
    """The region code of the selected point of a chart.

    None if nothing is selected, or if the point is no region (a folded row).
    """
    for point in getattr(getattr(state, "selection", None), "points", None) or []:
        data = point.get("customdata")
        code = data.get("0") if isinstance(data, dict) else data[0] if data else None
        if code:
            return str(code)
    return None
