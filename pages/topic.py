"""Every line of work without sections of its own: what its file in data/systems says."""

from dashboard.ui.breakdowns import show_category_bars
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.page_header import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.sections import show_sections
from dashboard.ui.tables import show_children_table
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context) and not headlines(context):
        return
    limits = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, limits)
    show_map_and_ranking(context, chosen, limits)
    show_trend(context, chosen, limits)
    show_sections(context, limits)
    for dimension, title in context.system.page.breakdowns.items():
        show_category_bars(context, [chosen, *indicators], title, dimension, limits)
    show_children_table(context, indicators[:4], limits)
    download_details(context)


show(page)
