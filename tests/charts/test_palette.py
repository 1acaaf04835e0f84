import dataclasses
from itertools import pairwise

import pytest

from dashboard.charts.palette import (
    DARK,
    LIGHT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    Palette,
    contrast,
    palette,
)

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_light_has_the_colours_that_were_asked_for():
    assert (LIGHT.ink, LIGHT.secondary, LIGHT.lines) == ("#1f2933", "#5b6875", "#e3e8ee")
    assert (LIGHT.accent, LIGHT.better, LIGHT.worse) == ("#0b5394", "#2a78b8", "#c2570c")
    assert LIGHT.classes == ("#e6eff8", "#bcd4ea", "#8ab4d9", "#4e8cc2", "#0b5394")
    assert palette(dark=False) is LIGHT
    assert palette(dark=True) is DARK


@BOTH
def test_texts_are_readable(colours: Palette):
    for name in ("ink", "secondary", "accent", "better", "worse", "neutral"):
        assert contrast(getattr(colours, name), colours.surface) >= TEXT_CONTRAST, name


@BOTH
def test_marks_are_visible(colours: Palette):
    for colour in (*colours.series, colours.accent, colours.previous, colours.classes[-1]):
        assert contrast(colour, colours.surface) >= MARK_CONTRAST, colour


@BOTH
def test_every_ground_of_a_map_or_grid_carries_readable_text(colours: Palette):
    for ground in (*colours.classes, colours.no_data):
        assert contrast(colours.text_on(ground), ground) >= TEXT_CONTRAST, ground


@BOTH
def test_classes_grow_away_from_the_surface(colours: Palette):
    away = [contrast(colour, colours.surface) for colour in colours.classes]
    assert away == sorted(away)
    assert all(b / a > 1.2 for a, b in pairwise(away))


@BOTH
def test_fewer_classes_spread_over_the_scale(colours: Palette):
    assert colours.class_colours(0) == ()
    assert colours.class_colours(1) == (colours.classes[2],)
    assert colours.class_colours(3) == tuple(colours.classes[i] for i in (0, 2, 4))
    assert colours.class_colours(5) == colours.classes


@BOTH
def test_judgement_has_a_colour_only_where_there_is_one(colours: Palette):
    assert colours.judged("better") == colours.better
    assert colours.judged("worse") == colours.worse
    assert colours.judged("same") == colours.judged("none") == colours.neutral


def test_palettes_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        LIGHT.ink = "#000000"  # type: ignore[misc]
