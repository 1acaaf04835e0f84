"""The switch between today's divisions (今日区划) and those of each year (当年区划)."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.as_reported import AsReported, as_reported, was_mapped
from dashboard.boundary_changes import mapping_words
from dashboard.indicators import Indicator
from dashboard.observations import CategoryFilter, Observation
from dashboard.periods import Period
from dashboard.reader import fitting
from dashboard.regions import Region
from dashboard.ui.context import PageContext
from dashboard.ui.view import choose, declare, seeded, selected

TODAY, THEN = "today", "then"
DIVISIONS = {TODAY: "今日区划", THEN: "当年区划"}
declare("divisions", DIVISIONS)
# So many former codes are named below a table; its file has all.
_NAMED = 4


def chosen_divisions(
    context: PageContext,
    indicators: Iterable[Indicator],
    chosen: CategoryFilter,
    regions: Iterable[Region] = (),
) -> str:
    """The divisions that the address asks for; '' where both give the same figures of the regions
    (the view's own unless given), and there is nothing to choose."""
    asked = selected("divisions", list(DIVISIONS), TODAY, context.view.notices)
    # Most regions have not changed: of them nothing is asked.
    changed = [one for one in regions or [context.view.region] if was_mapped(context.session, one)]
    differs = any(
        _told(context, indicator, chosen, region).differs
        for indicator in indicators
        for region in changed
    )
    return asked if differs else ""


def on_divisions(
    context: PageContext, observations: Sequence[Observation], divisions: str
) -> list[Observation]:
    """Observations on the divisions chosen."""
    if divisions != THEN:
        return list(observations)
    return as_reported(context.session, observations)


def on_other_ground(
    context: PageContext,
    indicator: Indicator,
    chosen: CategoryFilter,
    periods: Sequence[Period],
    divisions: str,
) -> list[bool]:
    """Whether what the view's region shows of each period's year, up to its end, is of other ground
    than today's."""
    region = context.view.region
    if divisions != THEN or not was_mapped(context.session, region):
        return [False] * len(periods)
    told = _told(context, indicator, chosen, region)
    return [told.moves(Period(one.year, 1, one.last_month)) for one in periods]


def _told(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter, region: Region
) -> AsReported:
    return AsReported(context.session, indicator, region, fitting(chosen, indicator))


def show_divisions(divisions: str, key: str) -> None:
    """The switch beside a panel of this key; nothing where there is nothing to choose."""
    if not divisions:
        return
    widget = f"pick_divisions_{key}"
    st.segmented_control(
        "区划口径",
        list(DIVISIONS),
        key=seeded(widget, divisions),
        format_func=DIVISIONS.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: choose(divisions=st.session_state[widget]),
    )


def divisions_words(divisions: str) -> str:
    """The divisions at the end of a subtitle; '' where there is nothing to choose."""
    told = "（溯源仍按今日区划）" if divisions == THEN else ""
    return f"；{DIVISIONS[divisions]}{told}" if divisions else ""


def divisions_note(
    context: PageContext, divisions: str, regions: Sequence[Region], periods: Sequence[Period]
) -> str:
    """Where former regions count that stand in no row of a table over periods; '' where there is
    nothing to choose, and where none does."""
    if not divisions:
        return ""
    moved = mapping_words(context.tree, regions, periods[0].first, periods[-1].last)
    if not moved:
        return ""
    more = f"等 {len(moved)} 处" if len(moved) > _NAMED else ""
    what = "已撤并的地区不在表中" if divisions == THEN else "原代码的数已计入今天的地区"
    return f"{what}：{'；'.join(moved[:_NAMED])}{more}"


def divisions_title(divisions: str) -> str:
    """What a file's title says of figures that are not on today's divisions."""
    return f"（{DIVISIONS[THEN]}）" if divisions == THEN else ""
