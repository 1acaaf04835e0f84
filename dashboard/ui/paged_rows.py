"""Lists of rows of which a page shows some at a time: the search, the pages, the table itself."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.settings import PAGE_ROWS
from dashboard.ui.context import PageContext
from dashboard.ui.markup import show_html
from dashboard.ui.table_parts import table_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import LONGEST_SEARCH, choose, number, parameter, search_text, seeded

LONG_TEXT = 40


def search_box(context: PageContext, key: str, placeholder: str) -> str:
    """Shows a search box whose text is kept in the address; returns the text."""
    text = search_text(f"{key}_search", context.view.notices)
    st.text_input(
        "查找",
        key=seeded(f"{key}_search", text),
        max_chars=LONGEST_SEARCH,
        placeholder=placeholder,
        label_visibility="collapsed",
        on_change=lambda: choose(
            **{f"{key}_search": st.session_state[f"{key}_search"] or None, f"{key}_page": None}
        ),
        width=320,
    )
    return text


def page_of(
    context: PageContext, key: str, query: str, parameters: dict[str, Any]
) -> tuple[list[dict[str, Any]], int]:
    """The rows of the page of the list that the address names, and the page's number from 0.

    If it is not a number, or beyond the last page, the result is the first page and a notice.
    """
    name, notices = f"{key}_page", context.view.notices

    def rows(page: int) -> list[dict[str, Any]]:
        database = context.session
        return database.rows(query, **parameters, most=PAGE_ROWS, skip=page * PAGE_ROWS)

    def no_such(shown: str) -> str:
        return f"地址中的页码“{shown}”无效，已显示第一页。"

    page = number(name, notices, no_such)
    found = rows(page)
    if not found and page != 0:
        parameter(name, lambda value: None, "", notices, no_such)
        return rows(0), 0
    return found, page


def show_rows(
    key: str,
    rows: list[dict[str, Any]],
    columns: Mapping[str, str],
    page: int,
    files: Callable[[], str],
) -> None:
    """Shows one page of rows, with buttons to other pages. ``files`` gives the buttons of its file
    as HTML. ``columns`` are headings by field.

    The field ``total`` of every row is the number of all rows. Text is escaped.
    """
    if not rows:
        st.caption("没有符合条件的记录。")
        return
    total = rows[0]["total"]
    heads = "".join(f"<th>{plain_html(heading)}</th>" for heading in columns.values())
    lines = ["".join(_text_cell(row[field]) for field in columns) for row in rows]
    first = page * PAGE_ROWS + 1
    said = f"第 {first:,}–{first + len(rows) - 1:,} 条，共 {total:,} 条"
    foot = f'<div class="panel-foot"><div class="foot">{said}</div>{files()}</div>'
    show_html(f"<div>{table_html(said, heads, lines)}{foot}</div>")
    pages = -(-total // PAGE_ROWS)
    if pages == 1:
        return
    with st.container(horizontal=True, key=f"pages_{key}"):
        st.button(
            "上一页",
            key=f"{key}_back",
            type="tertiary",
            disabled=page == 0,
            on_click=choose,
            kwargs={f"{key}_page": str(page - 1)},
        )
        st.button(
            "下一页",
            key=f"{key}_forward",
            type="tertiary",
            disabled=page + 1 >= pages,
            on_click=choose,
            kwargs={f"{key}_page": str(page + 1)},
        )


def _text_cell(value: Any) -> str:
    """A cell of text. A long text is cut; the full text is shown on hover."""
    text = "" if value is None else str(value)
    if len(text) <= LONG_TEXT:
        return f"<td>{plain_html(text)}</td>"
    shown = text if len(text) <= 4 * LONG_TEXT else f"{text[: 4 * LONG_TEXT]}…"
    return f'<td class="long" title="{plain_html(text)}"><span>{plain_html(shown)}</span></td>'
