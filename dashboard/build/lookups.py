"""Columns with few distinct values, judged once a value and joined back to their rows."""

from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.build.columns import Column, Kind
from dashboard.build.staging import named_in, template
from dashboard.build.values import Judge, Verdict, whole


@dataclass(frozen=True, slots=True)
class Lookup:
    """What became of a column's distinct values.

    ``table`` is the temporary table that has raw, value, reported and reason of each; None where
    every value is already what it should be, so that nothing needs joining.
    """

    column: Column
    table: str | None
    has_empty: bool

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
        region = self.column.field.role == "region"
        if self.table is None:
            items = [f"s.{self.column.raw}::{target} as {name}"]
            nothing = ["null::varchar as reported_region_code"] if region else []
            return [*items, *nothing, f"null::varchar as reason_{name}"]
        items = [f"l_{name}.value as {name}", f"l_{name}.reason as reason_{name}"]
        return [*items, f"l_{name}.reported as reported_region_code"] if region else items


def make_lookup(
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
        return Lookup(column, None, has_empty)
    table = f"lookup_{column.field.name}"
    judged = template("lookup").format(sql_type=column.field.sql_type)
    connection.execute(
        f"create or replace temp table {table} as {judged}",
        {
            "ids": [number for number, _ in found],
            "accepted": [None if v.reason else v.value for v in verdicts],
            "reported": [v.reported for v in verdicts],
            "reasons": [v.reason for v in verdicts],
        },
    )
    return Lookup(column, table, has_empty)


def _verdict(column: Column, text: str | None, judge: Judge) -> Verdict:
    # 2025.1 as a number is no month: it may have been 2025.10.
    if text is not None and column.kind in (Kind.EXACT, Kind.FLOAT) and whole(text) is None:
        return Verdict(reason="unreadable_value")
    return judge.verdict(column.field, text)
