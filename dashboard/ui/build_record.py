"""The record of a build: refused rows, remarks, and its exports."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.completeness import latest_months
from dashboard.contracts import load_contracts
from dashboard.identity_words import IdentityKind, identity_words
from dashboard.indicators import format_share
from dashboard.marts import mart_contract, mart_names
from dashboard.systems import OTHER_MEASURES
from dashboard.ui.context import PageContext
from dashboard.ui.governance_files import (
    download_corrections,
    download_findings,
    download_refused,
)
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_note, show_title
from dashboard.ui.table_parts import table_heads, table_html, table_row

_GRADES = {"held": "经确认后发布", "remark": "提示"}


def is_everything(context: PageContext) -> bool:
    """Whether the view is of the whole department, and includes rows without a known region."""
    return context.view.region.code == context.tree.root.code


def refused_rows(context: PageContext) -> list[dict[str, Any]]:
    """One row an export and reason, of the view's region and all regions below it."""
    return context.session.rows(
        "refused_reasons", region=context.view.region.code, everything=is_everything(context)
    )


def show_refused(context: PageContext) -> None:
    """Refused rows by export and reason, with the list to send back as a file."""
    found = refused_rows(context)
    region = context.view.region
    show_title("拒收的行", f"{region.title}，本数据版本的全部月份；每行至少有一处不合要求")
    if not found:
        st.caption("没有拒收的行。")
        return
    rows = [
        table_row(
            _export_title(row["table_name"]),
            row["message"],
            f"{row['path']} 第 {row['row_number']:,} 行",
            row["remedy"],
            numbers=[f"{row['refused_rows']:,}", f"{row['refused_values']:,}"],
        )
        for row in found
    ]
    heads = table_heads("导出", "原因", "例", "怎么改", numbers=("行数", "处数"))
    show_html(table_html("拒收的行", heads, rows))
    asked = {"region": region.code, "everything": is_everything(context)}
    download_refused(context, sum(row["refused_values"] for row in found), asked)


def show_remarks(context: PageContext) -> None:
    """The build's remarks, and the findings that were accepted before it was published."""
    found = context.session.rows(
        "build_remarks", region=context.view.region.code, everything=is_everything(context)
    )
    show_title("值得核对的情况", f"{context.view.region.title}，建立数据版本时发现；不影响入库")
    if not found:
        st.caption("没有需要核对的情况。")
        return
    rows = [
        table_row(
            _export_title(row["table_name"]),
            _GRADES[row["grade"]],
            row["message"],
            numbers=[f"{row['findings']:,}"],
        )
        for row in found
    ]
    heads = table_heads("导出", "级别", "情况（例）", numbers=["处数"])
    show_html(table_html("值得核对的情况", heads, rows))
    asked = {"region": context.view.region.code, "everything": is_everything(context)}
    download_findings(context, sum(row["findings"] for row in found), _GRADES, asked)


def show_build_note(context: PageContext) -> None:
    """The steward's line on what is new in the build."""
    if context.build.note:
        show_note(f"本版说明：{context.build.note}")


def show_exports(context: PageContext) -> None:
    """One row an export of the build: rows read, kept, refused, identical, superseded. Shown only
    for the whole department."""
    if not is_everything(context):
        return
    fields = ("files", "read", "kept", "refused", "identical", "superseded", "recoded")
    rows, latest = [], _latest_months(context)
    for row in context.session.rows("build_exports"):
        taken = format_share(row["kept"], row["read"]) if row["read"] else "—"
        month = latest.get(row["table_name"])
        numbers = [f"{row[field]:,}" for field in fields]
        numbers += [taken, f"{month:%Y-%m}" if month else "—"]
        rows.append(table_row(_export_title(row["table_name"]), row["first_file"], numbers=numbers))
    heads = ("文件数", "读入", "入库", "拒收", "重复", "被更正", "旧码转入", "入库率", "最新月份")
    absent = [_export_title(name) for name in sorted(context.build.tables_absent)]
    title = "各导出的去向"
    said = "行数；读入 = 入库 + 拒收 + 重复 + 被更正"
    show_title(title, said + (f"；本版没有：{'、'.join(absent)}" if absent else ""))
    show_html(table_html(title, table_heads("导出", "文件（首个）", numbers=heads), rows))


def _latest_months(context: PageContext) -> dict[str, date]:
    """The last month that anybody has reported, by export; without registries."""
    found: dict[str, date] = {}
    for source, month in latest_months(context.session).items():
        contract = mart_contract(source if source in mart_names() else OTHER_MEASURES)
        if contract.time != "deltas":
            found[contract.export] = max(month, found.get(contract.export, month))
    return found


def show_corrections(context: PageContext) -> None:
    """Values that newer files corrected, by export. Shown only for the whole department."""
    if not is_everything(context):
        return
    found = context.session.rows("build_correction_counts")
    show_title("被更正的值", "较新的文件对同一条记录另有说法的，以较新的为准")
    if not found:
        st.caption("没有被更正的值。")
        return
    rows = [
        table_row(
            _export_title(row["table_name"]),
            row["example"],
            numbers=[f"{row['corrected_values']:,}"],
        )
        for row in found
    ]
    show_html(table_html("被更正的值", table_heads("导出", "例", numbers=["处数"]), rows))
    download_corrections(context, sum(row["corrected_values"] for row in found))


def show_identities(context: PageContext) -> None:
    """The sums that the build checked on what it wrote. Shown only for the whole department."""
    if not is_everything(context):
        return
    found = context.session.rows("build_identities")
    failed = sum(row["failed"] for row in found)
    checked = sum(row["checked"] for row in found)
    title = "合计核对：" + (f"{failed:,} 项不符" if failed else f"{checked:,} 项全部相符")
    show_title(title, "建立数据版本时对写成的数据逐项核对，有不符的不发布")
    rows = []
    for row in found:
        zh, _ = identity_words(IdentityKind(row["kind"]), row["mart"])
        rows.append(table_row(zh, numbers=[f"{row['checked']:,}", f"{row['failed']:,}"]))
    show_html(
        table_html("合计核对", table_heads("核对内容", numbers=["项数", "不符"]), rows, (), "short")
    )


def _export_title(table: str | None) -> str:
    """The title of an export; 本版 for what belongs to no export."""
    if table is None:
        return "本版"
    contract = load_contracts().get(table)
    return contract.title if contract else table
