"""预警: what the rules find in the region and below it, the worst first."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.warnings import show_warnings


def page(context: PageContext) -> None:
    show_warnings(context)


show(page)
