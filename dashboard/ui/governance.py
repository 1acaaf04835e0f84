"""数据治理: completeness of the monthly reports, by report, region and month."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboard.charts.checklists import Cell, Row, share_grid
from dashboard.charts.frame import Figure
from dashboard.completeness import Completeness
from dashboard.monthly_reports import MonthlyReport, least_complete, share
from dashboard.observations import Absence, Reporting
from dashboard.region_words import counted
from dashboard.regions import Region
from dashboard.reporting import reports_of
from dashboard.rounding import written
from dashboard.systems import catalogue
from dashboard.ui.build_record import refused_rows
from dashboard.ui.context import PageContext
from dashboard.ui.drawing import draw
from dashboard.ui.governance_files import download_sent
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_finding, show_note, show_title
from dashboard.ui.reminders import missing_of, show_reminders
from dashboard.ui.table_parts import table_heads, table_html, table_row
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, declare, seeded, selected

EVERY_REPORT = "all"
# The largest width of names of reports and regions in a grid, in pixels.
_GUTTER = 150
# The most missing reports that are named for a county.
_NAMED = 3

declare(
    "report",
    [
        EVERY_REPORT,
        *dict.fromkeys(
            report
            for indicator in catalogue().indicators.values()
            for report in reports_of(indicator)
        ),
    ],
)


class Grid(NamedTuple):
    """A grid of completeness with its title, and the same in a sentence."""

    title: str
    figure: Figure
    alt: str


def completeness_of(context: PageContext) -> Completeness:
    """Who sent which reports in the months of the view, for its region and those compared with it.
    In the default period only settled months count."""
    view = context.view
    codes = {view.region.code, *(region.code for region in _compared(context))}
    settled = view.period_name == "latest"
    return context.cached(
        lambda: Completeness(context.reader, codes, view.period, settled=settled), "completeness"
    )


def _compared(context: PageContext) -> list[Region]:
    children = context.tree.children(context.compared_under.code)
    return [region for region in children if region.reports]


def show_summary(context: PageContext) -> None:
    """The page's first sentence and its cards."""
    sentence, cards = context.cached(lambda: _summary(context), "governance_summary")
    show_finding(sentence)
    if not cards:
        return
    with st.container(key="cards_5"):
        show_html(cards)
    show_note(
        f"按月报送的报表，{context.view.period.label}；全部门没有县区上报的月份不计为应报。"
        f"名录（站点、设施等）不按月报送，不在其内。{_bounds_words(context)}"
        f"数据版本 {context.build.build_id}。"
    )


def _summary(context: PageContext) -> tuple[str, str]:
    """The first sentence, and the cards as HTML; without any where no report is expected."""
    completeness, region = completeness_of(context), context.view.region
    reports = [report for report in completeness.reports if report.bits]
    whole = completeness.together(reports, region.code)
    refused = sum(row["refused_rows"] for row in refused_rows(context))
    sentence = _sentence(context, completeness, reports, whole, refused)
    if whole is None:
        return sentence, ""
    full = sum(completeness.of(report, region.code).late == 0 for report in reports)
    timely = completeness.timely(reports, region.code)
    late = missing_of(context, completeness, reports)
    checks = context.session.rows("build_identities")
    failed = sum(row["failed"] for row in checks)
    lacking = sum(len(one.lacks) for one in late)
    unit, all_sent = "县区月", "全部应报县区报齐各月"
    who = ("缺报县区", f"{len({one.region.code for one in late}):,}", f"合计缺 {lacking:,} 张月报")
    if region.is_leaf:
        unit, all_sent = "张月报", "报齐各月"
        who = ("缺报月报", f"{lacking:,} 张", f"涉及 {len(late):,} 种月报")
    cards = [
        (
            "报送完整率",
            _percent(share(whole)),
            f"{_grade(context, whole)}：已报 {whole.months:,}，"
            f"应报 {whole.months_expected:,} {unit}",
        ),
        (
            "报送及时率",
            _percent(share(timely)),
            "各报表最后应报的月份中已报的比重" + (f"，{timely.late:,} 张未到" if timely else ""),
        ),
        ("报全的报表", f"{full}/{len(reports)}", all_sent),
        who,
        (
            "拒收",
            f"{refused:,} 行",
            f"核对 {sum(row['checked'] for row in checks):,} 项合计，"
            + (f"{failed:,} 项不符" if failed else "全部相符"),
        ),
    ]
    html = "".join(
        f'<div class="card"><div class="name">{name}</div>'
        f'<div class="value">{plain_html(value)}</div>'
        f'<div class="reported">{plain_html(said)}</div></div>'
        for name, value, said in cards
    )
    return sentence, f'<div class="cards short">{html}</div>'


def _grade(context: PageContext, who: Reporting) -> str:
    return str(context.reader.grades.of(who.months, who.months_expected) or Absence.NOT_REPORTED)


def _bounds_words(context: PageContext) -> str:
    """The bounds by which figures are graded, as a sentence."""
    grades = context.reader.grades
    complete, nearly = (_percent(bound * 100) for bound in (grades.complete, grades.nearly))
    first = "报全" if grades.complete == 1 else f"已报不少于 {complete}"
    return f"数值的完整程度：{first}为完整，已报不少于 {nearly} 为基本完整，其余为不完整（缺）。"


def _sentence(
    context: PageContext,
    completeness: Completeness,
    reports: Sequence[MonthlyReport],
    whole: Reporting | None,
    refused: int,
) -> str:
    region, period = context.view.region, context.view.period
    if whole is None:
        return f"{region.title}{period.label}没有应报的月报。"
    said = f"{region.title}{period.label}应报 {len(reports)} 种月报，"
    said += f"报送完整率 {_percent(share(whole))}"
    if region.is_leaf:
        lacks = [r.name for r in reports if completeness.of(r, region.code).late]
        if lacks:
            more = f"等 {len(lacks)} 种" if len(lacks) > _NAMED else ""
            said += f"；缺报{'、'.join(lacks[:_NAMED])}{more}"
    else:
        shares = {
            child.code: share(completeness.together(reports, child.code))
            for child in _compared(context)
        }
        if least := least_complete(shares):
            names = [f"{context.tree.label(code)}（{_percent(value)}）" for code, value in least]
            said += f"；最低的是{'、'.join(names)}"
    return said + (f"；拒收 {refused:,} 行。" if refused else "；没有拒收的行。")


def _percent(value: float | None) -> str:
    return "—" if value is None else written(value, 1, (0, 100)) + "%"


def show_completeness(context: PageContext) -> None:
    """Two grids of completeness in %: reports by month, and compared regions by month, of one
    report or all."""
    left, right = st.columns(2)
    with left:
        _show_by_report(context)
    with right:
        if context.compares:
            _show_by_region(context)


def _show_by_report(context: PageContext) -> None:
    completeness, region = completeness_of(context), context.view.region
    reports = [report for report in completeness.reports if report.bits]
    made = context.cached(lambda: _by_report(context, completeness, reports), "by_report")
    shown = "各月是否已报" if region.is_leaf else "已报县区占应报县区的比重"
    show_title(made.title, f"{region.title}，{shown}；灰色为不应报的月份")
    draw(made.figure, "by_report", made.alt)
    code = region.code
    download_sent(
        context,
        "by_report",
        "各报表报送情况",
        len(reports),
        lambda: completeness.sent(reports, [code]),
        what=code,
    )


def _by_report(
    context: PageContext, completeness: Completeness, reports: Sequence[MonthlyReport]
) -> Grid:
    """The grid of reports by month."""
    region = context.view.region
    months = _months(reports)
    shares = {report.name: share(completeness.of(report, region.code)) for report in reports}
    title = "各报表逐月报送"
    least = least_complete(shares, 1)
    if least and not region.is_leaf:
        (name, value), *_ = least
        title += f"：{name}最低，{_percent(value)}"
    rows = [
        Row(
            "",
            report.name,
            f"{report.system} · {report.name}",
            [_cell(completeness, [report], region, month) for month in months],
        )
        for report in reports
    ]
    alt = f"{len(rows)} 种月报的逐月报送情况：" + "；".join(
        f"{name} {_percent(value)}" for name, value in shares.items()
    )
    items = [f"{month}月" for month in months]
    figure = share_grid(rows, items, context.palette, gutter=_GUTTER, narrow=True)
    return Grid(title, figure, alt)


def _show_by_region(context: PageContext) -> None:
    completeness, under = completeness_of(context), context.compared_under
    reports = [report for report in completeness.reports if report.bits]
    names = {EVERY_REPORT: "全部报表"} | {report.code: report.name for report in reports}
    asked = selected("report", list(names), EVERY_REPORT, context.view.notices)
    chosen = [report for report in reports if asked in (EVERY_REPORT, report.code)]
    made = context.cached(
        lambda: _by_region(context, completeness, chosen, names[asked]), "by_region", asked
    )
    with st.container(key="head_by_region", horizontal=True, vertical_alignment="bottom"):
        word = context.tree.count_word(under.code)
        show_title(made.title, f"{under.title}各{word}，{names[asked]}；点击进入")
        st.selectbox(
            "报表",
            list(names),
            key=seeded("pick_report", asked),
            format_func=names.__getitem__,
            label_visibility="collapsed",
            on_change=lambda: choose(report=st.session_state["pick_report"]),
            width=190,
        )
    draw(made.figure, f"by_region_{under.code}", made.alt, drill=True)
    codes = [region.code for region in _compared(context)]
    download_sent(
        context,
        "by_region",
        f"各{word}报送情况",
        len(codes) * len(chosen),
        lambda: completeness.sent(chosen, codes),
        what=(under.code, asked),
    )


def _by_region(
    context: PageContext, completeness: Completeness, chosen: Sequence[MonthlyReport], name: str
) -> Grid:
    """The grid of compared regions by month, of the reports chosen, called by a name."""
    months, compared, under = _months(chosen), _compared(context), context.compared_under
    shares = {r.code: share(completeness.together(chosen, r.code)) for r in compared}
    word = context.tree.count_word(under.code)
    done = sum(value == 100 for value in shares.values())
    title = f"各{word}逐月报送"
    if done:
        title += f"：{counted(done, word)}已报全"
    elif least := least_complete(shares, 1):
        title += f"：{context.tree.label(least[0][0])}最低，{_percent(least[0][1])}"
    rows = [
        Row(
            region.code,
            context.tree.label(region.code),
            region.name,
            [_cell(completeness, chosen, region, month) for month in months],
        )
        for region in sorted(compared, key=lambda r: (shares[r.code] or 0, r.order))
    ]
    alt = f"{len(rows)} 个地区的逐月报送情况，{name}：" + "；".join(
        f"{row.name} {_percent(shares[row.code])}" for row in rows
    )
    items = [f"{month}月" for month in months]
    return Grid(title, share_grid(rows, items, context.palette, narrow=True), alt)


def _months(reports: Sequence[MonthlyReport]) -> list[int]:
    return sorted({month for report in reports for month in report.months})


def _cell(
    completeness: Completeness, reports: Sequence[MonthlyReport], region: Region, month: int
) -> Cell:
    who = completeness.in_month(reports, region.code, month)
    value = share(who)
    if who is None or value is None:
        return Cell(None, "不应报", "–")
    if region.is_leaf and len(reports) == 1:
        return Cell(value, "已报", "报") if value else Cell(value, "未报", "缺")
    unit = "种月报" if region.is_leaf else "县区" if len(reports) == 1 else "县区月报"
    return Cell(value, f"{_percent(value)}（已报 {who.months:,}/{who.months_expected:,} {unit}）")


def show_reports(context: PageContext) -> None:
    """One row a monthly report: who sent it, its last month, and the last one that most sent; with
    the list of whom to remind."""
    completeness, view = completeness_of(context), context.view
    reports = [report for report in completeness.reports if report.bits]
    if not reports:
        return
    title = "各报表报送汇总"
    table = context.cached(lambda: _table(context, completeness, reports, title), "reports_table")
    show_title(
        title,
        f"{view.region.title}，{view.period.label}；"
        f"{'本地区计为 1' if view.region.is_leaf else '县区数'}。及时率为最后应报月份的已报比重，"
        "到齐月份为全部门多数县区已报到的月份",
    )
    show_html(table)
    show_reminders(context, completeness, reports)


def _table(
    context: PageContext, completeness: Completeness, reports: Sequence[MonthlyReport], title: str
) -> str:
    """One row a monthly report, as HTML."""
    rows, region = [], context.view.region
    for report in reports:
        who = completeness.of(report, region.code)
        timely = completeness.timely([report], region.code)
        settled = context.reader.settled.by_source.get(report.code)
        numbers = (who.expected, who.all, who.some, who.none)
        values = [f"{value:,}" for value in numbers]
        values += [_percent(share(who)), _percent(share(timely))]
        values += [f"{month:%Y-%m}" if month else "—" for month in (report.latest, settled)]
        rows.append(table_row(report.name, report.system, numbers=values))
    heads = ("应报", "报全", "缺月", "未报", "完整率", "及时率", "最新月份", "到齐月份")
    return table_html(title, table_heads("报表", "业务", numbers=heads), rows)
