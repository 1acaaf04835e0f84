"""What the tests of this folder share: a build, tables, and reading a file back as a spreadsheet
would."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import openpyxl
import pyarrow as pa

from dashboard.exports.table import Column, Table, batches_of
from dashboard.exports.writers import find_writer


class Build(NamedTuple):
    build_id: str
    demonstration: bool


BUILD = Build("20261122T070000-abc123", True)
TEXT = Column("text", "文本", "text")


def table_of(
    columns: Sequence[Column],
    rows: Sequence[dict[str, Any]],
    build: Build = BUILD,
    **said: Any,
) -> Table:
    """A table of rows."""
    return Table(
        "广东省",
        "名单",
        "2026年",
        columns,
        len(rows),
        lambda: batches_of(columns, rows),
        build,
        **said,
    )


def table_of_batches(
    columns: Sequence[Column], batches: Iterable[pa.RecordBatch], build: Build = BUILD
) -> Table:
    """A table of batches."""
    every = list(batches)
    rows = sum(batch.num_rows for batch in every)
    return Table("广东省", "名单", "2026年", columns, rows, lambda: every, build)


def batch(**columns: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def written(table: Table, code: str = "csv") -> bytes:
    """The file of a table in a format."""
    return b"".join(find_writer(code).pieces(table))


def records(file: bytes) -> list[list[str]]:
    """Every record with its header; the byte-order mark must be there."""
    assert file.startswith(b"\xef\xbb\xbf")
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def dictionaries(file: bytes) -> list[dict[str, str]]:
    header, *rest = records(file)
    return [dict(zip(header, record, strict=True)) for record in rest]


def of_table(table: Table) -> list[dict[str, str]]:
    """The records of a table's CSV."""
    return dictionaries(written(table))


def workbook(file: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def sheets(file: bytes) -> dict[str, list[list[Any]]]:
    """The values of every sheet of a workbook by its name."""
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in workbook(file).worksheets
    }
