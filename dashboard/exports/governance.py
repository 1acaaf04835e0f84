"""The tables of the page on data governance: who sent what, whom to remind, what was refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa

from dashboard.exports.columns import REGION, REPORTING, names_above, reporting_fields
from dashboard.exports.details import BuildInfo
from dashboard.exports.late import months_listed
from dashboard.exports.table import Build, Column, Table, batches_of
from dashboard.monthly_reports import Missing, Sent, share
from dashboard.periods import Period
from dashboard.regions import RegionTree

_PLEASE = (
    "请补报",
    "以下各表所列月份没有收到，请补报；已经报送的，请核对行政区划代码和月份后重新导出。",
)
_REPORTS = (
    *REGION,
    Column("report_code", "报表代码", "report code"),
    Column("report", "报表", "report"),
    Column("system", "业务", "line of work"),
    Column("months", "应报月份", "months expected"),
    *REPORTING,
    Column("share", "完整率", "completeness (%)", kind="number", unit="%"),
    Column("latest", "最新月份", "latest month", kind="month"),
)
_MISSING = (
    *REGION,
    Column("above", "上级地区", "regions above"),
    Column("report", "报表", "report"),
    Column("system", "业务", "line of work"),
    Column("year", "年", "year", kind="plain"),
    Column("expected", "应报月数", "months expected", kind="whole"),
    Column("lacks", "缺报月份", "months missing"),
    Column("missing", "缺报月数", "number of months missing", kind="whole"),
    Column("last", "最近一次上报", "last month sent", kind="month"),
)
_FINDINGS = (
    Column("grade", "级别", "grade"),
    Column("table_name", "表", "table"),
    Column("path", "文件", "file"),
    Column("row_number", "行号", "row", kind="plain"),
    Column("region_code", "行政区划代码", "region code", kind="code"),
    Column("month", "月份", "month", kind="month"),
    Column("column_name", "列", "column"),
    Column("value", "值", "value"),
    Column("row_count", "涉及行数", "rows", kind="whole"),
    Column("reason", "原因代码", "reason code"),
    Column("message_zh", "情况和处理", "what was found, and what to do"),
)
_CORRECTIONS = (
    Column("table_name", "表", "table"),
    Column("key", "主键", "key"),
    Column("column_name", "列", "column"),
    Column("old_value", "原值", "old value"),
    Column("new_value", "新值", "new value"),
    Column("path", "新文件", "new file"),
    Column("row_number", "新行号", "new row", kind="plain"),
    Column("old_path", "原文件", "old file"),
    Column("old_row_number", "原行号", "old row", kind="plain"),
)
_REFUSED = (
    Column("path", "文件", "file"),
    Column("row_number", "行号", "row", kind="plain"),
    Column("table_name", "表", "table"),
    Column("region_code", "行政区划代码", "region code", kind="code"),
    Column("month", "月份", "month"),
    Column("row_key", "主键", "key"),
    Column("column_name", "列", "column"),
    Column("value", "值", "value"),
    Column("other_value", "冲突的另一值", "conflicting value"),
    Column("reason", "原因代码", "reason code"),
    Column("message_zh", "原因", "reason"),
    Column("do_zh", "今后怎么改", "what to do"),
)


def reports_table(
    sent: Sequence[Sent], *, region: str, title: str, period: str, build: Build
) -> Table:
    """One row a region and report: who sent it for the months expected."""

    def row(one: Sent) -> Mapping[str, Any]:
        place, report, who = one
        return {
            "region_code": place.code,
            "region": place.name,
            "report_code": report.code,
            "report": report.name,
            "system": report.system,
            "months": months_listed(report.months),
            **reporting_fields(who),
            "share": share(who),
            "latest": report.latest,
        }

    rows = len(sent)
    return Table(
        region, title, period, _REPORTS, rows, lambda: batches_of(_REPORTS, map(row, sent)), build
    )


def missing_table(
    missing: Sequence[Missing], *, region: str, period: Period, tree: RegionTree, build: Build
) -> Table:
    """One row a leaf region and report that it did not send for every month, to remind it. In a
    package every leaf region has a file of its own."""

    def row(one: Missing) -> Mapping[str, Any]:
        return {
            "region_code": one.region.code,
            "region": one.region.name,
            "above": names_above(tree, one.region.code),
            "report": one.report.name,
            "system": one.report.system,
            "year": period.year,
            "expected": len(one.report.months),
            "lacks": months_listed(one.lacks),
            "missing": len(one.lacks),
            "last": one.last,
        }

    def batches() -> Iterator[pa.RecordBatch]:
        for _, of_region in groupby(missing, lambda one: one.region.code):
            yield from batches_of(_MISSING, map(row, of_region))

    return Table(
        region,
        "催报清单",
        period.label,
        _MISSING,
        len(missing),
        batches,
        build,
        notes=lambda: [_PLEASE],
        split_by=("region_code", "region"),
    )


def refused_table(
    rows: int,
    batches: Callable[[], Iterable[pa.RecordBatch]],
    *,
    region: str,
    build: BuildInfo,
) -> Table:
    """One row a refused value, to be sent back to whoever exported."""
    return Table(region, "退回清单", _until(build), _REFUSED, rows, batches, build)


def findings_table(
    findings: Sequence[Mapping[str, Any]],
    *,
    grades: Mapping[str, str],
    region: str,
    build: BuildInfo,
) -> Table:
    """One row a remark, and a finding that was accepted before the build was published; ``grades``
    are the names of both."""
    rows = [{**one, "grade": grades[one["grade"]]} for one in findings]
    return Table(
        region,
        "核对清单",
        _until(build),
        _FINDINGS,
        len(rows),
        lambda: batches_of(_FINDINGS, rows),
        build,
    )


def corrections_table(
    rows: int,
    batches: Callable[[], Iterable[pa.RecordBatch]],
    *,
    region: str,
    build: BuildInfo,
) -> Table:
    """One row a value that a newer file corrected."""
    return Table(region, "更正清单", _until(build), _CORRECTIONS, rows, batches, build)


def _until(build: BuildInfo) -> str:
    return f"截至{build.data_through.year}年{build.data_through.month}月"
