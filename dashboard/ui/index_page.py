"""The HTML page that loads Streamlit: in Chinese, without what no page uses, with our own scripts.

Our scripts are part of this page, so that they run before and independently of Streamlit.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from streamlit import file_util

from dashboard.ui.text import plain_html

_SCRIPTS = [Path(__file__).with_name(name) for name in ("frame.js", "page.js")]
_NO_SCRIPT = "<p>本页需要 JavaScript，请在浏览器设置中启用后重新打开。</p>"
_CHANGES = (
    (r'<html lang="en">', '<html lang="zh-CN">'),
    # Pages use the system's fonts; programs use the command line.
    (r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>', ""),
    (r'<!--(?:(?!-->).)*?-->\s*<link rel="service-desc"[^>]*>', ""),
    (r"<noscript>.*?</noscript>", f"<noscript>{_NO_SCRIPT}</noscript>"),
)
# What stands above every page's first sentence. Streamlit asks for the script of a kind of element
# when the first one has arrived, and for what that imports after it: 40 small files.
_FIRST_ELEMENTS = ("Html", "TextInput", "Selectbox", "ButtonGroup")
_IMPORTED = re.compile(r'\b(?:from|import)"\./([\w.-]+\.js)"')


@cache
def page_script() -> str:
    """Our inline scripts as they are sent. Browsers are told to run no other inline script."""
    return " ".join(" ".join(script.read_text(encoding="utf-8").split()) for script in _SCRIPTS)


@lru_cache(maxsize=4)
def index_page(title: str) -> bytes:
    """The HTML page with the title that is shown until Streamlit sets the view's title."""
    page = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for pattern, instead in _CHANGES:
        page = re.sub(pattern, instead, page, flags=re.DOTALL)
    page = page.replace("</head>", f"{_preloaded(page)}</head>")
    page = page.replace("<title>Streamlit<", f"<title>{plain_html(title)}<")
    page = page.replace("</body>", f"<script>{page_script()}</script></body>")
    return page.encode()


def _preloaded(page: str) -> str:
    """Links that load the first elements' scripts while Streamlit connects: on a line of 1.6 Mbit/s
    the first sentence stands a second earlier."""
    scripts = Path(file_util.get_static_dir()) / "static" / "js"
    asked: list[str] = []
    found = [path.name for kind in _FIRST_ELEMENTS for path in scripts.glob(f"{kind}.*.js")]
    while found:
        name = found.pop()
        if name not in asked and f"/{name}" not in page:
            asked.append(name)
            found += _IMPORTED.findall((scripts / name).read_text(encoding="utf-8"))
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in asked
    )
