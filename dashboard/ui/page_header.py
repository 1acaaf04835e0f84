"""The head of the pages of lines of work: first sentence and cards."""

from collections.abc import Callable, Sequence

from dashboard.figure_words import filter_words
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.narrative import headline, headline_observations
from dashboard.observations import EVERYTHING, CategoryFilter, applies
from dashboard.reader import fitting
from dashboard.ui.cards import show_cards
from dashboard.ui.comparison import chosen_indicator
from dashboard.ui.context import PageContext
from dashboard.ui.navigation import choose_categories
from dashboard.ui.notes import show_absent, show_finding, show_note
from dashboard.ui.provenance_links import homes_html
from dashboard.ui.text import plain_html


def show_missing_exports(context: PageContext) -> bool:
    """Shows whether the export of the page's first headline is absent. Returns whether it is."""
    system = context.system
    first = context.catalogue.indicators[system.page.headlines[0]]
    return show_absent(context, [mart_contract(first.mart).export], f"{system.name}数据")


def choose_limits(context: PageContext) -> CategoryFilter:
    """Shows the page's category filters in the sidebar; returns the choice. No choice means all."""
    return choose_categories(context, context.system.page.filters)


def headlines(context: PageContext) -> list[Indicator]:
    """The page's headlines whose exports are in the build."""
    return context.reader.present(context.system.page.headlines)


def open_page(
    context: PageContext,
    indicators: Sequence[Indicator],
    limits: CategoryFilter = EVERYTHING,
    columns: int | None = None,
    first: Callable[[], object] | None = None,
) -> Indicator:
    """Shows the first sentence and the cards; returns the indicator of the rest of the page.

    ``columns`` is the number of cards in a row, by default that of the line of work's page.
    ``first`` shows something between sentence and cards.
    """
    chosen = chosen_indicator(context, indicators, limits)
    codes = tuple(indicator.code for indicator in indicators)
    sentence = context.cached(
        lambda: _finding(context, indicators, limits), "finding", codes, limits
    )
    show_finding(sentence, written=True)
    if limits != EVERYTHING:
        _show_choice(context, indicators, limits)
    if first is not None:
        first()
    show_cards(context, indicators, chosen, limits, columns or context.system.page.columns)
    return chosen


def _show_choice(
    context: PageContext, indicators: Sequence[Indicator], limits: CategoryFilter
) -> None:
    """Shows the page's filter, and which indicators it does not limit or apply to."""
    others = [i.short_name for i in indicators if fitting(limits, i) == EVERYTHING]
    said = f"已筛选：{filter_words(limits)}。"
    if others:
        said += f"{'、'.join(others)}不按此划分，仍为全部。"
    without = [i.short_name for i in indicators if not applies(i, fitting(limits, i))]
    if without:
        said += f"{'、'.join(without)}不适用于所选类别。"
    show_note(said)


def _finding(context: PageContext, indicators: Sequence[Indicator], limits: CategoryFilter) -> str:
    """The first sentence as HTML, with links to where its figures come from."""
    observations = [context.observation(indicator, limits) for indicator in indicators]
    children, labels = {}, {}
    # A leaf has no children to name. The regions compared are its siblings.
    if not context.view.region.is_leaf:
        children = {i.code: context.compared(i, limits) for i in indicators}
        below = context.tree.children(context.view.region.code)
        labels = context.tree.labels(region.code for region in below)
    homes = homes_html(context, headline_observations(observations, children))
    return plain_html(headline(observations, children, labels)) + homes
