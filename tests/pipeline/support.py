"""Building small exports and looking at what became of their rows."""

import csv
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.pipeline import BuildRefusedError, Report, build
from dashboard.pipeline.findings import keep_findings, kept_findings
from dashboard.pipeline.publish import building_alone, new_build_id
from dashboard.pipeline.reasons import Grade
from dashboard.pipeline.records import finish_records, settle_held
from dashboard.pipeline.report import FileReport
from dashboard.pipeline.review import too_little_kept
from dashboard.pipeline.run import _Run
from dashboard.settings import REFERENCE, ROOT, Home
from tests.tiny_exports import TODAY, Row

# Provinces of the tiny exports, and two more where codes were recoded, merged and divided.
PROVINCES = ("10", "11", "32", "33", "37", "42", "43", "44", "50", "81")

# A process of its own, which does something in a child for every number that it is told, and says
# how that ended. The child kills itself at the n-th step that changes a file's name.
_KILLS_ITSELF = """
import os, signal, sys, traceback
from pathlib import Path
from dashboard.settings import Home
{imports}

left = 0

def deadly(method):
    def step(self, *arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(self, *arguments, **options)
    return step

for name in ("replace", "touch", "unlink", "write_text"):
    setattr(Path, name, deadly(getattr(Path, name)))

for line in sys.stdin:
    left = int(line)
    if (child := os.fork()) == 0:
        try:
            {does}
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def killed_at(imports: str, does: str, *arguments: str) -> Iterator[Callable[[int], int]]:
    """Does something with ``sys.argv`` again and again, each time in a new process that is killed
    at the step named; gives how that ended, 0 where it came through before."""
    program = _KILLS_ITSELF.format(imports=imports, does=does)
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        asking, answers = process.stdin, process.stdout
        assert asking is not None
        assert answers is not None

        def until(step: int) -> int:
            asking.write(f"{step}\n")
            asking.flush()
            return int(answers.readline())

        yield until
        asking.close()


# What small exports that differ from build to build would be held for.
ACCEPTED = (
    *("too_many_refused", "table_gone", "months_gone", "rows_shrink", "measure_moves"),
    "own_region_widens",
)


def write_small_reference(folder: Path) -> Path:
    """The project's own reference, cut down to a few provinces: builds take it in at once."""
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        kept = [row for row in rows[1:] if row[0][:2] in PROVINCES]
        csv.writer(file).writerows([rows[0], *kept])
    shutil.copyfile(REFERENCE / "zones.csv", folder / "zones.csv")
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * from read_csv($from, all_varchar = true, header = true) "
            "where left(old_code, 2) in (select unnest($provinces))) to $to (header)",
            {
                "from": str(REFERENCE / "region_changes.csv"),
                "to": str(folder / "region_changes.csv"),
                "provinces": list(PROVINCES),
            },
        )
        connection.execute(
            "copy (select * from read_parquet($from) where region_code in ('440103', '440104')) "
            "to $to",
            {"from": str(REFERENCE / "units.parquet"), "to": str(folder / "units.parquet")},
        )
    return folder


class Rows(ABC):
    """What became of the rows of the exports, in a build or in what was read for one."""

    report: Report

    @abstractmethod
    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """What a query on its tables gives."""

    def refused(self) -> list[tuple[Any, ...]]:
        """Table, row number, column, value and reason of every fault."""
        return self.rows(
            "select table_name, row_number, column_name, value, reason from refused "
            "order by table_name, file_id, row_number, column_name, reason"
        )

    def refused_in(self, path: str) -> list[tuple[Any, ...]]:
        """Row number, column, value and reason of the faults of one file."""
        return self.rows(
            "select row_number, column_name, value, reason from refused "
            "where file_id = $file_id order by row_number, column_name, reason",
            file_id=self.file(path).file_id,
        )

    def file(self, path: str) -> FileReport:
        (found,) = [one for table in self.report.tables for one in table.files if one.path == path]
        return found

    def outcomes(self, table: str) -> dict[str, int]:
        return dict(
            self.rows(
                "select outcome, row_count from row_counts where table_name = $table", table=table
            )
        )


@dataclass
class Built(Rows):
    """A published build and its report."""

    home: Home
    report: Report

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        path = self.home.builds / f"{self.report.build_id}.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(query, parameters).fetchall()


@dataclass
class Read(Rows):
    """What a build has read before it makes marts, and the report so far."""

    report: Report
    run: _Run

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        assert self.run.connection is not None
        return self.run.connection.execute(query, parameters).fetchall()


@dataclass
class Builder:
    """Builds in a home of its own with the small reference."""

    home: Home
    reference: Path
    _runs: list[_Run] = field(default_factory=list)

    def build(self, *, accept: Collection[str] = ACCEPTED, **options: Any) -> Built:
        """Publishes what lies in the home's exports; what ACCEPTED names holds nothing."""
        options = {"today": TODAY, "reference": self.reference, **options}
        return Built(self.home, build(self.home, accept=accept, **options))

    def read(
        self,
        *,
        accept: Collection[str] = ACCEPTED,
        reference: Path | None = None,
        exports: Path | None = None,
    ) -> Read:
        """Reads what lies in the home's exports as a build does, which stops before the marts.

        Raises BuildRefusedError for all that is found of files and rows, as the build would.
        """
        now = datetime.now().astimezone()
        folder = exports or self.home.exports
        report = Report(new_build_id(self.home, now), str(folder), now.isoformat())
        reference = reference or self.reference
        run = _Run(self.home, folder, report, TODAY, reference, lambda progress: None)
        self._runs.append(run)
        with building_alone(self.home):
            run.read()
            assert run.connection is not None
            keep_findings(run.connection, too_little_kept(report.tables))
            finish_records(run.connection, report)
            refused = kept_findings(run.connection, Grade.REFUSED)
            held = settle_held(run.connection, report, accept)
        if refused or held:
            raise BuildRefusedError([*refused, *held])
        return Read(report, run)

    def close(self) -> None:
        """Removes what was only read."""
        while self._runs:
            self._runs.pop().close()

    def problems(self, **options: Any) -> list[str]:
        """The reasons of the problems for which the exports are refused."""
        return [problem.reason for problem in self.refusal(**options).problems]

    def refusal(self, *, reading: bool = False, **options: Any) -> BuildRefusedError:
        """Why the exports are refused; ``reading`` asks only what is found before the marts."""
        try:
            (self.read if reading else self.build)(**{"accept": (), **options})
        except BuildRefusedError as refused:
            return refused
        raise AssertionError("the exports were published")


@contextmanager
def building(folder: Path, reference: Path) -> Iterator[Builder]:
    """A builder in a home of its own."""
    home = Home(folder / "home")
    home.exports.mkdir(parents=True)
    builder = Builder(home, reference)
    yield builder
    builder.close()


def placement(**changes: Any) -> Row:
    """A sound row of placements, with changes."""
    return {
        "region_code": "440103",
        "month": "2025-03-01",
        "category": "self_employed",
        "due": 10,
        "placed": 9,
        "placed_on_time": 8,
        **changes,
    }


def station(**changes: Any) -> Row:
    """A sound row of stations, with changes."""
    return {
        "station_id": "S1",
        "name": "沙面街道退役军人服务站",
        "tier": "town",
        "unit_code": "440103001",
        "region_code": "440103",
        "opened_on": "2019-05-01",
        "closed_on": None,
        "has_institution": True,
        "has_posts": True,
        "has_people": True,
        "has_funding": True,
        "has_safeguards": True,
        "stars": 3,
        "national_model": False,
        "full_time": 2,
        "part_time": 1,
        **changes,
    }


def relief(**changes: Any) -> Row:
    """A sound row of relief, with changes."""
    return {
        "region_code": "440103",
        "month": "2025-03-01",
        "programme": "hardship",
        "fund": "county",
        "budget": None,
        "spent": 1000.5,
        "applications": 4,
        "decided": 3,
        "decided_on_time": 2,
        "recipients": 2,
        **changes,
    }


def write_file(builder: Builder, file: str, rows: list[Row], **kinds: pa.DataType) -> None:
    """Writes rows as they are; ``kinds`` are the types of columns that need one."""
    columns: dict[str, Any] = {
        name: pa.array([row[name] for row in rows], kinds.get(name)) for name in rows[0]
    }
    pq.write_table(pa.table(columns), builder.home.exports / f"{file}.parquet")


def remarks(built: Rows) -> list[tuple[Any, ...]]:
    """Grade, reason, column, first row, value and count of what was found of single values."""
    return built.rows(
        "select grade, reason, column_name, row_number, value, row_count from findings "
        "where reason in ('sentinel_date', 'missing_as_text', 'garbled_text', "
        "'near_duplicate_ids') "
        "order by reason, column_name"
    )


def site(number: int, **changes: Any) -> Row:
    return {
        "site_id": f"M{number}",
        "name": "烈士陵园",
        "region_code": "440103",
        "protection": "county",
        "kind": "cemetery",
        "public_ceremony": True,
        "names_wall_on": None,
        "exhibition_on": None,
        **changes,
    }
