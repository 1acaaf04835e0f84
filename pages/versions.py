"""版本对比: two kept builds side by side, what moved and because of which files and rows."""

from dashboard.ui.context import PageContext, show
from dashboard.ui.versions import show_versions


def page(context: PageContext) -> None:
    show_versions(context)


show(page)
