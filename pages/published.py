"""公开数据对账: published figures held against the dashboard's own."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.published import show_published


def page(context: PageContext) -> None:
    show_published(context)


show(page)
