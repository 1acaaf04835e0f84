"""Map and ranking: the same regions, the same numbers, the same colours, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.classes import Classes, classes
from dashboard.charts.geometry import boundaries, dash_line
from dashboard.charts.maps import choropleth, choropleth_alt
from dashboard.charts.rankings import fold, ranking, ranking_alt, ranking_key
from dashboard.charts.text import plain_number
from dashboard.indicators import Indicator
from dashboard.narrative import counted, map_title, ranking_title
from dashboard.readings import EVERYTHING, Choice, Ranked, Reading, rank
from dashboard.region_words import LEAVES
from dashboard.regions import Region
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_missing
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.view import choice, choose, seeded

EXTENTS = {"children": "下级", "leaves": "县区"}
# A ranking of more rows is folded; of still more it is never drawn whole (the file has them all).
FOLDED_FROM = 35
DRAWN_AT_MOST = 150


@dataclass(frozen=True, slots=True)
class _Compared:
    """What map and ranking both show: regions under one, in order, and their classes."""

    indicator: Indicator
    chosen: Choice
    under: Region
    extent: str
    word: str
    ranked: list[Ranked]
    bounds: Classes
    labels: dict[str, str]

    @property
    def readings(self) -> list[Reading]:
        return [item.reading for item in self.ranked]

    @property
    def key(self) -> tuple[str, Choice, str]:
        return self.indicator.code, self.chosen, self.extent


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
    compared = context.kept(
        lambda: _compare(context, indicator, chosen, extent),
        "compared",
        indicator.code,
        chosen,
        extent,
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _show_map(context, compared)
    with right:
        _show_ranking(context, compared)
    return left, right


def _compare(context: PageContext, indicator: Indicator, chosen: Choice, extent: str) -> _Compared:
    under = context.compared_under
    if extent == "children":
        readings = context.compared(indicator, chosen)
        word = context.tree.count_word(under.code)
    else:
        leaves = [leaf.code for leaf in context.tree.leaves(under.code) if leaf.reports]
        readings = context.reader.readings(indicator, leaves, context.view.period, chosen)
        word = LEAVES
    bounds = classes([reading.value for reading in readings], indicator)
    ranked = rank(readings, indicator.rank_from)
    labels = context.tree.labels(reading.region.code for reading in readings)
    return _Compared(indicator, chosen, under, extent, word, ranked, bounds, labels)


def _extent(context: PageContext) -> str:
    """Whether the map shows the children or all counties; only the nation and provinces with
    cities have both."""
    under = context.compared_under
    if all(child.is_leaf for child in context.tree.children(under.code)):
        return "children"
    return choice("extent", list(EXTENTS), "children", context.view.notices)


def _show_map(context: PageContext, compared: _Compared) -> None:
    made, undrawn = context.kept(lambda: _map(context, compared), "map", *compared.key)

    def below() -> None:
        if any(not child.is_leaf for child in context.tree.children(compared.under.code)):
            st.segmented_control(
                "地图范围",
                list(EXTENTS),
                key=seeded("pick_extent", compared.extent),
                format_func=EXTENTS.__getitem__,
                label_visibility="collapsed",
                required=True,
                on_change=lambda: choose(extent=st.session_state["pick_extent"]),
            )

    drill = f"map_{compared.under.code}_{compared.indicator.code}_{compared.extent}"
    show_panel(context, made, "map", compared.chosen, drill=drill, below=below)
    if undrawn:
        st.caption(f"没有边界、未画出：{'、'.join(region.name for region in undrawn)}。")


def _map(context: PageContext, compared: _Compared) -> tuple[Panel, list[Region]]:
    """The map, and the regions that have no polygon on it."""
    indicator, under, readings = compared.indicator, compared.under, compared.readings
    leaves = compared.extent == "leaves"
    regions = context.tree.leaves if leaves else context.tree.children
    silent = [
        Reading(indicator, region, context.view.period, None, None, 0, 0)
        for region in regions(under.code)
        if not region.reports
    ]
    drawing = choropleth(
        [*readings, *silent],
        under,
        context.palette,
        boundaries(under, leaves=leaves),
        classes=compared.bounds,
        dash_line=dash_line(),
        labels=compared.labels,
        highlight=context.view.region.code if context.view.region.is_leaf else None,
        names=not leaves,
    )
    made = panel(
        map_title(compared.ranked, indicator, compared.word, compared.labels),
        f"{_meaning(context, indicator)}，{_period_label(readings)}；点击地图进入该地区",
        drawing.figure,
        choropleth_alt(readings, under, compared.bounds, drawing.missing, labels=compared.labels),
        [indicator],
        readings,
        f"各{compared.word}{indicator.short_name}",
        note="边界：天地图（简化），无审图号",
        zoom=leaves,
    )
    return made, drawing.missing


def _show_ranking(context: PageContext, compared: _Compared) -> None:
    count = len(compared.ranked)
    asked = choice("rows", ["ends", "all"], "ends", context.view.notices)
    unfolded = asked == "all" and count <= DRAWN_AT_MOST
    folded = count > FOLDED_FROM and not unfolded
    made = context.kept(
        lambda: _ranking(context, compared, folded), "ranking", *compared.key, folded
    )

    def below() -> None:
        if FOLDED_FROM < count <= DRAWN_AT_MOST:
            st.button(
                f"展开全部 {count} 个" if folded else "只看前后各 12 个",
                key="fold",
                type="tertiary",
                on_click=choose,
                kwargs={"rows": "all" if folded else None},
            )
        show_missing(context, compared.indicator)

    drill = f"ranking_{compared.under.code}_{compared.indicator.code}"
    show_panel(context, made, "ranking", compared.chosen, drill=drill, below=below)


def _ranking(context: PageContext, compared: _Compared, folded: bool) -> Panel:
    indicator, readings, here = compared.indicator, compared.readings, context.view.region.code
    shown = fold(compared.ranked, here, best=12, worst=12) if folded else compared.ranked
    parent = context.family(indicator, compared.chosen).get(compared.under.code)
    figure = ranking(
        shown,
        parent,
        context.palette,
        highlight=here,
        classes=compared.bounds,
        labels=compared.labels,
    )
    return panel(
        ranking_title(readings, compared.word, compared.labels),
        f"{indicator.short_name}（{indicator.unit}），{ranking_key(indicator)}；右列为同比",
        figure,
        ranking_alt(shown, parent, compared.labels),
        [indicator],
        readings,
        f"各{compared.word}{indicator.short_name}排名",
        note=_left_out(compared),
        explained=parent,
    )


def _left_out(compared: _Compared) -> str:
    """How many are ranked, and why the others are not."""
    indicator, word = compared.indicator, compared.word
    eligible = sum(item.rank is not None for item in compared.ranked)
    without = len(compared.ranked) - eligible
    if not without:
        return f"{counted(eligible, word)}参加排名"
    why = "无数据"
    if indicator.rank_from:
        why += f"或分母不足 {plain_number(indicator.rank_from)} "
    return f"{counted(eligible, word)}参加排名；{why}的 {without:,} 个未排名"


def _meaning(context: PageContext, indicator: Indicator) -> str:
    """What is divided by what, in the measures' own names."""
    measures = context.catalogue.measures
    top = "、".join(measures[code].name for code in indicator.numerator)
    if not indicator.denominator:
        return f"{indicator.name}（{indicator.unit}）"
    return f"{top} ÷ {'、'.join(measures[code].name for code in indicator.denominator)}"


def _period_label(readings: Sequence[Reading]) -> str:
    return readings[0].period.label if readings else ""
