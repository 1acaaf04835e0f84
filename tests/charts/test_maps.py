from array import array

import pytest

from dashboard.charts.classes import classes
from dashboard.charts.geometry import Boundaries, Ground, Ring, boundaries, dash_line
from dashboard.charts.labels import NATION_SPOTS
from dashboard.charts.map_words import choropleth_alt
from dashboard.charts.maps import Map, choropleth
from dashboard.charts.palette import DARK, LIGHT, Palette, contrast
from dashboard.charts.text import width as text_width
from dashboard.observations import Observation
from dashboard.regions import Level, RegionTree
from tests.charts.samples import (
    AMOUNT,
    EVIL,
    NATION,
    PERIOD,
    PROVINCE,
    RATE,
    checked,
    make_observation,
    make_region,
)


def square(west: float, south: float) -> tuple[Ring, ...]:
    xs = array("d", [west, west, west + 2, west + 2, west])
    ys = array("d", [south, south + 2, south + 2, south, south])
    return (Ring(xs, ys),)


REGIONS = [make_region(f"440{number}00") for number in range(1, 7)]
BOUNDARIES = Boundaries(
    "app/static/geometry/cities/440000.geojson",
    {region.code: square(110 + index, 20) for index, region in enumerate(REGIONS)},
)
PROVINCES = {
    "440000": square(110, 20),
    "110000": square(115, 39),
    "710000": square(120, 22),
    "810000": square(114, 22),
    "820000": square(113, 22),
}


def observations() -> list[Observation]:
    return [
        make_observation(region, 800 + 30 * index, before=800)
        for index, region in enumerate(REGIONS[:5])
    ]


def draw(found: list[Observation], **more) -> Map:
    bounds = classes([observation.value for observation in found], RATE)
    return choropleth(found, PROVINCE, LIGHT, BOUNDARIES, classes=bounds, **more)


def coloured(drawn: Map) -> dict:
    """The trace of polygons that are coloured by their value."""
    return next(t for t in drawn.figure.to_dict()["data"] if "customdata" in t)


def entries(drawn: Map) -> list[str]:
    return [t["name"] for t in drawn.figure.to_dict()["data"] if t["type"] == "bar"]


def test_plotly_accepts_it():
    found = checked(draw(observations(), highlight="440100").figure)
    assert found.layout.geo.projection.type == "mercator"
    assert found.layout.geo.fitbounds is None


def test_classes_colours_and_legend_agree():
    drawn = draw(observations())
    trace = coloured(drawn)
    assert trace["locations"] == [region.code for region in REGIONS[:5]]
    assert trace["z"] == [0, 1, 2, 3, 4]
    colours = [colour for _, colour in trace["colorscale"]][::2]
    assert colours == [*LIGHT.classes, LIGHT.no_data]
    swatches = [t for t in drawn.figure.to_dict()["data"] if t["type"] == "bar"]
    assert [swatch["marker"]["color"] for swatch in swatches] == list(LIGHT.classes)
    assert entries(drawn)[0].startswith("<") or entries(drawn)[0].startswith("&lt;")
    assert all(entry.endswith("%") for entry in entries(drawn))
    assert trace["showscale"] is False


def test_geometry_travels_by_address():
    for trace in draw(observations()).figure.to_dict()["data"]:
        if trace["type"] == "choropleth":
            assert trace["geojson"] == BOUNDARIES.url
            assert trace["featureidkey"] == "id"


def test_a_click_gives_the_code_and_a_hover_the_numbers():
    trace = coloured(draw(observations()))
    assert trace["customdata"][1] == [
        "440200", "83.0%", "830", "1,000", "+3.0 个百分点", "80.0%", "完整，1 县区已报"
    ]  # fmt: skip
    for words in ("已安置人数", "应安置人数", "同比", "去年同期", "上报"):
        assert words in trace["hovertemplate"]


def test_what_was_not_reported_is_hatched_and_counted():
    missing = make_observation(REGIONS[5], None, None, reported=0)
    drawn = draw([*observations(), missing])
    trace = coloured(drawn)
    assert trace["z"][-1] == 5
    assert trace["customdata"][-1][1] == "未上报"
    assert entries(drawn)[-1] == "未上报 1"
    lines = [t for t in drawn.figure.to_dict()["data"] if t.get("mode") == "lines"]
    assert len(lines) == 1
    assert all(x is None or 115 <= x <= 117 for x in lines[0]["lon"])


def test_a_denominator_of_zero_is_not_the_same_as_no_report():
    drawn = draw([*observations(), make_observation(REGIONS[5], 0, 0)])
    assert coloured(drawn)["customdata"][-1][1] == "—"
    assert entries(drawn)[-1] == "分母为零 1"


def test_regions_without_polygon_are_handed_back():
    stranger = make_region("449900", "新设市")
    drawn = draw([*observations(), make_observation(stranger, 900)])
    assert drawn.missing == [stranger]
    assert "449900" not in coloured(drawn)["locations"]


def test_without_any_polygon_the_figure_says_so():
    stranger = make_region("449900")
    drawn = draw([make_observation(stranger, 900)])
    assert drawn.missing == [stranger]
    assert "没有可用的边界" in checked(drawn.figure).layout.annotations[0].text


def test_hostile_names_are_text():
    evil = make_region("440100", EVIL)
    drawn = draw([make_observation(evil, 900, before=800), *observations()[1:]])
    checked(drawn.figure)
    trace = coloured(drawn)
    assert "<" not in trace["text"][0]
    assert "%{" not in trace["text"][0]


@pytest.mark.parametrize("with_observations", [True, False])
def test_the_nation_shows_taiwan_hong_kong_and_macau_as_without_data(with_observations: bool):
    def province(code, name, reports=True):
        return make_region(
            code, name, level=Level.PROVINCE, parent="100000", city=None, reports=reports
        )

    found = [
        make_observation(province("440000", "广东省"), 900),
        make_observation(province("110000", "北京市"), 950),
    ]
    if with_observations:
        found += [
            make_observation(province(code, "某地", reports=False), None, None, reported=0)
            for code in ("710000", "810000", "820000")
        ]
    bounds = classes([observation.value for observation in found], RATE)
    dashes = ([112.0, 113.0, None], [4.0, 4.5, None])
    limits = Boundaries("app/static/geometry/provinces.geojson", PROVINCES)
    drawn = choropleth(found, NATION, LIGHT, limits, classes=bounds, dash_line=dashes)
    figure = checked(drawn.figure)
    assert entries(drawn)[-1] == "无数据 3"
    assert not any(entry.startswith("未上报") for entry in entries(drawn))
    said = [
        text
        for trace in figure.data
        if trace.type == "choropleth"
        for text in [*(trace.hovertext or []), *(d[1] for d in trace.customdata or [])]
    ]
    assert sum("无数据" in text for text in said) >= 3
    assert figure.layout.geo.projection.type == "conic conformal"
    # The inset: southern polygons again, and the dash line on both maps.
    traces = drawn.figure.to_dict()["data"]
    polygons = [t for t in traces if t["type"] == "choropleth" and t.get("geo") == "geo2"]
    codes = {code for trace in polygons for code in trace["locations"]}
    assert codes == {"440000", "710000", "810000", "820000"}
    dashed = [trace["geo"] for trace in traces if trace.get("lon") == dashes[0]]
    assert dashed == ["geo", "geo2"]


def written(drawn: Map) -> dict:
    """Names on the map, and the point at which each stands."""
    return {
        text: (longitude, latitude)
        for trace in drawn.figure.to_dict()["data"]
        if trace.get("mode") == "text"
        for text, longitude, latitude in zip(trace["text"], trace["lon"], trace["lat"], strict=True)
    }


def of_the_nation(*, leaves: bool) -> Map:
    """The nation's map of the real regions, each with a value where it reports."""
    tree = RegionTree.load()
    regions = tree.leaves("100000") if leaves else tree.children("100000")
    found = [
        make_observation(one, 900 if one.reports else None, reported=int(one.reports))
        for one in regions
    ]
    bounds = classes([observation.value for observation in found], RATE)
    nation = tree["100000"]
    limits = boundaries(nation, leaves=leaves)
    return choropleth(
        found, nation, LIGHT, limits, classes=bounds, dash_line=dash_line(), names=not leaves
    )


def test_every_province_is_named_and_the_small_ones_by_a_line():
    drawn = of_the_nation(leaves=False)
    names = written(drawn)
    assert set(names) == {one.short_name for one in RegionTree.load().children("100000")}
    (led,) = [
        trace
        for trace in drawn.figure.to_dict()["data"]
        if trace.get("mode") == "lines" and trace["line"]["width"] == 0.8
    ]
    lines = set(zip(led["lon"][::3], led["lat"][::3], strict=True))
    assert lines == {names[name] for name in ("天津", "上海", "香港", "澳门")}


def test_names_that_have_a_place_stand_apart():
    """At the width of a phone, where the country is 370 pixels wide."""
    names = written(of_the_nation(leaves=False))
    spots = {spot.point: spot.side for spot in NATION_SPOTS.values()}
    boxes = []
    for text, point in names.items():
        x, y = point[0] * 370 / 62.5, point[1] * 370 / 62.5 / 0.81
        x += (text_width(text, 11) / 2 + 4) if spots.get(point, "").endswith("right") else 0
        y -= 9 if spots.get(point, "").startswith("bottom") else 0
        boxes.append((text, x, y, text_width(text, 11)))
    for index, (one, x, y, long) in enumerate(boxes):
        for other, x1, y1, long1 in boxes[index + 1 :]:
            assert abs(x - x1) > (long + long1) / 2 - 6 or abs(y - y1) > 8, (one, other)


def test_the_nation_s_counties_keep_taiwan_and_the_islands_of_the_inset():
    drawn = of_the_nation(leaves=True)
    assert set(written(drawn)) == {"台湾", "香港", "澳门"}
    edged = {
        trace.get("geo", "geo"): set(trace["locations"])
        for trace in drawn.figure.to_dict()["data"]
        if trace["type"] == "choropleth" and trace.get("hoverinfo") == "skip"
    }
    assert {"710000", "810000", "820000", "460302", "460303"} == edged["geo"] == edged["geo2"]


def test_ground_that_is_no_region_is_hatched_named_and_explained():
    ground = Ground("440199", "某地行政委员会", "某地", f"派出机构{EVIL}", "440000", (113.5, 23.5))
    outlines = {**BOUNDARIES.outlines, "440199": square(112, 22)}
    limits = Boundaries(BOUNDARIES.url, outlines, [ground])
    found = observations()
    bounds = classes([observation.value for observation in found], RATE)
    drawn = choropleth(found, PROVINCE, LIGHT, limits, classes=bounds)
    assert drawn.grounds == [ground]
    figure = checked(drawn.figure)
    (trace,) = [
        t for t in figure.data if t.type == "choropleth" and "440199" in t.locations and t.hovertext
    ]
    assert trace.hovertext[0].startswith("<b>某地行政委员会</b><br>派出机构")
    assert "不单独上报，无数据" in trace.hovertext[0]
    assert "<a" not in trace.hovertext[0]
    assert entries(drawn)[-1] == "无数据 1"
    assert written(drawn)["某地"] == (113.5, 23.5)
    (hatching,) = [t for t in figure.data if t.type == "scattergeo" and t.mode == "lines"]
    assert all(x is None or 112 <= x <= 114 for x in hatching.lon)
    said = choropleth_alt(found, PROVINCE, bounds, drawn.missing, drawn.grounds)
    assert said.endswith("；某地不是行政区划，没有数据。")


def test_a_city_s_map_shows_its_own_ground_alone():
    city = make_region("440100", "甲市", bounds=(110, 20, 112, 22))
    near = Ground("440199", "近地", "近地", "牧场", "440100", (111, 21))
    far = Ground("440299", "远地", "远地", "牧场", "440200", (113, 21))
    outlines = {**BOUNDARIES.outlines, "440199": square(110, 20), "440299": square(112, 20)}
    limits = Boundaries(BOUNDARIES.url, outlines, [near, far])
    found = observations()
    bounds = classes([observation.value for observation in found], RATE)
    assert choropleth(found, city, LIGHT, limits, classes=bounds).grounds == [near]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_names_look_the_same_on_every_ground(palette: Palette):
    """One ink and one edge, which tells the ink apart from any class."""
    found = [
        make_observation(
            make_region(
                f"440{index + 1}00",
                bounds=(110 + 2 * index, 20, 112 + 2 * index, 22),
                label_point=(111 + 2 * index, 21),
            ),
            800 + 30 * index,
        )
        for index in range(5)
    ]
    wide = make_region(
        "440000", "广东省", level=Level.PROVINCE, city=None, bounds=(110, 20, 120, 22)
    )
    bounds = classes([observation.value for observation in found], RATE)
    drawn = choropleth(found, wide, palette, BOUNDARIES, classes=bounds, width=900)
    (trace,) = [t for t in drawn.figure.to_dict()["data"] if t.get("mode") == "text"]
    assert len(trace["text"]) == 5
    assert trace["textfont"]["color"] == palette.ink
    assert trace["textfont"]["shadow"].count(palette.surface) == 9
    assert contrast(palette.ink, palette.surface) > 7


def test_hainan_has_the_inset_and_other_provinces_do_not():
    hainan = make_region("460000", "海南省", level=Level.PROVINCE)
    found = observations()
    bounds = classes([observation.value for observation in found], RATE)
    south = choropleth(found, hainan, LIGHT, BOUNDARIES, classes=bounds)
    assert "geo2" in south.figure.to_dict()["layout"]
    assert "geo2" not in draw(found).figure.to_dict()["layout"]


def test_the_frame_is_the_region_with_air():
    geo = draw(observations()).figure.to_dict()["layout"]["geo"]
    (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    assert west < 110 < 114 < east
    assert south < 20 < 24 < north
    assert east - west < 4.5


def test_names_fit_or_are_left_out():
    roomy = draw(observations(), labels={"440100": "甲"})
    texts = [
        text
        for t in roomy.figure.to_dict()["data"]
        if t.get("mode") == "text"
        for text in t["text"]
    ]
    # All five stand at one label point: only one can be written.
    assert len(texts) == 1
    bare = draw(observations(), names=False)
    assert not any(t.get("mode") == "text" for t in bare.figure.to_dict()["data"])


def test_a_click_fades_nothing():
    for trace in draw(observations()).figure.to_dict()["data"]:
        if trace["type"] == "choropleth":
            assert trace["unselected"] == {"marker": {"opacity": 1}}


def test_alt_text_names_the_extremes_and_the_silent():
    missing = make_observation(REGIONS[5], None, None, reported=0)
    found = [*observations(), missing]
    said = choropleth_alt(found, PROVINCE, classes([r.value for r in found], RATE))
    assert said.startswith("广东省地图：6 个地区2026年1–10月的安置任务完成率；分 5 档")
    assert "最高是第0500 92.0%，最低是第0100 80.0%" in said
    assert "未上报：第0600" in said


def test_amounts_say_their_unit_once():
    found = [
        make_observation(region, 1e7 * (index + 1), indicator=AMOUNT, period=PERIOD)
        for index, region in enumerate(REGIONS)
    ]
    bounds = classes([observation.value for observation in found], AMOUNT)
    drawn = choropleth(found, PROVINCE, LIGHT, BOUNDARIES, classes=bounds)
    assert [entry.endswith("万元") for entry in entries(drawn)] == [True] + [False] * 4
    assert coloured(drawn)["customdata"][0][1] == "10,000,000 元"
