"""What two builds differ in, as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.build_comparison import BuildComparison, Moved, export_title
from dashboard.exports.columns import REGION
from dashboard.exports.table import Build, Column, Table, batches_of
from dashboard.regions import RegionTree

# How a file differs, in words.
FILE_KINDS = {"new": "新增", "changed": "更改", "gone": "不见了"}
_COLUMNS = (
    *REGION,
    Column("export", "导出", "export"),
    Column("measure", "数据代码", "measure code"),
    Column("name", "数据", "measure"),
    Column("unit", "单位", "unit"),
    Column("year", "年份", "year", kind="plain"),
    Column("before", "前一版", "build before", kind="number"),
    Column("after", "后一版", "build after", kind="number"),
    Column("difference", "差", "difference", kind="number"),
    Column("share", "变动", "difference (%)", kind="number", unit="%"),
    Column("files", "涉及的文件", "files"),
)


def file_words(compared: BuildComparison, table: str, most: int | None = None) -> str:
    """The files of an export that differ: 更改 relief.parquet; of many the first ``most``."""
    files = compared.files_of(table)
    said = "、".join(f"{FILE_KINDS[one.kind]} {one.path}" for one in files[:most])
    return f"{said} 等 {len(files):,} 个文件" if most and len(files) > most else said


def versions_table(
    compared: BuildComparison,
    *,
    moved: Sequence[Moved],
    before: str,
    region: str,
    tree: RegionTree,
    build: Build,
    note: str = "",
) -> Table:
    """One row a region, measure and year that differs, in the order given. ``before`` is the id of
    the build that ``build`` is held against; ``note`` stands in the name (待发布)."""
    files = {table: file_words(compared, table) for table in {one.table for one in moved}}

    def row(one: Moved) -> Mapping[str, Any]:
        return {
            "region_code": one.region_code,
            "region": tree[one.region_code].name,
            "export": export_title(one.table),
            "measure": one.measure,
            "name": one.name,
            "unit": one.unit,
            "year": one.year,
            "before": one.before,
            "after": one.after,
            "difference": one.difference,
            "share": None if one.share is None else one.share * 100,
            "files": files[one.table],
        }

    return Table(
        region,
        "版本对比",
        "",
        _COLUMNS,
        len(moved),
        lambda: batches_of(_COLUMNS, map(row, moved)),
        build,
        filters=note,
        notes=lambda: [("前一版", before)],
    )
