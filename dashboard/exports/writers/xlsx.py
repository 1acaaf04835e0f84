"""XLSX for Excel and WPS: codes stay text, dates are dates, and a sheet says what the table is.

XlsxWriter writes one row after the other to the disk, so memory stays the same whatever the rows.
Text is written as text: a formula among it is never run, and needs no mark in front.
"""

import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.table import SHEET_ROWS, Column, Kind, Language, Table
from dashboard.exports.writers import Writer

_PIECE = 262_144  # bytes
# So many rows are Python's values at a time, in a few megabytes.
_SLICE = 2_000
# A spreadsheet keeps 15 digits of a number; one of more stays whole as text.
_MOST_DIGITS = 15
# In UTF-16 units; of a longer text the beginning is kept, and the notes say so.
_LONGEST_TEXT = 32_767
# The number that a spreadsheet counts 1970-01-01 as. Before March 1900 its calendar is wrong.
_EPOCH, _FIRST_DAY = 25_569, 61
_NARROWEST, _WIDEST = 8, 44
_FORMATS: dict[Kind, str] = {
    "text": "",
    "code": "@",
    "plain": "0",
    "whole": "#,##0",
    "number": "#,##0",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "yes_no": "",
}
_FRACTION = "#,##0.00"
_SHEETS: dict[Language, tuple[str, str]] = {"zh": ("数据", "说明"), "en": ("Data", "Notes")}

Put = Callable[[int, int, Any], object]


def xlsx_pieces(table: Table, sheet_rows: int = SHEET_ROWS) -> Iterator[bytes]:
    """The file once it is whole: a format with its directory at the end can't be had before."""
    with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
        path = Path(folder) / "table.xlsx"
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        _Book(Workbook(str(path), options), table, sheet_rows - 1).write()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


class _Book:
    """A workbook on its way: sheets of ``most`` rows below the headings, and one of notes."""

    def __init__(self, workbook: Workbook, table: Table, most: int) -> None:
        self._workbook, self._table, self._most = workbook, table, most
        self._columns = table.every_column
        self._heading = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self._formats = {
            code: workbook.add_format({"num_format": code})
            for code in {*_FORMATS.values(), _FRACTION}
            if code
        }
        self._sheets: list[Worksheet] = []
        self._widths = [_width(heading) / 2 + 2 for heading in table.headings]
        self._cut = False

    def write(self) -> None:
        self._workbook.set_properties({"title": self._table.full_title})
        sheet, row = self._next_sheet(), 1
        for arrays in self._table.arrays():
            first, count = 0, len(arrays[0])
            while first < count:
                if row > self._most:
                    sheet, row = self._next_sheet(), 1
                taken = min(_SLICE, count - first, self._most - row + 1)
                self._write_rows(sheet, row, [array.slice(first, taken) for array in arrays])
                first, row = first + taken, row + taken
        for sheet in self._sheets:
            for at, width in enumerate(self._widths):
                sheet.set_column(at, at, min(max(width, _NARROWEST), _WIDEST))
        self._write_notes()
        self._workbook.close()

    def _next_sheet(self) -> Worksheet:
        name, number = _SHEETS[self._table.language][0], len(self._sheets) + 1
        if self._table.rows > self._most:
            sheets = -(-self._table.rows // self._most)
            of = f"（共 {sheets} 张）" if self._table.language == "zh" else f" of {sheets}"
            name = f"{name} {number}{of}"
        sheet = self._workbook.add_worksheet(name)
        self._sheets.append(sheet)
        for at, heading in enumerate(self._table.headings):
            sheet.write_string(0, at, heading, self._heading)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        # Codes are text on purpose.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def _write_rows(self, sheet: Worksheet, row: int, arrays: Sequence[pa.Array]) -> None:
        columns = [
            _values(array, column) for array, column in zip(arrays, self._columns, strict=True)
        ]
        if row == 1 and len(self._sheets) == 1:
            self._measure(columns)
        puts = [self._put(sheet, column) for column in self._columns]
        for offset, cells in enumerate(zip(*columns, strict=True), start=row):
            for at, (put, cell) in enumerate(zip(puts, cells, strict=True)):
                if cell is not None:
                    put(offset, at, cell)

    def _put(self, sheet: Worksheet, column: Column) -> Put:
        """Writes one value of a column in its format; text as text whatever the column."""
        shape = self._formats.get(_FORMATS[column.kind])
        fraction = self._formats[_FRACTION]
        changes = column.kind in ("number", "text")

        def put(row: int, at: int, value: Any) -> None:
            if isinstance(value, str):
                self._put_text(sheet, row, at, value, shape if column.kind == "code" else None)
            elif changes:
                whole = isinstance(value, int) or value.is_integer()
                sheet.write_number(row, at, value, self._formats["#,##0"] if whole else fraction)
            else:
                sheet.write_number(row, at, value, shape)

        return put

    def _put_text(self, sheet: Worksheet, row: int, at: int, text: str, shape: Any) -> None:
        if len(text) > _LONGEST_TEXT // 2:
            units = text.encode("utf-16-le")
            if len(units) > 2 * _LONGEST_TEXT:
                text = units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
                self._cut = True
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take it for its own markup.
            sheet.write_rich_string(row, at, text[:1], self._workbook.add_format(), text[1:])
        else:
            sheet.write_string(row, at, text, shape)

    def _measure(self, columns: Sequence[Sequence[Any]]) -> None:
        """Makes each column as wide as what stands in its first rows."""
        for at, cells in enumerate(columns):
            shown = max((_width(_text(cell)) for cell in cells[:200]), default=0)
            self._widths[at] = max(self._widths[at], shown + 2)

    def _write_notes(self) -> None:
        notes = self._table.all_notes()
        chinese = self._table.language == "zh"
        if len(self._sheets) > 1:
            count, most = len(self._sheets), self._most
            said = f"分成 {count} 张，每张最多 {most:,} 行，顺序相接"
            notes.append(
                ("工作表", said) if chinese else ("sheets", f"{count}, {most:,} rows at most each")
            )
        if self._cut:
            said = f"超过 {_LONGEST_TEXT:,} 字的只留开头，全文在 CSV 中"
            notes.append(
                ("过长文字", said) if chinese else ("long texts", "cut here, whole in the CSV")
            )
        sheet = self._workbook.add_worksheet(_SHEETS[self._table.language][1])
        wrapped = self._workbook.add_format({"text_wrap": True, "valign": "top"})
        bold = self._workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        for row, (label, text) in enumerate(notes):
            self._put_text(sheet, row, 0, label, bold)
            self._put_text(sheet, row, 1, text, wrapped)


def _values(array: pa.Array, column: Column) -> list[Any]:
    """Python's values: text, or numbers that a spreadsheet keeps whole; a date is its number."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        words = array.dictionary.to_pylist()
        return [None if at is None else words[at] for at in array.indices.to_pylist()]
    if pa.types.is_date(kind):
        days = array.cast(pa.date32()).cast(pa.int32()).to_pylist()
        return [
            _day(day, text) for day, text in zip_longest(days, array.cast("string").to_pylist())
        ]
    if pa.types.is_timestamp(kind):
        return [None if v is None else v.isoformat(sep=" ") for v in array.to_pylist()]
    if pa.types.is_decimal(kind):
        return [_exact(value) for value in array.to_pylist()]
    if pa.types.is_integer(kind):
        return [_exact(value) for value in array.to_pylist()]
    return array.to_pylist()


def _day(day: int | None, text: str | None) -> int | str | None:
    return text if day is None or day + _EPOCH < _FIRST_DAY else day + _EPOCH


def _exact(value: Any) -> Any:
    """A number, or its digits as text where a spreadsheet would lose some."""
    if value is None:
        return None
    if len(str(value).lstrip("-").replace(".", "")) > _MOST_DIGITS:
        return str(value)
    return value if isinstance(value, int) else float(value)


def _text(cell: Any) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else f"{cell:,.2f}"


def _width(text: str) -> int:
    """About how wide a text is, in digits: a Chinese character takes two."""
    first = text[: 2 * _WIDEST]
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in first)


WRITER = Writer(
    "XLSX",
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    xlsx_pieces,
    is_compressed=True,
    splits=True,
)
