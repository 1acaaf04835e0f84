"""Boundaries: the file that a map is drawn from, its polygons, and hatching over them.

The browser fetches the polygons by address. They are read here to know which regions have one and
to draw the hatching. Each file is read once a process.
"""

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic_core import from_json

from dashboard.regions import NATION, Level, Region
from dashboard.settings import GEOMETRY

# The address of the folder static/, relative to any page.
ADDRESS = "app/static/geometry"

Extent = tuple[float, float, float, float]
Point = tuple[float, float]
Lines = tuple[list[float | None], list[float | None]]


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line in degrees. The last point repeats the first."""

    longitudes: array
    latitudes: array


@dataclass(frozen=True, slots=True)
class Ground:
    """A polygon that is no region and has no figures.

    ``what`` says what it is. ``region`` is the code of the region that it belongs to. ``label`` is
    the point of its short name.
    """

    code: str
    name: str
    short_name: str
    what: str
    region: str
    label: Point


class Boundaries:
    """The polygons of one file: their address for the browser, and their rings by region code.

    Args:
        url: relative to any page of the dashboard.
        outlines: the rings by region code, both exteriors and holes.
        grounds: the polygons among them that are no region, by code.
    """

    def __init__(
        self,
        url: str,
        outlines: Mapping[str, tuple[Ring, ...]],
        grounds: Sequence[Ground] = (),
    ) -> None:
        self.url = url
        self.outlines = outlines
        self.grounds = grounds
        self._extents = {code: _extent(rings) for code, rings in outlines.items()}
        self._hatchings: dict[tuple[str, float, bool], Lines] = {}

    def __contains__(self, code: object) -> bool:
        return code in self.outlines

    def bounds(self, codes: Iterable[str]) -> Extent | None:
        """West, south, east, north of the polygons of ``codes``, in degrees; None without any."""
        found = [self._extents[code] for code in codes if code in self._extents]
        if not found:
            return None
        west, south, east, north = zip(*found, strict=True)
        return min(west), min(south), max(east), max(north)

    def hatching(self, codes: Iterable[str], spacing: float, *, rising: bool = True) -> Lines:
        """Parallel slanting lines inside the polygons of ``codes``, not in their holes.

        Args:
            spacing: the distance between lines, in degrees of longitude along a parallel.
            rising: lines rise from lower left to upper right; otherwise they fall.

        Returns:
            Longitudes and latitudes of the ends of the lines, with None between lines.
        """
        longitudes: list[float | None] = []
        latitudes: list[float | None] = []
        for code in codes:
            key = (code, spacing, rising)
            if key not in self._hatchings:
                self._hatchings[key] = _hatch(self.outlines.get(code, ()), spacing, rising)
            longitudes += self._hatchings[key][0]
            latitudes += self._hatchings[key][1]
        return longitudes, latitudes


def boundary_file(region: Region, *, leaves: bool = False) -> str:
    """The path under static/geometry of the file with a region's children, or with its leaves.

    Raises ValueError for a leaf: a leaf is drawn on its parent's map.
    """
    if region.is_leaf:
        raise ValueError(f"{region.code} {region.name} is a leaf: draw its parent")
    if region.code == NATION:
        return "counties.geojson" if leaves else "provinces.geojson"
    if region.level is Level.PROVINCE and not leaves:
        return f"cities/{region.code}.geojson"
    return f"counties/{region.province}.geojson"


def boundaries(region: Region, *, leaves: bool = False, folder: Path = GEOMETRY) -> Boundaries:
    """The polygons of a region's children, or of its leaves.

    If there is no file, ``outlines`` is empty and the map reports every region as missing. Raises
    ValueError if the file is not GeoJSON.
    """
    name = boundary_file(region, leaves=leaves)
    path = folder / name
    changed = path.stat().st_mtime_ns if path.exists() else None
    return _read(path, f"{ADDRESS}/{name}", changed)


@lru_cache(maxsize=64)
def _read(path: Path, url: str, changed: int | None) -> Boundaries:
    if changed is None:
        return Boundaries(url, {})
    # Takes a third of the time of the standard library's json.
    collection = from_json(path.read_bytes(), cache_strings="none")
    # The time of change is part of the address, so that browsers fetch a replaced file.
    return Boundaries(
        f"{url}?v={changed // 1_000_000_000}",
        {feature["id"]: _rings(feature["geometry"]) for feature in collection["features"]},
        [
            _ground(feature["id"], feature["properties"])
            for feature in collection["features"]
            if "ground" in (feature.get("properties") or {})
        ],
    )


def _ground(code: str, properties: dict) -> Ground:
    longitude, latitude = properties["label"]
    return Ground(
        code=code,
        name=properties["name"],
        short_name=properties["short_name"],
        what=properties["ground"],
        region=properties["region"],
        label=(longitude, latitude),
    )


def _rings(geometry: dict) -> tuple[Ring, ...]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return tuple(
        Ring(array("d", (point[0] for point in ring)), array("d", (point[1] for point in ring)))
        for polygon in polygons
        for ring in polygon
    )


def _extent(rings: tuple[Ring, ...]) -> Extent:
    return (
        min(min(ring.longitudes) for ring in rings),
        min(min(ring.latitudes) for ring in rings),
        max(max(ring.longitudes) for ring in rings),
        max(max(ring.latitudes) for ring in rings),
    )


def _hatch(rings: tuple[Ring, ...], spacing: float, rising: bool) -> Lines:
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    if not rings:
        return longitudes, latitudes
    digits = max(2, 1 - math.floor(math.log10(spacing)))
    # Away from the equator a degree of latitude is drawn longer than a degree of longitude.
    stretch = 1 / math.cos(math.radians(rings[0].latitudes[0])) * (1 if rising else -1)
    for crossings in _crossings(rings, spacing, stretch).values():
        crossings.sort()
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            longitudes += [round(start[0], digits), round(end[0], digits), None]
            latitudes += [round(start[1], digits), round(end[1], digits), None]
    return longitudes, latitudes


def _crossings(
    rings: tuple[Ring, ...], spacing: float, stretch: float
) -> dict[int, list[tuple[float, float]]]:
    """Where the borders cross each line ``longitude - latitude × stretch = number × spacing``."""
    found: dict[int, list[tuple[float, float]]] = {}
    for ring in rings:
        x0, y0 = ring.longitudes[0], ring.latitudes[0]
        u0 = (x0 - y0 * stretch) / spacing
        for x1, y1 in zip(ring.longitudes[1:], ring.latitudes[1:], strict=True):
            u1 = (x1 - y1 * stretch) / spacing
            low, high = (u0, u1) if u0 < u1 else (u1, u0)
            # Half-open, so that a line through a corner crosses the border once.
            for number in range(math.ceil(low), math.ceil(high)):
                share = (number - u0) / (u1 - u0)
                found.setdefault(number, []).append(
                    (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                )
            x0, y0, u0 = x1, y1, u1
    return found


@lru_cache(maxsize=2)
def dash_line(path: Path = GEOMETRY / "dash_line.geojson") -> Lines:
    """Longitudes and latitudes of the ten dashes in the South China Sea, with None between them.

    Each dash keeps at most eight points, which is more than a screen shows. Both are empty if there
    is no file.
    """
    if not path.exists():
        return [], []
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for line in _lines(json.loads(path.read_bytes())):
        last = len(line) - 1
        count = min(last, 7)
        for index in sorted({round(step * last / count) for step in range(count + 1)}):
            longitudes.append(round(line[index][0], 3))
            latitudes.append(round(line[index][1], 3))
        longitudes.append(None)
        latitudes.append(None)
    return longitudes, latitudes


def _lines(document: dict) -> list[list[list[float]]]:
    """The lines of a GeoJSON document: a geometry, a feature or a collection."""
    if document["type"] == "FeatureCollection":
        return [line for feature in document["features"] for line in _lines(feature)]
    if document["type"] == "Feature":
        return _lines(document["geometry"])
    if document["type"] == "LineString":
        return [document["coordinates"]]
    return document["coordinates"]
