"""Where the page is: breadcrumb, siblings, the picker, and the filters of the sidebar."""

from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.periods import QUARTER_NAMES
from dashboard.readings import EVERYTHING, Choice
from dashboard.ui.context import PageContext, region_tree
from dashboard.ui.text import plain_markdown
from dashboard.ui.view import available_periods, available_years, choices, choose, go_to, seeded

PERIOD_NAMES = {"latest": "至最新月", "year": "全年", **QUARTER_NAMES, "custom": "自定义月份"}


@cache
def _picker_labels() -> dict[str, str]:
    """What the picker lists, by label: full name, pinyin initials and code, all searchable."""
    tree = region_tree()
    return {
        f"{tree.full_label(region.code)} {region.initials} {region.code}": region.code
        for region in tree
        if region.reports
    }


def show_filters(context: PageContext) -> None:
    """The sidebar: find a region, year, period."""
    view, build = context.view, context.build
    with st.sidebar:
        st.selectbox(
            "查找地区",
            list(_picker_labels()),
            index=None,
            key=seeded("pick_region", None),
            placeholder="名称、拼音首字母或代码",
            on_change=_picked,
        )
        st.selectbox(
            "年度",
            available_years(build),
            key=seeded("pick_year", view.year),
            format_func=lambda year: f"{year}年",
            on_change=lambda: choose(year=str(st.session_state["pick_year"])),
        )
        names = [*available_periods(view.year, build), "custom"]
        current = view.period_name if view.period_name in names else "custom"
        st.pills(
            "时段",
            names,
            key=seeded("pick_period", current),
            format_func=lambda name: _period_label(name, view.year, context),
            on_change=_picked_period,
            required=True,
        )
        if current == "custom":
            reached = build.data_through.month if view.year == build.data_through.year else 12
            first, last = st.columns(2)
            months = list(range(1, reached + 1))
            for column, label, key, month in (
                (first, "从", "pick_first", view.period.first_month),
                (last, "到", "pick_last", view.period.last_month),
            ):
                column.selectbox(
                    label,
                    months,
                    key=seeded(key, month),
                    format_func=lambda number: f"{number}月",
                    on_change=_picked_months,
                )


def _period_label(name: str, year: int, context: PageContext) -> str:
    if name == "latest":
        through = context.build.data_through
        return f"1–{through.month}月（至最新月）" if year == through.year else "至最新月"
    return PERIOD_NAMES[name]


def _picked() -> None:
    label = st.session_state["pick_region"]
    if label is not None:
        go_to(_picker_labels()[label])


def _picked_period() -> None:
    name = st.session_state["pick_period"] or "latest"
    choose(period="m1-3" if name == "custom" else name)


def _picked_months() -> None:
    first, last = sorted((st.session_state["pick_first"], st.session_state["pick_last"]))
    choose(period=f"m{first}-{last}")


def show_notices(context: PageContext, place: DeltaGenerator) -> None:
    """What of the address could not be shown; said at the top once the page has read all of it."""
    for notice in context.view.notices:
        place.warning(plain_markdown(notice), icon=":material/info:")


def show_place(context: PageContext) -> None:
    """Breadcrumb up, siblings sideways, and what the page's numbers reach and compare with."""
    tree, view = context.tree, context.view
    *above, here = tree.path(view.region.code)
    with st.container(key="place", horizontal=True, vertical_alignment="bottom"):
        with st.container(key="breadcrumb", horizontal=True, vertical_alignment="center"):
            for region in above:
                st.button(
                    f"{plain_markdown(region.name)} ›",
                    key=f"up_{region.code}",
                    type="tertiary",
                    on_click=go_to,
                    args=(region.code,),
                    help=f"回到{region.name}",
                )
            st.html(f"<h1>{here.name}</h1>", width="content")
            siblings = [region for region in tree.siblings(here.code) if region.reports]
            if len(siblings) > 1:
                st.selectbox(
                    "换到同级地区",
                    [region.code for region in siblings],
                    key=seeded("pick_sibling", here.code if here in siblings else None),
                    format_func=tree.label,
                    label_visibility="collapsed",
                    placeholder="同级地区",
                    on_change=lambda: go_to(st.session_state["pick_sibling"]),
                    width=132,
                )
        through = context.build.data_through
        st.html(
            f'<p class="as-of">{view.period.label} · 数据至 {through.year}年{through.month}月<br>'
            f"同比对象：{view.period.previous().label}</p>",
            width="content",
        )


def show_silent_region(context: PageContext) -> None:
    """In place of a page, for a region that is drawn on maps and never reports."""
    name = context.view.region.name
    st.info(f"{name}不在统计范围内，地图上以“无数据”显示。请从上方返回上一级。")


def choose_categories(
    context: PageContext, dimension: str, title: str, subdimension: str = "", subtitle: str = ""
) -> Choice:
    """The category filters of a page, in the sidebar; nothing chosen means all of them."""
    categories = _pick_categories(context, "category", dimension, title)
    subcategories = (
        _pick_categories(context, "subcategory", subdimension, subtitle) if subdimension else ()
    )
    if not categories and not subcategories:
        return EVERYTHING
    return Choice(dimension, categories, subcategories)


def _pick_categories(
    context: PageContext, parameter: str, dimension: str, title: str
) -> tuple[str, ...]:
    names = {c.code: c.name for c in context.catalogue.dimensions[dimension]}
    chosen = choices(parameter, list(names), context.view.notices)
    key = f"pick_{parameter}"
    st.sidebar.multiselect(
        title,
        list(names),
        key=seeded(key, list(chosen)),
        format_func=names.__getitem__,
        placeholder="全部",
        on_change=lambda: choose(**{parameter: ",".join(st.session_state[key]) or None}),
    )
    return chosen
