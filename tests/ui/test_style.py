"""The style sheet asks for what an element holds only of few, named elements."""

import re

from dashboard.charts.palette import palette
from dashboard.ui.style import _sheet


def test_has_is_asked_of_named_elements_only() -> None:
    """Of the whole app or of every element, Chromium works out all styles anew at each change."""
    screen, _, _ = _sheet(palette(dark=False), '"x"').partition("@media print")
    compounds = re.findall(r"([^\s>~+,{}]*):has\(", screen)
    assert len(compounds) > 10
    assert {one for one in compounds if not one.startswith((".", '[class*="st-key-'))} == set()
