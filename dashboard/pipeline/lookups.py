"""Columns with few distinct values: taken as they are, or judged once a value and joined back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.pipeline import dates, text
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.columns import Column, Kind, Note
from dashboard.pipeline.staging import insert_rows, named_in, template
from dashboard.pipeline.values import ParseResult, ValueParser

# So many values are judged at once: an export of nothing but wrong codes has millions.
_AT_ONCE = 20_000
# What a lookup says of a value beside the value itself.
_SAID = ("reason", "tried_zh", "tried_en", "noted", "ends_month", "utc_midnight")


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a column's values become the contract's.

    ``table`` is the temporary table that has each distinct value's verdict; None where every
    value is already what it should be, so that nothing needs joining. ``accepted`` is true of a
    row whose value is taken; None where all are. ``has_old_codes`` says whether a value is a
    region's code of former years, ``noted`` why values count as empty that aren't,
    ``has_month_ends`` whether a month is given as its last day, ``has_midnights`` whether a day or
    a month is given as a moment that is midnight in China if it is UTC's.
    """

    column: Column
    table: str | None = None
    accepted: str | None = None
    has_empty: bool = False
    has_old_codes: bool = False
    noted: tuple[str, ...] = ()
    has_month_ends: bool = False
    has_midnights: bool = False

    @property
    def notes(self) -> list[Note]:
        """What is worth a remark of its rows."""
        name, raw = self.column.field.name, f"t.{self.column.raw}::varchar"
        return [Note(name, reason, f"t.noted_{name} = '{reason}'", raw) for reason in self.noted]

    @property
    def joined(self) -> str:
        """The join that brings the values to their rows."""
        if self.table is None:
            return ""
        name, raw = self.column.field.name, f"s.{self.column.raw}"
        equal = "is not distinct from" if self.has_empty else "="
        return f"inner join {self.table} as l_{name} on {raw} {equal} l_{name}.raw"

    @property
    def typed(self) -> list[str]:
        """The select items that it gives the typed rows."""
        name, target = self.column.field.name, self.column.field.sql_type
        if self.table is None:
            raw = f"s.{self.column.raw}"
            if self.column.field.type == "string" and self.column.kind is not Kind.TEXT:
                raw = f"{raw}::varchar"
            # A cast that can't fail runs once a value of a file's dictionary, not once a row.
            return [f"try_cast({raw} as {target}) as {name}"]
        items = [
            f"l_{name}.value as {name}",
            *(f"l_{name}.{said} as {said}_{name}" for said in _SAID),
        ]
        reported = [f"l_{name}.reported as reported_region_code"] if self.has_old_codes else []
        return [*items, *reported]


def as_they_are(columns: list[Column], bound: Bound) -> list[Lookup] | None:
    """Columns whose values are taken only if each is the contract's own already: today's codes,
    first days of months, names of categories. None where one column can't hold such values.

    Good exports hold nothing else, and are read once less than where distinct values are judged.
    """
    lookups = []
    for column in columns:
        field, typed = column.field, f"t.{column.field.name}"
        if field.role == "region" and column.kind is Kind.TEXT:
            leaf = " and is_leaf" if field.level == "leaf" else ""
            accepted = f"{typed} in (select code from regions where reports{leaf})"  # noqa: S608 - a name of the contract
        elif field.role == "month" and column.kind is Kind.DATE:
            accepted = f"day({typed}) = 1 and {typed} <= $today"
            for limit, sign in (
                (field.constraints.minimum, ">="),
                (field.constraints.maximum, "<="),
            ):
                if limit is not None:
                    accepted += f" and {typed} {sign} {bound(limit)}"
        elif field.constraints.enum and column.kind is Kind.TEXT:
            accepted = f"{typed} is not null"
        else:
            return None
        if not field.constraints.required:
            accepted = f"(({accepted}) or t.empty_{field.name})"
        lookups.append(Lookup(column, accepted=accepted))
    return lookups


def judged(
    connection: duckdb.DuckDBPyConnection,
    column: Column,
    values: dict[str, Any],
    judge: ValueParser,
) -> Lookup:
    """Judges the distinct values of a column in a group of files; ``values`` are the group's."""
    distinct = template("distinct_values").format(source_column=column.source)
    connection.execute(
        f"create or replace temp table distinct_values as {distinct}",
        named_in(distinct, values),
    )
    connection.execute(
        "create or replace temp table judged_values (id bigint, "
        f"accepted {column.field.sql_type}, reported varchar, reason varchar, "
        "tried_zh varchar, tried_en varchar, noted varchar, ends_month boolean, "
        "utc_midnight boolean)"
    )
    as_it_is = column.kind is not Kind.TEXT or column.field.type == "string"
    has_empty = has_old_codes = has_month_ends = has_midnights = False
    noted: set[str] = set()
    keeps_zeros = _keeps_zeros(connection, column)
    for found in _distinct_values(connection):
        results = [_verdict(column, written, judge, keeps_zeros) for _, written in found]
        ends = [_ends_month(column, written) for _, written in found]
        midnights = [
            _utc_midnight(column, written, verdict)
            for (_, written), verdict in zip(found, results, strict=True)
        ]
        early = list(zip(ends, midnights, strict=True))
        _keep_judged(connection, [number for number, _ in found], results, early)
        as_it_is = as_it_is and all(
            verdict == ParseResult(written)
            for (_, written), verdict in zip(found, results, strict=True)
        )
        has_empty = has_empty or any(written is None for _, written in found)
        has_old_codes = has_old_codes or any(verdict.reported for verdict in results)
        noted.update(verdict.noted for verdict in results if verdict.noted)
        has_month_ends = has_month_ends or any(ends)
        has_midnights = has_midnights or any(midnights)
    if as_it_is:
        return Lookup(column)
    table = f"lookup_{column.field.name}"
    connection.execute(f"create or replace temp table {table} as {template('lookup')}")
    return Lookup(
        column,
        table,
        accepted=f"t.reason_{column.field.name} is null",
        has_empty=has_empty,
        has_old_codes=has_old_codes,
        noted=tuple(sorted(noted)),
        has_month_ends=has_month_ends,
        has_midnights=has_midnights,
    )


def _distinct_values(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[list[tuple[int, str | None]]]:
    first = 1
    while True:
        found = connection.execute(
            "select id, text from distinct_values where id between $first and $last",
            {"first": first, "last": first + _AT_ONCE - 1},
        ).fetchall()
        if not found:
            return
        yield found
        first += _AT_ONCE


def _keep_judged(
    connection: duckdb.DuckDBPyConnection,
    ids: list[int],
    results: list[ParseResult],
    early: list[tuple[bool | None, bool | None]],
) -> None:
    insert_rows(
        connection,
        "judged_values",
        [
            (
                number,
                None if verdict.reason else verdict.value,
                verdict.reported,
                verdict.reason,
                verdict.tried and verdict.tried.zh,
                verdict.tried and verdict.tried.en,
                verdict.noted,
                *early_so,
            )
            for number, verdict, early_so in zip(ids, results, early, strict=True)
        ],
    )


def _keeps_zeros(connection: duckdb.DuckDBPyConnection, column: Column) -> bool:
    """Whether a text column of months keeps the zero of 2025.10, so that 2025.1 is January."""
    if not column.is_monthly:
        return True
    october = connection.execute(
        "select text from distinct_values where regexp_matches(text, '[.．][1１][0０]')"
    ).fetchall()
    return any(dates.keeps_zero(text.plain(written)) for (written,) in october)


def _verdict(
    column: Column, written: str | None, judge: ValueParser, keeps_zeros: bool
) -> ParseResult:
    if written is not None and (column.is_monthly or column.field.is_year):
        plain = text.plain(written)
        # 2025.1 as a number is no month: it may have been 2025.10. As text it may be a number's.
        lost = column.kind in (Kind.EXACT, Kind.FLOAT) and dates.whole(plain) is None
        if lost or (not keeps_zeros and dates.may_be_october(plain)):
            return ParseResult(reason="unreadable_value", tried=dates.tried_as_number(plain))
    return judge.verdict(column.field, written)


def _ends_month(column: Column, written: str | None) -> bool | None:
    """Whether a month's value is the last day of one; None where it is no day."""
    if column.field.role != "month" or written is None:
        return None
    day = dates.read_day(text.plain(written))
    return None if day is None else dates.ends_month(day)


def _utc_midnight(column: Column, written: str | None, verdict: ParseResult) -> bool | None:
    """Whether a text of a day or a month is a moment that is midnight in China if it is UTC's; None
    where it stands for no day."""
    if column.kind is not Kind.TEXT or column.field.type != "date" or written is None:
        return None
    return None if verdict.value is None else dates.is_utc_midnight(text.plain(written))
