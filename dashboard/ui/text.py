"""Text that comes from exports, made safe for the two places Streamlit reads as markup."""

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain_html(text: str) -> str:
    """For st.html: shown letter by letter."""
    return html.escape(text, quote=True)


def plain_markdown(text: str) -> str:
    """For labels and st.markdown: no emphasis, links, icons, formulas or HTML come of it."""
    return _MARKDOWN.sub(r"\\\1", text)
