"""What the rules find for a view: read once for the overview and the page of warnings."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.attention import Alert, alerts
from dashboard.indicators import Indicator
from dashboard.observations import Observation
from dashboard.rules import Rules
from dashboard.ui.context import PageContext


def alerts_for(
    context: PageContext,
    indicators: Sequence[Indicator],
    known: Rules,
    *,
    through_period: bool = False,
) -> list[Alert]:
    """What the rules find in the region of the view and, unless it is a leaf, in its children.

    ``through_period`` counts how long each has stood to the beginning of the period."""
    found = []
    for indicator in indicators:
        found += context.cached(
            lambda indicator=indicator: _of(context, indicator, known, through_period),
            "alerts",
            indicator.code,
            tuple(known.rules),
            through_period,
            drawn=False,
        )
    return found


def _of(
    context: PageContext, indicator: Indicator, known: Rules, through_period: bool
) -> list[Alert]:
    region = context.view.region
    family = context.family(indicator)
    compared = context.compared(indicator)
    group = [family[region.code], *(one for one in compared if one.region.code != region.code)]
    codes = {region.code} if region.is_leaf else {one.region.code for one in group}
    return alerts(
        group,
        codes,
        known,
        lambda indicator, months: _earlier(context, indicator, group, months),
        lambda indicator, regions: context.reader.monthly_changes(
            indicator, regions, context.period(indicator).last
        ),
        through_period=through_period,
    )


def _earlier(
    context: PageContext, indicator: Indicator, group: Sequence[Observation], months: int
) -> list[Observation]:
    period = context.period(indicator)
    first = 1 if indicator.basis == "year_to_date" else period.first_month
    last = period.last_month - months
    if last < first:
        return []
    shorter = replace(period, first_month=first, last_month=last, complete=True)
    codes = [one.region.code for one in group]
    return context.reader.observations(indicator, codes, shorter)
