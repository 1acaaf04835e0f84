"""The list of refused rows that can be sent back to whoever exported: by reason, and whole."""

from pathlib import Path

import duckdb

from dashboard.guard import guarded_sql
from dashboard.pipeline.report import Report
from dashboard.pipeline.staging import template
from dashboard.settings import Home

# A spreadsheet takes 1,048,576 rows, the headers among them.
SHEET_ROWS = 1_000_000
# File and row in one number, as refused_parts.sql writes it.
_PLACE = "(r.file_id::bigint * 4294967296 + r.row_number)"
# The text of the lists; each goes through the guard against formulas.
_GUARDED = {
    "guarded_path": "f.path",
    "guarded_region_code": "r.region_code",
    "guarded_month": "r.month",
    "guarded_row_key": "r.row_key",
    "guarded_column_name": "r.column_name",
    "guarded_value": "r.value",
    "guarded_other_value": "r.other_value",
    "guarded_message_zh": "r.message_zh",
    "guarded_do_zh": "r.do_zh",
    "guarded_message": "min(r.message_zh)",
    "guarded_examples": "array_to_string(list_sort(list_distinct(min(r.value, 5))), '；')",
    "guarded_first_path": "arg_min(f.path, (r.file_id, r.row_number))",
}
# The byte-order mark, by which Excel knows UTF-8, stands before the first header.
_MARK = "\ufeff"


def list_refused(connection: duckdb.DuckDBPyConnection, home: Home, report: Report) -> None:
    """Writes the refused rows beside the builds, if there are any.

    ``<id>.refused-reasons.csv`` has one line a table, column and reason, with examples;
    ``<id>.refused.csv`` one line a fault. Of more than a spreadsheet takes there are several
    (``<id>.refused-2.csv``), and all of them in ``<id>.refused.parquet``.
    """
    if not report.refused_rows:
        return
    stem = home.builds / report.build_id
    reasons = Path(f"{stem}.refused-reasons.csv")
    _write_csv(connection, "refused_reasons", reasons, "表")
    report.refused_reasons_file = str(reasons)
    ends = _ends_of_parts(connection)
    begin = 0
    for number, end in enumerate(ends, start=1):
        part = Path(f"{stem}.refused{f'-{number}' if number > 1 else ''}.csv")
        _write_csv(connection, "refused_rows", part, "文件", _between(begin, end))
        report.refused_rows_files.append(str(part))
        begin = end
    if len(ends) > 1:
        whole = f"{stem}.refused.parquet"
        connection.execute(
            "copy (select f.path, r.* exclude (file_id) from refused as r "
            "inner join files as f on r.file_id = f.file_id) to $target (format parquet)",
            {"target": whole},
        )
        report.refused_rows_files.append(whole)


def _write_csv(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    target: Path,
    first_header: str,
    between: str = "true",
) -> None:
    query = template(name).format(
        first_header=f'"{_MARK}{first_header}"',
        between=between,
        **{name: guarded_sql(text) for name, text in _GUARDED.items()},
    )
    connection.execute(f"copy ({query}) to $target (format csv, header)", {"target": str(target)})


def _ends_of_parts(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The place of the last fault of each part; the faults of one row stay together."""
    rows = connection.execute(template("refused_parts"), {"sheet_rows": SHEET_ROWS}).fetchall()
    return [place for (place,) in rows]


def _between(begin: int, end: int) -> str:
    """Numbers of ours, written out: ``copy`` takes no parameters in its query."""
    return f"{_PLACE} > {begin:d} and {_PLACE} <= {end:d}"
