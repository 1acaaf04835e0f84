"""Sections of a page as its line of work's file lists them, drawn by kind."""

from collections.abc import Callable
from typing import Any

from dashboard.charts.breakdowns import category_bars, category_bars_alt
from dashboard.charts.funnels import funnel, funnel_alt
from dashboard.charts.gaps import Gap, drawn, gap_bars, gap_bars_alt, worst_first
from dashboard.charts.hover import sum_name
from dashboard.figure_titles import sharing
from dashboard.figure_words import when_words
from dashboard.indicators import format_count, format_share, format_value
from dashboard.marts import mart_contract
from dashboard.observations import CategoryFilter, Observation, absence_text, own_part
from dashboard.periods import Period
from dashboard.reader import fitting
from dashboard.region_words import divisions_title
from dashboard.sections import Funnel, Gaps, Parts, Tasks, Years
from dashboard.ui.context import PageContext
from dashboard.ui.divisions import (
    chosen_divisions,
    divisions_words,
    on_divisions,
    show_divisions,
)
from dashboard.ui.notes import show_absent
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.tables import year_table
from dashboard.ui.task_list import show_tasks

# The number of years side by side.
MOST_YEARS = 6


def show_sections(context: PageContext, limits: CategoryFilter) -> None:
    """Shows every section of the page's line of work, in order. If all exports of a section are
    absent, a sentence replaces it."""
    for place, section in enumerate(context.system.page.sections):
        if context.reader.present(section.indicators):
            _SHOW[type(section)](context, section, f"section_{context.page}_{place}", limits)
            continue
        first = context.catalogue.indicators[section.indicators[0]]
        export = mart_contract(first.mart).export
        show_absent(context, [export], f"“{getattr(section, 'title', '任务清单')}”所需的数据")


def _show_funnel(context: PageContext, section: Funnel, key: str, limits: CategoryFilter) -> None:
    made = context.cached(lambda: _funnel(context, section, limits), key, limits)
    show_panel(context, made, key, limits)


def _funnel(context: PageContext, section: Funnel, limits: CategoryFilter) -> Panel:
    indicators = context.reader.present(section.steps)
    steps = [context.observation(indicator, limits) for indicator in indicators]
    said = "，".join(
        f"{step.indicator.short_name} {format_value(step.value, step.indicator)}"
        for step in steps
        if step.value is not None
    )
    compares = "；短线为去年同期" if any(step.previous for step in steps) else ""
    return panel(
        f"{section.title}：{said}" if said else section.title,
        f"{context.view.region.title}，{when_words(steps)}{compares}",
        funnel(steps, context.palette),
        funnel_alt(steps),
        indicators,
        steps,
        section.title,
        note=section.note,
    )


def _show_parts(context: PageContext, section: Parts, key: str, limits: CategoryFilter) -> None:
    indicator = context.catalogue.indicators[section.indicator]
    obeyed = fitting(limits, indicator).without([section.dimension])
    made = context.cached(lambda: _parts(context, section, obeyed), key, obeyed)
    show_panel(context, made, key, limits)


def _parts(context: PageContext, section: Parts, limits: CategoryFilter) -> Panel:
    indicator, region = context.catalogue.indicators[section.indicator], context.view.region
    period = context.period(indicator)
    by = [section.dimension]
    found = context.reader.breakdown(indicator, region.code, period, by, limits)
    named = [
        (context.catalogue.category_name(section.dimension, item.codes[0]), item.observation)
        for item in found
        if item.observation.value
    ]
    whole = context.observation(indicator, limits)
    title = section.title
    if named and whole.value:
        name, most = max(named, key=lambda pair: pair[1].value or 0)
        title += f"：{name}最多，占 {format_share(most.value or 0, whole.value)}"
    amount = absence_text(whole)
    if whole.value is not None:
        amount = format_value(whole.value, indicator)
    compares = "；短线为去年同期" if whole.previous else ""
    return panel(
        title,
        f"{region.title}，{whole.when}，{indicator.short_name} {amount}{compares}",
        category_bars(named, context.palette),
        category_bars_alt(named),
        [indicator],
        [observation for _, observation in named],
        section.title,
        obeys=limits,
    )


def _show_gaps(context: PageContext, section: Gaps, key: str, limits: CategoryFilter) -> None:
    if not context.compares:
        return
    made = context.cached(lambda: _gaps(context, section, limits), key, limits)
    show_panel(context, made, key, limits, drill=f"{key}_{context.compared_under.code}")


def _gaps(context: PageContext, section: Gaps, limits: CategoryFilter) -> Panel:
    indicator, under = context.catalogue.indicators[section.indicator], context.compared_under
    whole = context.family(indicator, limits).get(under.code) or context.reader.observation(
        indicator, under.code, context.period(indicator), limits
    )
    compared = context.compared(indicator, limits)
    labels = context.tree.labels(observation.region.code for observation in compared)
    gaps = [Gap(labels[observation.region.code], observation) for observation in compared]
    if (own := own_part(whole, compared)) is not None:
        gaps.append(Gap(own.region.short_name, own))
    gaps = worst_first(gaps)
    here = context.view.region.code if context.view.region.is_leaf else None
    observations = [gap.observation for gap in gaps]
    word = context.tree.count_word(under.code)
    measures = context.catalogue.measures
    above, below = (
        "、".join(measures[code].name for code in codes)
        for codes in (indicator.numerator, indicator.denominator or ())
    )
    note = (
        "" if indicator.polarity == "lower" else "按期内数相减，不含上期结转；完成超过任务的计为 0"
    )
    if len(drawn(gaps)) < len(gaps):
        note = "；".join(part for part in (note, "下载文件含全部地区") if part)
    return panel(
        _gaps_title(section, whole, gaps, word),
        f"{under.title}各{word}，{whole.when}；底条为{below}，条形为{above}；{section.left}多的在前",
        gap_bars(gaps, section.left, context.palette, highlight=here),
        gap_bars_alt(gaps, section.left),
        [indicator],
        observations,
        section.title,
        note=note,
        explained=whole,
    )


def _gaps_title(section: Gaps, whole: Observation, gaps: list[Gap], word: str) -> str:
    """来访办结：尚未办结 6,120 人次，广州最多，812 人次; or that nothing is left."""
    if (left := Gap("", whole).left) is None:
        return section.title
    unit = sum_name(whole.indicator.denominator or ())[1]
    if not left:
        return f"{section.title}：没有{section.left}的" if whole.denominator else section.title
    title = f"{section.title}：{section.left} {format_count(left, unit)}"
    most = max((gap.left or 0 for gap in gaps), default=0)
    names = [gap.name for gap in gaps if gap.left == most]
    if most and len(names) < len(gaps):
        title += f"，{sharing(names, word)}最多，{format_count(most, unit)}"
    return title


def _show_years(context: PageContext, section: Years, key: str, limits: CategoryFilter) -> None:
    indicators = context.reader.present(section.indicators)
    divisions = chosen_divisions(context, indicators, limits)
    made = context.cached(
        lambda: _years(context, section, limits, divisions), key, limits, divisions
    )
    beside = (lambda: show_divisions(divisions, key)) if divisions else None
    show_panel(context, made, key, limits, beside=beside)


def _years(context: PageContext, section: Years, limits: CategoryFilter, divisions: str) -> Panel:
    view, build = context.view, context.build
    indicators = context.reader.present(section.indicators)
    years = range(max(build.data_from.year, view.year - MOST_YEARS + 1), view.year + 1)
    rows = []
    for indicator in indicators:
        shown = context.period(indicator)
        periods = [Period(year, shown.first_month, shown.last_month) for year in years[:-1]]
        row = context.reader.series(indicator, view.region.code, [*periods, shown], limits)
        rows.append(on_divisions(context, row, divisions))
    spans = list(dict.fromkeys(row[-1].period.short_label for row in rows))
    alike = len(spans) == 1
    directions = [row[-1].direction for row in rows]
    counts = [
        f"{directions.count(way)} 项{said}"
        for way, said in (("up", "增加"), ("down", "减少"), ("level", "持平"))
        if way in directions
    ]
    title = section.title
    if counts:
        title += f"：比去年同期 {'、'.join(counts)}"
    when = f"各年{spans[0]}" if alike else "各年同期"
    return panel(
        title,
        f"{view.region.title}，{when}；同比为可比口径{divisions_words(divisions)}",
        year_table(title, list(years), rows, spans=not alike),
        "",
        indicators,
        [observation for row in rows for observation in row],
        f"{section.title}各项{divisions_title(divisions)}",
    )


def _show_tasks(context: PageContext, section: Tasks, key: str, limits: CategoryFilter) -> None:
    show_tasks(context, limits)


_SHOW: dict[type, Callable[[PageContext, Any, str, CategoryFilter], None]] = {
    Funnel: _show_funnel,
    Parts: _show_parts,
    Gaps: _show_gaps,
    Years: _show_years,
    Tasks: _show_tasks,
}
