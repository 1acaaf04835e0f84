"""帮扶支出: money, people, budget execution and pace, by programme and fund; pensions apart."""

import streamlit as st

from dashboard.ui.breakdowns import show_category_bars, show_programmes_and_funds
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import choose_limits, headlines, open_page, show_missing_exports
from dashboard.ui.trend import show_trend


def page(context: PageContext) -> None:
    if show_missing_exports(context):
        return
    choice = choose_limits(context)
    indicators = headlines(context)
    chosen = open_page(context, indicators, choice)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    left, right = st.columns(2, gap="medium")
    with left:
        show_programmes_and_funds(context, choice)
    with right:
        show_category_bars(context, [chosen], "各类项目", "programme", choice)
    show_children_table(context, indicators[:4], choice)
    download_details(context)


show(page)
