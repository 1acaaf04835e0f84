"""服务站点: coverage, the five haves, stars, staff, and the units that have no station."""

import streamlit as st

from dashboard.ui.breakdowns import show_five_haves, show_stars, show_tiers
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.notes import show_absent
from dashboard.ui.page_header import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.shortfall_lists import (
    show_doubtful_stations,
    show_uncovered_units,
    show_weak_stations,
)
from dashboard.ui.tables import show_children_table
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    show_absent(context, ["units"], "应建单位数，覆盖率暂不能计算")
    limits = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, limits)
    show_map_and_ranking(context, chosen, limits)
    show_trend(context, chosen, limits)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        show_five_haves(context, limits)
    with middle:
        show_tiers(context, limits)
    with right:
        show_stars(context, limits)
    show_children_table(context, indicators[:4], limits)
    show_uncovered_units(context, limits)
    show_weak_stations(context, limits)
    show_doubtful_stations(context)
    download_details(context)


show(page)
