"""The CSV beside everything that is shown: made on the click, its row count stated beforehand."""

import io
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.exports.columns import Column, region_columns
from dashboard.exports.csv_files import readings_csv
from dashboard.exports.csv_streams import csv_file
from dashboard.exports.file_names import file_name
from dashboard.exports.marts import mart_columns
from dashboard.readings import EVERYTHING, Choice, Reading
from dashboard.ui.context import PageContext


def download(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    make: Callable[[], bytes | io.BytesIO],
    label: str = "下载 CSV",
) -> None:
    """A download button; ``make`` runs on the click, off the script, with nothing of the page."""
    view = context.view
    st.download_button(
        f"{label}（{rows:,} 行）",
        make,
        file_name(view.region.name, title, view.period, context.build.demonstration),
        "text/csv",
        key=f"download_{key}",
        on_click="ignore",
        type="tertiary",
        disabled=rows == 0,
    )


def download_readings(
    context: PageContext,
    key: str,
    title: str,
    readings: Sequence[Reading],
    choice: Choice = EVERYTHING,
    categories: Sequence[str] = (),
) -> None:
    """The readings that a chart or table shows, with everything needed to check them.

    ``categories`` says for each reading what it is limited to; without it, all
    are limited to ``choice``.
    """
    tree, build = context.tree, context.build
    limits = categories or [choice_words(context, choice)] * len(readings)
    download(
        context,
        key,
        title,
        len(readings),
        lambda: readings_csv(readings, tree=tree, build=build, categories=limits),
    )


def choice_words(context: PageContext, choice: Choice) -> str:
    """The categories of a choice by name, '' for all of them."""
    if choice.dimension is None:
        return ""
    names = {
        c.code: c.name
        for d in ("stars", "fund", "memorial_kind")
        for c in context.catalogue.dimensions[d]
    }
    own = {c.code: c.name for c in context.catalogue.dimensions[choice.dimension]}
    chosen = [own[code] for code in choice.categories]
    return "、".join(chosen + [names[code] for code in choice.subcategories])


def download_mart(context: PageContext, mart: str, title: str) -> None:
    """Every row of a mart under the region, all years: for those who reckon for themselves."""
    codes = [context.view.region.code] + [
        region.code for region in context.tree.descendants(context.view.region.code)
    ]
    columns = mart_columns(mart, context.tree, context.catalogue)
    parameters = {"mart": f"mart_{mart}", "regions": codes}
    _download_all(context, "mart_row_count", "mart_rows", title, columns, parameters)


def download_registry(
    context: PageContext, queries: tuple[str, str], title: str, columns: Sequence[Column]
) -> None:
    """Every row of a registry under the region, with the file and row each came from.

    ``queries`` are the names of the query that counts the rows and the one that gives them.
    """
    counts, rows = queries
    everything = [*region_columns(context.tree), *columns]
    _download_all(context, counts, rows, title, everything, {"region": context.view.region.code})


def _download_all(
    context: PageContext,
    counts: str,
    rows: str,
    title: str,
    columns: Sequence[Column],
    parameters: dict,
) -> None:
    database, build = context.reader.database, context.build
    count = database.rows(counts, **parameters)[0]["row_count"]
    download(
        context,
        rows,
        f"{title}明细",
        count,
        lambda: csv_file(database.batches(rows, **parameters), columns, build=build),
        "下载本地区全部明细",
    )
