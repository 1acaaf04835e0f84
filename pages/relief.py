"""帮扶支出: money, people, budget execution and pace, by programme and fund; pensions apart."""

import streamlit as st

from dashboard.ui.breakdowns import show_category_bars, show_programmes_and_funds
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.page_header import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.tables import show_children_table
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    limits = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, limits)
    show_map_and_ranking(context, chosen, limits)
    show_trend(context, chosen, limits)
    left, right = st.columns(2, gap="medium")
    with left:
        show_programmes_and_funds(context, limits)
    with right:
        show_category_bars(context, [chosen], "各类项目", "programme", limits)
    show_children_table(context, indicators[:4], limits)
    download_details(context)


show(page)
