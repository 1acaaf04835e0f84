"""What the topic pages share: the sentence and the cards that open them."""

from collections.abc import Sequence

from dashboard.figure_words import choice_words
from dashboard.indicators import Indicator
from dashboard.narrative import headline
from dashboard.reader import fitting
from dashboard.readings import EVERYTHING, Choice, applies
from dashboard.ui.cards import show_cards
from dashboard.ui.comparison import chosen_indicator
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_finding, show_note


def open_page(
    context: PageContext,
    indicators: Sequence[Indicator],
    choice: Choice = EVERYTHING,
    columns: int = 4,
) -> Indicator:
    """The finding and the cards; returns the indicator that the rest of the page shows."""
    chosen = chosen_indicator(context, indicators, choice)
    codes = tuple(indicator.code for indicator in indicators)
    sentence = context.kept(lambda: _finding(context, indicators, choice), "finding", codes, choice)
    show_finding(sentence)
    if choice != EVERYTHING:
        _show_choice(context, indicators, choice)
    show_cards(context, indicators, chosen, choice, columns)
    return chosen


def _show_choice(context: PageContext, indicators: Sequence[Indicator], choice: Choice) -> None:
    """What the page is limited to, and which of its indicators are not."""
    others = [i.short_name for i in indicators if fitting(choice, i) == EVERYTHING]
    said = f"已筛选：{choice_words(choice)}。"
    if others:
        said += f"{'、'.join(others)}不按此划分，仍为全部。"
    without = [i.short_name for i in indicators if not applies(i, fitting(choice, i))]
    if without:
        said += f"{'、'.join(without)}不适用于所选类别。"
    show_note(said)


def _finding(context: PageContext, indicators: Sequence[Indicator], choice: Choice) -> str:
    readings = [context.reading(indicator, choice) for indicator in indicators]
    # A leaf has no children to name; the regions compared with it are its siblings.
    if context.view.region.is_leaf:
        return headline(readings, {})
    children = {i.code: context.compared(i, choice) for i in indicators}
    below = [region.code for region in context.tree.children(context.view.region.code)]
    return headline(readings, children, context.tree.labels(below))
