"""Shared by lists of named rows: words for filters, the place of a row, and files."""

from collections.abc import Sequence
from typing import Any

from dashboard.exports.columns import region_columns
from dashboard.exports.table import Column, Note, Table
from dashboard.figure_words import filter_words
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import downloads_html

EVERY_ROW = 10_000_000


def limited_words(chosen: CategoryFilter) -> str:
    """The filters of a list, to append to its subtitle; '' without a filter."""
    return f"；已筛选：{filter_words(chosen)}" if chosen != EVERYTHING else ""


def list_headings(columns: Sequence[Column]) -> dict[str, str]:
    """The headings of the list on the page by field: the place, then the file's columns."""
    return {"place": "地区"} | {column.name: column.heading() for column in columns}


def list_parameters(context: PageContext, search: str) -> dict[str, Any]:
    """The parameters of every list: region, last day of the period, search text."""
    view = context.view
    return {"region": view.region.code, "day": view.period.last_day, "search": search.strip()}


def place_of(context: PageContext, row: dict[str, Any]) -> dict[str, str]:
    """The names of a row's regions below the view's region."""
    above = len(context.tree.path(context.view.region.code))
    names = [region.name for region in context.tree.path(row["region_code"])[above:]]
    return {"place": "".join(names) or context.tree[row["region_code"]].name}


def rows_file_html(
    context: PageContext,
    query: str,
    title: str,
    rows: Sequence[dict[str, Any]],
    columns: Sequence[Column],
    parameters: dict[str, Any],
    chosen: CategoryFilter = EVERYTHING,
    *,
    key: str = "",
) -> str:
    """Offers all matching rows as a file, not only those shown; returns the buttons as HTML.
    ``chosen`` is their filter.

    ``key`` is needed if two lists have the same query; by default it is the query's name.
    """
    database, view, tree = context.session, context.view, context.tree
    everything = parameters | {"most": EVERY_ROW, "skip": 0}
    total = rows[0]["total"] if rows else 0
    build, period = context.build, view.period.end_label

    def notes() -> list[Note]:
        return [("查找", parameters["search"])] if parameters["search"] else []

    def table() -> Table:
        return Table(
            region=view.region.title,
            title=title,
            period=period,
            columns=[*region_columns(tree), *columns],
            rows=total,
            batches=lambda: database.batches(query, **everything),
            build=build,
            filters=filter_words(chosen),
            notes=notes,
        )

    return downloads_html(
        context, key or query, title, total, table, what=(repr(parameters), chosen)
    )
