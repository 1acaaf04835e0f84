"""Whom to remind: the counties that lack reports, worst first, with the months that they lack."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.charts.checklists import Cell, Row, share_grid
from dashboard.charts.frame import Figure
from dashboard.completeness import Completeness
from dashboard.exports.late import months_listed
from dashboard.monthly_reports import Missing, MonthlyReport
from dashboard.region_words import LEAVES, counted
from dashboard.ui.context import PageContext
from dashboard.ui.drawing import draw
from dashboard.ui.governance_files import download_missing
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_title
from dashboard.ui.table_parts import table_heads, table_html, table_row

# The counties that the grid lists; the files have all.
MOST_LISTED = 40


class Grid(NamedTuple):
    """A grid with its title, what stands below the title, and the same in a sentence."""

    title: str
    said: str
    figure: Figure
    alt: str


def missing_of(
    context: PageContext, completeness: Completeness, reports: Sequence[MonthlyReport]
) -> list[Missing]:
    """Who lacks which reports below the region of the view (Completeness.missing)."""
    code = context.view.region.code
    return context.cached(lambda: completeness.missing(reports, code), "missing_reports")


def show_reminders(
    context: PageContext, completeness: Completeness, reports: Sequence[MonthlyReport]
) -> None:
    """The late counties by month, or of a county the reports that it lacks; with the list as a
    file, or a file a county."""
    view = context.view
    missing = missing_of(context, completeness, reports)
    if not missing:
        what = "月报" if view.region.is_leaf else "县区"
        show_title(f"催报名单：没有缺报的{what}", f"{view.region.title}，{view.period.label}")
        return
    if view.region.is_leaf:
        _show_of_county(context, missing)
    else:
        made = context.cached(lambda: _by_county(context, missing, reports), "reminders")
        show_title(made.title, made.said)
        draw(made.figure, f"reminders_{view.region.code}", made.alt, drill=True)
    download_missing(context, missing)


def _show_of_county(context: PageContext, missing: Sequence[Missing]) -> None:
    title = f"催报名单：缺报 {len(missing)} 种月报"
    show_title(title, f"{context.view.region.title}，{context.view.period.label}")
    rows = [
        table_row(
            one.report.name,
            one.report.system,
            months_listed(one.lacks),
            f"{one.last:%Y-%m}" if one.last else "从未上报",
            numbers=(),
        )
        for one in missing
    ]
    heads = table_heads("报表", "业务", "缺报月份", "最近一次上报", numbers=())
    show_html(table_html(title, heads, rows))


def _by_county(
    context: PageContext, missing: Sequence[Missing], reports: Sequence[MonthlyReport]
) -> Grid:
    """The grid of the counties that lack most by month."""
    by_county: dict[str, list[Missing]] = {}
    for one in missing:
        by_county.setdefault(one.region.code, []).append(one)

    def lacks(code: str) -> int:
        return sum(len(one.lacks) for one in by_county[code])

    worst = sorted(by_county, key=lambda code: (-lacks(code), context.tree[code].order))
    shown = worst[:MOST_LISTED]
    months = sorted({month for report in reports for month in report.months})
    names = context.tree.labels(shown)
    expected = {month: sum(month in report.months for report in reports) for month in months}
    rows = [
        Row(
            code,
            names[code],
            context.tree.full_label(code),
            [_cell(by_county[code], month, expected[month]) for month in months],
        )
        for code in shown
    ]
    title = f"催报名单：{counted(len(worst), LEAVES)}缺报"
    most = [code for code in worst if lacks(code) == lacks(worst[0])]
    # Of several that lack as much none is named before the others.
    title += f"，{names[most[0]]}最多，缺" if len(most) == 1 else "，最多的缺"
    title += f" {lacks(most[0]):,} 张"
    said = f"缺报最多的 {len(shown)} 个县区；" if len(worst) > len(shown) else ""
    said += "格内为当月已报占应报月报的比重（%）；点击进入"
    alt = f"{title}：" + "；".join(f"{names[code]} 缺 {lacks(code)} 张" for code in shown)
    items = [f"{month}月" for month in months]
    return Grid(title, said, share_grid(rows, items, context.palette, narrow=True), alt)


def _cell(missing: Sequence[Missing], month: int, expected: int) -> Cell:
    lacking = [one.report.name for one in missing if month in one.lacks]
    sent = expected - len(lacking)
    said = f"已报 {sent}/{expected} 种"
    if lacking:
        more = f"等 {len(lacking)} 种" if len(lacking) > 3 else ""
        said += f"，缺{'、'.join(lacking[:3])}{more}"
    return Cell(sent * 100 / expected, said)
