"""The history of regions' codes and ground as a file."""

from collections.abc import Iterable

from dashboard.exports.columns import Build, Column
from dashboard.exports.csv_files import table_csv
from dashboard.region_history import HistoryEntry
from dashboard.regions import RegionTree

_COLUMNS = (
    Column("year", "年份", "year"),
    Column("month", "月份", "month"),
    Column("kind", "变动", "change"),
    Column("old_code", "原代码", "old code"),
    Column("old_name", "原名称", "old name"),
    Column("new_code", "新代码", "new code"),
    Column("new_name", "新名称", "new name"),
    Column("share", "占原地区比重（%）", "share of the old region (%)"),
    Column("how", "依据和方式", "how"),
    Column("today", "今日地区", "region of today"),
    Column("mapped", "历史数据", "earlier data"),
)


def region_history_csv(entries: Iterable[HistoryEntry], *, tree: RegionTree, build: Build) -> bytes:
    """One record a change, in the order given."""
    rows = (
        {
            "year": entry.change.year,
            "month": entry.change.month,
            "kind": entry.kind,
            "old_code": entry.change.old_code,
            "old_name": entry.change.old_name,
            "new_code": entry.change.new_code,
            "new_name": entry.change.new_name,
            "share": None if entry.change.share is None else entry.change.share * 100,
            "how": entry.change.how,
            "today": "、".join(tree.whole[code].name for code in dict.fromkeys(entry.today)),
            "mapped": entry.mapped,
        }
        for entry in entries
    )
    return table_csv(_COLUMNS, rows, build=build)
