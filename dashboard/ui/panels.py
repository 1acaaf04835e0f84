"""A panel: what a figure finds, the figure, and below it its definitions and its CSV.

Pages make their panels of observations (once for every visitor of a view, see PageContext.cached)
and show them all alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.charts.frame import Figure
from dashboard.figure_words import basis_note, filter_words
from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING, CategoryFilter, Observation
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import observations_html
from dashboard.ui.drawing import draw
from dashboard.ui.notes import foot_line, show_title

# What a part of a page says that shows everything whatever the page is limited to.
NOT_LIMITED = "；不受筛选影响"


@dataclass(frozen=True, slots=True)
class Panel:
    """``shown`` is a figure, or a table as HTML; ``alt`` says it in a sentence, ``foot`` is the
    line below it (notes.foot_line).

    ``observations`` are what it shows and what its file holds; the file is named ``file_title``.
    ``obeys`` is what a figure by category obeys of the page's filter: not what limits the dimension
    that it shows all categories of. None where the observations' own filters tell.
    ``unlisted`` are those that a threshold leaves out of a table.
    """

    title: str
    subtitle: str
    shown: Figure | str
    alt: str
    foot: str
    observations: Sequence[Observation]
    file_title: str
    zoom: bool = False
    obeys: CategoryFilter | None = None
    unlisted: Sequence[Observation] = ()


def panel(
    title: str,
    subtitle: str,
    shown: Figure | str,
    alt: str,
    indicators: Sequence[Indicator],
    observations: Sequence[Observation],
    file_title: str,
    *,
    note: str = "",
    explained: Observation | None = None,
    zoom: bool = False,
    obeys: CategoryFilter | None = None,
    unlisted: Sequence[Observation] = (),
) -> Panel:
    """A panel with a note, what its changes are made of, and the definitions of its indicators
    below; ``explained`` is the observation whose numerator and denominator they tell, ``zoom`` puts
    buttons to zoom on it, ``unlisted`` is ranked with them in the file."""
    notes = [said for said in (note, basis_note(observations)) if said]
    foot = foot_line("；".join(notes), indicators, explained)
    return Panel(title, subtitle, shown, alt, foot, observations, file_title, zoom, obeys, unlisted)


def show_panel(
    context: PageContext,
    panel: Panel,
    key: str,
    limits: CategoryFilter = EVERYTHING,
    *,
    drill: str = "",
    beside: Callable[[], object] | None = None,
    below: Callable[[], object] | None = None,
) -> None:
    """Shows a panel under keys made of ``key``.

    ``limits`` is the page's: the line below the title says whether the panel obeys it. With
    ``drill``, the figure's key, a click in it opens the region under it. ``beside`` puts a
    control beside the title, ``below`` one into the line below the figure.
    """
    subtitle = panel.subtitle + limits_of(panel, limits)
    if beside is None:
        show_title(panel.title, subtitle)
    else:
        with st.container(key=f"head_{key}", horizontal=True, vertical_alignment="bottom"):
            show_title(panel.title, subtitle)
            beside()
    if isinstance(panel.shown, str):
        st.html(panel.shown)
    else:
        draw(panel.shown, drill or f"chart_{key}", panel.alt, drill=bool(drill), zoom=panel.zoom)
    files = observations_html(context, key, panel.file_title, panel.observations, panel.unlisted)
    if below is None:
        # One element in place of four: each is a message of every rerun.
        st.html(f'<div class="panel-foot">{panel.foot}{files}</div>')
        return
    with st.container(key=f"foot_{key}", horizontal=True, vertical_alignment="center"):
        st.html(panel.foot)
        below()
        st.html(files, width="content")


def limits_of(panel: Panel, limits: CategoryFilter) -> str:
    """What of a page's filter a panel obeys, for the line below its title; '' without one."""
    if limits == EVERYTHING or not panel.observations:
        return ""
    if panel.obeys is not None:
        return f"；已筛选：{filter_words(panel.obeys)}" if panel.obeys else NOT_LIMITED
    others = [
        observation.indicator for observation in panel.observations if observation.limits != limits
    ]
    if len(others) == len(panel.observations):
        return NOT_LIMITED
    names = "、".join(dict.fromkeys(indicator.short_name for indicator in others))
    return f"；已筛选：{filter_words(limits)}" + (f"（{names}除外）" if names else "")
