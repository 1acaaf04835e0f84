"""区划沿革: what became of a region's code and ground, and of the data reported before."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.region_history import show_region_history


def page(context: PageContext) -> None:
    show_region_history(context)


show(page)
