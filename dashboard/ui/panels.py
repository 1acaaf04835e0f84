"""A panel: what a figure finds, the figure, and below it its definitions and its CSV.

Pages make their panels of readings (once for every visitor of a view, see PageContext.kept)
and show them all alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.charts.frame import Figure
from dashboard.indicators import Indicator
from dashboard.readings import EVERYTHING, Choice, Reading
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download_readings
from dashboard.ui.drawing import draw
from dashboard.ui.notes import foot_line, show_title


@dataclass(frozen=True, slots=True)
class Panel:
    """``shown`` is a figure, or a table as HTML; ``alt`` says it in a sentence, ``foot`` is the
    line below it (notes.foot_line).

    ``readings`` are what stands in it, and so in its file, which is called ``file_title``;
    ``limits`` says for each what it is limited to, where that is not the page's own choice.
    """

    title: str
    subtitle: str
    shown: Figure | str
    alt: str
    foot: str
    readings: Sequence[Reading]
    file_title: str
    limits: Sequence[str] = ()
    zoom: bool = False


def panel(
    title: str,
    subtitle: str,
    shown: Figure | str,
    alt: str,
    indicators: Sequence[Indicator],
    readings: Sequence[Reading],
    file_title: str,
    *,
    note: str = "",
    explained: Reading | None = None,
    limits: Sequence[str] = (),
    zoom: bool = False,
) -> Panel:
    """A panel with a note and the definitions of its indicators below; ``explained`` is the
    reading whose numerator and denominator they tell, ``zoom`` puts buttons to zoom on it."""
    foot = foot_line(note, indicators, explained)
    return Panel(title, subtitle, shown, alt, foot, readings, file_title, limits, zoom)


def show_panel(
    context: PageContext,
    panel: Panel,
    key: str,
    choice: Choice = EVERYTHING,
    *,
    drill: str = "",
    beside: Callable[[], object] | None = None,
    below: Callable[[], object] | None = None,
) -> None:
    """Shows a panel under keys made of ``key``.

    With ``drill``, the figure's key, a click in it opens the region under it. ``beside`` puts a
    control beside the title, ``below`` one into the line below the figure.
    """
    if beside is None:
        show_title(panel.title, panel.subtitle)
    else:
        with st.container(key=f"head_{key}", horizontal=True, vertical_alignment="bottom"):
            show_title(panel.title, panel.subtitle)
            beside()
    if isinstance(panel.shown, str):
        st.html(panel.shown)
    else:
        draw(panel.shown, drill or f"chart_{key}", panel.alt, drill=bool(drill), zoom=panel.zoom)
    with st.container(key=f"foot_{key}", horizontal=True, vertical_alignment="center"):
        st.html(panel.foot)
        if below is not None:
            below()
        download_readings(
            context, key, panel.file_title, panel.readings, choice, categories=panel.limits
        )
