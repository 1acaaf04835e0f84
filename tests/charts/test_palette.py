import dataclasses
import math
import operator
from itertools import combinations, pairwise

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


def linear(colour: str) -> list[float]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def laboratory(light: list[float]) -> tuple[float, float, float]:
    """Linear sRGB as CIE L*a*b* (D65)."""

    def bent(share: float) -> float:
        return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116

    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(map(operator.mul, row, light)) for row in rows)
    x, y, z = bent(x / 0.95047), bent(y), bent(z / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


# What is seen without the cones for green, and without those for red (Machado et al. 2009).
COLOUR_BLIND = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


def test_lightness_is_that_of_the_standard():
    assert laboratory(linear("#777777"))[0] == pytest.approx(50.03, abs=0.05)
    assert laboratory(linear("#ffffff"))[0] == pytest.approx(100, abs=0.01)


@BOTH
def test_kinds_stay_apart_in_grey(colours: Palette):
    steps = sorted(laboratory(linear(colour))[0] for colour in colours.series)
    assert min(b - a for a, b in pairwise(steps)) >= 8


@BOTH
@pytest.mark.parametrize("sight", list(COLOUR_BLIND))
def test_kinds_stay_apart_for_the_colour_blind(colours: Palette, sight: str):
    seen = [
        laboratory(
            [
                min(max(sum(map(operator.mul, row, linear(colour))), 0), 1)
                for row in COLOUR_BLIND[sight]
            ]
        )
        for colour in colours.series
    ]
    assert min(math.dist(a, b) for a, b in combinations(seen, 2)) >= 20


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
