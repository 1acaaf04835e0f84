"""帮扶支出: money, people, budget execution and pace, by programme and fund; pensions apart."""

import streamlit as st

from dashboard.ui.breakdowns import show_category_bars, show_programmes_and_funds
from dashboard.ui.comparison import show_map_and_ranking
from dashboard.ui.context import PageContext, show
from dashboard.ui.downloads import download_details
from dashboard.ui.navigation import choose_categories
from dashboard.ui.notes import show_absent
from dashboard.ui.tables import show_children_table
from dashboard.ui.topic import open_page
from dashboard.ui.trend import show_trend

HEADLINES = (
    "relief_spent",
    "budget_execution",
    "relief_recipients",
    "relief_per_head",
    "relief_on_time_rate",
    "pensions_spent",
)


def page(context: PageContext) -> None:
    if show_absent(context, ["relief"], "帮扶援助数据"):
        return
    choice = choose_categories(context, "programme", "帮扶项目", "fund", "资金来源")
    indicators = context.reader.present(HEADLINES)
    chosen = open_page(context, indicators, choice, columns=3)
    show_map_and_ranking(context, chosen, choice)
    show_trend(context, chosen, choice)
    left, right = st.columns(2, gap="medium")
    with left:
        show_programmes_and_funds(context, choice)
    with right:
        show_category_bars(context, [chosen], "各类项目", "programme", choice)
    show_children_table(context, indicators[:4], choice)
    download_details(context, ["relief"])


show(page)
