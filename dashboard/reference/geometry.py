"""The simplified boundaries that maps are drawn from, written as GeoJSON."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from dashboard.reference.corrections import Box, Ground
from dashboard.reference.divisions import LEAF_PROVINCES, MUNICIPALITIES, Division
from dashboard.reference.polygons import Boundaries, Place, label_point, parts

# How far, in degrees, a drawn border may lie from the surveyed one. A thousandth is about 100 m.
COARSE, MIDDLE, FINE = 0.05, 0.02, 0.01
# Counties of small cities are drawn larger, so their borders lie nearer: the extent of a city, in
# degrees of latitude, below which a tolerance serves, and that tolerance. 厦门 measures 0.48, 舟山
# 1.20.
SMALL = ((0.65, 0.0015), (1.25, 0.003))
# More digits where rounding would close an island up: none is dropped for its size.
_DECIMALS = (3, 4, 6)

Feature = dict[str, Any]


def write_geometry(
    folder: Path,
    divisions: Sequence[Division],
    layers: Mapping[str, Boundaries],
    placed: Mapping[str, Place],
    grounds: Mapping[str, Ground],
) -> dict[str, int]:
    """Write every boundary file under ``folder``; the bytes of each, by path.

    ``provinces.geojson``; ``cities/<province>.geojson`` with what lies directly under it (cities
    and counties it runs itself, or a municipality's districts); ``counties/<province>.geojson``
    with its leaves; ``counties.geojson`` with the nation's leaves, coarser; ``dash_line.geojson``.
    A feature's id is the region's code. Ground that belongs to no region has the source's code and,
    among its properties, what it is. Hong Kong, Macau and Taiwan are leaves and have no file.
    """
    names = {division.code: division.name for division in divisions if division.level != "town"}
    names |= layers["county"].grounds
    leaves = layers["county"].polygons
    cities = features(layers["city"].polygons, FINE, names, grounds)
    counties = features(leaves, tolerances(divisions, placed), names, grounds)
    files = {
        "provinces.geojson": features(layers["province"].polygons, MIDDLE, names),
        "counties.geojson": features(leaves, COARSE, names, grounds),
        "dash_line.geojson": [dash_line(layers["province"].lines)],
    }
    for province, under in _by_province(counties).items():
        files[f"counties/{province}.geojson"] = under
        if province in MUNICIPALITIES:
            files[f"cities/{province}.geojson"] = under
    for province, under in _by_province(cities).items():
        files.setdefault(f"cities/{province}.geojson", under)
    return {path: _write(folder / path, content) for path, content in sorted(files.items())}


def tolerances(divisions: Iterable[Division], placed: Mapping[str, Place]) -> dict[str, float]:
    """The tolerance of each leaf that lies in a small city or municipality, by code."""
    found = {}
    for division in divisions:
        above = placed.get(division.parent)
        if division.level == "county" and above is not None:
            extent = _extent(above.bounds)
            fitting = [tolerance for limit, tolerance in SMALL if extent < limit]
            if fitting:
                found[division.code] = fitting[0]
    return found


def _extent(bounds: Box) -> float:
    """The longer side of a frame in degrees of latitude."""
    west, south, east, north = bounds
    return max((east - west) * math.cos(math.radians((south + north) / 2)), north - south)


def features(
    polygons: Mapping[str, BaseGeometry],
    tolerance: float | Mapping[str, float],
    names: Mapping[str, str],
    grounds: Mapping[str, Ground] | None = None,
) -> list[Feature]:
    """Polygons simplified together, so that neighbours keep one common border; by code.

    Args:
        tolerance: of all polygons, or those by code that differ from FINE.
        grounds: what the polygons are that are no region.
    """
    if isinstance(tolerance, Mapping):
        each = {code: tolerance.get(code, FINE) for code in polygons}
    else:
        each = dict.fromkeys(polygons, tolerance)
    simplified = simplify(polygons, each)
    found = []
    for code, geometry in sorted(simplified.items()):
        properties: dict[str, Any] = {"name": names[code]}
        if grounds and code in grounds:
            ground = grounds[code]
            properties |= {
                "ground": ground.what,
                "region": ground.region,
                "short_name": ground.short_name,
                "label": label_point(parts(geometry)),
            }
        drawn = {"properties": properties, "geometry": _geometry(geometry)}
        found.append({"type": "Feature", "id": code, **drawn})
    return found


def simplify(
    polygons: Mapping[str, BaseGeometry], tolerances: Mapping[str, float]
) -> dict[str, BaseGeometry]:
    """Each polygon simplified by its own tolerance; a border is simplified by the finer of two.

    From the finest tolerance to the coarsest, all that is coarser is simplified again. What is
    finished is left out by then, so that borders with it are the edge of what is simplified,
    which stays. The sea takes part as a polygon, lest coasts be such an edge as well.
    """
    codes = sorted(polygons)
    finest, *coarser = sorted({tolerances[code] for code in codes})
    first = shapely.coverage_simplify([polygons[code] for code in codes], finest)
    drawn = dict(zip(codes, first, strict=True))
    if not coarser:
        return drawn
    west, south, east, north = shapely.total_bounds(list(drawn.values()))
    around = shapely.box(west - 1, south - 1, east + 1, north + 1)
    sea = around.difference(shapely.coverage_union_all(list(drawn.values())))
    for tolerance in coarser:
        left = [code for code in codes if tolerances[code] >= tolerance]
        again = [*(drawn[code] for code in left), sea]
        *land, sea = shapely.coverage_simplify(again, tolerance, simplify_boundary=False)
        drawn |= zip(left, land, strict=True)
    return drawn


def dash_line(lines: Sequence[BaseGeometry]) -> Feature:
    """The ten-part line in the South China Sea, the only one among them that reaches so far south.

    Raises ValueError where it is not there whole.
    """
    found = [line for line in lines if line.bounds[1] < 5]
    if len(found) != 1 or len(shapely.get_parts(found[0])) != 10:
        raise ValueError(f"expected one line of ten parts in the south, found {found}")
    drawn = [
        _rounded(np.asarray(part.simplify(FINE / 10).coords), _DECIMALS[0]).tolist()
        for part in shapely.get_parts(found[0])
    ]
    return {
        "type": "Feature",
        "id": "dash_line",
        "properties": {"name": "南海断续线"},
        "geometry": {"type": "MultiLineString", "coordinates": drawn},
    }


def _by_province(layer: Sequence[Feature]) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = defaultdict(list)
    for feature in layer:
        province = feature["id"][:2] + "0000"
        if province not in LEAF_PROVINCES:
            found[province].append(feature)
    return found


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    polygons = [rings for polygon in parts(geometry) for rings in _polygons(polygon)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygons(polygon: Polygon) -> list[list[list[list[float]]]]:
    """The polygon rounded: rings of one, or of several where rounding cuts it in two.

    Neighbours are rounded alike, or a gap would show between them. Only an island that would
    close up keeps more digits.
    """
    rings = _rings(polygon, _DECIMALS[0])
    if _is_one(rings):
        return [_turned(rings)]
    cut = parts(shapely.set_precision(polygon, 10 ** -_DECIMALS[0]))
    if cut and abs(sum(part.area for part in cut) - polygon.area) < polygon.area / 10:
        again = [_rings(part, _DECIMALS[0]) for part in cut]
        if all(_is_one(rings) for rings in again):
            return [_turned(rings) for rings in again]
    for decimals in _DECIMALS[1:]:
        rings = _rings(polygon, decimals)
        if _is_one(rings):
            break
    return [_turned(rings)]


def _rings(polygon: Polygon, decimals: int) -> list[np.ndarray]:
    """The exterior and the holes, rounded."""
    rings = (polygon.exterior, *polygon.interiors)
    return [_rounded(np.asarray(ring.coords), decimals) for ring in rings]


def _is_one(rings: Sequence[np.ndarray]) -> bool:
    """Whether rings make a valid polygon."""
    return all(len(ring) >= 4 for ring in rings) and Polygon(rings[0], rings[1:]).is_valid


def _turned(rings: Sequence[np.ndarray]) -> list[list[list[float]]]:
    """Exteriors clockwise and holes the other way: the opposite fills the frame of a map."""
    turned = [
        ring[::-1] if (_area(ring) < 0) != (at == 0) else ring for at, ring in enumerate(rings)
    ]
    return [ring.tolist() for ring in turned]


def _rounded(points: np.ndarray, decimals: int) -> np.ndarray:
    rounded = np.round(points[:, :2], decimals)
    moved = np.any(np.diff(rounded, axis=0) != 0, axis=1)
    return rounded[np.r_[True, moved]]


def _area(ring: np.ndarray) -> float:
    """Twice the enclosed area, negative where the ring runs clockwise."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _write(path: Path, content: Sequence[Feature]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": list(content)}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(text)
    return len(text)
