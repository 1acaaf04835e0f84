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
from dashboard.ui.notes import show_absent
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    show_absent(context, ["units"], "应建单位数，覆盖率暂不能计算")
    choice = choose_limits(context)
    indicators = headlines(context)
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
    download_details(context)


show(page)
