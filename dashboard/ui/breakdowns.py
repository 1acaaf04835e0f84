"""A figure by its categories: placement category, tier and stars, programme and fund, items."""

from collections.abc import Sequence

import streamlit as st

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
from dashboard.indicators import Indicator, format_value
from dashboard.marts import mart_contract
from dashboard.readings import EVERYTHING, CategoryReading, Choice
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download_readings
from dashboard.ui.drawing import draw
from dashboard.ui.notes import definition, definitions, show_title

# About how wide a figure is where three stand side by side, in pixels.
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
    indicator: Indicator,
    title: str,
    dimension: str,
    *,
    without: Sequence[str] = (),
    narrow: bool = False,
) -> None:
    """One indicator by category: this year's bar, last year's tick.

    ``without`` names categories that the indicator does not count.
    """
    view = context.view
    if mart_contract(indicator.mart).category != dimension:
        return
    named = [
        (context.catalogue.category_name(dimension, item.category), item.reading)
        for item in context.reader.breakdown(indicator, view.region.code, view.period)
        if item.reading.value is not None and item.category not in without
    ]
    known = sorted(named, key=lambda pair: -(pair[1].value or 0))
    finding = f"{title}{indicator.short_name}"
    if len(known) > 1:
        finding += f"：{known[0][0]}最高，{known[-1][0]}最低"
    show_title(finding, f"{view.region.name}，{view.period.label}；短线为去年同期")
    width = THIRD if narrow else None
    figure = category_bars(named, context.palette, narrow=narrow, width=width)
    draw(figure, f"by_{dimension}", category_bars_alt(named))
    with st.container(key=f"foot_by_{dimension}", horizontal=True):
        definition(indicator, None, f"by_{dimension}")
        download_readings(
            context,
            f"by_{dimension}",
            f"{title}{indicator.short_name}",
            [reading for _, reading in named],
            categories=[name for name, _ in named],
        )


def show_five_haves(context: PageContext, choice: Choice) -> None:
    """The five haves one by one: which of them holds the rate back."""
    indicators = context.reader.present(FIVE_HAVES)
    rows = [(i.name.removeprefix("有"), context.reading(i, choice)) for i in indicators]
    known = [(name, reading.value) for name, reading in rows if reading.value is not None]
    title = "“五有”逐项达标"
    if known:
        title += f"：“{min(known, key=lambda pair: pair[1])[0]}”最低"
    show_title(title, f"{context.view.region.name}，占在用站点的比重（%）")
    draw(haves_bars(rows, context.palette, narrow=True, width=THIRD), "haves", haves_bars_alt(rows))
    with st.container(key="foot_haves", horizontal=True):
        readings = [reading for _, reading in rows]
        definitions(indicators, "haves")
        download_readings(context, "haves", "五有逐项达标", readings, choice)


def show_tiers(context: PageContext) -> None:
    """How many stations stand at each tier."""
    show_category_bars(
        context,
        context.catalogue.indicators["stations_active"],
        "各层级",
        "station_tier",
        narrow=True,
    )


def show_stars(context: PageContext) -> None:
    """How the stations' stars are spread."""
    view = context.view
    indicator = context.catalogue.indicators["stations_active"]
    found = context.reader.breakdown(indicator, view.region.code, view.period, "subcategory")
    counts = {int(item.subcategory): int(item.reading.value or 0) for item in found}
    total = sum(counts.values())
    high = sum(count for stars, count in counts.items() if stars >= 3)
    share = f"：三星级以上占 {high / total:.1%}" if total else ""
    show_title(f"星级分布{share}", f"{view.region.name}，{view.period.last_day:%Y-%m-%d}在用站点")
    draw(
        star_distribution(counts, context.palette, narrow=True, width=THIRD),
        "stars",
        star_distribution_alt(counts),
    )
    with st.container(key="foot_stars", horizontal=True):
        definition(indicator, None, "stars")
        names = [context.catalogue.category_name("stars", item.subcategory) for item in found]
        readings = [item.reading for item in found]
        download_readings(context, "stars", "星级分布", readings, categories=names)


def show_programmes_and_funds(context: PageContext) -> None:
    """Relief by programme and fund; pensions apart, on a scale of their own."""
    view, catalogue = context.view, context.catalogue
    spent, pensions = catalogue.indicators["relief_spent"], catalogue.indicators["pensions_spent"]
    code, funds = view.region.code, catalogue.dimensions["fund"]
    relief = context.reader.breakdown(spent, code, view.period, "both")
    paid = context.reader.breakdown(pensions, code, view.period, "both")
    relief = [item for item in relief if item.category != "pensions"]
    paid = [item for item in paid if item.category == "pensions"]
    programmes = [c for c in catalogue.dimensions["programme"] if c.code != "pensions"]
    kinds = [fund.name for fund in funds]
    stacks = [
        Stack(programme.name, [_amount(relief, programme.code, fund.code) for fund in funds])
        for programme in programmes
    ]
    apart = [Stack("抚恤补助", [_amount(paid, "pensions", fund.code) for fund in funds])]
    largest = max(stacks, key=lambda stack: stack.total)
    title = "帮扶支出构成"
    if largest.total:
        title += f"：{largest.name}最多，{format_value(largest.total, spent)}"
    show_title(title, f"{view.region.name}，{view.period.label}，按项目和资金来源")
    draw(
        stacked_bars(
            stacks,
            kinds,
            spent,
            context.palette,
            apart=apart,
            apart_note="抚恤补助（另列，不计入帮扶支出，比例尺不同）",
        ),
        "programmes",
        stacked_bars_alt(stacks, kinds, spent, apart),
    )
    items = relief + paid
    with st.container(key="foot_programmes", horizontal=True):
        definition(spent, None, "programmes")
        download_readings(
            context,
            "programmes",
            "帮扶支出构成",
            [item.reading for item in items],
            categories=[
                f"{catalogue.category_name('programme', item.category)}／"
                f"{catalogue.category_name('fund', item.subcategory)}"
                for item in items
            ],
        )


def _amount(items: list[CategoryReading], category: str, subcategory: str) -> float | None:
    return next(
        (
            item.reading.value
            for item in items
            if (item.category, item.subcategory) == (category, subcategory)
        ),
        None,
    )


def show_item_checklist(context: PageContext, choice: Choice = EVERYTHING) -> None:
    """Every region compared by every item of a memorial site: what is done, what is not."""
    indicators = context.reader.present(ITEM_RATES)
    columns = [context.compared(indicator, choice) for indicator in indicators]
    rows = [
        (readings[0].region, readings)
        for readings in zip(*columns, strict=True)
        if any(reading.value is not None for reading in readings)
    ]
    under = context.compared_under
    show_title(
        "逐项完成情况", f"{under.name}各{context.tree.count_word(under.code)}，完成比重；点击进入"
    )
    labels = {region.code: context.tree.label(region.code) for region, _ in rows}
    names = [indicator.name for indicator in indicators]
    key = f"checklist_{under.code}"
    figure = item_checklist(rows, names, context.palette, labels=labels)
    alt = item_checklist_alt(rows, names)
    draw(figure, key, alt, drill=True)
    with st.container(key="foot_checklist", horizontal=True):
        readings = [reading for _, row in rows for reading in row]
        definitions(indicators, "checklist")
        download_readings(context, "checklist", "纪念设施逐项完成", readings, choice)
