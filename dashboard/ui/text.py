"""Escapes text of exports and visitors for HTML and for Streamlit's Markdown."""

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain_html(text: str) -> str:
    """Text escaped for HTML (markup.py)."""
    return html.escape(text, quote=True)


def plain_markdown(text: str) -> str:
    """Text escaped for labels and st.markdown: no emphasis, links, icons, formulas or HTML."""
    return _MARKDOWN.sub(r"\\\1", text)
