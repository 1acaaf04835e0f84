"""The page around Streamlit's own."""

import re
from pathlib import Path

from streamlit import file_util

from dashboard.ui.index_page import index_page, page_script


def test_it_is_chinese_and_asks_for_nothing_that_pages_do_not_use() -> None:
    page = index_page("某市<退役军人>").decode()
    assert '<html lang="zh-CN">' in page
    assert "<title>某市&lt;退役军人&gt;</title>" in page
    assert "本页需要 JavaScript" in page
    assert page.endswith(f"<script>{page_script()}</script></body>\n</html>\n")
    for left_out in ("agent", "SourceSans", "You need", "Streamlit</title>"):
        assert left_out not in page
    own = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    assert page.count("modulepreload") > own.count("modulepreload") > 20
    assert 'src="./static/js/index.' in page


def test_the_first_elements_scripts_are_loaded_while_streamlit_connects() -> None:
    links = re.findall(
        r'modulepreload"[^>]*href="\./(static/js/([A-Za-z]+)[^"]*)"', index_page("").decode()
    )
    names = [name for _, name in links]
    assert {"Html", "Selectbox", "ButtonGroup", "TextInput", "purify", "WidgetLabel"} <= {*names}
    assert len({path for path, _ in links}) == len(links)
    assert all((Path(file_util.get_static_dir()) / path).exists() for path, _ in links)
    assert "PlotlyChart" not in names
