"""Columns with few distinct values: taken as they are, or judged once a value and joined back."""

from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.build.columns import Bound, Column, Kind
from dashboard.build.staging import named_in, template
from dashboard.build.values import Judge, Verdict, whole


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a column's values become the contract's.

    ``table`` is the temporary table that has raw, value, reported and reason of each distinct
    value; None where every value is already what it should be, so that nothing needs joining.
    ``accepted`` is true of a row whose value is taken; None where all are. ``has_old_codes`` says
    whether a value is a region's code of former years.
    """

    column: Column
    table: str | None = None
    accepted: str | None = None
    has_empty: bool = False
    has_old_codes: bool = False

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
        items = [f"l_{name}.value as {name}", f"l_{name}.reason as reason_{name}"]
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
    judge: Judge,
) -> Lookup:
    """Judges the distinct values of a column in a group of files; ``values`` are the group's."""
    distinct = template("distinct_values").format(source_column=column.source)
    connection.execute(
        f"create or replace temp table distinct_values as {distinct}",
        named_in(distinct, values),
    )
    found = connection.execute("select id, text from distinct_values").fetchall()
    verdicts = [_verdict(column, text, judge) for _, text in found]
    has_empty = any(text is None for _, text in found)
    is_text = column.field.type == "string"
    if (column.kind is not Kind.TEXT or is_text) and all(
        verdict == Verdict(text) for (_, text), verdict in zip(found, verdicts, strict=True)
    ):
        return Lookup(column)
    table = f"lookup_{column.field.name}"
    values_of_rows = template("lookup").format(sql_type=column.field.sql_type)
    connection.execute(
        f"create or replace temp table {table} as {values_of_rows}",
        {
            "ids": [number for number, _ in found],
            "accepted": [None if v.reason else v.value for v in verdicts],
            "reported": [v.reported for v in verdicts],
            "reasons": [v.reason for v in verdicts],
        },
    )
    return Lookup(
        column,
        table,
        accepted=f"t.reason_{column.field.name} is null",
        has_empty=has_empty,
        has_old_codes=any(verdict.reported for verdict in verdicts),
    )


def _verdict(column: Column, text: str | None, judge: Judge) -> Verdict:
    # 2025.1 as a number is no month: it may have been 2025.10.
    if text is not None and column.kind in (Kind.EXACT, Kind.FLOAT) and whole(text) is None:
        return Verdict(reason="unreadable_value")
    return judge.verdict(column.field, text)
