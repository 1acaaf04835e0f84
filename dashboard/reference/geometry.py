"""The simplified boundaries that maps are drawn from, written as GeoJSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from dashboard.reference.divisions import LEAF_PROVINCES, MUNICIPALITIES, Division
from dashboard.reference.polygons import Boundaries, parts

# How far, in degrees, a drawn border may lie from the surveyed one. A thousandth is about 100 m.
COARSE, MIDDLE, FINE = 0.05, 0.02, 0.01
# More digits where rounding would close a polygon up: no island is dropped for its size.
_DECIMALS = (3, 4, 6)

Feature = dict[str, Any]


def write_geometry(
    folder: Path, divisions: Iterable[Division], layers: Mapping[str, Boundaries]
) -> dict[str, int]:
    """Write every boundary file under ``folder``; the bytes of each, by path.

    ``provinces.geojson``; ``cities/<province>.geojson`` with what lies directly under it (cities
    and counties it runs itself, or a municipality's districts); ``counties/<province>.geojson``
    with its leaves; ``counties.geojson`` with the nation's leaves, coarser; ``dash_line.geojson``.
    A feature's id is the region's code. Ground that belongs to no leaf has the code of the
    province or city it lies in. Hong Kong, Macau and Taiwan are leaves and have no file.
    """
    names = {division.code: division.name for division in divisions if division.level != "town"}
    cities = features(layers["city"].polygons, FINE, names)
    counties = features(layers["county"].polygons, FINE, names)
    files = {
        "provinces.geojson": features(layers["province"].polygons, MIDDLE, names),
        "counties.geojson": features(layers["county"].polygons, COARSE, names),
        "dash_line.geojson": [dash_line(layers["province"].lines)],
    }
    for province, under in _by_province(counties).items():
        files[f"counties/{province}.geojson"] = under
        if province in MUNICIPALITIES:
            files[f"cities/{province}.geojson"] = under
    for province, under in _by_province(cities).items():
        files.setdefault(f"cities/{province}.geojson", under)
    return {path: _write(folder / path, content) for path, content in sorted(files.items())}


def features(
    polygons: Mapping[str, BaseGeometry], tolerance: float, names: Mapping[str, str]
) -> list[Feature]:
    """Polygons simplified together, so that neighbours keep one common border; by code."""
    codes = sorted(polygons)
    simplified = shapely.coverage_simplify([polygons[code] for code in codes], tolerance)
    return [
        {
            "type": "Feature",
            "id": code,
            "properties": {"name": names[code]},
            "geometry": _geometry(geometry),
        }
        for code, geometry in zip(codes, simplified, strict=True)
    ]


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
    polygons = [_rings(polygon) for polygon in parts(geometry)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: Polygon) -> list[list[list[float]]]:
    """The exterior and the holes, rounded as far as the polygon stays one.

    The maps need exteriors clockwise and holes the other way; the opposite fills the frame.
    """
    rings = [np.asarray(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
    rounded = rings
    for decimals in _DECIMALS:
        rounded = [_rounded(ring, decimals) for ring in rings]
        if all(len(ring) >= 4 for ring in rounded) and Polygon(rounded[0], rounded[1:]).is_valid:
            break
    turned = [
        ring[::-1] if (_area(ring) < 0) != (at == 0) else ring for at, ring in enumerate(rounded)
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
