"""The page that follows a figure home: its parts, its rows, and what stands beside them."""

from typing import Any

import streamlit as st

from dashboard.exports.provenance import STATES, provenance_table, row_columns
from dashboard.figure_words import filter_words, sum_names
from dashboard.indicators import Indicator, format_count, format_share, format_value
from dashboard.marts import mart_contract
from dashboard.narrative import coverage_words
from dashboard.observations import CategoryFilter, absence_text
from dashboard.provenance import (
    BY_MONTH,
    BY_REGION,
    COUNTED,
    SIDES,
    UNCOUNTED,
    Ground,
    Part,
    Side,
    Trace,
    cents,
)
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import downloads_html
from dashboard.ui.lists import EVERY_ROW, list_headings, place_of
from dashboard.ui.markup import show_html
from dashboard.ui.navigation import choose_categories
from dashboard.ui.notes import show_absent, show_finding, show_note, show_title
from dashboard.ui.paged_rows import page_of, search_box, show_rows
from dashboard.ui.provenance_beside import show_beside
from dashboard.ui.provenance_links import provenance_address, traced
from dashboard.ui.switches import show_switch
from dashboard.ui.table_parts import table_heads, table_html, table_row
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, declare, seeded, selected

_WAYS = {BY_REGION: "地区", BY_MONTH: "月份"}
_RANGES = {"counted": "计入的", "uncounted": "未计入的", "all": "全部"}
_STATES = {"counted": COUNTED, "uncounted": UNCOUNTED, "all": ""}
declare("part", SIDES)
declare("listed_units", _RANGES)


def show_provenance(context: PageContext) -> None:
    """The figure that the address names, in a sentence; what it is made of; its rows; what is not
    among them."""
    indicator, side = _choose_figure(context)
    limits = _choose_limits(context, indicator)
    export = mart_contract(indicator.mart).export
    if show_absent(context, [export], f"{indicator.name}的数据"):
        return
    code, period = context.view.region.code, context.period(indicator)
    trace = Trace(context.reader, indicator, side, code, period, limits)
    show_finding(_sentence(trace))
    if limits and trace.limits != limits:
        show_note(f"{indicator.short_name}不按所选类别划分，仍为全部。")
    if trace.figure is not None:
        _show_check(context, trace)
        _show_parts(context, trace)
    _show_rows(context, trace)
    show_beside(context, trace)


def _choose_figure(context: PageContext) -> tuple[Indicator, Side]:
    """The indicator that the address names, and which side of it."""
    catalogue, notices = context.catalogue, context.view.notices
    known = catalogue.indicators
    first = next(iter(context.reader.present(catalogue.overview)), known[catalogue.overview[0]])
    code = selected(
        "indicator",
        list(known),
        first.code,
        notices,
        lambda shown: f"没有代码为“{shown}”的指标，已改为{first.name}。",
    )
    indicator = known[code]
    sides = SIDES if indicator.is_rate else SIDES[:1]
    part = selected(
        "part",
        list(sides),
        SIDES[0],
        notices,
        lambda shown: f"{indicator.name}没有“{shown}”这一部分，已改为{sum_names(indicator)[0]}。",
    )
    side: Side = "denominator" if part == SIDES[1] else "numerator"
    with st.container(key="head_figure", horizontal=True, vertical_alignment="center"):
        st.selectbox(
            "指标",
            list(known),
            key=seeded("pick_figure", code),
            format_func=lambda one: (
                f"{catalogue.systems[known[one].system].name} · {known[one].name}"
            ),
            label_visibility="collapsed",
            on_change=lambda: choose(
                indicator=st.session_state["pick_figure"],
                part=None,
                by=None,
                traced_page=None,
                listed_units=None,
            ),
            width=360,
        )
        if indicator.is_rate:
            words = {"numerator": "分子", "denominator": "分母"}
            names = {
                one: f"{words[one]}：{name}"
                for one, name in zip(sides, sum_names(indicator), strict=True)
            }
            show_switch("分子或分母", "part", names, part, resets=["traced_page"])
    return indicator, side


def _choose_limits(context: PageContext, indicator: Indicator) -> CategoryFilter:
    """The filters by what divides the indicator, in the sidebar."""
    if not indicator.divided:
        return CategoryFilter()
    return choose_categories(context, mart_contract(indicator.mart).dimensions)


def _sentence(trace: Trace) -> str:
    indicator, observation = trace.indicator, trace.observation
    region = observation.region
    value = format_value(observation.value, indicator, full=True)
    if observation.value is None:
        value = absence_text(observation)
    chosen = filter_words(trace.limits)
    said = f"{region.title}{observation.when}{indicator.name}"
    said += f"（{chosen}）" if chosen else ""
    said += f" {value}"
    if indicator.is_rate:
        above, below = sum_names(indicator)
        numerator = format_count(observation.numerator, "")
        denominator = format_count(observation.denominator, "")
        said += f" = {above} {numerator} ÷ {below} {denominator}"
    return f"{said}；{coverage_words(observation)}。"


def _way(context: PageContext, by: str) -> str:
    return _WAYS.get(by) or context.catalogue.dimensions[by].name


def _number(trace: Trace, value: float | None) -> str:
    return format_count(value, trace.amount.unit)


def _show_check(context: PageContext, trace: Trace) -> None:
    """What the parts and the rows come to beside the figure, and what explains a difference."""
    figure, rows = trace.figure or 0, trace.counted

    def line(name: str, value: float, said: str = "") -> str:
        differs = cents(value) - cents(figure)
        agrees = f"差 {_number(trace, differs / 100)}" if differs else "一致"
        return table_row(name, said or agrees, numbers=[_number(trace, value)])

    lines = [table_row(f"{trace.amount.name}（本页数字）", "", numbers=[_number(trace, figure)])]
    sums = context.cached(trace.sums, "sums", trace.amount.code, trace.limits)
    lines += [line(f"各{_way(context, by)}之和", value) for by, value in sums]
    lines.append(line(f"逐行之和（{rows.rows:,} 行）", rows.value))
    if trace.excess:
        lines.append(
            table_row("超过应建数、不计入的单位", "", numbers=[_number(trace, -trace.excess)])
        )
    title = "核对"
    agree = not trace.unexplained and all(cents(value) == cents(figure) for _, value in sums)
    said = "各部分和逐行加总都与本页数字一致" if agree else "有不一致之处，见下表"
    show_title(title, said)
    show_html(table_html(title, table_heads("数字", "核对", numbers=["数值"]), lines, (), "short"))
    for note in _notes(trace):
        show_note(note)


def _notes(trace: Trace) -> list[str]:
    """What a reader must know to find the figure in the rows."""
    rows, notes = trace.counted, []
    if rows.recoded:
        notes.append(
            f"其中 {rows.recoded:,} 行、{_number(trace, rows.recoded_value)}以原来的区划代码报送，"
            "已转入今天的地区（见“报送时代码”列）。"
        )
    if trace.ground is Ground.COVERAGE and rows.stations > rows.value:
        more = rows.stations - rows.value
        notes.append(f"同一单位有多个在用站点的只计一次，未重复计 {more:,.0f} 个站点。")
    if trace.excess:
        notes.append(
            "一个县区有站的单位多于应建单位数（units）时，只计到应建数；应建数未知的县区不计。"
        )
    if trace.ground is Ground.TO_COVER:
        notes.append("应建单位数来自另一张导出（units），取不晚于本年的最近一年。")
    if trace.ground is Ground.COUNTIES:
        notes.append("应建县区数不来自导出：站点名录涉及的每个县级地区计 1 个。")
    if trace.indicator.basis == "year_to_date":
        notes.append("与全年任务对照的指标从1月起计。")
    return notes


def _show_parts(context: PageContext, trace: Trace) -> None:
    """The parts by region, month or a dimension, each with a link to where it comes from."""
    ways = trace.ways
    if not ways:
        return
    # A leaf has no regions to be parted by: the next way stands in, as the address came from above.
    known = [BY_REGION, BY_MONTH, *mart_contract(trace.amount.mart).dimensions]
    by = selected("by", known, ways[0], context.view.notices)
    by = by if by in ways else ways[0]
    parts = context.cached(lambda: trace.parts(by), "parts", trace.amount.code, trace.limits, by)
    title = f"{trace.amount.name}由哪些{_way(context, by)}组成"
    with st.container(key="head_parts", horizontal=True, vertical_alignment="bottom"):
        linked = any(_part_address(context, trace, part, by) for part in parts)
        said = "；点名称可继续追溯" if linked else ""
        if by == BY_MONTH and trace.ground is not Ground.MONTHS:
            said = "；上年末的数，加上本年各月的净增减"
        show_title(title, trace.period.label + said)
        if len(ways) > 1:
            show_switch("按什么分", "by", {one: _way(context, one) for one in ways}, by)
    whole = trace.figure or 0
    heads = table_heads(_way(context, by), numbers=[f"数值（{trace.amount.unit}）", "占比（%）"])
    lines = [_part_line(context, trace, part, by, whole) for part in parts]
    total = table_row("合计", numbers=[format_count(whole, ""), "100" if whole else "—"])
    show_html(table_html(title, heads, lines, [total], "short"))


def _part_line(context: PageContext, trace: Trace, part: Part, by: str, whole: float) -> str:
    address = _part_address(context, trace, part, by)
    name = traced(part.name, address) if address else plain_html(part.name)
    value = part.absence or format_count(part.value, "")
    share = "—"
    if part.value is not None and whole:
        share = format_share(part.value, whole).removesuffix("%")
    filled = max(part.value or 0, 0) / whole if whole > 0 else 0
    return (
        f'<th scope="row" class="name">{name}</th><td class="number">{plain_html(value)}</td>'
        f'<td class="number bar" style="--share:{filled:.1%}">{plain_html(share)}</td>'
    )


def _part_address(context: PageContext, trace: Trace, part: Part, by: str) -> str:
    """Where a part is followed on; '' at its end (本级, a registry's month)."""
    same = {"part": trace.side}
    if by == BY_REGION:
        if part.region is None:
            return ""
        same["region"] = part.region.code
    elif by == BY_MONTH:
        monthly = trace.ground is Ground.MONTHS and trace.indicator.reported == "monthly"
        if not monthly or trace.indicator.basis == "year_to_date":
            return ""
        year, month = part.code.split("-")
        same |= {"year": year, "period": f"m{int(month)}-{int(month)}"}
    else:
        same[by] = part.code
    return provenance_address(context, trace.indicator, trace.limits, **same)


def _show_rows(context: PageContext, trace: Trace) -> None:
    """The rows that count, page by page; of a registry also the units that do not, and why."""
    has_states = trace.ground in (Ground.REGISTRY, Ground.COVERAGE)
    listed = "counted"
    if has_states:
        listed = selected("listed_units", list(_RANGES), "counted", context.view.notices)
    state = _STATES[listed]
    title = f"{trace.export_title}导出中的行" if not has_states else "逐个单位"
    with st.container(key="head_traced", horizontal=True, vertical_alignment="bottom"):
        show_title(title, _rows_said(context, trace, has_states))
        if has_states:
            show_switch("计入与否", "listed_units", _RANGES, listed, resets=["traced_page"])
    search = search_box(context, "traced", "地区、代码、编号、名称或文件").strip()
    if has_states and trace.figure is None:
        # What is not known of the time counts nowhere.
        show_note("这一时段没有数字：名录只记现状，或尚无名录。")
        return
    asked = trace.rows(search, state)
    found, page = page_of(context, "traced", asked.query, asked.parameters)
    # The lists of coverage say it themselves; they take longest.
    total = found[0]["total"] if found and "total" in found[0] else None
    total = trace.totals(search, state).rows if total is None else total
    columns = row_columns(trace, context.catalogue)
    shown = [_row_shown(context, trace, row, total) for row in found]
    heads = list_headings(columns) | {"source": "来源文件和行号", "checksum": "文件校验值"}
    if not any(row.get("reported_region_code") for row in found):
        heads.pop("reported_region_code", None)
    if trace.ground is Ground.REGISTRY and all(row["value"] in (0, 1) for row in found):
        heads.pop("value")
    show_rows(
        "traced", shown, heads, page, lambda: _file_html(context, trace, total, search, listed)
    )


def _rows_said(context: PageContext, trace: Trace, has_states: bool) -> str:
    span = trace.period.end_label if has_states else trace.period.label
    said = f"{context.view.region.title}，{span}；每行可查到来源文件和行号"
    if trace.ground is not Ground.REGISTRY or trace.figure is None:
        return said
    states = trace.totals("", "").states or {}
    counts = "，".join(
        f"{STATES.get(one) or one} {rows:,}"
        for one, rows in sorted(states.items(), key=lambda item: (item[0] != COUNTED, -item[1]))
    )
    return f"{said}；{counts}" if counts else said


def _row_shown(
    context: PageContext, trace: Trace, row: dict[str, Any], total: int
) -> dict[str, Any]:
    """A row as the page writes it: names in place of codes, numbers with their groups."""
    shown = row | place_of(context, row) | {"total": total}
    for dimension in mart_contract(trace.amount.mart).dimensions:
        if dimension in row:
            shown[dimension] = context.catalogue.category_name(dimension, row[dimension])
    if row.get("month"):
        shown["month"] = f"{row['month']:%Y-%m}"
    if "value" in row:
        shown["value"] = float(row["value"])
    if "state" in row:
        shown["state"] = STATES.get(row["state"]) or row["state"]
    source = row["source_file"]
    shown["source"] = f"{source} 第 {row['source_row']:,} 行" if source else "—"
    shown["checksum"] = (row["sha256"] or "")[:12]
    return shown


def _file_html(context: PageContext, trace: Trace, rows: int, search: str, listed: str) -> str:
    session, asked = context.session, trace.rows(search, _STATES[listed])
    tree, catalogue, build = context.tree, context.catalogue, context.build
    said = "" if listed == "counted" else _RANGES[listed]
    return downloads_html(
        context,
        "traced",
        f"{trace.amount.name}溯源",
        rows,
        lambda: provenance_table(
            trace,
            rows,
            lambda: session.batches(asked.query, **asked.parameters, most=EVERY_ROW, skip=0),
            tree=tree,
            catalogue=catalogue,
            build=build,
            search=search,
            state=said,
        ),
        what=repr(asked),
    )
