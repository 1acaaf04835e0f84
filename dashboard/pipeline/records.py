"""The build's own record: its files, what became of their rows, and what it reaches."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import duckdb

from dashboard.contracts import load_contracts
from dashboard.guard import guarded_sql
from dashboard.marts import build_format
from dashboard.pipeline.duplicates import Settled
from dashboard.pipeline.findings import Finding, finding, keep_findings, kept_findings
from dashboard.pipeline.ingest import Plan
from dashboard.pipeline.publish import write_text
from dashboard.pipeline.reasons import Grade
from dashboard.pipeline.report import FileReport, Report, TableReport
from dashboard.pipeline.staging import has_old_codes, insert_rows, template
from dashboard.settings import Home

# So many refused values, and remarks of each reason and table, stand in the report; all of them
# are in the build.
LISTED = 20


def file_reports(plans: Iterable[Plan]) -> list[FileReport]:
    """The reports of a table's files; what becomes of their rows is counted later."""
    reports = [
        FileReport(
            file_id=one.file_id,
            path=one.file.path,
            sha256="",
            bytes=one.bytes,
            rows=one.rows,
            writer=one.writer,
            demonstration=one.demonstration,
            columns_ignored=plan.ignored,
        )
        for plan in plans
        for one in plan.group.files
    ]
    return sorted(reports, key=lambda file: file.file_id)


def count_outcomes(
    connection: duckdb.DuckDBPyConnection, table: TableReport, settled: Settled
) -> None:
    """Counts what became of a table's rows, file by file; ``settled`` are those whose key was not
    their own."""
    facts = f"facts_{table.table}"
    old_codes = "count(reported_region_code)" if has_old_codes(connection, facts) else "0"
    outcomes = template("outcomes").format(facts=facts, old_codes=old_codes)
    counted = {
        file_id: counts
        for file_id, *counts in connection.execute(outcomes, {"table_name": table.table}).fetchall()
    }
    for file in table.files:
        file.kept, recoded, file.refused = counted.get(file.file_id, (0, 0, 0))
        file.identical = settled.identical[file.file_id]
        file.superseded = settled.superseded[file.file_id]
        file.added = file.kept - settled.known[file.file_id]
        file.won = settled.won[file.file_id]
        table.recoded += recoded
    for outcome in ("kept", "refused", "identical", "superseded"):
        setattr(table, outcome, sum(getattr(file, outcome) for file in table.files))


def write_files(connection: duckdb.DuckDBPyConnection, report: Report) -> None:
    """One row of ``files`` a file of the report."""
    rows = [
        (f.file_id, t.table, f.path, f.sha256, f.bytes, f.rows, f.writer, f.demonstration)
        for t in report.tables
        for f in t.files
    ]
    insert_rows(connection, "files", rows)


def finish_records(connection: duckdb.DuckDBPyConnection, report: Report) -> None:
    """Completes the report from the rows read, and writes the build's record."""
    outcomes = ("read", "kept", "refused", "identical", "superseded", "recoded")
    insert_rows(
        connection,
        "row_counts",
        [(t.table, outcome, getattr(t, outcome)) for t in report.tables for outcome in outcomes],
    )
    for table in report.tables:
        named = {"table_name": table.table}
        table.refused_by_reason = dict(
            connection.execute(
                "select reason, count(*) from refused where table_name = $table_name "
                "group by reason order by count(*) desc, reason",
                named,
            ).fetchall()
        )
    if any(table.refused_by_reason for table in report.tables):
        report.refused_rows = _dictionaries(
            connection,
            "select f.path, r.* exclude (file_id) from refused as r "
            "inner join files as f on r.file_id = f.file_id "
            "order by f.file_id, r.row_number, r.column_name limit $most",
            {"most": LISTED},
        )
    report.data_from, report.data_through = _reach(connection, report)
    said = {
        "format": build_format(),
        "build_id": report.build_id,
        "built_at": report.built_at,
        "data_from": report.data_from,
        "data_through": report.data_through,
        "demonstration": str(report.demonstration).lower(),
        "versions": json.dumps(report.versions),
        "tables_absent": json.dumps(report.tables_absent),
        "note": report.note,
    }
    insert_rows(connection, "build_info", list(said.items()))


def settle_held(
    connection: duckdb.DuckDBPyConnection, report: Report, accept: Collection[str]
) -> list[Finding]:
    """Sorts what the build is held for into what the steward accepts, and what not, which it
    returns; completes the report's remarks and writes what was accepted into the build."""
    held = kept_findings(connection, Grade.HELD)
    taken = [one for one in held if {one.reason, one.acceptance} & set(accept)]
    report.accepted = [replace(one, accepted=True) for one in taken]
    used = {name for one in taken for name in (one.reason, one.acceptance)}
    unused = [finding("accept_not_needed", value=name) for name in accept if name not in used]
    keep_findings(connection, unused)
    report.remarks = kept_findings(connection, Grade.REMARK, each=LISTED)
    report.remark_counts = _dictionaries(
        connection,
        "select table_name as table, reason, count(*) as count from findings "
        "where grade = $grade group by table_name, reason order by table_name, reason",
        {"grade": Grade.REMARK.value},
    )
    accepted = [{"acceptance": one.acceptance, "zh": one.seen_zh} for one in taken]
    insert_rows(connection, "build_info", [("accepted", json.dumps(accepted, ensure_ascii=False))])
    return [one for one in held if one not in taken]


def keep_refused(home: Home, report: Report) -> None:
    """Leaves the report of a refused build beside the builds, until the next build begins."""
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    write_text(home.builds / f"{report.build_id}.json", text)


def list_corrections(connection: duckdb.DuckDBPyConnection, home: Home, report: Report) -> None:
    """Lists all values that newer files corrected in ``<build id>.corrections.csv`` beside the
    builds, if there are any."""
    report.corrections = _dictionaries(
        connection,
        "select f.path, c.* exclude (file_id, old_file_id) from corrections as c "
        "inner join files as f on c.file_id = f.file_id "
        "order by c.table_name, c.file_id, c.row_number, c.column_name limit $most",
        {"most": LISTED},
    )
    if not report.corrections:
        return
    target = home.builds / f"{report.build_id}.corrections.csv"
    listed = template("corrected_values").format(
        first_header='"\ufeff表"',
        guarded_key=guarded_sql("c.key"),
        guarded_old_value=guarded_sql("c.old_value"),
        guarded_new_value=guarded_sql("c.new_value"),
        guarded_path=guarded_sql("n.path"),
        guarded_old_path=guarded_sql("o.path"),
    )
    connection.execute(f"copy ({listed}) to $target (format csv, header)", {"target": str(target)})
    report.corrections_file = str(target)


def _reach(connection: duckdb.DuckDBPyConnection, report: Report) -> tuple[str, str]:
    """The first and last month that a monthly export reaches; with none, the build's month."""
    contracts = load_contracts()
    months: list[str] = []
    for table in report.tables:
        if table.kept and contracts[table.table].month:
            row = connection.execute(
                f"select min(month)::varchar, max(month)::varchar from facts_{table.table}"  # noqa: S608 - the name is a contract's
            ).fetchone()
            months += row or ()
    built = f"{report.built_at[:8]}01"
    return min(months, default=built), max(months, default=built)


def _dictionaries(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    result = connection.execute(query, parameters)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
