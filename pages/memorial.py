"""褒扬纪念: completion over time, each item's rate, scattered tombs, visitors, what sites lack."""

from dashboard.ui.breakdowns import show_category_bars, show_item_checklist
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.page_header import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.shortfall_lists import show_incomplete_sites
from dashboard.ui.tables import show_children_table
from dashboard.ui.trend import show_completion_over_time, show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    limits = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, limits)
    show_map_and_ranking(context, chosen, limits)
    show_trend(context, chosen, limits)
    show_completion_over_time(context, context.catalogue.indicators["memorial_completion"], limits)
    show_item_checklist(context, limits)
    show_category_bars(context, [chosen, *indicators], "各保护级别", "protection", limits)
    show_children_table(context, indicators[:4], limits)
    show_incomplete_sites(context, limits)
    download_details(context)


show(page)
