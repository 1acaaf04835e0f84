import json
from pathlib import Path

import pytest

from dashboard.charts.geometry import Boundaries, Ground, boundaries, boundary_file, dash_line
from dashboard.regions import Level
from tests.charts.samples import NATION, PROVINCE, make_region

SQUARE = [[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]
HOLE = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
FAR = [[10, 0], [10, 1], [11, 1], [11, 0], [10, 0]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def feature(code, kind, coordinates):
        geometry = {"type": kind, "coordinates": coordinates}
        return {"type": "Feature", "id": code, "properties": {}, "geometry": geometry}

    features = [
        feature("440100", "Polygon", [SQUARE, HOLE]),
        feature("440200", "MultiPolygon", [[SQUARE], [FAR]]),
    ]
    (tmp_path / "cities").mkdir()
    path = tmp_path / "cities" / "440000.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return tmp_path


@pytest.fixture
def found(folder: Path) -> Boundaries:
    return boundaries(PROVINCE, folder=folder)


def test_files_of_a_region():
    city = make_region("440100")
    assert boundary_file(NATION) == "provinces.geojson"
    assert boundary_file(NATION, leaves=True) == "counties.geojson"
    assert boundary_file(PROVINCE) == "cities/440000.geojson"
    assert boundary_file(PROVINCE, leaves=True) == "counties/440000.geojson"
    assert boundary_file(city) == "counties/440000.geojson"


def test_a_leaf_has_no_map_of_its_own():
    with pytest.raises(ValueError, match="441900"):
        boundary_file(make_region("441900", "东莞市", is_leaf=True))
    district = make_region("110101", "东城区", level=Level.COUNTY, is_leaf=True)
    with pytest.raises(ValueError, match="leaf"):
        boundary_file(district)


def test_polygons_and_their_extent(found: Boundaries):
    assert "440100" in found
    assert "440300" not in found
    assert found.bounds(["440100"]) == (0, 0, 2, 2)
    assert found.bounds(["440100", "440200"]) == (0, 0, 11, 2)
    assert found.bounds(["440300"]) is None


def test_the_address_changes_with_the_file(folder: Path, found: Boundaries):
    assert found.url.startswith("app/static/geometry/cities/440000.geojson?v=")
    assert boundaries(PROVINCE, folder=folder) is found


def test_ground_that_is_no_region_is_known_by_its_properties(tmp_path: Path):
    ground = {
        "name": "某地行政委员会",
        "short_name": "某地",
        "ground": "派出机构",
        "region": "440100",
        "label": [1, 1.5],
    }
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    features = [
        {"type": "Feature", "id": "440199", "properties": ground, "geometry": shape},
        {"type": "Feature", "id": "440100", "properties": None, "geometry": shape},
    ]
    (tmp_path / "cities").mkdir()
    path = tmp_path / "cities" / "440000.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = boundaries(PROVINCE, folder=tmp_path)
    assert found.grounds == [
        Ground("440199", "某地行政委员会", "某地", "派出机构", "440100", (1, 1.5))
    ]


def test_without_the_file_there_is_no_polygon(tmp_path: Path):
    assert boundaries(PROVINCE, folder=tmp_path).outlines == {}


@pytest.mark.parametrize("rising", [True, False])
def test_hatching_stays_inside_and_out_of_holes(found: Boundaries, rising: bool):
    longitudes, latitudes = found.hatching(["440100"], 0.1, rising=rising)
    assert longitudes[2::3] == [None] * (len(longitudes) // 3)
    pairs = list(zip(longitudes, latitudes, strict=True))
    assert len(pairs) > 60
    for start, end, _ in zip(pairs[::3], pairs[1::3], pairs[2::3], strict=True):
        (x0, y0), (x1, y1) = start, end
        assert x0 is not None
        assert y0 is not None
        assert x1 is not None
        assert y1 is not None
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        assert all(-0.01 <= place <= 2.01 for place in (*start, *end))
        assert not all(0.51 < place < 1.49 for place in middle)
        assert (y1 - y0) * (x1 - x0) * (1 if rising else -1) >= 0


def test_hatching_of_an_unknown_region_is_nothing(found: Boundaries):
    assert found.hatching(["440300"], 0.1) == ([], [])


def test_the_real_dash_line_has_ten_parts_of_few_points():
    longitudes, latitudes = dash_line()
    assert longitudes.count(None) == latitudes.count(None) == 10
    assert len(longitudes) <= 90
    assert all(3 < latitude < 26 for latitude in latitudes if latitude is not None)
    assert all(107 < longitude < 123.5 for longitude in longitudes if longitude is not None)


def test_a_missing_dash_line_is_empty(tmp_path: Path):
    assert dash_line(tmp_path / "dash_line.geojson") == ([], [])
