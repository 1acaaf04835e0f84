"""The history of regions' codes and ground as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.exports.table import Build, Column, Table, batches_of
from dashboard.region_history import HistoryEntry
from dashboard.regions import RegionTree

_COLUMNS = (
    Column("year", "年份", "year", kind="plain"),
    Column("month", "月份", "month", kind="plain"),
    Column("kind", "变动", "change"),
    Column("old_code", "原代码", "old code", kind="code"),
    Column("old_name", "原名称", "old name"),
    Column("new_code", "新代码", "new code", kind="code"),
    Column("new_name", "新名称", "new name"),
    Column("share", "占原地区比重", "share of the old region (%)", kind="number", unit="%"),
    Column("how", "依据和方式", "how"),
    Column("today", "今日地区", "region of today"),
    Column("mapped", "历史数据", "earlier data"),
)


def region_history_table(
    entries: Sequence[HistoryEntry],
    *,
    region: str,
    tree: RegionTree,
    build: Build,
    through: int,
    searched: str = "",
) -> Table:
    """One row a change up to the year ``through``, in the order given; ``searched`` is what was
    searched for in them."""

    def row(entry: HistoryEntry) -> Mapping[str, Any]:
        return {
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

    return Table(
        region,
        "区划沿革",
        f"2000–{through}年",
        _COLUMNS,
        len(entries),
        lambda: batches_of(_COLUMNS, map(row, entries)),
        build,
        filters=searched,
    )
