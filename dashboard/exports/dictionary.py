"""The dictionary as a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from dashboard.dictionary import Entry
from dashboard.exports.table import Build, Column, Table, batches_of

_COLUMNS = (
    Column("system", "业务", "line of work"),
    Column("code", "指标代码", "indicator code"),
    Column("name", "指标名称", "indicator"),
    Column("name_en", "英文名称", "name in English"),
    Column("definition", "口径", "definition"),
    Column("formula", "计算", "formula"),
    Column("unit", "单位", "unit"),
    Column("polarity", "好坏", "polarity"),
    Column("basis", "期间", "basis"),
    Column("rank_from", "参加排名的最小分母", "smallest denominator that is ranked", kind="number"),
    Column("source", "来源", "source"),
    Column("columns", "来源列", "source columns"),
    Column("why_it_matters", "为什么看", "why it matters"),
    Column("owner", "责任处室", "owner"),
    Column("published", "公开数据项数", "published figures", kind="whole"),
    Column("reviewed_on", "口径修订", "definition reviewed on", kind="date"),
)


# Beside them where any has one.
_TARGET = Column("target", "目标", "target")


def dictionary_table(
    entries: Sequence[Entry], *, region: str, build: Build, searched: str = ""
) -> Table:
    """One row an indicator, in the order given; ``searched`` is what was searched for in them."""

    columns = (*_COLUMNS, _TARGET) if any(entry.target for entry in entries) else _COLUMNS

    def row(entry: Entry) -> Mapping[str, Any]:
        return {
            "system": entry.system.name,
            "code": entry.indicator.code,
            "name": entry.indicator.name,
            "name_en": entry.indicator.name_en,
            "definition": entry.indicator.definition,
            "formula": entry.formula,
            "unit": entry.indicator.unit,
            "polarity": entry.facts["好坏"],
            "basis": entry.facts["期间"],
            "rank_from": entry.indicator.rank_from if entry.indicator.is_rate else None,
            "source": entry.indicator.source,
            "columns": "；".join(entry.sources),
            "target": entry.target or None,
            "why_it_matters": entry.indicator.why_it_matters,
            "owner": entry.indicator.owner,
            "published": entry.published,
            "reviewed_on": entry.indicator.reviewed_on,
        }

    def made() -> Iterator[pa.RecordBatch]:
        return batches_of(columns, map(row, entries))

    return Table(region, "指标字典", "", columns, len(entries), made, build, filters=searched)
