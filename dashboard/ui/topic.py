"""What the topic pages share: the sentence and the cards that open them."""

from collections.abc import Sequence

from dashboard.findings import headline
from dashboard.indicators import Indicator
from dashboard.readings import EVERYTHING, Choice
from dashboard.ui.cards import show_cards
from dashboard.ui.comparison import chosen_indicator
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_finding


def open_page(
    context: PageContext,
    indicators: Sequence[Indicator],
    choice: Choice = EVERYTHING,
    columns: int = 4,
) -> Indicator:
    """The finding and the cards; returns the indicator that the rest of the page shows."""
    chosen = chosen_indicator(context, indicators)
    codes = tuple(indicator.code for indicator in indicators)
    sentence = context.kept(lambda: _finding(context, indicators, choice), "finding", codes, choice)
    show_finding(sentence)
    show_cards(context, indicators, chosen, choice, columns)
    return chosen


def _finding(context: PageContext, indicators: Sequence[Indicator], choice: Choice) -> str:
    readings = [context.reading(indicator, choice) for indicator in indicators]
    # A leaf has no children to name; the regions compared with it are its siblings.
    if context.view.region.is_leaf:
        return headline(readings, {})
    return headline(readings, {i.code: context.compared(i, choice) for i in indicators})
