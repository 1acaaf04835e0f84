"""Every line of work without sections of its own: what its file in data/systems says."""

from dashboard.ui.breakdowns import show_category_bars
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.sections import show_sections
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context) and not headlines(context):
        return
    choice = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, choice)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    show_sections(context, choice)
    for dimension, title in context.system.page.breakdowns.items():
        show_category_bars(context, [chosen, *indicators], title, dimension, choice)
    show_children_table(context, indicators[:4], choice)
    download_details(context)


show(page)
