"""Figures by category: placement category, tier and stars, programme and fund, items."""

from collections.abc import Sequence

from dashboard.charts.breakdowns import (
    Stack,
    category_bars,
    category_bars_alt,
    haves_bars,
    haves_bars_alt,
    stacked_bars,
    stacked_bars_alt,
    star_distribution,
    star_distribution_alt,
)
from dashboard.charts.checklists import item_checklist, item_checklist_alt
from dashboard.charts.text import plain_number
from dashboard.figure_titles import extent_words, extremes, sharing
from dashboard.figure_words import nothing_words
from dashboard.indicators import Category, Indicator, format_share, format_value
from dashboard.marts import mart_contract
from dashboard.observations import (
    EVERYTHING,
    CategoryFilter,
    CategoryObservation,
    Observation,
    absence_text,
)
from dashboard.reader import fitting
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_title
from dashboard.ui.panels import Panel, panel, show_panel

# The most omitted regions that a note names.
_NAMED = 3
# The approximate width of a figure if three are side by side, in pixels.
THIRD = 360
FIVE_HAVES = (
    "has_institution_rate",
    "has_posts_rate",
    "has_people_rate",
    "has_funding_rate",
    "has_safeguards_rate",
)
ITEM_RATES = (
    "names_wall_rate",
    "exhibition_rate",
    "sign_rate",
    "approval_rate",
    "scope_rate",
    "land_registration_rate",
)


def show_category_bars(
    context: PageContext,
    indicators: Sequence[Indicator],
    title: str,
    dimension: str,
    limits: CategoryFilter = EVERYTHING,
    *,
    narrow: bool = False,
) -> None:
    """One indicator by category: this year's bar, last year's tick.

    Shows the first of ``indicators`` that has the dimension. The page's filters of other dimensions
    limit it. A filter of its own dimension does not: all categories are shown. Raises StopIteration
    if no indicator has the dimension.
    """
    indicator = next(i for i in indicators if dimension in mart_contract(i.mart).dimensions)
    obeyed = fitting(limits, indicator).without([dimension])
    made = context.cached(
        lambda: _category_bars(context, indicator, title, dimension, obeyed, narrow),
        "categories",
        indicator.code,
        title,
        obeyed,
    )
    show_panel(context, made, f"by_{dimension}", limits)


def _category_bars(
    context: PageContext,
    indicator: Indicator,
    title: str,
    dimension: str,
    limits: CategoryFilter,
    narrow: bool,
) -> Panel:
    region, period = context.view.region, context.period(indicator)
    found = context.reader.breakdown(indicator, region.code, period, [dimension], limits)
    named = [
        (context.catalogue.category_name(dimension, item.code), item.observation)
        for item in found
        if item.observation.value is not None
    ]
    whole = context.observation(indicator, limits)
    compares = "；短线为去年同期" if whole.previous else ""
    finding = f"{title}{indicator.short_name}"
    least = indicator.rank_from
    large = [pair for pair in named if (pair[1].denominator or least) >= least]
    if said := extent_words(large, "类", parts=True):
        finding += f"：{said}"
    small = f"；分母不足 {plain_number(least)} 的类别不评高低" if len(large) < len(named) else ""
    width = THIRD if narrow else None
    return panel(
        finding,
        f"{region.title}，{whole.when}{compares}{small}",
        category_bars(
            named,
            context.palette,
            narrow=narrow,
            width=width,
            absent=nothing_words([whole]),
        ),
        category_bars_alt(named),
        [indicator],
        [observation for _, observation in named],
        f"{title}{indicator.short_name}",
        obeys=limits,
    )


def show_five_haves(context: PageContext, limits: CategoryFilter) -> None:
    """The five haves one by one, as shares of active stations in %."""
    made = context.cached(lambda: _five_haves(context, limits), "haves", limits)
    show_panel(context, made, "haves", limits)


def _five_haves(context: PageContext, limits: CategoryFilter) -> Panel:
    indicators = context.reader.present(FIVE_HAVES)
    rows = [(i.name.removeprefix("有"), context.observation(i, limits)) for i in indicators]
    title = "“五有”逐项达标"
    if said := _lowest([(f"“{name}”", observation) for name, observation in rows], "项"):
        title += f"：{said}"
    return panel(
        title,
        f"{context.view.region.title}，占在用站点的比重（%）",
        haves_bars(rows, context.palette, narrow=True, width=THIRD),
        haves_bars_alt(rows),
        indicators,
        [observation for _, observation in rows],
        "五有逐项达标",
    )


def _lowest(named: Sequence[tuple[str, Observation]], word: str) -> str:
    """The lowest items and their value: “人员”最低，96.0%; if all are equal, 各项均为 100.0%, or
    how many are so where others have no value, 4 项均为 100.0%; '' if there is no value."""
    _, lowest = extremes(named)
    if not lowest:
        return ""
    observation = next(observation for name, observation in named if name == lowest[0])
    value = format_value(observation.value, observation.indicator)
    known = sum(observation.value is not None for _, observation in named)
    if 1 < len(lowest) == known:
        return f"{'各' if known == len(named) else f'{known} '}{word}均为 {value}"
    return f"{sharing(lowest, word)}最低，{value}"


def show_tiers(context: PageContext, limits: CategoryFilter) -> None:
    """Active stations by tier."""
    stations = context.catalogue.indicators["stations_active"]
    show_category_bars(context, [stations], "各层级", "station_tier", limits, narrow=True)


def show_stars(context: PageContext, limits: CategoryFilter) -> None:
    """Active stations by stars. For a time without known stars, a sentence says why."""
    obeyed = limits.without(["stars"])
    made = context.cached(lambda: _stars(context, obeyed), "stars", obeyed)
    if made.observations and all(one.value is None for one in made.observations):
        when = context.view.period.end_label
        show_title("星级分布", f"{context.view.region.title}，名录只记现状，{when}的星级没有数据")
        return
    show_panel(context, made, "stars", limits)


def _stars(context: PageContext, limits: CategoryFilter) -> Panel:
    view = context.view
    indicator = context.catalogue.indicators["stations_active"]
    found = context.reader.breakdown(indicator, view.region.code, view.period, ["stars"], limits)
    counts = {
        int(item.code): int(item.observation.value)
        for item in found
        if item.observation.value is not None
    }
    total = sum(counts.values())
    high = sum(count for stars, count in counts.items() if stars >= 3)
    share = f"：三星级以上占 {format_share(high, total)}" if total else ""
    return panel(
        f"星级分布{share}",
        f"{view.region.title}，{view.period.end_label}的在用站点",
        star_distribution(counts, context.palette, narrow=True, width=THIRD),
        star_distribution_alt(counts),
        [indicator],
        [item.observation for item in found],
        "星级分布",
        obeys=limits,
    )


def show_programmes_and_funds(context: PageContext, limits: CategoryFilter) -> None:
    """Relief in yuan by programme and fund; pensions below, on a separate scale.

    Filters of both dimensions limit it: only the chosen programmes have a bar, and only the chosen
    funds are counted.
    """
    made = context.cached(lambda: _programmes(context, limits), "programmes", limits)
    show_panel(context, made, "programmes", limits)


def _programmes(context: PageContext, limits: CategoryFilter) -> Panel:
    view, catalogue = context.view, context.catalogue
    spent, pensions = catalogue.indicators["relief_spent"], catalogue.indicators["pensions_spent"]
    code, funds = view.region.code, catalogue.dimensions["fund"].categories
    period = context.period(spent)
    by = ("programme", "fund")
    chosen_programmes = limits.get("programme")
    programmes = [
        programme
        for programme in catalogue.dimensions["programme"].categories
        if not chosen_programmes or programme.code in chosen_programmes
    ]
    shown = {programme.code for programme in programmes}
    chosen_funds = limits.get("fund") or tuple(fund.code for fund in funds)

    def amounts_of(indicator: Indicator, *, of_pensions: bool) -> list[CategoryObservation]:
        return [
            item
            for item in context.reader.breakdown(indicator, code, period, by)
            if (item.codes[0] == "pensions") is of_pensions
            and item.codes[0] in shown
            and item.codes[1] in chosen_funds
        ]

    relief = amounts_of(spent, of_pensions=False)
    paid = amounts_of(pensions, of_pensions=True)
    kinds = [fund.name for fund in funds]
    # Its absence stands for both indicators, which are made of the same reports.
    whole = context.observation(pensions if shown == {"pensions"} else spent, limits)
    absent = absence_text(whole)

    def stack(programme: Category, items: list[CategoryObservation]) -> Stack:
        amounts = [
            _amount(items, programme.code, fund.code, whole) if fund.code in chosen_funds else None
            for fund in funds
        ]
        return Stack(programme.name, amounts)

    stacks = [stack(one, relief) for one in programmes if one.code != "pensions"]
    apart = [stack(one, paid) for one in programmes if one.code == "pensions"]
    most = format_value(max((stack.total for stack in stacks), default=0.0), spent)
    largest = [stack.name for stack in stacks if format_value(stack.total, spent) == most]
    title = "帮扶支出构成"
    if len(largest) < len(stacks):
        title += f"：{sharing(largest, '项')}金额最多，{most}"
    items = relief + paid
    return panel(
        title,
        f"{view.region.title}，{period.label}，按项目和资金来源",
        stacked_bars(
            stacks,
            kinds,
            spent,
            context.palette,
            apart=apart,
            apart_note="抚恤补助（另列，不计入帮扶支出，比例尺不同）",
            absent=absent,
        ),
        stacked_bars_alt(stacks, kinds, spent, apart, absent),
        [spent, pensions],
        [item.observation for item in items],
        "帮扶支出构成",
        obeys=fitting(limits, spent),
    )


def _amount(
    items: list[CategoryObservation], programme: str, fund: str, whole: Observation
) -> float | None:
    """The amount of a programme and fund. Without such a row: 0 if there are reports, else None, as
    under a filter by the category."""
    found = (item.observation.value for item in items if item.codes == (programme, fund))
    return next(found, None if whole.value is None else 0.0)


def show_item_checklist(context: PageContext, limits: CategoryFilter = EVERYTHING) -> None:
    """A grid of the compared regions by the items of memorial sites: shares done, in %. Where
    there are none to compare, of the region itself."""
    made = context.cached(lambda: _item_checklist(context, limits), "checklist", limits)
    drill = f"checklist_{context.compared_under.code}" if context.compares else ""
    show_panel(context, made, "checklist", limits, drill=drill)


def _item_checklist(context: PageContext, limits: CategoryFilter) -> Panel:
    indicators = context.reader.present(ITEM_RATES)
    columns = [
        context.compared(indicator, limits) or [context.observation(indicator, limits)]
        for indicator in indicators
    ]
    rows = [
        (observations[0].region, observations)
        for observations in zip(*columns, strict=True)
        if any(observation.value is not None for observation in observations)
    ]
    under, tree = context.compared_under, context.tree
    names = [indicator.name for indicator in indicators]
    shown = {region.code for region, _ in rows}
    left_out = [r for r in columns[0] if r.region.code not in shown] if columns else []
    labels = {region.code: tree.label(region.code) for region, _ in rows}
    wholes = [context.family(indicator, limits).get(under.code) for indicator in indicators]
    title = "逐项完成情况"
    if said := _lowest([(r.indicator.name, r) for r in wholes if r is not None], "项"):
        title += f"：{said}"
    where = (
        f"各{tree.count_word(under.code)}，完成比重；点击进入" if context.compares else "，完成比重"
    )
    return panel(
        title,
        f"{under.title}{where}",
        item_checklist(rows, names, context.palette, labels=labels),
        item_checklist_alt(rows, names),
        indicators,
        [observation for _, row in rows for observation in row],
        "纪念设施逐项完成",
        note=_left_out_note([tree.label(observation.region.code) for observation in left_out]),
    )


def _left_out_note(names: Sequence[str]) -> str:
    """A note that names the regions omitted from a list; '' if none is."""
    if not names:
        return ""
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return f"未列（没有应完成的设施或未上报）：{'、'.join(names[:_NAMED])}{more}"
