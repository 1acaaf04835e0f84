"""From exports to a published build, or to the reasons why there is none."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

import dashboard
from dashboard.contracts import load_contracts
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.comparison import compare_in_full, compared_with_published
from dashboard.pipeline.department import now_on_clock, own_region, read_department, region_codes
from dashboard.pipeline.discovery import Discovery, discover, printable_path, utf8_path
from dashboard.pipeline.duplicates import settle_duplicates
from dashboard.pipeline.environment import (
    answering_for_the_machine,
    naming_errors_of_our_own,
)
from dashboard.pipeline.files import (
    OpenedFile,
    changed,
    examine_bytes,
    group_files,
    open_files,
    page_chunks,
    unreadable,
)
from dashboard.pipeline.findings import (
    BuildRefusedError,
    EnvironmentRefusedError,
    Finding,
    finding,
    keep_findings,
    kept_findings,
)
from dashboard.pipeline.identities import rows_accounted
from dashboard.pipeline.ingest import create_facts, load_group, taking_no_files_word
from dashboard.pipeline.outliers import warn
from dashboard.pipeline.own_region import record_own_region
from dashboard.pipeline.parallel import side_by_side
from dashboard.pipeline.placed_files import demonstration_mixed, place_files
from dashboard.pipeline.plans import Plan, plan_group
from dashboard.pipeline.provenance import build_traced_marts
from dashboard.pipeline.publish import (
    building_alone,
    clean_up,
    keep_waiting,
    new_build_id,
    publish,
    remove,
)
from dashboard.pipeline.reasons import Grade
from dashboard.pipeline.records import (
    count_outcomes,
    file_reports,
    finish_records,
    keep_refused,
    list_corrections,
    settle_held,
    write_files,
)
from dashboard.pipeline.reference_tables import begin_with_reference
from dashboard.pipeline.refused_list import list_refused
from dashboard.pipeline.registries import note_absent_columns, note_complete
from dashboard.pipeline.remapped_codes import remapped_codes
from dashboard.pipeline.report import Report, TableReport
from dashboard.pipeline.review import review, too_little_kept
from dashboard.pipeline.settled_months import record_settled_months
from dashboard.pipeline.staging import insert_rows, statements
from dashboard.pipeline.targets import build_targets
from dashboard.pipeline.values import ValueParser
from dashboard.regions import RegionTree
from dashboard.rules import rules
from dashboard.settings import REFERENCE, Home

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Facts need no order, and keeping one costs a third of the time.
    "preserve_insertion_order": False,
    # Enough for the largest sums. DuckDB would take nearly all there is, to keep what it wrote.
    "memory_limit": f"{200 * max(2, os.cpu_count() or 2)}MB",
    # Nobody reads the file before it is published, and then it is put on the disk whole.
    "fsync_mode": "NONE",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


# DuckDB takes what follows a question mark for parameters, and a backslash for a separator.
_NOT_IN_PATHS = "?" if os.sep == "\\" else "?\\"


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
    accept: Collection[str] = (),
    check: bool = False,
    note: str = "",
    today: date | None = None,
    reference: Path = REFERENCE,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Report:
    """Builds from the exports folder (``home.exports`` unless given) and publishes.

    With ``check`` the build is not published: it is compared in full with the published one
    (Report.comparison) and waits (publish.keep_waiting). ``note`` is a line by the steward.

    Rows are checked against ``today`` (the day of the build on the department's clock) and the
    regions of ``reference``. ``accept`` are the held findings that the steward says yes to:
    ``CODE``, or ``CODE:TABLE`` for one table's.

    Raises BuildRefusedError where the exports can't be published as they are or are held,
    BuildRunningError (one of them) where another build holds the lock, and EnvironmentRefusedError
    (one of them, too) where the machine prevents it; what was published stays as it was.
    ``on_progress`` is called by the thread that called this.
    """
    started = time.monotonic()
    now = now_on_clock(home.settings)
    if wrong := [c for c in str(home.builds) if c in _NOT_IN_PATHS or not utf8_path(Path(c))]:
        named = {"path": printable_path(home.builds), "value": printable_path(wrong[0])}
        raise EnvironmentRefusedError([finding("home_name", **named)])
    with answering_for_the_machine(home.builds), building_alone(home):
        clean_up(home)
        folder = exports or home.exports
        report = Report(
            new_build_id(home, now), printable_path(folder), now.isoformat(timespec="seconds")
        )
        report.note = note
        report.versions = {
            "dashboard": dashboard.__version__,
            "duckdb": duckdb.__version__,
            "python": platform.python_version(),
        }
        run = _Run(home, folder, report, today or now.date(), reference, on_progress)
        try:
            with naming_errors_of_our_own(home.builds):
                run.read()
                run.make()
                run.judge(accept, check=check)
            report.seconds = round(time.monotonic() - started, 2)
            report.published, report.waiting = not check, check
            keep = keep_waiting if check else publish
            keep(home, run.building, report.build_id, report.as_json())
        except BuildRefusedError as refused:
            report.problems = refused.problems
            report.published = report.waiting = False
            report.seconds = round(time.monotonic() - started, 2)
            keep_refused(home, report)
            refused.report = report
            raise
        finally:
            run.close()
    on_progress(Progress(1.0, "已建成，待发布" if check else "已发布", "Made"))
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
        rules()  # a wrong rules.yml ends the build here: no page could open with it
        self.building = home.builds / f"{report.build_id}.duckdb.building"
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.opened: list[OpenedFile] = []

    def read(self) -> None:
        """Every table's files to facts and refused rows."""
        self._say(0.0, "正在查看导出文件", "Looking at the exports")
        self.department = read_department(self.home.settings)
        found = discover(self.folder, self.contracts)
        self.report.files_ignored = found.ignored
        self.report.remarks = [one for one in found.findings if one.grade is Grade.REMARK]
        refused = [one for one in found.findings if one.grade is Grade.REFUSED]
        self.report.tables = [
            TableReport(contract.name, contract.title, optional=contract.optional)
            for contract in self.contracts.values()
        ]
        if not found.files:
            folder = printable_path(self.folder)
            raise BuildRefusedError(refused or [finding("no_exports", folder=folder)])
        begin_with_reference(self.home, self.reference, self.building)
        self.connection = connection = duckdb.connect(str(self.building), config=_CONFIG)
        for statement in statements("create_records"):
            connection.execute(statement)
        keep_findings(connection, self.report.remarks)
        with ThreadPoolExecutor(1) as beside:
            tree = beside.submit(RegionTree.load, self.reference / "regions.csv")
            plans = self._plan(connection, found, refused)
            chunks = page_chunks(connection, self.opened)
            examined = {
                one.file_id: beside.submit(examine_bytes, one, chunks.get(one.file_id, ()))
                for one in self.opened
            }
            self.tree = tree.result()
            codes = region_codes(self.tree, self.department, self.home.settings)
            self._read_tables(connection, plans, codes)
            self._record_files(connection, examined)

    def _read_tables(
        self,
        connection: duckdb.DuckDBPyConnection,
        plans: dict[str, list[Plan]],
        codes: RegionCodes,
    ) -> None:
        judge = ValueParser(codes, self.today)
        placed = place_files(connection, self.contracts, self.opened, self.today)

        def read_table(cursor: duckdb.DuckDBPyConnection, table: TableReport) -> None:
            contract = self.contracts[table.table]
            create_facts(cursor, contract)
            if not plans[table.table]:
                return
            named = {"table": table.table, "title": table.title}
            with naming_errors_of_our_own(self.home.builds, **named):
                for plan in plans[table.table]:
                    load_group(cursor, contract, plan, judge, self.today)
                files = placed[table.table]
                remapped = remapped_codes(cursor, contract, self.tree, codes, files)
                settled = settle_duplicates(cursor, contract, sorted(codes.apart), files)
                keep_findings(cursor, [*remapped, *settled.findings])
                count_outcomes(cursor, table, settled)
                self._find_miscounted(table)
                warn(cursor, contract)
                note_absent_columns(cursor, contract, plans[table.table])
                keep_findings(cursor, note_complete(cursor, contract, plans[table.table]))

        def size(table: TableReport) -> int:
            return sum(one.bytes for plan in plans[table.table] for one in plan.group.files)

        # The largest first, the small ones beside them: both lanes end about together.
        tables = sorted(self.report.tables, key=size, reverse=True)
        with (
            taking_no_files_word(connection),
            side_by_side(connection, read_table, tables) as read,
        ):
            for number, table in enumerate(tables):
                self._say(
                    0.05 + 0.6 * number / len(tables),
                    f"正在读取{table.title}",
                    f"Reading {table.table}",
                )
                read[number].result()

    def _find_miscounted(self, table: TableReport) -> None:
        """Raises BuildRefusedError for files that have other rows than their footers say."""
        off = {file.file_id for file in table.files if file.unaccounted}
        if off and (found := unreadable([one for one in self.opened if one.file_id in off])):
            raise BuildRefusedError(found)

    def make(self) -> None:
        """Marts, and sums that must hold.

        Raises BuildRefusedError where something read can't be published whatever is accepted.
        """
        assert self.connection is not None
        keep_findings(self.connection, too_little_kept(self.report.tables))
        finish_records(self.connection, self.report)
        list_refused(self.connection, self.home, self.report)
        list_corrections(self.connection, self.home, self.report)
        if refused := kept_findings(self.connection, Grade.REFUSED):
            # What held it may be what refused all: files that contradict one another.
            raise BuildRefusedError([*refused, *kept_findings(self.connection, Grade.HELD)])
        self._say(0.65, "正在汇总", "Making the marts")
        files = [file for table in self.report.tables for file in table.files]
        identities = [rows_accounted(files), *build_traced_marts(self.connection)]
        build_targets(self.connection)
        record_settled_months(
            self.connection, self.department.settled_share, self.report.data_through
        )
        chosen = own_region(self.tree, self.department, self.home.settings)
        keep_findings(self.connection, record_own_region(self.connection, self.tree, chosen))
        self.report.identities = [one.summary() for one in identities]
        insert_rows(self.connection, "identities", [one[:4] for one in identities])
        if failed := [one.finding() for one in identities if one.failed]:
            raise BuildRefusedError(failed)
        keep_findings(self.connection, review(self.connection, self.contracts, self.tree))

    def judge(self, accept: Collection[str], *, check: bool) -> None:
        """Compares with the published build, and closes the file, whole.

        Raises BuildRefusedError where the build is held for what is not accepted.
        """
        assert self.connection is not None
        self._say(0.9, "正在与已发布的数据比较", "Comparing with the published build")
        tree = None if self.department.own_region else self.tree
        compared = compared_with_published(
            self.connection, self.home, self.report, self.contracts, tree
        )
        keep_findings(self.connection, compared)
        if check:
            compare_in_full(self.connection, self.home, self.report, self.tree)
        held = settle_held(self.connection, self.report, accept)
        if held:
            raise BuildRefusedError(held)
        self._say(0.95, "正在保存" if check else "正在发布", "Closing the file")
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
        self, connection: duckdb.DuckDBPyConnection, found: Discovery, refused: list[Finding]
    ) -> dict[str, list[Plan]]:
        self.opened, wrong = open_files(connection, found.files)
        wrong = [*refused, *wrong]
        plans: dict[str, list[Plan]] = {table: [] for table in self.contracts}
        for group in group_files(self.opened):
            plan, faults = plan_group(connection, self.contracts[group.table], group)
            wrong += faults
            if plan:
                plans[group.table].append(plan)
        if wrong:
            raise BuildRefusedError(wrong)
        for table in self.report.tables:
            table.files = file_reports(plans[table.table])
            table.read = sum(file.rows for file in table.files)
        return plans

    def _record_files(
        self,
        connection: duckdb.DuckDBPyConnection,
        examined: dict[int, Future[tuple[str, list[Finding]]]],
    ) -> None:
        hashes, wrong = {}, []
        for one in self.opened:
            hashes[one.file_id], found = examined[one.file_id].result()
            # One that changed may well be broken: that it changed says more.
            wrong += [moved] if (moved := changed(one)) else found
        for table in self.report.tables:
            for file in table.files:
                file.sha256 = hashes[file.file_id]
        self.report.demonstration = any(one.demonstration for one in self.opened)
        write_files(connection, self.report)
        keep_findings(connection, demonstration_mixed(self.opened))
        if wrong:
            raise BuildRefusedError(wrong)

    def _say(self, share: float, zh: str, en: str) -> None:
        self.on_progress(Progress(share, zh, en))
