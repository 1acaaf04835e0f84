"""The CSV beside everything that is shown: made on the click, its row count stated beforehand."""

import io
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.exports.csv_files import readings_csv
from dashboard.exports.csv_streams import csv_file
from dashboard.exports.details import DETAILS, Detail
from dashboard.exports.file_names import file_name
from dashboard.reader import fitting
from dashboard.readings import EVERYTHING, Choice, Reading
from dashboard.ui.context import PageContext


def download(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    make: Callable[[], bytes | io.BytesIO],
    label: str = "下载 CSV",
    period: str = "",
) -> None:
    """A download button; ``make`` runs on the click, off the script, with nothing of the page.

    The file is named after the view's period unless another is given.
    """
    view = context.view
    st.download_button(
        f"{label}（{rows:,} 行）",
        make,
        file_name(view.region.title, title, period or view.period, context.build.demonstration),
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

    ``categories`` says for each reading what it is limited to; without it, each is
    limited to what of ``choice`` its indicator obeys.
    """
    tree, build = context.tree, context.build
    limits = categories or [choice_words(context, fitting(choice, r.indicator)) for r in readings]
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


def download_details(context: PageContext, codes: Sequence[str]) -> None:
    """Every row under the region, all years, a file each: for those who reckon themselves.

    The rows are counted once somebody looks. Files of exports that the build lacks are left out.
    """
    found = [DETAILS[code] for code in codes]
    found = [one for one in found if one.export not in context.build.tables_absent]
    opened = st.popover(
        "取走本地区全部明细（含下级和所有年份）",
        type="tertiary",
        key="details",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            for detail in found:
                _download_detail(context, detail)


def _download_detail(context: PageContext, detail: Detail) -> None:
    tree, build = context.tree, context.build
    database, catalogue = context.reader.database, context.catalogue
    parameters = detail.parameters(tree, context.view.region.code)

    def make() -> io.BytesIO:
        batches = database.batches(detail.rows, **parameters)
        columns = detail.columns(tree, catalogue, build.data_from, build.data_through)
        return csv_file(batches, columns, build=build)

    download(
        context,
        f"rows_{detail.code}",
        detail.title,
        database.rows(detail.count, **parameters)[0]["row_count"],
        make,
        detail.title,
        detail.period(build.data_from, build.data_through),
    )
