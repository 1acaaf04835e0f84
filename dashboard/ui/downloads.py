"""The CSV beside everything that is shown: made on the click, its row count stated beforehand."""

from collections.abc import Callable, Hashable, Iterable, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.exports.csv_files import observations_csv
from dashboard.exports.csv_streams import stream_csv
from dashboard.exports.details import DETAILS, Detail
from dashboard.exports.file_names import file_name, observations_name
from dashboard.observations import Observation
from dashboard.ui.context import PageContext
from dashboard.ui.files import OFFERS, QUERY_BYTES, READING_BYTES, Offer
from dashboard.ui.text import plain_html


def download(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    pieces: Callable[[], Iterable[bytes]],
    label: str = "下载 CSV",
    period: str = "",
    *,
    what: Hashable,
    bytes_held: int = QUERY_BYTES,
) -> None:
    """Offers a file named after its title and the view's region and period (``_offer``), or
    another period that is given."""
    view = context.view
    name = file_name(view.region.title, title, period or view.period, context.build.demonstration)
    _offer(context, key, title, name, rows, pieces, label, what, bytes_held)


def _offer(
    context: PageContext,
    key: str,
    title: str,
    name: str,
    rows: int,
    pieces: Callable[[], Iterable[bytes]],
    label: str,
    what: Hashable,
    bytes_held: int,
) -> None:
    """Offers a file of a title, which its button's name ends with for those who hear it. ``pieces``
    gives its bytes: later, on another thread, with nothing of the
    page, perhaps more than once.

    ``what`` tells the file from every other that the page may offer under this key and name: a
    session that is offered the same again is given the same address, so that nothing is drawn
    anew. ``bytes_held`` is about what memory ``pieces`` keeps from being freed.
    """
    run = get_script_run_ctx()
    session = run.session_id if run else ""
    same = (context.build.build_id, key, name, rows, what)
    token = OFFERS.add(Offer(name, rows, pieces, session, same, bytes_held))
    base = st.get_option("server.baseUrlPath").strip("/")
    place = "".join(f"/{part}" for part in (base, "files", token) if part)
    words = plain_html(f"{label}（{rows:,} 行）")
    # page.js asks for the file, says beside the button how it stands, and saves it.
    with st.container(key=f"download_{key}", width="content"):
        st.html(
            f'<button type="button" class="download" data-file="{place}" '
            f'aria-label="{words}：{plain_html(title)}" '
            f"{'' if rows else 'disabled'}>{words}</button>"
            '<span class="download-said" role="status"></span>',
            width="content",
        )


def download_observations(
    context: PageContext, key: str, title: str, observations: Sequence[Observation]
) -> None:
    """The observations that a chart or table shows, with everything needed to check them. What all
    of them are limited to stands in the file's name, what each is in its row."""
    tree, build, view = context.tree, context.build, context.view
    _offer(
        context,
        key,
        title,
        observations_name(view.region.title, title, observations, view.period, build.demonstration),
        len(observations),
        lambda: [observations_csv(observations, tree=tree, build=build)],
        "下载 CSV",
        # The offer holds these very observations: nothing else can have their number meanwhile.
        what=id(observations),
        bytes_held=READING_BYTES * len(observations),
    )


def download_details(context: PageContext, codes: Sequence[str] = ()) -> None:
    """Every row under the region, all years, a file each: for those who reckon themselves.

    The files are those of the page's line of work unless others are given, without those of exports
    that the build lacks. The rows are counted once somebody looks.
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
    tree, build = context.tree, context.build
    database, catalogue = context.reader.database, context.catalogue
    region = context.view.region.code
    parameters = detail.parameters(tree, region)

    def pieces() -> Iterable[bytes]:
        batches = detail.batches(database, tree, region)
        columns = detail.columns(tree, catalogue, build.data_from, build.data_through)
        return stream_csv(batches, columns, build=build)

    download(
        context,
        f"rows_{detail.code}",
        detail.title,
        database.rows(detail.count, **parameters)[0]["row_count"],
        pieces,
        detail.title,
        detail.period(build.data_from, build.data_through),
        what=region,
    )
