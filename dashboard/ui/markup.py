"""HTML of our own on the page."""

import streamlit as st
from streamlit.elements.lib.layout_utils import Width


class _Markup:
    """HTML that Streamlit takes as it is."""

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


def show_html(html: str, width: Width = "stretch") -> None:
    """Shows HTML whose texts are escaped (text.plain_html).

    A plain string would be searched for a common indentation first: of a page's tables that takes a
    twentieth of a click.
    """
    st.html(_Markup(html), width=width)
