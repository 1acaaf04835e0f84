"""Panels: a title that states a finding, a figure, and below it definitions and files.

Pages make panels of observations, once for all visitors of a view (see PageContext.cached), and
show all panels in the same way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.charts.frame import Figure
from dashboard.figure_words import basis_note, filter_words
from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING, CategoryFilter, Observation
from dashboard.threshold import Threshold
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import observations_html
from dashboard.ui.drawing import draw
from dashboard.ui.markup import show_html
from dashboard.ui.notes import foot_line, show_title
from dashboard.ui.provenance_links import traces_html

# Appended to the subtitle of a part that no filter of the page limits.
NOT_LIMITED = "；不受筛选影响"


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure or table with its texts, its observations and its file.

    ``shown`` is a figure, or a table as HTML. ``alt`` says the same in a sentence. ``foot`` is the
    line below it (notes.foot_line). ``observations`` are shown and written to the file, whose title
    is ``file_title``. ``obeys`` is the part of the page's filter that limits a figure by category:
    without its own dimension, of which it shows all categories. It is None if the observations' own
    filters tell what limits them. ``unlisted`` are observations that ``threshold`` omits from a
    table. ``points`` are links to where each point or row comes from (points_html).
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
    threshold: Threshold | None = None
    points: str = ""


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
    threshold: Threshold | None = None,
    points: str = "",
) -> Panel:
    """A panel. Below it are a note, the basis of its changes and the definitions of its indicators.

    ``explained`` is the observation whose numerator and denominator the definitions include.
    ``zoom`` adds buttons to zoom. ``unlisted`` count for the ranks in the file.
    """
    notes = [said for said in (note, basis_note(observations)) if said]
    notes = [*(said.removesuffix("。") for said in notes[:-1]), *notes[-1:]]
    foot = foot_line("；".join(notes), indicators, explained)
    return Panel(
        title,
        subtitle,
        shown,
        alt,
        foot,
        observations,
        file_title,
        zoom,
        obeys,
        unlisted,
        threshold,
        points,
    )


def show_panel(
    context: PageContext,
    panel: Panel,
    key: str,
    limits: CategoryFilter = EVERYTHING,
    *,
    drill: str = "",
    beside: Callable[[], object] | None = None,
    below: Sequence[Callable[[], object]] = (),
) -> None:
    """Shows a panel. Its elements have keys made of ``key``.

    ``limits`` is the page's filter; the subtitle says what of it limits the panel. ``drill`` is the
    key of a figure in which a click opens the clicked region. ``beside`` shows a control beside the
    title, ``below`` some in the line below the figure.

    Every element is a message of every rerun, some 0.3 ms of processor: what lies together is one.
    """
    subtitle = panel.subtitle + limits_of(panel, limits)
    if beside is None:
        show_title(panel.title, subtitle)
    else:
        with st.container(key=f"head_{key}", horizontal=True, vertical_alignment="bottom"):
            show_title(panel.title, subtitle)
            beside()
    files = observations_html(
        context, key, panel.file_title, panel.observations, panel.unlisted, panel.threshold
    )
    shown = EVERYTHING if limits_of(panel, limits) == NOT_LIMITED else limits
    foot = panel.foot.removesuffix("</div>") + traces_html(
        context, panel.observations, shown, panel.points, panel.file_title
    )
    foot = f'<div class="panel-foot">{foot}</div>{files}</div>'
    if isinstance(panel.shown, str):
        foot = f"<div>{panel.shown}{foot}</div>"
    else:
        draw(panel.shown, drill or f"chart_{key}", panel.alt, drill=bool(drill), zoom=panel.zoom)
    if not below:
        show_html(foot)
        return
    with st.container(key=f"foot_{key}", horizontal=True):
        for control in below:
            control()
        show_html(foot)


def limits_of(panel: Panel, limits: CategoryFilter) -> str:
    """The part of the page's filter that limits a panel, for its subtitle; '' without a filter."""
    if limits == EVERYTHING:
        return ""
    if panel.obeys is not None:
        return f"；已筛选：{filter_words(panel.obeys)}" if panel.obeys else NOT_LIMITED
    if not panel.observations:
        return ""
    others = [
        observation.indicator for observation in panel.observations if observation.limits != limits
    ]
    if len(others) == len(panel.observations):
        return NOT_LIMITED
    names = "、".join(dict.fromkeys(indicator.short_name for indicator in others))
    return f"；已筛选：{filter_words(limits)}" + (f"（{names}除外）" if names else "")
