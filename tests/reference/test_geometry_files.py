"""The boundaries that are carried: what maps rely on, file by file."""

import json
from functools import cache
from itertools import pairwise
from math import pi

import pytest
from shapely import union_all
from shapely.geometry import Point, Polygon, shape

from dashboard.regions import NATION, RegionTree
from dashboard.settings import GEOMETRY

FILES = sorted(path.relative_to(GEOMETRY).as_posix() for path in GEOMETRY.rglob("*.geojson"))
BOUNDARIES = [name for name in FILES if name != "dash_line.geojson"]
# The country's ground that is no region, and the region it is ground of.
GROUNDS = {"629700": "620000", "629800": "620000", "629900": "620000", "632857": "632800"}
NO_POLYGON = {"653132", "653228", "653229", "659013"}


@cache
def features(name: str) -> dict[str, dict]:
    content = json.loads((GEOMETRY / name).read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection"
    return {feature["id"]: feature["geometry"] for feature in content["features"]}


@cache
def described(name: str) -> dict[str, dict]:
    content = json.loads((GEOMETRY / name).read_text(encoding="utf-8"))
    return {feature["id"]: feature["properties"] for feature in content["features"]}


@pytest.fixture(scope="module")
def tree() -> RegionTree:
    return RegionTree.load()


def rings(geometry: dict) -> list[list[list[list[float]]]]:
    polygons = geometry["coordinates"]
    return [polygons] if geometry["type"] == "Polygon" else polygons


def doubled_area(ring: list[list[float]]) -> float:
    """Negative where the ring runs clockwise; counted from its first point, to keep the digits."""
    x0, y0 = ring[0]
    points = [(x - x0, y - y0) for x, y in ring]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))


def test_there_is_a_file_for_every_province_and_level():
    provinces = {region.code for region in RegionTree.load().children(NATION) if region.reports}
    expected = {"provinces.geojson", "counties.geojson", "dash_line.geojson"}
    expected |= {f"cities/{code}.geojson" for code in provinces}
    expected |= {f"counties/{code}.geojson" for code in provinces}
    assert set(FILES) == expected


def test_all_files_together_stay_small():
    assert sum((GEOMETRY / name).stat().st_size for name in FILES) <= 8_500_000


@pytest.mark.parametrize("name", BOUNDARIES)
def test_exteriors_run_clockwise_and_holes_the_other_way(name):
    for code, geometry in features(name).items():
        for polygon in rings(geometry):
            for at, ring in enumerate(polygon):
                assert len(ring) >= 4, code
                assert ring[0] == ring[-1], code
                area = doubled_area(ring)
                assert area < 0 if at == 0 else area > 0, code


@pytest.mark.parametrize("name", BOUNDARIES)
def test_every_polygon_is_valid_and_in_the_country(name):
    for code, geometry in features(name).items():
        for polygon in rings(geometry):
            drawn = shape({"type": "Polygon", "coordinates": polygon})
            assert drawn.is_valid, code
            west, south, east, north = drawn.bounds
            assert 73 < west < east < 136, code
            assert 3 < south < north < 54, code


@pytest.mark.parametrize("name", BOUNDARIES)
def test_ids_are_codes_of_regions_or_of_grounds(name, tree):
    assert all(code in tree or code in GROUNDS for code in features(name))
    for code, properties in described(name).items():
        if code not in GROUNDS:
            assert set(properties) == {"name"}
            continue
        assert properties["region"] == GROUNDS[code]
        assert properties["ground"]
        assert properties["short_name"]
        geometry = shape(features(name)[code])
        assert geometry.contains(Point(properties["label"]))


def test_the_provinces_are_all_drawn(tree):
    assert set(features("provinces.geojson")) == {region.code for region in tree.children(NATION)}


def test_the_children_of_every_province_are_drawn(tree):
    for province in tree.children(NATION):
        if province.is_leaf:
            continue
        drawn = set(features(f"cities/{province.code}.geojson"))
        children = {region.code for region in tree.children(province.code)}
        # Ground of the province itself: a horse farm and two reserves in Gansu.
        assert drawn - children <= set(GROUNDS)
        assert children - drawn <= NO_POLYGON


def test_the_leaves_of_every_province_are_drawn(tree):
    for province in tree.children(NATION):
        if province.is_leaf:
            continue
        drawn = set(features(f"counties/{province.code}.geojson"))
        leaves = {region.code for region in tree.leaves(province.code)}
        assert drawn - leaves <= set(GROUNDS)
        assert leaves - drawn <= NO_POLYGON


def test_the_leaves_of_the_nation_are_drawn(tree):
    drawn = set(features("counties.geojson"))
    leaves = {region.code for region in tree.leaves(NATION)}
    assert drawn - leaves == set(GROUNDS)
    assert leaves - drawn == NO_POLYGON


def test_regions_have_a_frame_where_they_have_a_polygon(tree):
    unframed = {region.code for region in tree if region.bounds is None}
    assert unframed == NO_POLYGON
    assert {region.code for region in tree if region.label_point is None} == NO_POLYGON | {NATION}


def test_neighbours_keep_one_border():
    """越秀 and 荔湾 meet: the points of the border between them are in both."""
    drawn = features("counties/440000.geojson")
    points = [
        {tuple(point) for ring in rings(drawn[code]) for line in ring for point in line}
        for code in ("440103", "440104")
    ]
    assert len(points[0] & points[1]) >= 3


@pytest.mark.parametrize("name", BOUNDARIES)
def test_no_sliver_gapes_between_neighbours(name):
    """A gap that is long and thin is no lake and no ground of another province."""
    whole = union_all([shape(geometry) for geometry in features(name).values()])
    gaps = [Polygon(ring) for part in getattr(whole, "geoms", [whole]) for ring in part.interiors]
    slivers = [gap for gap in gaps if 4 * pi * gap.area < 0.05 * gap.length**2]
    assert sum(gap.area for gap in slivers) < 2e-5


def test_small_cities_are_drawn_finer():
    """As many points as a map of that size shows; at the common tolerance 厦门 had 164."""
    drawn = features("counties/350000.geojson")
    points = [
        sum(len(ring) for polygon in rings(drawn[code]) for ring in polygon)
        for code in drawn
        if code.startswith("3502")
    ]
    assert len(points) == 6
    assert sum(points) > 240


def test_the_name_of_xisha_stands_among_its_islands(tree):
    longitude, latitude = tree["460302"].label_point
    assert 111 < longitude < 113
    assert 15.5 < latitude < 17.5


def test_no_island_is_dropped():
    """The far south is many reefs, most smaller than the tolerance; the nation's map has all."""
    assert len(rings(features("counties.geojson")["460303"])) == 228
    assert len(rings(features("counties/460000.geojson")["460303"])) == 228


def test_the_dash_line_has_ten_parts_and_reaches_the_far_south():
    drawn = features("dash_line.geojson")["dash_line"]
    assert drawn["type"] == "MultiLineString"
    assert len(drawn["coordinates"]) == 10
    latitudes = [point[1] for part in drawn["coordinates"] for point in part]
    assert min(latitudes) < 4
    assert max(latitudes) > 24
