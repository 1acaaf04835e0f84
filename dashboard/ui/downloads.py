"""The files beside everything that is shown: one table, a button for each format that there is.

A file is made on the click; its row count is stated beforehand.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.exports.details import DETAILS, Detail
from dashboard.exports.observation_tables import observations_table
from dashboard.exports.table import SHEET_ROWS, Table
from dashboard.exports.writers import Writer, all_writers
from dashboard.observations import Observation
from dashboard.ui.context import PageContext
from dashboard.ui.files import OFFERS, QUERY_BYTES, READING_BYTES, Offer
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
    )
    st.html(buttons, width="content")


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
) -> str:
    """Offers a table in every format; the buttons as HTML. ``table`` makes it: later, on another
    thread, with nothing of the page, perhaps more than once. The file is in the first of the
    department's languages.

    ``title`` tells the buttons of a page apart for those who hear them; a table that
    ``names_itself``, since nothing beside it does, has its title on the button. ``what`` tells the
    table from every other that the page may offer under this key: a session that is offered the
    same again is given the same address, so that nothing is drawn anew. ``bytes_held`` is about
    what memory ``table`` keeps from being freed.
    """
    run = get_script_run_ctx()
    session = run.session_id if run else ""
    language = context.department.languages[0]

    def translated() -> Table:
        return replace(table(), language=language)

    told_apart = (context.build.build_id, key, what, language)
    token = OFFERS.add(Offer(translated, rows, session, told_apart, bytes_held))
    base = st.get_option("server.baseUrlPath").strip("/")
    place = "".join(f"/{part}" for part in (base, "files", token) if part)
    # page.js asks for the file, says beside the button how it stands, and saves it.
    return buttons_html(key, place, title, rows, names_itself=names_itself)


def buttons_html(key: str, place: str, title: str, rows: int, *, names_itself: bool = False) -> str:
    """The buttons of a table's formats, and the line that says how a file stands.

    The first says 下载 CSV（31 行）, the others their format alone; what a button is called aloud
    holds what it shows.
    """
    writers = all_writers()
    count = f"（{rows:,} 行）"
    buttons = []
    for code, writer in writers.items():
        words = f"{title if names_itself else '下载'} {writer.label}{count}"
        shown, kind = (writer.label, "download further") if buttons else (words, "download")
        spoken = words if names_itself else f"{words}：{title}"
        buttons.append(
            f'<button type="button" class="{kind}" data-file="{place}/{code}" '
            f'aria-label="{plain_html(spoken)}" {"" if rows else "disabled"}>'
            f"{plain_html(shown)}</button>"
        )
    rest = _warning(rows, list(writers.values()))
    return (
        f'<span class="downloads" data-table="{plain_html(key)}">{"".join(buttons)}{rest}'
        '<span class="download-said" role="status"></span></span>'
    )


def _warning(rows: int, writers: Sequence[Writer]) -> str:
    """Where a spreadsheet would not show all rows, which format it shows them in."""
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
) -> str:
    """The buttons of what a chart or table shows, with everything needed to check it; ``unlisted``
    are ranked with it and not shown."""
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
        ),
        # The offer holds these very observations: nothing else can have their number meanwhile.
        what=(id(observations), region),
        bytes_held=READING_BYTES * len(observations),
    )


def download_details(context: PageContext, codes: Sequence[str] = ()) -> None:
    """Every row under the region, all years, a table each: for those who reckon themselves.

    The tables are those of the page's line of work unless others are given, without those of
    exports that the build lacks. The rows are counted once somebody looks.
    """
    found = [DETAILS[code] for code in codes or context.system.page.details]
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
