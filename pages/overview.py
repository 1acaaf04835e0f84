"""总览: is each line of work on target, better than last year, and where is it not."""

from dashboard.exports.details import DETAILS
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.highlights import show_biggest_changes, show_concerns
from dashboard.ui.notes import show_absent
from dashboard.ui.page_header import open_page


def page(context: PageContext) -> None:
    chosen = context.department.headline_cards or context.catalogue.overview
    indicators = context.reader.present(chosen)
    if not indicators:
        show_absent(context, sorted(context.build.tables_absent), "总览所需的数据")
        return
    chosen = open_page(
        context, indicators, columns=3, first=lambda: show_concerns(context, indicators)
    )
    show_map_and_ranking(context, chosen)
    if context.compares:
        show_biggest_changes(context, indicators)
    download_details(context, list(DETAILS))


show(page)
