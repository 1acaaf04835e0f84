"""溯源: what a figure is the sum of, down to the rows of the exports."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.provenance import show_provenance


def page(context: PageContext) -> None:
    show_provenance(context)


show(page)
