"""From exports to a published build, or to the reasons why there is none."""

import os
import platform
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

import dashboard
from dashboard.build import problems
from dashboard.build.codes import RegionCodes
from dashboard.build.discovery import Discovery, discover
from dashboard.build.duplicates import settle_duplicates
from dashboard.build.files import OpenedFile, group_files, open_files, sha256, stamp
from dashboard.build.identities import Identity
from dashboard.build.ingest import Plan, create_facts, load_group, plan_group
from dashboard.build.marts import build_marts
from dashboard.build.outliers import warn
from dashboard.build.parallel import side_by_side
from dashboard.build.problems import BuildRefusedError, Problem
from dashboard.build.publish import building_alone, clean_up, new_build_id, publish, remove
from dashboard.build.records import count_outcomes, finish_records, keep_refused, write_files
from dashboard.build.reference_tables import begin_with_reference
from dashboard.build.registries import note_absent_columns, note_complete_registries
from dashboard.build.report import FileReport, Report, TableReport
from dashboard.build.staging import insert_rows, statements
from dashboard.build.values import Judge
from dashboard.contracts import load_contracts
from dashboard.regions import RegionTree
from dashboard.settings import REFERENCE, Home

REFUSED_SHARE = 0.05

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Facts need no order, and keeping one costs a third of the time.
    "preserve_insertion_order": False,
    # Of the two lanes (parallel.py) each works along; so many besides keep all cores busy.
    "threads": max(1, (os.cpu_count() or 2) - 1),
    # Enough for the largest sums. DuckDB would take nearly all there is, to keep what it wrote.
    "memory_limit": f"{200 * max(2, os.cpu_count() or 2)}MB",
    # Nobody reads the file before it is published, and then it is put on the disk whole.
    "fsync_mode": "NONE",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come: ``share`` from 0 to 1, and what it does now."""

    share: float
    message_zh: str
    message_en: str


def build(
    home: Home,
    *,
    exports: Path | None = None,
    accept_refused: bool = False,
    today: date | None = None,
    reference: Path = REFERENCE,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Report:
    """Builds from the exports folder (``home.exports`` unless given) and publishes.

    Rows are checked against ``today`` (the day of the build) and the regions of ``reference``.
    More than 5 % of a table's rows refused refuses the build, unless ``accept_refused``.

    Raises BuildRefusedError where the exports can't be published as they are and
    BuildRunningError (one of them) where another build holds the lock; what was published stays
    as it was. ``on_progress`` is called by the thread that called this.
    """
    started = time.monotonic()
    now = datetime.now().astimezone()
    with building_alone(home):
        clean_up(home)
        folder = exports or home.exports
        report = Report(new_build_id(now), str(folder), now.isoformat(timespec="seconds"))
        report.versions = {
            "dashboard": dashboard.__version__,
            "duckdb": duckdb.__version__,
            "python": platform.python_version(),
        }
        run = _Run(home, folder, report, today or now.date(), reference, on_progress)
        try:
            run.read()
            run.judge(accept_refused)
            run.finish()
            report.seconds = round(time.monotonic() - started, 2)
            report.published = True
            publish(home, run.building, report.build_id, report.as_json())
        except BuildRefusedError as refused:
            report.problems = refused.problems
            report.published = False
            report.seconds = round(time.monotonic() - started, 2)
            keep_refused(home, report)
            refused.report = report
            raise
        finally:
            run.close()
    on_progress(Progress(1.0, "已发布", "Published"))
    return report


class _Run:
    """One build on its way; the file ``building`` is its only trace until it is published."""

    def __init__(
        self,
        home: Home,
        folder: Path,
        report: Report,
        today: date,
        reference: Path,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self.home = home
        self.folder = folder
        self.report = report
        self.today = today
        self.reference = reference
        self.on_progress = on_progress
        self.contracts = load_contracts()
        self.building = home.builds / f"{report.build_id}.duckdb.building"
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.opened: list[OpenedFile] = []

    def read(self) -> None:
        """Every table's files to facts and refused rows."""
        self._say(0.0, "正在查看导出文件", "Looking at the exports")
        found = discover(self.folder, self.contracts)
        self.report.files_ignored = found.ignored
        self.report.tables = [
            TableReport(contract.name, contract.title) for contract in self.contracts.values()
        ]
        if not found.files:
            raise BuildRefusedError([problems.no_exports(str(self.folder))])
        begin_with_reference(self.home, self.reference, self.building)
        self.connection = connection = duckdb.connect(str(self.building), config=_CONFIG)
        for statement in statements("create_records"):
            connection.execute(statement)
        with ThreadPoolExecutor(1) as beside:
            tree = beside.submit(RegionTree.load, self.reference / "regions.csv")
            plans = self._plan(connection, found)
            hashes = {one.file_id: beside.submit(sha256, one.file.full_path) for one in self.opened}
            codes = RegionCodes(tree.result())
            self._read_tables(connection, plans, codes)
            self._record_files(connection, plans, hashes)

    def _read_tables(
        self,
        connection: duckdb.DuckDBPyConnection,
        plans: dict[str, list[Plan]],
        codes: RegionCodes,
    ) -> None:
        judge = Judge(codes, self.today)

        def read_table(cursor: duckdb.DuckDBPyConnection, table: TableReport) -> None:
            contract = self.contracts[table.table]
            create_facts(cursor, contract)
            for plan in plans[table.table]:
                load_group(cursor, contract, plan, judge, self.today)
            settled = settle_duplicates(cursor, contract, codes.merged)
            count_outcomes(cursor, table, settled)
            warn(cursor, contract)
            note_absent_columns(cursor, contract, plans[table.table])
            note_complete_registries(cursor, contract, plans[table.table])

        def size(table: TableReport) -> int:
            return sum(one.bytes for plan in plans[table.table] for one in plan.group.files)

        # The largest first, the small ones beside them: both lanes end about together.
        tables = sorted(self.report.tables, key=size, reverse=True)
        with side_by_side(connection, read_table, tables) as read:
            for number, table in enumerate(tables):
                self._say(
                    0.05 + 0.6 * number / len(tables),
                    f"正在读取{table.title}",
                    f"Reading {table.table}",
                )
                read[number].result()

    def judge(self, accept_refused: bool) -> None:
        """Refuses the build where too much of a table was refused."""
        too_many = [
            problems.too_many_refused(
                table.table, table.title, table.refused, table.read, REFUSED_SHARE
            )
            for table in self.report.tables
            if table.refused > REFUSED_SHARE * table.read
        ]
        assert self.connection is not None
        finish_records(self.connection, self.home, self.report)
        if too_many and not accept_refused:
            raise BuildRefusedError(too_many)

    def finish(self) -> None:
        """Marts, sums that must hold, and the file closed, whole."""
        assert self.connection is not None
        self._say(0.65, "正在汇总", "Making the marts")
        identities = [self._rows_counted(), *build_marts(self.connection)]
        self.report.identities = [
            {"name": one.name, "checked": one.checked, "failed": one.failed} for one in identities
        ]
        insert_rows(self.connection, "identities", [one[:3] for one in identities])
        if failed := [one for one in identities if one.failed]:
            raise BuildRefusedError([problems.failed_identity(one) for one in failed])
        self._say(0.95, "正在发布", "Publishing")
        self.connection.close()
        self.connection = None

    def close(self) -> None:
        """Removes what is left of the build; nothing is, once it has been published."""
        if self.connection is not None:
            self.connection.close()
        for suffix in ("", ".wal"):
            remove(self.building.with_name(self.building.name + suffix))
        shutil.rmtree(self.building.with_name(f"{self.building.name}.tmp"), ignore_errors=True)

    def _plan(
        self, connection: duckdb.DuckDBPyConnection, found: Discovery
    ) -> dict[str, list[Plan]]:
        self.opened, wrong = open_files(connection, found.files)
        plans: dict[str, list[Plan]] = {table: [] for table in self.contracts}
        for group in group_files(self.opened):
            plan, faults = plan_group(connection, self.contracts[group.table], group)
            wrong += faults
            if plan:
                plans[group.table].append(plan)
        if wrong:
            raise BuildRefusedError(wrong)
        return plans

    def _record_files(
        self,
        connection: duckdb.DuckDBPyConnection,
        plans: dict[str, list[Plan]],
        hashes: dict[int, Future[str]],
    ) -> None:
        changed: list[Problem] = []
        by_table = {table.table: table for table in self.report.tables}
        for plan in (plan for planned in plans.values() for plan in planned):
            for one in plan.group.files:
                try:
                    digest = hashes[one.file_id].result()
                    steady = stamp(one.file.full_path) == one.stamp
                except OSError:
                    digest, steady = "", False
                if not steady:
                    changed.append(problems.changed(one.file.table, one.file.path))
                by_table[plan.group.table].files.append(
                    FileReport(
                        file_id=one.file_id,
                        path=one.file.path,
                        sha256=digest,
                        bytes=one.bytes,
                        rows=one.rows,
                        writer=one.writer,
                        demonstration=one.demonstration,
                        columns_ignored=plan.ignored,
                    )
                )
        for table in self.report.tables:
            table.files.sort(key=lambda file: file.file_id)
            table.read = sum(file.rows for file in table.files)
        self.report.demonstration = any(one.demonstration for one in self.opened)
        write_files(connection, self.report)
        if changed:
            raise BuildRefusedError(changed)

    def _rows_counted(self) -> Identity:
        """Every row read is kept, refused, repeated or superseded, and counted once."""
        off = sum(
            table.read != table.kept + table.refused + table.duplicate + table.superseded
            for table in self.report.tables
        )
        return Identity("every row read is accounted for", len(self.report.tables), off)

    def _say(self, share: float, zh: str, en: str) -> None:
        self.on_progress(Progress(share, zh, en))
