"""Map and ranking: the same regions, the same numbers, the same colours, side by side."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.classes import Classes, classes
from dashboard.charts.geometry import boundaries, dash_line
from dashboard.charts.maps import choropleth, choropleth_alt
from dashboard.charts.rankings import fold, ranking, ranking_alt
from dashboard.findings import map_title, ranking_title
from dashboard.indicators import Indicator
from dashboard.readings import EVERYTHING, Choice, Ranked, Reading, rank
from dashboard.regions import Region
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download_readings
from dashboard.ui.drawing import draw
from dashboard.ui.notes import definition, show_missing, show_title
from dashboard.ui.view import choice, choose, seeded

EXTENTS = {"children": "下级", "leaves": "县区"}
# A ranking of more rows is folded; of still more it is never drawn whole (the file has them all).
FOLDED_FROM = 35
DRAWN_AT_MOST = 150


def chosen_indicator(context: PageContext, indicators: Sequence[Indicator]) -> Indicator:
    """The indicator that the address names among the page's own; otherwise the first."""
    codes = [indicator.code for indicator in indicators]
    code = choice("indicator", codes, codes[0], context.view.notices)
    return context.catalogue.indicators[code]


def show_map_and_ranking(
    context: PageContext, indicator: Indicator, chosen: Choice = EVERYTHING
) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The children of the region (of a leaf: its siblings) on a map and in order.

    Returns the two columns, for what else should stand under the map or the ranking.
    """
    extent = _extent(context)
    under = context.compared_under
    readings = (
        context.compared(indicator, chosen)
        if extent == "children"
        else context.reader.readings(
            indicator,
            [leaf.code for leaf in context.tree.leaves(under.code) if leaf.reports],
            context.view.period,
            chosen,
        )
    )
    ranked = rank(readings, indicator.rank_from)
    word = "县区" if extent == "leaves" else context.tree.count_word(under.code)
    bounds = classes([reading.value for reading in readings], indicator)
    left, right = st.columns(2, gap="medium")
    with left:
        _show_map(context, indicator, under, ranked, word, extent, bounds, chosen)
    with right:
        _show_ranking(context, indicator, under, ranked, word, bounds, chosen)
    return left, right


def _extent(context: PageContext) -> str:
    """Whether the map shows the children or all counties; only the nation and provinces with
    cities have both."""
    under = context.compared_under
    if all(child.is_leaf for child in context.tree.children(under.code)):
        return "children"
    return choice("extent", list(EXTENTS), "children", context.view.notices)


def _show_map(
    context: PageContext,
    indicator: Indicator,
    under: Region,
    ranked: list[Ranked],
    word: str,
    extent: str,
    bounds: Classes,
    chosen: Choice,
) -> None:
    readings = [item.reading for item in ranked]
    subtitle = f"{_meaning(context, indicator)}，{_period_label(readings)}；点击地图进入该地区"
    show_title(map_title(ranked, indicator, word), subtitle)
    regions = context.tree.leaves if extent == "leaves" else context.tree.children
    silent = [
        Reading(indicator, region, context.view.period, None, None, 0, 0)
        for region in regions(under.code)
        if not region.reports
    ]
    drawing = choropleth(
        [*readings, *silent],
        under,
        context.palette,
        boundaries(under, leaves=extent == "leaves"),
        classes=bounds,
        dash_line=dash_line(),
        labels=labels_of(context, readings),
        highlight=context.view.region.code if context.view.region.is_leaf else None,
        names=extent == "children",
    )
    key = f"map_{under.code}_{indicator.code}_{extent}"
    draw(drawing.figure, key, choropleth_alt(readings, under, bounds, drawing.missing), drill=True)
    with st.container(key="foot_map", horizontal=True, vertical_alignment="center"):
        st.html('<p class="foot">边界：天地图（简化），无审图号</p>')
        if any(not child.is_leaf for child in context.tree.children(under.code)):
            st.segmented_control(
                "地图范围",
                list(EXTENTS),
                key=seeded("pick_extent", extent),
                format_func=EXTENTS.__getitem__,
                label_visibility="collapsed",
                required=True,
                on_change=lambda: choose(extent=st.session_state["pick_extent"]),
            )
        definition(indicator, None, "map")
        download_readings(context, "map", f"各{word}{indicator.short_name}", readings, chosen)
    if drawing.missing:
        names = "、".join(region.name for region in drawing.missing)
        st.caption(f"没有边界、未画出：{names}。")


def _show_ranking(
    context: PageContext,
    indicator: Indicator,
    under: Region,
    ranked: list[Ranked],
    word: str,
    bounds: Classes,
    chosen: Choice,
) -> None:
    readings = [item.reading for item in ranked]
    eligible = [item for item in ranked if item.rank is not None]
    here = context.view.region.code
    shown = ranked
    unfolded = st.query_params.get("rows") == "all" and len(ranked) <= DRAWN_AT_MOST
    folded = len(ranked) > FOLDED_FROM and not unfolded
    if folded:
        shown = fold(ranked, here, best=12, worst=12)
    show_title(
        ranking_title(readings, word),
        f"{indicator.short_name}（{indicator.unit}），● 今年　○ 去年同期；右列为同比",
    )
    parent = context.family(indicator, chosen).get(under.code)
    key = f"ranking_{under.code}_{indicator.code}"
    figure = ranking(
        shown,
        parent,
        context.palette,
        highlight=here,
        classes=bounds,
        labels=labels_of(context, readings),
    )
    draw(figure, key, ranking_alt(shown, parent), drill=True)
    with st.container(key="foot_ranking", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="foot">{_left_out(indicator, ranked, len(eligible), word)}</p>')
        if FOLDED_FROM < len(ranked) <= DRAWN_AT_MOST:
            st.button(
                f"展开全部 {len(ranked)} 个" if folded else "只看前后各 12 个",
                key="fold",
                type="tertiary",
                on_click=choose,
                kwargs={"rows": "all" if folded else None},
            )
        definition(indicator, parent, "ranking")
        show_missing(context, indicator)
        download_readings(
            context,
            "ranking",
            f"各{word}{indicator.short_name}排名",
            [item.reading for item in ranked],
            chosen,
        )


def labels_of(context: PageContext, readings: Sequence[Reading]) -> dict[str, str]:
    """Names by code: short among siblings, with the region above where several families meet."""
    parents = {reading.region.parent for reading in readings}
    if len(parents) < 2:
        return {r.region.code: context.tree.label(r.region.code) for r in readings}
    under = context.compared_under.code
    labels = {}
    for reading in readings:
        region, above = reading.region, reading.region.parent
        own = context.tree.label(region.code)
        labels[region.code] = (
            own if above in (None, under) else f"{context.tree.label(above)}·{own}"
        )
    return labels


def _left_out(indicator: Indicator, ranked: list[Ranked], eligible: int, word: str) -> str:
    """How many are ranked, and why the others are not."""
    without = len(ranked) - eligible
    if not without:
        return f"{eligible} {word}参加排名"
    why = "无数据"
    if indicator.rank_from:
        why += f"或分母不足 {indicator.rank_from:,.0f}"
    return f"{eligible} {word}参加排名；{why}的 {without} 个未排名"


def _meaning(context: PageContext, indicator: Indicator) -> str:
    """What is divided by what, in the measures' own names."""
    measures = context.catalogue.measures
    top = "、".join(measures[code].name for code in indicator.numerator)
    if not indicator.denominator:
        return f"{indicator.name}（{indicator.unit}）"
    return f"{top} ÷ {'、'.join(measures[code].name for code in indicator.denominator)}"


def _period_label(readings: Sequence[Reading]) -> str:
    return readings[0].period.label if readings else ""
