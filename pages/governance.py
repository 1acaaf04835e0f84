"""数据治理: what was sent, what is missing, what was refused, and how the build came to be."""

from dashboard.ui.build_record import (
    show_build_note,
    show_corrections,
    show_exports,
    show_identities,
    show_refused,
    show_remarks,
)
from dashboard.ui.context import PageContext, show
from dashboard.ui.governance import show_completeness, show_reports, show_summary


def page(context: PageContext) -> None:
    show_summary(context)
    show_build_note(context)
    show_completeness(context)
    show_reports(context)
    show_refused(context)
    show_remarks(context)
    show_exports(context)
    show_corrections(context)
    show_identities(context)


show(page)
