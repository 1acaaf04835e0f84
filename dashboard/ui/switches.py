"""Controls whose choice stands in the address: switches between views, filters of lists."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.ui.context import PageContext
from dashboard.ui.view import choose, seeded, selected


def show_switch(
    label: str,
    name: str,
    options: Mapping[str, str],
    current: str,
    *,
    key: str = "",
    resets: Sequence[str] = (),
) -> None:
    """Shows a switch, whose ``label`` is read aloud only. ``options`` are what the parameter
    ``name`` may be, and how it is called. ``resets`` are parameters that a choice removes; ``key``
    tells apart switches of one parameter."""
    widget = f"pick_{key or name}"
    st.segmented_control(
        label,
        list(options),
        key=seeded(widget, current),
        format_func=options.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: choose(**dict.fromkeys(resets), **{name: st.session_state[widget]}),
    )


def pick_filter(
    context: PageContext,
    of: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    width: int = 180,
) -> str:
    """Shows a filter of the list ``of`` a page and returns the choice; '' for everything."""
    key = f"pick_{of}_{name}"
    current = selected(name, list(options), "", context.view.notices)
    st.selectbox(
        label,
        ["", *options],
        key=seeded(key, current),
        format_func=lambda code: str(options.get(code, f"全部{label}")),
        label_visibility="collapsed",
        on_change=lambda: choose(**{name: st.session_state[key] or None, f"{of}_page": None}),
        width=width,
    )
    return current
