"""Published figures beside the dashboard's own, as a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from dashboard.exports.columns import REGION
from dashboard.exports.table import Build, Column, Note, Table, batches_of
from dashboard.published_figure import Document
from dashboard.regions import RegionTree
from dashboard.systems import Catalogue
from dashboard.verdicts import RULES, Reconciliation

_BASES = {"in_period": "期间数", "cumulative": "累计数", "snapshot": "时点数"}
_COLUMNS = (
    Column("document", "文件编号", "document", kind="code"),
    Column("title", "文件", "title"),
    Column("published_on", "公开日期", "published on", kind="date"),
    *REGION,
    Column("inferred", "地区为推断", "region inferred", kind="yes_no"),
    Column("when", "期间", "period"),
    Column("from_month", "起始月", "first month", kind="month"),
    Column("to_month", "截止月", "last month", kind="month"),
    Column("basis", "口径", "basis", names=_BASES),
    Column("system", "业务", "line of work"),
    Column("indicator", "指标代码", "indicator code", kind="code"),
    Column("subject", "内容", "subject"),
    Column("words", "公开数原文", "as published"),
    Column("value", "公开数", "published", kind="number"),
    Column("own", "看板数", "own", kind="number"),
    Column("unit", "计量单位", "unit"),
    Column("difference", "差额", "difference", kind="number"),
    Column("share", "差幅", "difference in percent", kind="number", unit="%"),
    Column("verdict", "结论", "verdict"),
    Column("reason", "说明", "reason"),
)


def published_table(
    found: Sequence[Reconciliation],
    documents: Mapping[str, Document],
    *,
    region: str,
    tree: RegionTree,
    catalogue: Catalogue,
    build: Build,
    filters: str = "",
) -> Table:
    """One row a published figure, in the order given; ``filters`` is what they are limited to."""

    systems = catalogue.systems

    def row(one: Reconciliation) -> Mapping[str, Any]:
        figure, document = one.figure, documents[one.figure.document]
        return {
            "document": figure.document,
            "title": document.title,
            "published_on": document.published,
            "region_code": figure.region_code,
            "region": tree[figure.region_code].title,
            "inferred": figure.inferred,
            "when": figure.when,
            "from_month": figure.first,
            "to_month": figure.last,
            "basis": figure.basis,
            "system": systems[one.system].name if one.system else None,
            "indicator": one.indicator.code if one.indicator else None,
            "subject": one.subject,
            "words": figure.words,
            "value": figure.value,
            "own": one.own,
            "unit": figure.unit,
            "difference": one.difference,
            "share": one.share,
            "verdict": str(one.verdict),
            "reason": one.reason,
        }

    def made() -> Iterator[pa.RecordBatch]:
        return batches_of(_COLUMNS, map(row, found))

    def notes() -> list[Note]:
        return [(f"结论：{word}", rule) for word, rule in RULES]

    return Table(
        region, "公开数据对账", "", _COLUMNS, len(found), made, build, filters=filters, notes=notes
    )
