"""What lists of rows by name share: what they are limited to, where a row lies, their files."""

from typing import Any

from dashboard.exports.columns import Column, region_columns
from dashboard.exports.csv_streams import stream_csv
from dashboard.figure_words import filter_words
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download

EVERY_ROW = 10_000_000


def limited_words(chosen: CategoryFilter) -> str:
    """What a list is limited to, behind its subtitle; '' for everything."""
    return f"；已筛选：{filter_words(chosen)}" if chosen != EVERYTHING else ""


def limited_title(title: str, chosen: CategoryFilter) -> str:
    """The title of a list's file, with what it is limited to."""
    return f"{title}（{filter_words(chosen)}）" if chosen != EVERYTHING else title


def list_parameters(context: PageContext, search: str) -> dict[str, Any]:
    """What every list is asked with: the region, the last day, the text to search for."""
    view = context.view
    return {"region": view.region.code, "day": view.period.last_day, "search": search.strip()}


def place_of(context: PageContext, row: dict[str, Any]) -> dict[str, str]:
    """The names below the view's own region, which the page's head already says."""
    above = len(context.tree.path(context.view.region.code))
    names = [region.name for region in context.tree.path(row["region_code"])[above:]]
    return {"place": "".join(names) or context.tree[row["region_code"]].name}


def download_rows(
    context: PageContext,
    query: str,
    title: str,
    rows: list[dict[str, Any]],
    columns: list[Column],
    parameters: dict[str, Any],
) -> None:
    """Everything that matches, not only the page shown."""
    database, build, tree = context.reader.database, context.build, context.tree
    everything = parameters | {"most": EVERY_ROW, "skip": 0}
    download(
        context,
        query,
        title,
        rows[0]["total"] if rows else 0,
        lambda: stream_csv(
            database.batches(query, **everything), [*region_columns(tree), *columns], build=build
        ),
        what=repr(parameters),
    )
