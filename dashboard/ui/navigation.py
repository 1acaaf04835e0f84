"""Navigation: pages, breadcrumb, siblings, the region search, and the filters of the sidebar."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.builds_folder import BuildInfo
from dashboard.department import OVERVIEW
from dashboard.observations import CategoryFilter
from dashboard.periods import QUARTER_NAMES, months_reached, parse_period
from dashboard.region_search import find_regions
from dashboard.systems import catalogue
from dashboard.ui.context import PageContext, region_tree
from dashboard.ui.markup import show_html
from dashboard.ui.notes import demonstration_mark, notice_html, show_note
from dashboard.ui.text import plain_html, plain_markdown
from dashboard.ui.view import (
    LONGEST_SEARCH,
    View,
    available_periods,
    available_years,
    check_declared,
    choices,
    choose,
    go_to,
    page_address,
    rename,
    seeded,
    shortened,
)

PERIOD_NAMES = {"latest": "至最新月", "year": "全年", **QUARTER_NAMES, "custom": "自定义月份"}

# Pages that are of no line of work, by their address.
LEADING_PAGES = {"warnings": "预警"}
REFERENCE_PAGES = {
    "dictionary": "指标字典",
    "provenance": "溯源",
    "published": "公开数据对账",
    "regions": "区划沿革",
    "versions": "版本对比",
    "help": "使用说明",
}


MOST_FOUND = 10
# The names of a page's first two filters in addresses before each had its own name.
FORMER_PARAMETERS = ("category", "subcategory")


@cache
def page_groups() -> dict[str, list[st.Page]]:
    """The pages of the navigation by their groups, made once: looking up the files of 20 pages, and
    emoji in their names, takes 2.5 ms."""
    overview = st.Page("pages/overview.py", title="总览", url_path=OVERVIEW, default=True)
    systems = [
        st.Page(
            f"pages/{system.code if system.page.own else 'topic'}.py",
            title=system.name,
            url_path=system.code,
        )
        for system in catalogue().systems.values()
    ]
    leading, reference = (
        [st.Page(f"pages/{code}.py", title=title, url_path=code) for code, title in named.items()]
        for named in (LEADING_PAGES, REFERENCE_PAGES)
    )
    return {"": [overview, *leading], "专题": systems, "参考": reference}


@st.fragment
def _find_region(view: View, root: str) -> None:
    """A region search while typing; only this fragment is run again. It is empty for a new region.

    (A selectbox of all regions would cost 40 ms in the browser at every choice on the page.)
    """
    text = st.text_input(
        "查找地区",
        type="search",
        live="200ms",
        max_chars=LONGEST_SEARCH,
        key=f"find_region_{view.region.code}",
        placeholder="名称、拼音首字母或代码",
    )
    if not text.strip():
        return
    tree = region_tree(root)
    found = [one for one in find_regions(tree, text) if one.region.reports]
    if not found:
        show_note(
            f"没有找到“{shortened(text)}”。可写名称、拼音首字母（如 gz）、区划代码或原来的名称。"
        )
    with st.container(key="found_regions", gap=None):
        # frame.js opens the first result on Enter if this text equals the text written.
        show_html(f'<span class="found-for" data-text="{plain_html(text.strip())}"></span>')
        for region, said in found[:MOST_FOUND]:
            above = "".join(step.name for step in tree.path(region.code)[1:-1])
            beside = " ".join(part for part in (above, region.code, said) if part)
            label = f"{plain_markdown(region.name)} :gray[{plain_markdown(beside)}]"
            if st.button(label, key=f"found_{region.code}", type="tertiary"):
                go_to(region.code)
                st.rerun()
    if heirs := [one.region.code for one in found if one.said]:
        # What became of the region that was looked for stands there with its documents.
        place = tree.nearest_above(heirs)
        history = page_address("regions", view, region=place, history_search=text.strip())
        show_html(
            f'<p class="link-line"><a href="{plain_html(history)}">区划沿革：变动和依据</a></p>'
        )
    if len(found) > MOST_FOUND:
        st.caption(f"还有 {len(found) - MOST_FOUND:,} 个，多写几个字可缩小范围。")


def show_filters(context: PageContext) -> None:
    """The sidebar: region search, year, period."""
    view, build = context.view, context.build
    with st.sidebar:
        _find_region(view, context.tree.root.code)
        st.selectbox(
            "年度",
            available_years(build),
            key=seeded("pick_year", view.year),
            format_func=lambda year: f"{year}年{_unsettled(build, date(year, 1, 1))}",
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
            months = list(range(1, months_reached(view.year, build.data_through) + 1))
            with st.container(key="months", horizontal=True):
                for label, key, month in (
                    ("从", "pick_first", view.period.first_month),
                    ("到", "pick_last", view.period.last_month),
                ):
                    st.selectbox(
                        label,
                        months,
                        key=seeded(key, month),
                        format_func=lambda number: (
                            f"{number}月{_unsettled(build, date(view.year, number, 1))}"
                        ),
                        on_change=_picked_months,
                    )


def _period_label(name: str, year: int, context: PageContext) -> str:
    build = context.build
    if name == "latest":
        settled = build.data_settled_through
        return f"1–{settled.month}月（至最新月）" if year == settled.year else "至最新月"
    if name == "custom":
        return PERIOD_NAMES[name]
    return PERIOD_NAMES[name] + _unsettled(build, parse_period(year, name, build.data_through).last)


def _unsettled(build: BuildInfo, month: date) -> str:
    """The mark of a choice that includes a month that is not settled; else ''."""
    return "（未齐）" if month > build.data_settled_through else ""


def _picked_period() -> None:
    name = st.session_state["pick_period"] or "latest"
    choose(period="m1-3" if name == "custom" else name)


def _picked_months() -> None:
    first, last = sorted((st.session_state["pick_first"], st.session_state["pick_last"]))
    choose(period=f"m{first}-{last}")


def show_notices(context: PageContext, place: DeltaGenerator) -> None:
    """Shows notices of what the address asked for in vain, at the top, after the page has read the
    whole address."""
    check_declared(context.view.notices)
    for notice in context.view.notices:
        place.html(notice_html(notice))


def show_place(context: PageContext) -> None:
    """Shows the breadcrumb, the siblings, and the period with what it is compared with."""
    tree, view = context.tree, context.view
    *above, here = tree.path(view.region.code)
    with st.container(key="place", horizontal=True, vertical_alignment="center"):
        for region in above:
            st.button(
                f"{plain_markdown(region.name)} ›",
                key=f"up_{region.code}",
                type="tertiary",
                on_click=go_to,
                args=(region.code,),
                help=f"回到{region.name}",
            )
        show_html(f"<h1>{plain_html(here.name)}</h1>", width="content")
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
        _pick_child(context)
        through = context.build.data_through
        late = _unsettled(context.build, through)
        show_html(
            f'<p class="as-of">{demonstration_mark(context)}<span>{view.period.label} · '
            f"数据至 {through.year}年{through.month}月{late}</span><br>"
            f"同比对象：{view.period.previous().label}</p>",
            width="content",
        )


def _pick_child(context: PageContext) -> None:
    """A list of the regions below, by name: the keyboard's way to what a click on the map does."""
    tree, here = context.tree, context.view.region
    below = [region.code for region in tree.children(here.code) if region.reports]
    if below:
        st.selectbox(
            "进入下级地区",
            below,
            key=seeded("pick_child", None),
            format_func=tree.label,
            label_visibility="collapsed",
            placeholder="进入下级",
            on_change=lambda: go_to(st.session_state["pick_child"]),
            width=132,
        )


def show_silent_region(context: PageContext) -> None:
    """Shown instead of a page for a region that is on maps but never reports."""
    name = context.view.region.name
    st.info(f"{name}不在统计范围内，地图上以“无数据”显示。请从上方返回上一级。")


def choose_categories(context: PageContext, filters: Sequence[str]) -> CategoryFilter:
    """Shows the category filters in the sidebar, one a dimension, and returns the choice. Nothing
    chosen means all categories. The address has one parameter for each dimension."""
    for former, dimension in zip(FORMER_PARAMETERS, filters, strict=False):
        rename(former, dimension)
    return CategoryFilter(**{one: _pick_categories(context, one) for one in filters})


def _pick_categories(context: PageContext, dimension: str) -> tuple[str, ...]:
    described = context.catalogue.dimensions[dimension]
    names = described.names
    chosen = choices(dimension, list(names), context.view.notices)
    key = f"pick_{dimension}"
    st.sidebar.multiselect(
        described.name,
        list(names),
        key=seeded(key, list(chosen)),
        format_func=names.__getitem__,
        placeholder="全部",
        on_change=lambda: choose(**{dimension: ",".join(st.session_state[key]) or None}),
    )
    return chosen
