"""Tables as workbooks: the same cells as the CSV, codes as text, dates as dates, further sheets."""

import csv
import datetime
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from dashboard.exports.table import Column, Table
from dashboard.exports.writers.xlsx import xlsx_pieces
from dashboard.guard import guard
from tests.exports.support import (
    BUILD,
    TEXT,
    batch,
    records,
    sheets,
    table_of,
    table_of_batches,
    workbook,
    written,
)

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
COLUMNS = [
    Column("code", "编号", "code", kind="code"),
    Column("text", "文本", "text"),
    Column("whole", "整数", "whole", kind="whole"),
    Column("rate", "率", "rate", kind="number"),
    Column("on", "日期", "on", kind="date"),
    Column("month", "月份", "month", kind="month"),
    Column("yes", "是否", "yes", kind="yes_no"),
]
plain = st.characters(exclude_characters="\r", exclude_categories=["Cs"])
# A workbook keeps no lone carriage return, as XML does not.
awkward = st.text(
    st.sampled_from([*"=+-@＝\t\n \u3000\u200b\ufeff\x00\x1f\ufffe\",;1A北<>&'_x0041_r/"]),
    max_size=8,
)
texts = st.one_of(st.none(), awkward, st.text(plain, max_size=9))
days = st.one_of(st.none(), st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)))
rows = st.fixed_dictionaries(
    {
        "code": st.one_of(st.none(), st.from_regex(r"[0-9]{1,18}", fullmatch=True)),
        "text": texts,
        "whole": st.one_of(st.none(), st.integers(-(2**60), 2**60)),
        "rate": st.one_of(st.none(), st.floats(-1e12, 1e12), st.just(float("nan"))),
        "on": days,
        "month": days,
        "yes": st.one_of(st.none(), st.booleans()),
    }
)


def as_in_csv(value: Any) -> str:
    """A cell of a workbook as the CSV would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    # openpyxl leaves the standard's escapes of control characters as they are.
    return guard(unescape(value)) if isinstance(value, str) else str(value)


@settings(max_examples=20)
@given(st.lists(rows, max_size=12))
def test_a_workbook_and_a_csv_hold_the_same_table(made: list[dict[str, Any]]) -> None:
    table = table_of(COLUMNS, made)
    head, *cells = records(written(table))
    first, *values = next(iter(sheets(written(table, "xlsx")).values()))
    assert first == head
    assert len(values) == len(cells) == len(made)
    for record, row in zip(cells, values, strict=True):
        for column, written_as, value in zip(table.every_column, record, row, strict=True):
            if column.kind == "number" and written_as:
                # A workbook is written with 16 digits.
                assert value == pytest.approx(float(written_as), rel=1e-15)
            elif column.kind == "whole":
                assert written_as == ("" if value is None else str(value))
            else:
                assert as_in_csv(value) == written_as, column.name


def test_codes_are_text_dates_are_dates_and_numbers_have_formats() -> None:
    row = {
        "code": "440103001001",
        "text": "=1+1",
        "whole": 12345,
        "rate": 0.125,
        "on": datetime.date(2026, 10, 1),
        "month": datetime.date(2026, 10, 1),
        "yes": True,
    }
    sheet = workbook(written(table_of(COLUMNS, [row]), "xlsx")).worksheets[0]
    cells = {column.name: sheet.cell(2, at) for at, column in enumerate(COLUMNS, start=1)}
    assert (cells["code"].value, cells["code"].number_format) == ("440103001001", "@")
    assert (cells["text"].value, cells["text"].data_type) == ("=1+1", "s")
    assert (cells["whole"].value, cells["whole"].number_format) == (12345, "#,##0")
    assert (cells["rate"].value, cells["rate"].number_format) == (0.125, "#,##0.00")
    assert cells["on"].value == cells["month"].value == datetime.datetime(2026, 10, 1)
    assert (cells["on"].number_format, cells["month"].number_format) == ("yyyy-mm-dd", "yyyy-mm")
    assert cells["yes"].value == "是"
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(1, 1).font.bold
    assert 8 <= sheet.column_dimensions["A"].width <= 44


def test_a_number_that_a_spreadsheet_would_round_is_text() -> None:
    made = batch(
        text=pa.array([Decimal("1234567890123456.78"), Decimal("3.50")], pa.decimal128(18, 2))
    )
    values = sheets(written(table_of_batches([TEXT], [made]), "xlsx"))["数据"]
    assert [row[0] for row in values] == ["文本", "1234567890123456.78", 3.5]


def test_a_day_before_the_calendar_of_spreadsheets_is_text() -> None:
    table = table_of([COLUMNS[4]], [{"on": datetime.date(1899, 5, 4)}])
    assert sheets(written(table, "xlsx"))["数据"][1][0] == "1899-05-04"


def test_a_sheet_says_what_the_table_is() -> None:
    table = table_of([TEXT], [{"text": "甲"}], filters="应急救助", notes=lambda: [("=每行", "=1")])
    assert sheets(written(table, "xlsx"))["说明"] == [list(note) for note in table.all_notes()]
    english = table_of([TEXT], [], language="en")
    assert list(sheets(written(english, "xlsx"))) == ["Data", "Notes"]


@pytest.mark.parametrize(
    ("count", "names"), [(6, ["数据"]), (7, ["数据 1（共 2 张）", "数据 2（共 2 张）"])]
)
def test_more_rows_than_a_sheet_holds_go_on_further_sheets(count: int, names: list[str]) -> None:
    whole = batch(text=pa.array([f"站{n}" for n in range(count)]))
    table = table_of_batches([TEXT], [whole.slice(0, 4), whole.slice(4)])
    found = sheets(b"".join(xlsx_pieces(table, sheet_rows=7)))
    assert list(found) == [*names, "说明"]
    texts = []
    for name in names:
        head, *values = found[name]
        assert head == table.headings
        assert len(values) <= 6
        texts += [row[0] for row in values]
    assert texts == [f"站{n}" for n in range(count)]
    split = dict(found["说明"]).get("工作表")
    assert split == (None if count == 6 else "分成 2 张，每张最多 6 行，顺序相接")


def test_a_text_without_end_is_cut_and_said() -> None:
    table = table_of([TEXT], [{"text": "长" * 40_000}, {"text": "😀" * 20_000}])
    found = sheets(written(table, "xlsx"))
    assert [len(row[0].encode("utf-16-le")) // 2 for row in found["数据"][1:]] == [32_767, 32_767]
    assert dict(found["说明"])["过长文字"] == "超过 32,767 字的只留开头，全文在 CSV 中"


def test_a_file_given_up_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def batches():
        yield batch(text=pa.array(["甲"] * 5_000))
        raise RuntimeError("given up")

    table = Table("广东省", "名单", "2026年", [TEXT], 5_000, batches, BUILD)
    with pytest.raises(RuntimeError, match="given up"):
        written(table, "xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    row = {
        "code": "440103001001",
        "text": "=1+1",
        "whole": 12345,
        "rate": 0.125,
        "on": datetime.date(2026, 10, 1),
        "month": datetime.date(2026, 10, 1),
        "yes": True,
    }
    path = tmp_path / "table.xlsx"
    path.write_bytes(written(table_of(COLUMNS, [row]), "xlsx"))
    convert = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    convert += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir"]
    subprocess.run([*convert, str(tmp_path), str(path)], check=True, timeout=240)
    found = list(csv.reader((tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()))
    assert found[0] == table_of(COLUMNS, []).headings
    assert found[1][:7] == [
        "440103001001",
        "=1+1",
        "12,345",
        "0.13",
        "2026-10-01",
        "2026-10",
        "是",
    ]
