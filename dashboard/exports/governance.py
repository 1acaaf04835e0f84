"""The files of the page on data governance: who sent what, whom to remind, what was refused."""

from collections.abc import Iterable

from dashboard.exports.columns import Build, Column
from dashboard.exports.csv_files import table_csv
from dashboard.exports.late import months_listed
from dashboard.monthly_reports import Missing, Sent, share
from dashboard.regions import RegionTree

_WHO = (
    Column("expected", "应报县区", "units expected"),
    Column("reported_all", "报全县区", "units that reported every month"),
    Column("reported_some", "缺月县区", "units that reported some months"),
    Column("reported_none", "未报县区", "units that reported no month"),
    Column("months_expected", "应报县区月数", "unit months expected"),
    Column("months_reported", "已报县区月数", "unit months reported"),
    Column("share", "完整率（%）", "completeness (%)"),
)
_REPORTS = (
    Column("region_code", "区划代码", "region code"),
    Column("region", "地区", "region"),
    Column("report_code", "报表代码", "report code"),
    Column("report", "报表", "report"),
    Column("system", "业务", "line of work"),
    Column("months", "应报月份", "months expected"),
    *_WHO,
    Column("latest", "最新月份", "latest month"),
)
_MISSING = (
    Column("region_code", "区划代码", "region code"),
    Column("region", "地区", "region"),
    Column("above", "上级地区", "regions above"),
    Column("report", "报表", "report"),
    Column("system", "业务", "line of work"),
    Column("year", "年度", "year"),
    Column("expected", "应报月数", "months expected"),
    Column("lacks", "缺报月份", "months missing"),
)
REFUSED = (
    Column("path", "文件", "file"),
    Column("row_number", "行号", "row"),
    Column("table_name", "表", "table"),
    Column("region_code", "行政区划代码", "region code"),
    Column("month", "月份", "month"),
    Column("row_key", "主键", "key"),
    Column("column_name", "列", "column"),
    Column("value", "值", "value"),
    Column("other_value", "冲突的另一值", "conflicting value"),
    Column("reason", "原因代码", "reason code"),
    Column("message_zh", "原因", "reason"),
    Column("do_zh", "今后怎么改", "what to do"),
)


def reports_csv(sent: Iterable[Sent], *, build: Build) -> bytes:
    """One record a region and report: who sent it for the months expected."""
    rows = (
        {
            "region_code": region.code,
            "region": region.name,
            "report_code": report.code,
            "report": report.name,
            "system": report.system,
            "months": months_listed(report.months),
            "expected": who.expected,
            "reported_all": who.all,
            "reported_some": who.some,
            "reported_none": who.none,
            "months_expected": who.months_expected,
            "months_reported": who.months,
            "share": share(who),
            "latest": report.latest,
        }
        for region, report, who in sent
    )
    return table_csv(_REPORTS, rows, build=build)


def missing_csv(missing: Iterable[Missing], year: int, *, tree: RegionTree, build: Build) -> bytes:
    """One record a leaf region and report that it did not send for every month, to remind it."""
    rows = (
        {
            "region_code": one.region.code,
            "region": one.region.name,
            "above": "".join(step.name for step in tree.full_path(one.region.code)[1:-1]),
            "report": one.report.name,
            "system": one.report.system,
            "year": year,
            "expected": len(one.report.months),
            "lacks": months_listed(one.lacks),
        }
        for one in missing
    )
    return table_csv(_MISSING, rows, build=build)
