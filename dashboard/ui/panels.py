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
from dashboard.ui.notes import meaning, show_meaning, show_title


@dataclass(frozen=True, slots=True)
class Panel:
    """``shown`` is a figure, or a table as HTML; ``alt`` says it in a sentence.

    ``readings`` are what stands in it, and so in its file, which is called ``file_title``;
    ``limits`` says for each what it is limited to, where that is not the page's own choice.
    """

    title: str
    subtitle: str
    shown: Figure | str
    alt: str
    meaning: str
    readings: Sequence[Reading]
    file_title: str
    limits: Sequence[str] = ()


def panel(
    title: str,
    subtitle: str,
    shown: Figure | str,
    alt: str,
    indicators: Sequence[Indicator],
    readings: Sequence[Reading],
    file_title: str,
    *,
    explained: Reading | None = None,
    limits: Sequence[str] = (),
) -> Panel:
    """A panel with the definitions of its indicators; ``explained`` is the reading whose
    numerator and denominator they tell."""
    words = meaning(indicators, explained)
    return Panel(title, subtitle, shown, alt, words, readings, file_title, limits)


def show_panel(
    context: PageContext,
    panel: Panel,
    key: str,
    choice: Choice = EVERYTHING,
    *,
    drill: str = "",
    beside: Callable[[], object] | None = None,
    foot: Callable[[], object] | None = None,
) -> None:
    """Shows a panel under keys made of ``key``.

    With ``drill``, the figure's key, a click in it opens the region under it. ``beside`` puts a
    control beside the title, ``foot`` what stands first below the figure.
    """
    if beside is None:
        show_title(panel.title, panel.subtitle)
    else:
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        with left:
            show_title(panel.title, panel.subtitle)
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            beside()
    if isinstance(panel.shown, str):
        st.html(panel.shown)
    else:
        draw(panel.shown, drill or f"chart_{key}", panel.alt, drill=bool(drill))
    with st.container(key=f"foot_{key}", horizontal=True, vertical_alignment="center"):
        if foot is not None:
            foot()
        show_meaning(panel.meaning, key)
        download_readings(
            context, key, panel.file_title, panel.readings, choice, categories=panel.limits
        )
