"""褒扬纪念: completion over time, each item's rate, scattered tombs, visitors, what sites lack."""

from dashboard.ui.behind import show_incomplete_sites
from dashboard.ui.breakdowns import show_category_bars, show_item_checklist
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.trend import show_completion_over_time, show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    choice = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, choice)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    show_completion_over_time(context, context.catalogue.indicators["memorial_completion"], choice)
    show_item_checklist(context, choice)
    show_category_bars(context, [chosen, *indicators], "各保护级别", "protection", choice)
    show_children_table(context, indicators[:4], choice)
    show_incomplete_sites(context, choice)
    download_details(context)


show(page)
