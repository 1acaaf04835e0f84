"""Download buttons: one table, one button for each format.

A file is made after the click. Its number of rows is on the button.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.exports.details import DETAILS, Detail
from dashboard.exports.observation_tables import observations_table
from dashboard.exports.packages import PACKAGE
from dashboard.exports.table import SHEET_ROWS, Table
from dashboard.exports.writers import Writer, all_writers
from dashboard.observations import Observation
from dashboard.threshold import Threshold
from dashboard.ui.base_path import own_address_of
from dashboard.ui.context import PageContext
from dashboard.ui.files import OFFERS, QUERY_BYTES, READING_BYTES, Offer
from dashboard.ui.markup import show_html
from dashboard.ui.text import plain_html

_TOO_LONG = f"超过 {SHEET_ROWS:,} 行，Excel、WPS 一张表显示不全"


def download(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    table: Callable[[], Table],
    *,
    what: Hashable,
    names_itself: bool = False,
    bytes_held: int = QUERY_BYTES,
    package: bool = False,
) -> None:
    """Shows the buttons of a table (downloads_html)."""
    buttons = downloads_html(
        context,
        key,
        title,
        rows,
        table,
        what=what,
        names_itself=names_itself,
        bytes_held=bytes_held,
        package=package,
    )
    show_html(buttons, width="content")


def downloads_html(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    table: Callable[[], Table],
    *,
    what: Hashable,
    names_itself: bool = False,
    bytes_held: int = QUERY_BYTES,
    package: bool = False,
) -> str:
    """Offers a table in every format; returns the buttons as HTML.

    ``table`` makes the table. It is called later, on another thread, without the page, and perhaps
    more than once. The file is in the first of the department's languages.

    ``title`` makes the names of buttons different for screen readers. With ``names_itself`` the
    title is on the button, for a table that has no heading. ``what`` distinguishes the table from
    all others that the page may offer under this key: the same session gets the same address for
    the same table, so that nothing is drawn again. ``bytes_held`` is the approximate memory that
    ``table`` keeps in use. ``package`` also offers one file for every region, together in one ZIP.
    """
    run = get_script_run_ctx()
    session = run.session_id if run else ""
    language = context.department.languages[0]

    def translated() -> Table:
        return replace(table(), language=language)

    told_apart = (context.build.build_id, key, what, language)
    writers = all_writers() | ({"zip": PACKAGE} if package else {})
    offer = Offer(translated, rows, session, told_apart, bytes_held, writers=writers)
    token = OFFERS.add(offer)
    # page.js requests the file, shows its progress beside the button, and saves it.
    return buttons_html(key, token, title, rows, writers, names_itself=names_itself)


def buttons_html(
    key: str,
    token: str,
    title: str,
    rows: int,
    writers: Mapping[str, Writer] | None = None,
    *,
    names_itself: bool = False,
) -> str:
    """The buttons of an offered table's formats, and the line for the progress of a file, as HTML.

    The first button shows 下载 CSV（31 行）, the others only their format. The accessible name of a
    button contains its visible text.
    """
    writers = all_writers() if writers is None else writers
    count = f"（{rows:,} 行）"
    buttons = []
    for code, writer in writers.items():
        words = f"{title if names_itself else '下载'} {writer.label}{count}"
        shown, kind = (writer.label, "download further") if buttons else (words, "download")
        spoken = words if names_itself else f"{words}：{title}"
        place = own_address_of("files", token, code)
        buttons.append(
            f'<button type="button" class="{kind}" data-file="{place}" '
            f'aria-label="{plain_html(spoken)}" {"" if rows else "disabled"}>'
            f"{plain_html(shown)}</button>"
        )
    rest = _warning(rows, list(writers.values()))
    return (
        f'<span class="downloads" data-table="{plain_html(key)}">{"".join(buttons)}{rest}'
        '<span class="download-said" role="status"></span></span>'
    )


def _warning(rows: int, writers: Sequence[Writer]) -> str:
    """A warning if a spreadsheet can't show all rows, with the formats that are split; else ''."""
    if rows < SHEET_ROWS:
        return ""
    split = "、".join(writer.label for writer in writers if writer.splits)
    advice = f"，请取 {split}（自动分表）" if split else ""
    return f'<span class="download-warning">{_TOO_LONG}{advice}</span>'


def observations_html(
    context: PageContext,
    key: str,
    title: str,
    observations: Sequence[Observation],
    unlisted: Sequence[Observation] = (),
    threshold: Threshold | None = None,
) -> str:
    """The buttons for the observations of a chart or table, with all that is needed to check them.
    ``unlisted`` count for the ranks and have no row, since ``threshold`` omits them."""
    tree, build, region = context.tree, context.build, context.view.region.title
    language = context.department.languages[0]
    return downloads_html(
        context,
        key,
        title,
        len(observations),
        lambda: observations_table(
            observations,
            region=region,
            title=title,
            tree=tree,
            build=build,
            language=language,
            unlisted=unlisted,
            threshold=threshold,
        ),
        # The offer keeps these observations alive, so that no other object can have their id.
        what=(id(observations), region),
        bytes_held=READING_BYTES * len(observations),
    )


def download_details(context: PageContext, codes: Sequence[str] = ()) -> None:
    """Files of every row below the region, of all years, one for each table.

    By default the tables are those of the page's line of work. Tables whose export is not in the
    build are omitted. Rows are counted when the list is opened.
    """
    found = [DETAILS[code] for code in codes or context.system.page.details]
    found = [one for one in found if one.export not in context.build.tables_absent]
    of = "所有年份" if context.view.region.is_leaf else "下级和所有年份"
    opened = st.popover(
        f"取走本地区全部明细（含{of}）",
        type="tertiary",
        key="details",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            for detail in found:
                _download_detail(context, detail)


def _download_detail(context: PageContext, detail: Detail) -> None:
    tree, region, catalogue = context.tree, context.view.region, context.catalogue
    database, language = context.session, context.department.languages[0]
    download(
        context,
        f"rows_{detail.code}",
        detail.title,
        detail.row_count(database, tree, region.code),
        lambda: detail.table(database, tree, region, catalogue, language),
        what=region.code,
        names_itself=True,
    )
