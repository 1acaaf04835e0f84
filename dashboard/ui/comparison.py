"""Map and ranking side by side: the same regions, numbers and colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.classes import Classes, classes
from dashboard.charts.geometry import boundaries, dash_line
from dashboard.charts.map_words import choropleth_alt, grounds_words
from dashboard.charts.maps import choropleth
from dashboard.charts.rankings import Folded, fold, ranking, ranking_alt, ranking_key
from dashboard.charts.rows import ROW
from dashboard.charts.shades import Shades, by_target
from dashboard.charts.text import plain_number
from dashboard.figure_titles import map_title, ranking_title
from dashboard.figure_words import absence_words, filter_words, sum_names, when_words
from dashboard.indicators import Indicator
from dashboard.observations import (
    EVERYTHING,
    CategoryFilter,
    Observation,
    Reporting,
    absence_text,
    applies,
)
from dashboard.ranking import Ranked, rank
from dashboard.reader import fitting
from dashboard.region_words import LEAVES, counted
from dashboard.regions import Region
from dashboard.standing_words import inherited_words, standing_title
from dashboard.ui.context import PageContext
from dashboard.ui.late import lacks_reports, show_missing
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.provenance_links import points_html
from dashboard.ui.switches import show_switch
from dashboard.ui.view import choose, declare, selected

EXTENTS = {"children": "下级", "leaves": "县区"}
SHADES = {"value": "数值", "target": "对照目标"}
ROWS = ("ends", "all")
declare("extent", EXTENTS)
declare("shade", SHADES)
declare("rows", ROWS)
# A ranking with more rows is folded; with still more it can't be unfolded (the file has all).
FOLDED_FROM = 35
ENDS = 12
DRAWN_AT_MOST = 150
# In pixels, including the legend.
LEAST_MAP, MOST_MAP = 460, 580


@dataclass(frozen=True, slots=True)
class _Compared:
    """What map and ranking share: the regions in order, and their classes."""

    indicator: Indicator
    chosen: CategoryFilter
    under: Region
    extent: str
    word: str
    ranked: list[Ranked]
    bounds: Classes
    labels: dict[str, str]
    shades: Shades | None = None

    @property
    def observations(self) -> list[Observation]:
        return [item.observation for item in self.ranked]

    @property
    def key(self) -> tuple[str, CategoryFilter, str, bool]:
        return self.indicator.code, self.chosen, self.extent, self.shades is not None

    @property
    def aims(self) -> bool:
        """Whether any region has a target, so that the map can show how they stand."""
        return any(one.goal for one in self.observations)


def chosen_indicator(
    context: PageContext, indicators: Sequence[Indicator], chosen: CategoryFilter = EVERYTHING
) -> Indicator:
    """The page's indicator that the address names; by default the first one that applies under the
    filter."""
    codes = [indicator.code for indicator in indicators]
    able = [i.code for i in indicators if applies(i, fitting(chosen, i))]
    code = selected("indicator", codes, (able or codes)[0], context.view.notices)
    return context.catalogue.indicators[code]


def show_map_and_ranking(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter = EVERYTHING
) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Shows the region's children on a map and in a ranking; for a leaf, its siblings.

    Returns the two columns, to which callers may add. Shows nothing if there are no regions to
    compare.
    """
    if not context.compares:
        left, right = st.columns(2, gap="medium")
        return left, right
    extent = _extent(context)
    compared = context.cached(
        lambda: _compare(context, indicator, chosen, extent),
        "compared",
        indicator.code,
        chosen,
        extent,
    )
    if compared.aims and selected("shade", list(SHADES), "value", context.view.notices) == "target":
        shades = by_target(compared.observations, context.palette)
        compared = replace(compared, shades=shades)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _show_map(context, compared)
    with right:
        _show_ranking(context, compared)
    return left, right


def _compare(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter, extent: str
) -> _Compared:
    under = context.compared_under
    if extent == "children":
        observations = context.compared(indicator, chosen)
        word = context.tree.count_word(under.code)
    else:
        leaves = [leaf.code for leaf in context.tree.leaves(under.code) if leaf.reports]
        observations = context.reader.observations(
            indicator, leaves, context.period(indicator), chosen
        )
        word = LEAVES
    bounds = classes([observation.value for observation in observations], indicator)
    ranked = rank(observations)
    labels = context.tree.labels(observation.region.code for observation in observations)
    return _Compared(indicator, chosen, under, extent, word, ranked, bounds, labels)


def _extent(context: PageContext) -> str:
    """Which regions the map shows: ``children``, or ``leaves`` (all counties) if the address says
    so. Only the nation and provinces with cities have both."""
    under = context.compared_under
    if all(child.is_leaf for child in context.tree.children(under.code)):
        return "children"
    return selected("extent", list(EXTENTS), "children", context.view.notices)


def _show_map(context: PageContext, compared: _Compared) -> None:
    made, undrawn = context.cached(lambda: _map(context, compared), "map", *compared.key)

    below: list[Callable[[], object]] = []
    if compared.aims:
        shade = "value" if compared.shades is None else "target"
        below.append(lambda: show_switch("地图颜色", "shade", SHADES, shade))
    if any(not child.is_leaf for child in context.tree.children(compared.under.code)):
        below.append(lambda: show_switch("地图范围", "extent", EXTENTS, compared.extent))
    drill = f"map_{compared.under.code}_{compared.indicator.code}_{compared.extent}"
    show_panel(context, made, "map", compared.chosen, drill=drill, below=below)
    if undrawn:
        st.caption(f"没有边界、未画出：{'、'.join(region.name for region in undrawn)}。")


def _map(context: PageContext, compared: _Compared) -> tuple[Panel, list[Region]]:
    """The panel of the map, and the regions that have no polygon."""
    indicator, under, observations = compared.indicator, compared.under, compared.observations
    leaves = compared.extent == "leaves"
    regions = context.tree.leaves if leaves else context.tree.children
    silent = [
        Observation(indicator, region, context.period(indicator), None, None, Reporting())
        for region in regions(under.code)
        if not region.reports
    ]
    drawing = choropleth(
        [*observations, *silent],
        under,
        context.palette,
        boundaries(under, leaves=leaves),
        classes=compared.bounds,
        shades=compared.shades,
        dash_line=dash_line(),
        labels=compared.labels,
        highlight=context.view.region.code if context.view.region.is_leaf else None,
        names=not leaves,
        height=_map_height(len(observations)),
    )
    grounds = [grounds_words(drawing.grounds)] if drawing.grounds else []
    aims = "" if compared.shades is None else "，对照年度目标"
    made = panel(
        _meaningless(compared)
        or (
            map_title(compared.ranked, indicator, compared.word, compared.labels)
            if compared.shades is None
            else standing_title(observations, compared.word, compared.labels)
        ),
        f"{_meaning(compared)}，{_period_label(observations)}{aims}；点击地图进入该地区",
        drawing.figure,
        choropleth_alt(
            observations,
            under,
            compared.bounds,
            drawing.missing,
            drawing.grounds,
            labels=compared.labels,
            aims=compared.shades is not None,
        ),
        [indicator],
        observations,
        f"各{compared.word}{indicator.short_name}",
        note="；".join([_boundaries(context), *grounds]),
        zoom=leaves,
    )
    return made, drawing.missing


def _map_height(count: int) -> int:
    """The height of a map in pixels: that of the ranking, if the map fills it."""
    drawn = 2 * ENDS + 1 if count > FOLDED_FROM else count
    return min(max(LEAST_MAP, 46 + drawn * ROW), MOST_MAP)


def _boundaries(context: PageContext) -> str:
    """The source of a map's boundaries, and the map's review number."""
    number = context.department.map_review_number
    return "边界：天地图（简化），" + (f"审图号：{number}" if number else "无审图号")


def _show_ranking(context: PageContext, compared: _Compared) -> None:
    count = len(compared.ranked)
    asked = selected("rows", ROWS, "ends", context.view.notices)
    unfolded = asked == "all" and count <= DRAWN_AT_MOST
    folded = count > FOLDED_FROM and not unfolded
    made = context.cached(
        lambda: _ranking(context, compared, folded), "ranking", *compared.key, folded
    )

    below: list[Callable[[], object]] = []
    if FOLDED_FROM < count <= DRAWN_AT_MOST:
        below.append(lambda: _unfold(count, folded=folded))
    if lacks_reports(context, compared.indicator):
        below.append(lambda: show_missing(context, compared.indicator))
    drill = f"ranking_{compared.under.code}_{compared.indicator.code}"
    show_panel(context, made, "ranking", compared.chosen, drill=drill, below=below)


def _unfold(count: int, *, folded: bool) -> None:
    st.button(
        f"展开全部 {count} 个" if folded else f"只看前后各 {ENDS} 个",
        key="fold",
        type="tertiary",
        on_click=choose,
        kwargs={"rows": "all" if folded else None},
    )


def _ranking(context: PageContext, compared: _Compared, folded: bool) -> Panel:
    indicator, observations, here = (
        compared.indicator,
        compared.observations,
        context.view.region.code,
    )
    shown = fold(compared.ranked, here, best=ENDS, worst=ENDS) if folded else compared.ranked
    parent = context.family(indicator, compared.chosen).get(compared.under.code)
    compares = any(observation.previous for observation in observations)
    figure = ranking(
        shown,
        parent,
        context.palette,
        highlight=here,
        classes=compared.bounds,
        shades=compared.shades,
        labels=compared.labels,
        narrow=not compares,
    )
    # Amounts are scaled; their unit is written above them.
    unit = f"（{indicator.unit}）" if compared.bounds.unit == indicator.unit else ""
    key = (
        f"{ranking_key(indicator, observations)}；右列为同比"
        if compares
        else "没有往年数据，不作同比"
    )
    if compared.aims:
        key += "和目标进度" if compares else "；右列为目标进度"
    return panel(
        _meaningless(compared) or ranking_title(observations, compared.word, compared.labels),
        f"{indicator.short_name}{unit}，{key}",
        figure,
        ranking_alt(shown, parent, compared.labels),
        [indicator],
        observations,
        f"各{compared.word}{indicator.short_name}排名",
        note=_left_out(compared, parent),
        explained=parent,
        points=_points(context, shown),
    )


def _points(context: PageContext, shown: Sequence[Ranked | Folded]) -> str:
    """A link to where each row of the ranking comes from."""
    drawn = [item.observation for item in shown if isinstance(item, Ranked)]
    labels = {one.region.code: context.tree.label(one.region.code) for one in drawn}
    return points_html(context, drawn, labels)


def _meaningless(compared: _Compared) -> str:
    """A title for an indicator that does not apply under the filter; '' if it applies."""
    limits = fitting(compared.chosen, compared.indicator)
    if applies(compared.indicator, limits):
        return ""
    return f"{compared.indicator.short_name}：不适用于所选的{filter_words(limits)}"


def _left_out(compared: _Compared, parent: Observation | None) -> str:
    """How many regions are ranked, and why the others are not, in the ranking's own words."""
    why: dict[str, int] = {}
    for observation in (item.observation for item in compared.ranked if item.rank is None):
        small = f"分母不足 {plain_number(compared.indicator.rank_from)} 的"
        absent = absence_words(absence_text(observation))
        reason = small if observation.value is not None else absent
        why[reason] = why.get(reason, 0) + 1
    said = f"{counted(len(compared.ranked) - sum(why.values()), compared.word)}参加排名"
    if why:
        said += "；未排名：" + "、".join(f"{reason} {count:,} 个" for reason, count in why.items())
    if words := inherited_words(compared.observations, compared.word):
        said += f"；{words}"
    divided = parent.reporting.former if parent is not None else 0
    if divided and all(item.observation.region.is_leaf for item in compared.ranked):
        said += f"；另有 {divided} 个已撤分县区的上报未分到今天的县区，不列"
    return said


def _meaning(compared: _Compared) -> str:
    """Numerator ÷ denominator of a rate by the measures' names; for an amount, the unit of its
    classes."""
    indicator = compared.indicator
    numerator, denominator = sum_names(indicator)
    if not denominator:
        return f"{indicator.name}（{compared.bounds.unit}）"
    return f"{numerator} ÷ {denominator}"


def _period_label(observations: Sequence[Observation]) -> str:
    return when_words(observations[:1])
