"""移交安置: who was due, who was placed, on time or not, by category."""

from dashboard.ui.breakdowns import show_category_bars
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.navigation import choose_categories
from dashboard.ui.notes import show_absent
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import open_page
from dashboard.ui.trend import show_trend

HEADLINES = ("placement_rate", "placement_on_time_rate", "placements_placed", "placements_due")


def page(context: PageContext) -> None:
    if show_absent(context, ["placements"], "移交安置数据"):
        return
    choice = choose_categories(context, "placement_category", "安置类别")
    indicators = context.reader.present(HEADLINES)
    chosen = open_page(context, indicators, choice)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    show_category_bars(context, [chosen], "各类对象", "placement_category", choice)
    show_children_table(context, indicators, choice)
    download_details(context, ["placements"])


show(page)
