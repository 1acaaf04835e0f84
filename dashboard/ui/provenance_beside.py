"""What stands beside the rows of a figure: who did not report, what was refused, what a newer file
corrected. Why a figure is blank, or another than last week's, is said here."""

import streamlit as st

from dashboard.contracts import load_contracts
from dashboard.exports.late import months_listed
from dashboard.figure_words import counted_reports
from dashboard.provenance import Trace
from dashboard.provenance_beside import corrections, identical, refused
from dashboard.region_words import LEAVES, counted
from dashboard.reporting import reports_of
from dashboard.ui.build_record import is_everything
from dashboard.ui.context import PageContext
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_note, show_title
from dashboard.ui.provenance_links import traced
from dashboard.ui.table_parts import table_heads, table_html, table_row
from dashboard.ui.view import page_address

_LISTED = 50
_NAMED = 8


def show_beside(context: PageContext, trace: Trace) -> None:
    """Everything of the export, region and months that is not among the rows."""
    show_title(
        "没有计入的报送",
        f"{context.view.region.title}，{trace.export_title}导出，{trace.period.label}",
    )
    _show_missing(context, trace)
    _show_refused(context, trace)
    _show_corrected(context, trace)
    _show_identical(context, trace)


def _show_missing(context: PageContext, trace: Trace) -> None:
    if not context.reader.is_monthly(trace.indicator):
        show_note("名录不按月报送，没有缺报的月份。")
        return
    missing = trace.missing()
    if not missing:
        show_note("应报的县区已报齐各月。")
        return
    lacking, _ = counted_reports(sum(len(lacks) for _, lacks in missing), trace.indicator)
    listed = "、".join(
        f"{context.tree.label(region.code)}（{months_listed(lacks)}）"
        for region, lacks in missing[:_NAMED]
    )
    more = "等" if len(missing) > _NAMED else ""
    show_note(f"{counted(len(missing), LEAVES)}共缺 {lacking}：{listed}{more}。")
    address = page_address("governance", context.view, report=reports_of(trace.amount)[0])
    show_html(f'<p class="section-subtitle">{traced("查看报送情况和催报清单", address)}</p>')


def _show_refused(context: PageContext, trace: Trace) -> None:
    asked = refused(trace, everything=is_everything(context))
    found = context.session.rows(asked.query, **asked.parameters, most=_LISTED, skip=0)
    if not found:
        show_note("没有拒收的行。")
        return
    title = "拒收的行"
    rows = [
        table_row(
            f"{row['source_file']} 第 {row['source_row']:,} 行",
            row["region_code"] or "",
            row["month"] or "",
            _column(trace, row["column_name"]),
            row["value"] or "",
            row["message_zh"],
            row["do_zh"],
            numbers=(),
        )
        for row in found
    ]
    names = ("地区代码", "月份", "列", "值", "原因", "怎么改")
    show_html(table_html(title, table_heads("拒收的行", *names, numbers=()), rows))
    _say_rest(found[0]["total"], "全部在数据治理页的退回清单中")


def _show_corrected(context: PageContext, trace: Trace) -> None:
    asked = corrections(trace)
    if asked is None:
        return
    found = context.session.rows(asked.query, **asked.parameters, most=_LISTED, skip=0)
    if not found:
        return
    title = "被更新的文件更正的值"
    rows = [
        table_row(
            f"{context.tree.label(row['region_code'])} {row['month']:%Y-%m}",
            _column(trace, row["column_name"]),
            row["old_value"] or "",
            f"{row['old_file']} 第 {row['old_row']:,} 行",
            row["new_value"] or "",
            f"{row['source_file']} 第 {row['source_row']:,} 行",
            numbers=(),
        )
        for row in found
    ]
    names = ("列", "原值（不再计入）", "原来的行", "现值（计入）", "现在的行")
    show_html(table_html(title, table_heads("被更正的值", *names, numbers=()), rows))
    _say_rest(found[0]["total"], "全部在更正清单文件中")


def _show_identical(context: PageContext, trace: Trace) -> None:
    """Rows that say the same as another count once: where both stand."""
    asked = identical(trace)
    found = context.session.rows(asked.query, **asked.parameters, most=_LISTED, skip=0)
    if not found:
        return
    title = "完全重复，计一次"
    rows = [
        table_row(
            f"{row['source_file']} 第 {row['source_row']:,} 行",
            context.tree.label(row["region_code"]),
            f"{row['month']:%Y-%m}" if row["month"] else "",
            f"{row['kept_file']} 第 {row['kept_row']:,} 行",
            numbers=(),
        )
        for row in found
    ]
    names = ("地区", "月份", "与它相同、已计入的行")
    show_html(table_html(title, table_heads(title, *names, numbers=()), rows))
    _say_rest(found[0]["total"], "各文件的重复行数见构建报告")


def _say_rest(total: int, where: str) -> None:
    if total > _LISTED:
        st.caption(f"只列前 {_LISTED} 处，共 {total:,} 处；{where}。")


def _column(trace: Trace, name: str | None) -> str:
    """A column of the export by its title."""
    field = load_contracts()[trace.export].by_name.get(name or "")
    return field.title if field else name or ""
