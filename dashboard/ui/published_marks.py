"""Published figures on a trend: those of exactly what it shows."""

from collections.abc import Sequence

from dashboard.charts.lines import Mark
from dashboard.indicators import Indicator
from dashboard.observations import CategoryFilter, Observation
from dashboard.published import published_in_use
from dashboard.published_measures import counterparts, figures_of, is_of
from dashboard.reader import fitting
from dashboard.ui.context import PageContext


def published_marks(
    context: PageContext,
    indicator: Indicator,
    chosen: CategoryFilter,
    observations: Sequence[Observation],
) -> list[Mark]:
    """A mark for each figure that was published of the indicator, the view's region and one of the
    observations' periods. None under a filter, and of figures that name categories."""
    published = published_in_use()
    if fitting(chosen, indicator):
        return []
    return [
        Mark(
            observation.period,
            float(figure.value),
            f"{figure.when} {figure.words}",
            (document.title, document.dated),
        )
        for figure, other in figures_of(counterparts(published.figures), indicator)
        for document in [published.documents[figure.document]]
        if other.is_whole and (figure.unit == "%") == indicator.is_percentage
        for observation in observations
        if is_of(figure, context.view.region.code, observation.period, stock=observation.is_stock)
    ]


def published_counts(context: PageContext) -> dict[str, int]:
    """How many published figures of the department's regions speak of each indicator, by its code;
    none of those that no figure speaks of."""
    found: dict[str, int] = {}
    for figure, other in counterparts(published_in_use().figures).items():
        if other and other.catalogued and figure.region_code in context.tree:
            code = other.indicator.code
            found[code] = found.get(code, 0) + 1
    return found
