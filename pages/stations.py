"""服务站点: coverage, the five haves, stars, staff, and the units that have no station."""

import streamlit as st

from dashboard.ui.behind import (
    show_doubtful_stations,
    show_uncovered_units,
    show_weak_stations,
)
from dashboard.ui.breakdowns import show_five_haves, show_stars, show_tiers
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.navigation import choose_categories
from dashboard.ui.notes import show_absent
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import open_page
from dashboard.ui.trend import show_trend

HEADLINES = (
    "village_coverage",
    "town_coverage",
    "five_haves_rate",
    "three_star_share",
    "stations_active",
    "national_models",
    "stations_staff",
    "staff_per_station",
)


def page(context: PageContext) -> None:
    if show_absent(context, ["stations"], "服务站点数据"):
        return
    show_absent(context, ["units"], "应建单位数，覆盖率暂不能计算")
    choice = choose_categories(context, "station_tier", "站点层级", "stars", "星级")
    indicators = context.reader.present(HEADLINES)
    chosen = open_page(context, indicators, choice)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        show_five_haves(context, choice)
    with middle:
        show_tiers(context, choice)
    with right:
        show_stars(context, choice)
    show_children_table(context, indicators[:4], choice)
    show_uncovered_units(context, choice)
    show_weak_stations(context, choice)
    show_doubtful_stations(context)
    download_details(context, ["stations", "units"])


show(page)
