"""指标字典: what every indicator means, how it is made, and where it is shown."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.dictionary import show_dictionary


def page(context: PageContext) -> None:
    show_dictionary(context)


show(page)
