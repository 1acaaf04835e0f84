"""The page on the history of regions: the view's region in a sentence, those below in a list."""

from datetime import date

import streamlit as st

from dashboard.boundary_changes import boundary_words
from dashboard.exports.region_history import region_history_table
from dashboard.region_history import history_below, mentions
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_finding, show_note
from dashboard.ui.paged_rows import search_box
from dashboard.ui.table_parts import table_heads, table_html, table_row

MOST_LISTED = 300
# The first year of which codes are known.
_SINCE = date(2000, 1, 1)


def show_region_history(context: PageContext) -> None:
    """The changes of the view's region and all below it, newest first, with a search."""
    tree, region = context.tree, context.view.region
    every = history_below(tree, region.code)
    years = {entry.change.year for entry in every}
    if not every:
        show_finding(f"{region.title}2000年以来没有区划变动的记录。")
        return
    show_finding(
        f"{region.title}2000年以来有 {len(every):,} 条区划变动，最近一次在 {max(years)} 年。"
    )
    if own := boundary_words(tree, region, _SINCE, context.build.data_through):
        show_note(own)
    text = search_box(context, "history", "原名称、新名称、代码或年份").strip()
    found = [entry for entry in every if mentions(entry, text)]
    if not found:
        st.caption("没有含有这些文字的变动。")
    else:
        heads = table_heads(
            "时间", "变动", "原地区", "新地区", "份额", "依据和方式", "历史数据", numbers=()
        )
        rows = [
            table_row(
                entry.when,
                entry.kind,
                _place(entry.change.old_name, entry.change.old_code),
                _place(entry.change.new_name, entry.change.new_code),
                entry.share,
                entry.change.how,
                entry.mapped,
                numbers=(),
            )
            for entry in found[:MOST_LISTED]
        ]
        show_html(table_html("区划变动", heads, rows))
        if len(found) > MOST_LISTED:
            st.caption(f"只列最近 {MOST_LISTED} 条，文件中有全部 {len(found):,} 条。")
    build = context.build
    download(
        context,
        "history",
        "区划沿革",
        len(found),
        lambda: region_history_table(
            found,
            region=region.title,
            tree=tree,
            build=build,
            through=build.data_through.year,
            searched=text,
        ),
        what=(region.code, text),
        bytes_held=READING_BYTES * len(found),
    )


def _place(name: str, code: str | None) -> str:
    """A region of that time by name and code; — if there is none."""
    return f"{name}（{code}）" if code else name or "—"
