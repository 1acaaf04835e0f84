from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.palette import LIGHT
from dashboard.charts.strips import sibling_strip_svg, sparkline_svg
from tests.charts.samples import AMOUNT, RATE


def of(polarity):
    return RATE.model_copy(update={"polarity": polarity})


SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.one_of(st.none(), st.floats(-1e9, 1e9))


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_a_gap_parts_the_line_and_the_last_known_value_has_a_dot():
    found = drawn(sparkline_svg([1, 2, None, 3, 4, None], LIGHT, RATE))
    lines = found.findall(f"{SVG}polyline")
    assert len(lines) == 2
    dot = found.findall(f"{SVG}circle")[-1]
    last = (lines[1].get("points") or "").split()[-1]
    assert f"{dot.get('cx')},{dot.get('cy')}" == last


def test_higher_values_lie_higher():
    points = drawn(sparkline_svg([1, 5, 3], LIGHT, RATE)).find(f"{SVG}polyline")
    assert points is not None
    heights = [float(point.split(",")[1]) for point in (points.get("points") or "").split()]
    assert heights[1] < heights[2] < heights[0]


def test_level_single_and_empty_series():
    assert len(drawn(sparkline_svg([5, 5], LIGHT, RATE)).findall(f"{SVG}polyline")) == 1
    assert len(drawn(sparkline_svg([5], LIGHT, RATE)).findall(f"{SVG}circle")) == 2
    assert len(drawn(sparkline_svg([None], LIGHT, RATE))) == 0
    assert len(drawn(sparkline_svg([], LIGHT, RATE))) == 0


@given(st.lists(NUMBERS, max_size=30))
def test_everything_stays_inside_the_drawing(values):
    found = drawn(sparkline_svg(values, LIGHT, RATE))
    for line in found.findall(f"{SVG}polyline"):
        for point in (line.get("points") or "").split():
            x, y = (float(part) for part in point.split(","))
            assert 0 <= x <= 120
            assert 0 <= y <= 32


@given(st.lists(NUMBERS, max_size=30), NUMBERS, st.sampled_from(["higher", "lower", "neutral"]))
def test_a_strip_has_a_spot_for_every_sibling_and_stays_inside(values, own, polarity):
    found = drawn(sibling_strip_svg(values, own, LIGHT, of(polarity)))
    known = [value for value in values if value is not None]
    path = found.find(f"{SVG}path")
    spots = [] if path is None else (path.get("d") or "").split("M")[1:]
    assert len(spots) == len(known)
    assert all(0 <= float(spot.split()[0]) <= 180 for spot in spots)
    assert len(found.findall(f"{SVG}circle")) == (own is not None)


def test_the_better_end_is_the_right_one():
    def place(polarity):
        circle = drawn(sibling_strip_svg([10, 20, 30], 30, LIGHT, of(polarity))).find(
            f"{SVG}circle"
        )
        assert circle is not None
        return float(circle.get("cx") or 0)

    assert place("higher") == place("neutral") > 170
    assert place("lower") < 10


def heights(svg: str) -> list[float]:
    line = drawn(svg).find(f"{SVG}polyline")
    assert line is not None
    return [float(point.split(",")[1]) for point in (line.get("points") or "").split()]


def test_a_tenth_of_a_point_is_not_drawn_as_a_fall():
    # Two points take the 24 pixels between the edges: a tenth of one takes 1.2.
    high, low = heights(sparkline_svg([99.9, 99.8], LIGHT, RATE))
    assert round(low - high, 1) == 1.2
    high, low = heights(sparkline_svg([99, 96], LIGHT, RATE))
    assert (high, low) == (4, 28)
    high, low = heights(sparkline_svg([99.9, 99.8], LIGHT, AMOUNT))
    assert (high, low) == (4, 28)
