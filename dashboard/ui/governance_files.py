"""The files of the data governance page: who sent what, whom to remind, what was refused."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from dashboard.exports.governance import (
    corrections_table,
    findings_table,
    missing_table,
    refused_table,
    reports_table,
)
from dashboard.monthly_reports import Missing, Sent
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES


def download_sent(
    context: PageContext,
    key: str,
    title: str,
    rows: int,
    sent: Callable[[], Sequence[Sent]],
    *,
    what: Hashable,
) -> None:
    """Offers who sent which report in the view's period."""
    view, build = context.view, context.build
    region, period = view.region.title, view.period.label
    download(
        context,
        key,
        title,
        rows,
        lambda: reports_table(sent(), region=region, title=title, period=period, build=build),
        what=(what, view.period, view.period_name),
        bytes_held=READING_BYTES * rows,
    )


def download_missing(context: PageContext, missing: Sequence[Missing]) -> None:
    """Offers who lacks which months of a report in the view's period: one file of all, or one a
    county."""
    view, tree, build = context.view, context.tree, context.build
    region, period = view.region.title, view.period
    download(
        context,
        "remind",
        "催报清单",
        len(missing),
        lambda: missing_table(missing, region=region, period=period, tree=tree, build=build),
        what=(view.region.code, period, view.period_name),
        names_itself=True,
        bytes_held=READING_BYTES * len(missing),
        package=True,
    )


def download_refused(context: PageContext, values: int, asked: dict[str, Any]) -> None:
    """Offers the refused values that match ``asked``; ``values`` is their number."""
    database, build, region = context.session, context.build, context.view.region.title
    download(
        context,
        "refused",
        "退回清单",
        values,
        lambda: refused_table(
            values,
            lambda: database.batches("refused_values", **asked),
            region=region,
            build=build,
        ),
        what=tuple(asked.items()),
        names_itself=True,
    )


def download_findings(
    context: PageContext, findings: int, grades: Mapping[str, str], asked: dict[str, Any]
) -> None:
    """Offers the build's remarks and accepted findings that match ``asked``."""
    session, build, region = context.session, context.build, context.view.region.title
    download(
        context,
        "findings",
        "核对清单",
        findings,
        lambda: findings_table(
            session.rows("build_findings", **asked), grades=grades, region=region, build=build
        ),
        what=tuple(asked.items()),
        names_itself=True,
    )


def download_corrections(context: PageContext, values: int) -> None:
    """Offers every value that a newer file corrected."""
    session, build, region = context.session, context.build, context.view.region.title
    download(
        context,
        "corrections",
        "更正清单",
        values,
        lambda: corrections_table(
            values, lambda: session.batches("build_corrections"), region=region, build=build
        ),
        what="corrections",
        names_itself=True,
    )
