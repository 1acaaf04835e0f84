"""使用说明: how leaders, analysts and stewards use the pages, and what words and colours mean."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.help import show_help


def page(context: PageContext) -> None:
    show_help(context)


show(page)
