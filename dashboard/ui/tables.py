"""Tables: the children with in-cell bars, and what is behind, by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.indicators import NO_VALUE, Indicator, axis_scale
from dashboard.readings import EVERYTHING, Choice, Reading, own_part
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download_readings
from dashboard.ui.notes import foot_line, show_title
from dashboard.ui.view import choose, seeded

ROW_HEIGHT = 35
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class _Children:
    """The table of the regions compared, its columns' looks, and the readings in it."""

    title: str
    subtitle: str
    table: pa.Table
    looks: dict[str, Any]
    foot: str
    readings: list[Reading]


def show_children_table(
    context: PageContext, indicators: Sequence[Indicator], choice: Choice = EVERYTHING
) -> None:
    """One row a region compared, and one of what the region above them holds itself (本级): each
    indicator's value with a bar, and its change."""
    codes = tuple(indicator.code for indicator in indicators)
    made = context.kept(lambda: _children(context, indicators, choice), "children", codes, choice)
    show_title(made.title, made.subtitle)
    st.dataframe(
        made.table,
        column_config=made.looks,
        hide_index=True,
        placeholder=NO_VALUE,
        height=min(ROW_HEIGHT * (made.table.num_rows + 1) + 3, 500),
        key="children_table",
    )
    with st.container(key="foot_children", horizontal=True):
        st.html(made.foot)
        download_readings(context, "children", made.title, made.readings, choice)


def _children(context: PageContext, indicators: Sequence[Indicator], choice: Choice) -> _Children:
    under = context.compared_under
    compared = {i.code: context.compared(i, choice) for i in indicators}
    own = {i.code: _own_part(context, i, choice, compared[i.code]) for i in indicators}
    names = [context.tree.label(r.region.code) for r in next(iter(compared.values()))]
    count = len(names)
    if any(own.values()):
        names.append(f"{under.short_name}本级")
    columns: dict[str, list[Any]] = {"地区": names}
    looks: dict[str, Any] = {"地区": st.column_config.TextColumn("地区", pinned=True)}
    shown: list[Reading] = []
    for indicator in indicators:
        readings, apart = compared[indicator.code], own[indicator.code]
        shown += [*readings, *([apart] if apart else [])]
        rows = [*readings, *([apart] if any(own.values()) else [])]
        values = [None if r is None else r.value for r in rows]
        scale = axis_scale(values, indicator)
        label = f"{indicator.short_name}（{scale.unit}）"
        decimals = indicator.decimals if scale.divisor == 1 else 2
        columns[label] = [
            None if value is None else round(value / scale.divisor, decimals) for value in values
        ]
        looks[label] = _bars(label, columns[label], indicator, decimals)
        change = "同比（个百分点）" if indicator.unit == "%" else "同比（%）"
        heading = f"{indicator.short_name}{change}"
        changes = [None if r is None else r.change for r in rows]
        columns[heading] = [None if value is None else round(value, 1) for value in changes]
        looks[heading] = st.column_config.NumberColumn(change, format="%+.1f", help=heading)
    word = context.tree.count_word(under.code)
    return _Children(
        f"{under.name}各{word}一览",
        f"{context.view.period.label}，共 {count} {word}；点表头可排序",
        pa.table(columns),
        looks,
        foot_line("", indicators),
        shown,
    )


def _own_part(
    context: PageContext, indicator: Indicator, choice: Choice, readings: list[Reading]
) -> Reading | None:
    """What stands at the region above itself; rates are not divided that way."""
    whole = context.family(indicator, choice).get(context.compared_under.code)
    if whole is None or indicator.is_rate:
        return None
    return own_part(whole, readings)


def _bars(label: str, values: list[Any], indicator: Indicator, decimals: int) -> Any:
    """A column of bars from zero to the greatest value, or to what a rate can't pass."""
    known = [value for value in values if value is not None]
    return st.column_config.ProgressColumn(
        label,
        # Only this one writes thousands apart.
        format="localized" if decimals == 0 else f"%.{decimals}f",
        min_value=0,
        max_value=max([indicator.ceiling or 0, *known]) or 1,
        color="primary",
    )


def search_box(key: str, placeholder: str) -> str:
    """A search box whose text stands in the address; returns the text."""
    text = st.query_params.get(f"{key}_search", "")
    st.text_input(
        "查找",
        key=seeded(f"{key}_search", text),
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
    """The rows of the page that the address names, and its number from 0.

    A page that is no number, or lies behind the last, gives the first and a notice.
    """
    text = st.query_params.get(f"{key}_page", "0")
    page = int(text) if text.isdecimal() and len(text) < 7 else -1

    def rows(number: int) -> list[dict[str, Any]]:
        database = context.reader.database
        return database.rows(query, **parameters, most=PAGE_ROWS, skip=number * PAGE_ROWS)

    found = rows(page) if page >= 0 else []
    if not found and page != 0:
        context.view.notices.append(f"地址中的页码“{text[:20]}”无效，已显示第一页。")
        return rows(0), 0
    return found, page


def show_rows(
    key: str,
    rows: list[dict[str, Any]],
    columns: dict[str, str],
    page: int,
    take_away: Callable[[], object],
) -> None:
    """One page of rows, with buttons to the next and what ``take_away`` puts beside them;
    ``columns`` gives each field's heading.

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
        said = f"第 {first:,}–{first + len(rows) - 1:,} 条，共 {total:,} 条"
        st.html(f'<div class="foot">{said}</div>')
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
        take_away()
