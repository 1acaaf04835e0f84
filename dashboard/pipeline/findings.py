"""What one build found: refusals of files and tables, what it is held for, and remarks.

Refused rows stand in the build's table ``refused``, row by row; everything else that was found
stands in its table ``findings`` and in its report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.reasons import Grade, reasons
from dashboard.pipeline.staging import insert_rows

if TYPE_CHECKING:
    from dashboard.pipeline.report import Report

# Months and spans of months that a sentence names.
_MONTHS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``zh`` and ``en`` are whole sentences: what was seen, where, and what to do.

    ``path`` is the file's, relative to the exports. ``month`` is a first day as ISO text.
    ``row_number`` is the first row meant, counted from 1; ``row_count`` how many rows or values the
    sentence speaks of. ``detail`` is what the reader of a file said, for whoever has to mend it.
    ``accepted`` is true of a held finding that the steward said yes to.
    """

    reason: str
    grade: Grade
    zh: str
    en: str
    table: str | None = None
    path: str | None = None
    row_number: int | None = None
    region_code: str | None = None
    month: str | None = None
    column: str | None = None
    value: str | None = None
    row_count: int | None = None
    detail: str | None = None
    accepted: bool = False

    @property
    def seen_zh(self) -> str:
        """What was seen of a held finding, without what to do about it."""
        return self.zh.rsplit("；", 2)[0]

    @property
    def acceptance(self) -> str:
        """What the steward writes behind ``--accept`` to say yes to this."""
        return self.reason if self.table is None else f"{self.reason}:{self.table}"


_PLACES = (
    "table",
    "path",
    "row_number",
    "region_code",
    "month",
    "column",
    "value",
    "detail",
)


def finding(reason: str, **slots: Any) -> Finding:
    """A finding of a registered reason.

    ``slots`` are what its sentences name; those that are places (table, path, row_number,
    region_code, month, column, value, detail) and ``count`` also stand in the finding. Raises
    KeyError for a reason that is not registered and for a slot that its sentence lacks.
    """
    known = reasons()[reason]
    zh, en = known.sentences(**slots)
    if known.grade is Grade.HELD:
        code = reason if slots.get("table") is None else f"{reason}:{slots['table']}"
        zh = f"{zh.removesuffix('。')}；确认无误的，加 --accept {code} 发布。"
        en = f"{en.removesuffix('.')}; if it is right, publish it with --accept {code}."
    places: dict[str, Any] = {
        name: value if value is None or name == "row_number" else str(value)
        for name, value in slots.items()
        if name in _PLACES
    }
    return Finding(reason, known.grade, zh, en, row_count=slots.get("count"), **places)


class BuildRefusedError(Exception):
    """The exports can't be published as they are; what was published stays.

    ``problems`` are all that prevents it (refused or held), the first one is the exception's text
    (Chinese). ``report`` says how far the build came; None where it did not begin.
    """

    def __init__(self, problems: Sequence[Finding]) -> None:
        super().__init__(problems[0].zh)
        self.problems = list(problems)
        self.report: Report | None = None


class BuildRunningError(BuildRefusedError):
    """Another build holds the lock; nothing was done."""

    def __init__(self) -> None:
        super().__init__([finding("build_running")])


class EnvironmentRefusedError(BuildRefusedError):
    """The machine, not the exports, prevents a build: permissions, a full disk, memory."""


class NoSuchBuildError(Exception):
    """There is no such build to go back to; the text says it in Chinese, ``en`` in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en


def keep_findings(connection: duckdb.DuckDBPyConnection, found: Iterable[Finding]) -> None:
    """Writes findings into the build's table ``findings``."""
    insert_rows(
        connection,
        "findings",
        [
            (
                one.grade.value,
                one.reason,
                one.table,
                one.path,
                one.row_number,
                one.region_code,
                one.month,
                one.column,
                one.value,
                one.row_count,
                one.zh,
                one.en,
            )
            for one in found
        ],
    )


def kept_findings(
    connection: duckdb.DuckDBPyConnection, grade: Grade, each: int | None = None
) -> list[Finding]:
    """The findings of a grade that stand in the build, by table, reason and place.

    ``each`` limits them to so many of one table and reason; None takes all.
    """
    rows = connection.execute(
        "select reason, message_zh, message_en, table_name, path, row_number, region_code, "
        "month::varchar, column_name, value, row_count from findings where grade = $grade "
        "qualify $each is null or row_number() over (partition by table_name, reason "
        "order by month desc, region_code, path, row_number) <= $each "
        "order by table_name, reason, month desc, region_code, path, row_number",
        {"grade": grade.value, "each": each},
    ).fetchall()
    return [
        Finding(reason, grade, zh, en, *places, row_count=count)
        for reason, zh, en, *places, count in rows
    ]


def number_named(
    contract: Contract, number: ContractField, measure: str | None = None
) -> dict[str, str]:
    """What a finding calls a number of a table: the table, the column, and the measure's name
    where the table has many."""
    return {
        "table": contract.name,
        "title": contract.title,
        "column": number.name,
        "name": contract.title_of(number, measure),
        "name_en": measure or number.name,
    }


def months_named(months: Sequence[date]) -> tuple[str, str]:
    """The first few months of an ordered list, in Chinese and in English, three and more in a row
    as one span: 2024-01、2024-03 至 2024-05 等."""
    runs: list[list[date]] = []
    for month in months:
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    spans = [span for run in runs for span in ([run] if len(run) > 2 else [[one] for one in run])]
    shown = [(f"{span[0]:%Y-%m}", f"{span[-1]:%Y-%m}") for span in spans[:_MONTHS_NAMED]]
    zh = "、".join(first if first == last else f"{first} 至 {last}" for first, last in shown)
    en = ", ".join(first if first == last else f"{first} to {last}" for first, last in shown)
    return (f"{zh} 等", f"{en} and others") if len(spans) > _MONTHS_NAMED else (zh, en)


def _number(month: date) -> int:
    """Months since year 0."""
    return month.year * 12 + month.month
