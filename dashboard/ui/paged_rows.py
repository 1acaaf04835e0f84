"""Lists of rows of which a page shows some at a time: the search, the pages, the table itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from dashboard.indicators import format_count
from dashboard.settings import PAGE_ROWS
from dashboard.ui.context import PageContext
from dashboard.ui.markup import show_html
from dashboard.ui.table_parts import table_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import LONGEST_SEARCH, choose, number, parameter, search_text, seeded

T = TypeVar("T")

LONG_TEXT = 40
_NUMBER = ' class="number"'


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
) -> tuple[Sequence[dict[str, Any]], int]:
    """The rows of the page of the list that the address names, and the page's number from 0.

    If it is not a number, or beyond the last page, the result is the first page and a notice.
    """
    return _page(
        context,
        key,
        lambda skip: context.session.rows(query, **parameters, most=PAGE_ROWS, skip=skip),
    )


def page_in(context: PageContext, key: str, rows: Sequence[T]) -> tuple[Sequence[T], int]:
    """The same of rows that are all at hand."""
    return _page(context, key, lambda skip: rows[skip : skip + PAGE_ROWS])


def _page(
    context: PageContext, key: str, rows: Callable[[int], Sequence[T]]
) -> tuple[Sequence[T], int]:
    """``rows`` gives those of a page, by the number of rows before it."""
    name, notices = f"{key}_page", context.view.notices

    def no_such(shown: str) -> str:
        return f"地址中的页码“{shown}”无效，已显示第一页。"

    page = number(name, notices, no_such)
    found = rows(page * PAGE_ROWS)
    if not found and page != 0:
        parameter(name, lambda value: None, "", notices, no_such)
        return rows(0), 0
    return found, page


def show_rows(
    key: str,
    rows: Sequence[dict[str, Any]],
    columns: Mapping[str, str],
    page: int,
    files: Callable[[], str],
) -> None:
    """Shows one page of rows, with buttons to other pages. ``files`` gives the buttons of its file
    as HTML. ``columns`` are headings by field.

    The field ``total`` of every row is the number of all rows. Text is escaped; columns of numbers
    stand right-aligned.
    """
    if not rows:
        st.caption("没有符合条件的记录。")
        return
    total = rows[0]["total"]
    numbers = {field for field in columns if any(_is_number(row[field]) for row in rows)}
    heads = "".join(
        f"<th{_NUMBER if field in numbers else ''}>{plain_html(heading)}</th>"
        for field, heading in columns.items()
    )
    lines = [
        "".join(_number_cell(row[f]) if f in numbers else _text_cell(row[f]) for f in columns)
        for row in rows
    ]
    said = which_rows(page, len(rows), total)
    foot = f'<div class="panel-foot"><div class="foot">{said}</div>{files()}</div>'
    show_html(f"<div>{table_html(said, heads, lines)}{foot}</div>")
    show_pages(key, page, total)


def which_rows(page: int, count: int, total: int) -> str:
    """Which rows of all a page shows, in words."""
    first = page * PAGE_ROWS + 1
    return f"第 {first:,}–{first + count - 1:,} 条，共 {total:,} 条"


def show_pages(key: str, page: int, total: int) -> None:
    """Shows the buttons to the pages before and after; nothing where all rows fit one."""
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_cell(value: Any) -> str:
    return f"<td{_NUMBER}>{format_count(value, '') if _is_number(value) else ''}</td>"


def _text_cell(value: Any) -> str:
    """A cell of text. A long text is cut; the full text is shown on hover."""
    text = "" if value is None else str(value)
    if len(text) <= LONG_TEXT:
        return f"<td>{plain_html(text)}</td>"
    shown = text if len(text) <= 4 * LONG_TEXT else f"{text[: 4 * LONG_TEXT]}…"
    return f'<td class="long" title="{plain_html(text)}"><span>{plain_html(shown)}</span></td>'
