"""Tables: the children with in-cell bars, and what is behind, by name."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.indicators import NO_VALUE, Indicator, axis_scale
from dashboard.readings import EVERYTHING, Choice, Reading
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download_readings
from dashboard.ui.notes import definitions, show_title
from dashboard.ui.view import choose

ROW_HEIGHT = 35
PAGE_ROWS = 50


def show_children_table(
    context: PageContext, indicators: Sequence[Indicator], choice: Choice = EVERYTHING
) -> None:
    """One row a region compared: each indicator's value with a bar, and its change in words."""
    under, view = context.compared_under, context.view
    columns: dict[str, list[Any]] = {}
    config: dict[str, Any] = {"地区": st.column_config.TextColumn("地区", pinned=True)}
    shown: list[Reading] = []
    names: list[str] = []
    for indicator in indicators:
        readings = context.compared(indicator, choice)
        whole = context.family(indicator, choice).get(under.code)
        own = context.reader.own_part(whole, readings) if whole else None
        rows = [*readings, *([own] if own and not indicator.is_rate else [])]
        shown += rows
        names = names or [context.tree.label(r.region.code) for r in readings]
        scale = axis_scale([r.value for r in readings], indicator)
        label = f"{indicator.short_name}（{scale.unit}）"
        values = [None if r.value is None else r.value / scale.divisor for r in readings]
        known = [value for value in values if value is not None]
        columns[label] = values
        decimals = indicator.decimals if scale.divisor == 1 else 2
        config[label] = st.column_config.ProgressColumn(
            label,
            format=f"%.{decimals}f",
            min_value=0,
            max_value=max([indicator.ceiling or 0, *known]) or 1,
            color="blue" if not context.dark else "primary",
        )
        change = "同比（个百分点）" if indicator.unit == "%" else "同比（%）"
        heading = f"{indicator.short_name}{change}"
        columns[heading] = [None if r.change is None else round(r.change, 1) for r in readings]
        config[heading] = st.column_config.NumberColumn(change, format="%+.1f", help=heading)
    word = context.tree.count_word(under.code)
    title = f"{under.name}各{word}一览"
    show_title(title, f"{view.period.label}，共 {len(names)} {word}；点表头可排序")
    table = pa.table({"地区": names, **columns})
    st.dataframe(
        table,
        column_config=config,
        hide_index=True,
        placeholder=NO_VALUE,
        height=min(ROW_HEIGHT * (len(names) + 1) + 3, 500),
        key="children_table",
    )
    with st.container(key="foot_children", horizontal=True):
        definitions(indicators, "children")
        download_readings(context, "children", title, shown, choice)


def search_and_page(key: str, placeholder: str) -> tuple[str, int]:
    """A search box and the page asked for, both in the address: (search text, page from 0)."""
    text = st.query_params.get(f"{key}_search", "")
    page = st.query_params.get(f"{key}_page", "0")
    st.session_state[f"{key}_search"] = text
    st.text_input(
        "查找",
        key=f"{key}_search",
        placeholder=placeholder,
        label_visibility="collapsed",
        on_change=lambda: choose(
            **{f"{key}_search": st.session_state[f"{key}_search"] or None, f"{key}_page": None}
        ),
        width=320,
    )
    return text, int(page) if page.isdecimal() else 0


def show_rows(
    context: PageContext, key: str, rows: list[dict[str, Any]], columns: dict[str, str], page: int
) -> None:
    """One page of rows, with buttons to the next; ``columns`` gives each field's heading.

    Every row says in ``total`` how many there are in all. Text is shown letter by letter.
    """
    if not rows:
        st.caption("没有符合条件的记录。")
        return
    total = rows[0]["total"]
    table = pa.table({name: [row[field] for row in rows] for field, name in columns.items()})
    st.dataframe(
        table,
        hide_index=True,
        placeholder=NO_VALUE,
        height=min(ROW_HEIGHT * (len(rows) + 1) + 3, 430),
        key=f"{key}_rows",
    )
    pages = -(-total // PAGE_ROWS)
    with st.container(horizontal=True, vertical_alignment="center", key=f"foot_{key}"):
        first = page * PAGE_ROWS + 1
        st.html(f'<p class="foot">第 {first:,}–{first + len(rows) - 1:,} 条，共 {total:,} 条</p>')
        if pages > 1:
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
