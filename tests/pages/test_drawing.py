"""What a click on a chart opens."""

from types import SimpleNamespace

import pytest

from dashboard.ui.drawing import clicked_region


def selection(*points: dict) -> SimpleNamespace:
    return SimpleNamespace(selection=SimpleNamespace(points=list(points)))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (selection({"customdata": ["440100", "广州市"]}), "440100"),
        (selection({"customdata": {"0": "440100"}}), "440100"),
        (selection({"customdata": ["", "…另 100 个"]}), None),
        (selection({"customdata": [""]}, {"customdata": ["440300"]}), "440300"),
        (selection({"x": 1}), None),
        (selection(), None),
        (None, None),
    ],
)
def test_the_region_under_a_click(state: object, code: str | None) -> None:
    assert clicked_region(state) == code
