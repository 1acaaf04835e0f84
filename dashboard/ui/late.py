"""Leaf regions that have not reported, by province and city, with the months they lack."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboard.exports.late import LACKS, REPORTED, Late, late_of, late_table, months_listed
from dashboard.figure_words import counted_reports, late_words
from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING
from dashboard.regions import Region
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.markup import show_html
from dashboard.ui.text import plain_html

# The most that are listed on the page. The nation may have thousands; the file has all.
MOST_LISTED = 200


def lacks_reports(context: PageContext, indicator: Indicator) -> bool:
    """Whether leaf regions of the view's region lack months of the period."""
    late = context.observation(indicator, EVERYTHING).reporting.late
    return late > 0 and context.reader.is_monthly(indicator)


def show_missing(context: PageContext, indicator: Indicator) -> None:
    """A button with the number of leaf regions that lack some or all months of the period. Opened,
    it lists them. Only where some do (lacks_reports)."""
    observation = context.observation(indicator, EVERYTHING)
    who = observation.reporting
    opened = st.popover(
        "，".join(late_words(observation)),
        type="tertiary",
        key=f"missing_{indicator.code}",
        on_change="rerun",
    )
    if not opened.open:
        return
    found = context.reader.missing(indicator, context.view.region.code, observation.period)
    late = late_of(observation, found)
    expected, _ = counted_reports(who.months_expected // who.expected, indicator)
    with opened:
        st.caption(f"{indicator.short_name}，{observation.when}；应报 {expected}")
        show_html(_table(context, late[:MOST_LISTED]))
        if len(late) > MOST_LISTED:
            st.caption(f"只列前 {MOST_LISTED} 个，文件中有全部 {len(late):,} 个。")
        tree, build = context.tree, context.build
        region, period = context.view.region.title, observation.period.label
        language = context.department.languages[0]
        download(
            context,
            f"late_{indicator.code}",
            f"{indicator.short_name}缺报名单",
            len(late),
            lambda: late_table(
                late,
                indicator,
                region=region,
                period=period,
                tree=tree,
                build=build,
                language=language,
            ),
            what=(indicator.code, context.view.region.code, observation.period),
            names_itself=True,
            bytes_held=READING_BYTES * len(late),
        )


def _table(context: PageContext, late: Sequence[Late]) -> str:
    """One row a late region, with the names of the regions above it that lie below the page's
    region."""
    depth = len(context.tree.path(context.view.region.code))

    def above(one: Late) -> str:
        return "".join(step.name for step in _above(context, one.region)[depth:])

    rows = []
    for name, group in groupby(late, above):
        if name:
            rows.append(f'<tr><th colspan="3" class="name">{plain_html(name)}</th></tr>')
        rows += [
            f'<tr><td class="name">{plain_html(one.region.name)}</td>'
            f'<td class="number">{one.reported}/{one.expected}</td>'
            f"<td>{months_listed(one.lacks)}</td></tr>"
            for one in group
        ]
    return (
        '<div class="scrolled" role="region" aria-label="缺报名单" tabindex="0">'
        '<table class="plain"><thead><tr><th>地区</th>'
        f'<th class="number">{REPORTED.heading()}</th><th>{LACKS.heading()}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _above(context: PageContext, region: Region) -> list[Region]:
    return context.tree.path(region.code)[:-1]
