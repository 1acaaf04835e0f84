"""From exports to a published build, or to the reasons why there is none."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

import dashboard
from dashboard.build.bounds import REFUSED_SHARE
from dashboard.build.codes import RegionCodes
from dashboard.build.comparison import compared_with_published
from dashboard.build.discovery import Discovery, discover
from dashboard.build.duplicates import settle_duplicates
from dashboard.build.environment import (
    answering_for_the_machine,
    first_line,
    naming_errors_of_our_own,
)
from dashboard.build.files import OpenedFile, group_files, open_files, sha256, stamp
from dashboard.build.findings import (
    BuildRefusedError,
    EnvironmentRefusedError,
    Finding,
    finding,
    keep_findings,
    kept_findings,
)
from dashboard.build.identities import Break, Identity
from dashboard.build.ingest import Plan, create_facts, load_group, plan_group
from dashboard.build.marts import build_marts
from dashboard.build.outliers import warn
from dashboard.build.parallel import side_by_side
from dashboard.build.publish import building_alone, clean_up, new_build_id, publish, remove
from dashboard.build.reasons import Grade
from dashboard.build.records import (
    count_outcomes,
    finish_records,
    keep_refused,
    list_refused,
    settle_held,
    write_files,
)
from dashboard.build.reference_tables import begin_with_reference
from dashboard.build.registries import note_absent_columns, note_complete_registries
from dashboard.build.report import FileReport, Report, TableReport
from dashboard.build.review import review
from dashboard.build.staging import insert_rows, statements
from dashboard.build.values import Judge
from dashboard.contracts import load_contracts
from dashboard.regions import RegionTree
from dashboard.settings import REFERENCE, TIME_ZONE, Home

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
    today: date | None = None,
    reference: Path = REFERENCE,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Report:
    """Builds from the exports folder (``home.exports`` unless given) and publishes.

    Rows are checked against ``today`` (the day of the build in China) and the regions of
    ``reference``. ``accept`` are the held findings that the steward says yes to: ``CODE``, or
    ``CODE:TABLE`` for one table's.

    Raises BuildRefusedError where the exports can't be published as they are or are held,
    BuildRunningError (one of them) where another build holds the lock, and EnvironmentRefusedError
    (one of them, too) where the machine prevents it; what was published stays as it was.
    ``on_progress`` is called by the thread that called this.
    """
    started = time.monotonic()
    now = datetime.now(TIME_ZONE)
    if wrong := next((sign for sign in _NOT_IN_PATHS if sign in str(home.builds)), None):
        raise EnvironmentRefusedError([finding("home_name", path=home.builds, value=wrong)])
    with answering_for_the_machine(home.builds), building_alone(home):
        clean_up(home)
        folder = exports or home.exports
        report = Report(new_build_id(home, now), str(folder), now.isoformat(timespec="seconds"))
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
                run.judge(accept)
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
            raise BuildRefusedError([finding("no_exports", folder=self.folder)])
        begin_with_reference(self.home, self.reference, self.building)
        self.connection = connection = duckdb.connect(str(self.building), config=_CONFIG)
        for statement in statements("create_records"):
            connection.execute(statement)
        with ThreadPoolExecutor(1) as beside:
            tree = beside.submit(RegionTree.load, self.reference / "regions.csv")
            plans = self._plan(connection, found)
            hashes = {one.file_id: beside.submit(sha256, one.file.full_path) for one in self.opened}
            self.tree = tree.result()
            codes = self._codes()
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
            named = {"table": table.table, "title": table.title}
            with naming_errors_of_our_own(self.home.builds, **named):
                for plan in plans[table.table]:
                    load_group(cursor, contract, plan, judge, self.today)
                settled = settle_duplicates(cursor, contract, codes.apart)
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

    def make(self) -> None:
        """Marts, and sums that must hold.

        Raises BuildRefusedError where something read can't be published whatever is accepted.
        """
        assert self.connection is not None
        keep_findings(self.connection, self._refusals())
        finish_records(self.connection, self.report)
        list_refused(self.connection, self.home, self.report)
        if refused := kept_findings(self.connection, Grade.REFUSED):
            raise BuildRefusedError(refused)
        self._say(0.65, "正在汇总", "Making the marts")
        identities = [self._rows_counted(), *build_marts(self.connection)]
        self.report.identities = [
            {"name": one.name, "checked": one.checked, "failed": one.failed} for one in identities
        ]
        insert_rows(self.connection, "identities", [one[:3] for one in identities])
        if failed := [one.finding() for one in identities if one.failed]:
            raise BuildRefusedError(failed)
        keep_findings(self.connection, review(self.connection, self.contracts, self.tree))

    def judge(self, accept: Collection[str]) -> None:
        """Compares with the published build, and closes the file, whole.

        Raises BuildRefusedError where the build is held for what is not accepted.
        """
        assert self.connection is not None
        self._say(0.9, "正在与已发布的数据比较", "Comparing with the published build")
        compared = compared_with_published(self.connection, self.home, self.report, self.contracts)
        keep_findings(self.connection, compared)
        held = settle_held(self.connection, self.report, accept)
        if held:
            raise BuildRefusedError(held)
        self._say(0.95, "正在发布", "Publishing")
        self.connection.close()
        self.connection = None

    def _codes(self) -> RegionCodes:
        """The codes that are known, with the counties that the settings name for zones."""
        path = self.home.settings
        try:
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            zones = _zones(yaml.safe_load(text))
            return RegionCodes(self.tree, zones)
        except (ValueError, yaml.YAMLError) as error:
            wrong = finding("bad_zone_setting", path=path, value=first_line(error))
            raise BuildRefusedError([wrong]) from error

    def _refusals(self) -> list[Finding]:
        """Tables of which nothing, or not enough, is left."""
        found = []
        for table in self.report.tables:
            named = {"table": table.table, "title": table.title}
            if table.read and table.refused == table.read:
                found.append(finding("nothing_kept", count=table.read, **named))
            elif table.refused > REFUSED_SHARE * table.read:
                found.append(
                    finding(
                        "too_many_refused",
                        count=table.refused,
                        read=table.read,
                        share=f"{REFUSED_SHARE:.0%}",
                        **named,
                    )
                )
        return found

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
        changed: list[Finding] = []
        by_table = {table.table: table for table in self.report.tables}
        for plan in (plan for planned in plans.values() for plan in planned):
            for one in plan.group.files:
                try:
                    digest = hashes[one.file_id].result()
                    steady = stamp(one.file.full_path) == one.stamp
                except OSError:
                    digest, steady = "", False
                if not steady:
                    named = {"table": one.file.table, "path": one.file.path}
                    changed.append(finding("changed_during_build", **named))
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
        keep_findings(connection, self._mixed())
        if changed:
            raise BuildRefusedError(changed)

    def _mixed(self) -> list[Finding]:
        """Whether demonstration files lie beside others."""
        marked = [one.file.path for one in self.opened if one.demonstration]
        others = [one.file.path for one in self.opened if not one.demonstration]
        if not marked or not others:
            return []
        return [finding("demonstration_mixed", path=marked[0], value=others[0])]

    def _rows_counted(self) -> Identity:
        """Every row read is kept, refused, repeated or superseded, and counted once."""
        sides = [
            (t.table, t.read, t.kept + t.refused + t.identical + t.superseded)
            for t in self.report.tables
        ]
        off = tuple(Break(*side) for side in sides if side[1] != side[2])
        return Identity("every row read is accounted for", len(sides), len(off), off)

    def _say(self, share: float, zh: str, en: str) -> None:
        self.on_progress(Progress(share, zh, en))


def _zones(settings: Any) -> dict[str, str]:
    """The counties by the zones that the settings name; none where they name none."""
    zones = settings.get("zones") if isinstance(settings, dict) else None
    return {str(zone): str(county) for zone, county in (zones or {}).items()}
