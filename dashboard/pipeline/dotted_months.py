"""Months after a dot: 2025.1 is January where 2025.10 keeps its zero, and else may be October."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb

from dashboard.pipeline import dates, text
from dashboard.pipeline.columns import Column, Kind
from dashboard.pipeline.deliveries import writing
from dashboard.pipeline.plans import Plan
from dashboard.pipeline.staging import named_in, template


def by_kept_zeros(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Iterator[Plan]:
    """The plan, or one for its files that show that they keep the zero, and one for the others:
    what one office's files show says nothing of another's. Files written together are one."""
    columns = [one for one in plan.columns if one.is_monthly and one.kind is Kind.TEXT]
    writings = {one.file_id: writing(one.file.path) for one in plan.group.files}
    doubtful: set[str] = set()
    for column in columns if len(set(writings.values())) > 1 else ():
        found = _dotted(connection, plan, column)
        kept = {writings[number] for number, month in found if dates.keeps_zero(month)}
        short = {writings[number] for number, month in found if dates.may_be_october(month)}
        doubtful |= short - kept
    if not doubtful or doubtful == set(writings.values()):
        yield plan
        return
    for is_doubtful, remarks in ((False, plan.remarks), (True, [])):
        files = tuple(
            one for one in plan.group.files if (writings[one.file_id] in doubtful) is is_doubtful
        )
        yield replace(plan, group=replace(plan.group, files=files), remarks=remarks)


def _dotted(
    connection: duckdb.DuckDBPyConnection, plan: Plan, column: Column
) -> list[tuple[int, str]]:
    query = template("dotted_months").format(source_column=column.source)
    values: dict[str, Any] = {
        "files": plan.group.paths,
        "file_ids": [one.file_id for one in plan.group.files],
        **plan.bound.values,
    }
    rows = connection.execute(query, named_in(query, values)).fetchall()
    return [(file_id, text.plain(month)) for file_id, month in rows]
