"""The rows that a figure counts, as a table: what each counts, where in the exports it stands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import pyarrow as pa

from dashboard.exports.columns import dimension_column, region_columns
from dashboard.exports.details import BuildInfo
from dashboard.exports.table import Column, Note, Table
from dashboard.figure_words import filter_words
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import CategoryFilter
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.systems import Catalogue

# What decided whether a unit of a registry counts.
STATES: dict[str, str | None] = {
    "counted": "计入",
    "not_yet": "期末尚未到",
    "closed": "期末已撤销",
    "replaced": "已有更新的状态",
    "done": "期末已完成",
    "done_in_time": "按期完成，未曾逾期",
    "no_date": "没有日期",
    "not_done": "缺此项",
    "lacks": "缺此项",
    "not_said": "未填报",
    "unrated": "未定级，不要求",
    "no_ceremony": "非公祭场所，不要求",
    "other_tier": "不是延伸站点",
    "no_station": "没有站点",
}
_SOURCE = (
    Column("source_file", "来源文件", "source file"),
    Column("source_row", "来源行号", "source row", kind="plain"),
    Column("sha256", "文件校验值（SHA-256）", "file checksum (SHA-256)", kind="code"),
)


class Traced(Protocol):
    """As much of a figure that is followed home (provenance.Trace) as a table of its rows needs.
    ``ground`` is what they are (provenance.Ground)."""

    indicator: Indicator
    amount: Indicator
    code: str
    period: Period
    limits: CategoryFilter

    @property
    def ground(self) -> str: ...

    @property
    def export_title(self) -> str: ...


def row_columns(trace: Traced, catalogue: Catalogue) -> list[Column]:
    """What its rows say, between where they lie and where they stand in the exports."""
    amount = trace.amount
    value = Column("value", amount.name, "value that counts", kind="number", unit=amount.unit)
    reported = Column("reported_region_code", "报送时代码", "code reported", kind="code")
    state = Column("state", "是否计入", "whether it counts", names=STATES)
    unit = [
        Column("unit_id", "编号", "id", kind="code"),
        Column("name", "名称", "name"),
    ]
    dimensions = [
        dimension_column(one, one, catalogue) for one in mart_contract(amount.mart).dimensions
    ]
    match trace.ground:
        case "months":
            month = Column("month", "月份", "month", kind="month")
            return [month, *dimensions, value, reported]
        case "registry":
            return [*unit, *dimensions, state, value, reported]
        case "to_cover":
            return [Column("year", "年份", "year", kind="plain"), value]
        case "counties":
            return unit
    return [
        *unit,
        state,
        Column("stations", "在用站点数", "open stations", kind="whole"),
        Column("station_id", "站点编号", "station id", kind="code"),
    ]


def provenance_table(
    trace: Traced,
    rows: int,
    batches: Callable[[], Iterable[pa.RecordBatch]],
    *,
    tree: RegionTree,
    catalogue: Catalogue,
    build: BuildInfo,
    search: str = "",
    state: str = "",
) -> Table:
    """One row a row of an export that counts, or a unit that does or does not; ``search`` and
    ``state`` are what they are limited to, in words."""

    def notes() -> Sequence[Note]:
        figure = f"{trace.indicator.name}：{trace.amount.name}"
        said = [("数字", figure), ("导出", trace.export_title)]
        return [*said, *((name, text) for name, text in limited if text)]

    limited = (("范围", state), ("查找", search))
    columns = [*region_columns(tree), *row_columns(trace, catalogue), *_SOURCE]
    return Table(
        region=tree[trace.code].title,
        title=f"{trace.amount.name}溯源",
        period=trace.period.label,
        columns=columns,
        rows=rows,
        batches=batches,
        build=build,
        filters=filter_words(trace.limits),
        notes=notes,
    )
