"""总览: is each line of work on target, better than last year, and where is it not."""

from dashboard.exports.details import DETAILS
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.highlights import show_best_and_worst, show_biggest_changes
from dashboard.ui.notes import show_absent
from dashboard.ui.page_header import open_page


def page(context: PageContext) -> None:
    indicators = context.reader.present(context.catalogue.overview)
    if not indicators:
        show_absent(context, sorted(context.build.tables_absent), "总览所需的数据")
        return
    chosen = open_page(context, indicators, columns=3)
    left, right = show_map_and_ranking(context, chosen)
    if context.compares:
        with left:
            show_best_and_worst(context, chosen)
        with right:
            show_biggest_changes(context, indicators)
    download_details(context, list(DETAILS))


show(page)
