"""The page that says how to use the others: a text for leaders, analysts and stewards."""

import streamlit as st

from dashboard.settings import ROOT
from dashboard.ui.context import PageContext
from dashboard.ui.markup import show_html
from dashboard.ui.symbols import meanings_html

_TEXT = ROOT / "docs" / "help.zh-CN.md"
# Where the text's pictures lie: beside it, and as Streamlit serves them.
_BESIDE, _SERVED = "](../static/", "](app/static/"


def show_help(context: PageContext) -> None:
    """The text without its title, which the navigation says, and what words and colours mean."""
    _, text = _TEXT.read_text(encoding="utf-8").split("\n", 1)
    meanings = meanings_html(targets=context.reader.goals.any)
    with st.container(key="help"):
        st.markdown(text.replace(_BESIDE, _SERVED))
        show_html(f'<h2>符号和颜色</h2><div class="symbols">{meanings}</div>')
