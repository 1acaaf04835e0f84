"""Names on a map: written where they fit, or at a place kept for them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.frame import unfaded
from dashboard.charts.geometry import Extent, Point
from dashboard.charts.palette import Palette
from dashboard.charts.text import inert, width

_SIZE = 11
_MOST = 60
# The edge around each name: eight sharp shadows and a blurred one.
_EDGES = (
    *(f"{x}px {y}px 0" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y),
    "0 0 3px",
)
# Pixels between a point and the text beside it.
_GAP = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the code and frame of its region, and the point where it would be written."""

    code: str
    text: str
    point: Point | None
    bounds: Extent | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A fixed place for a name, used whether or not the name fits into its region.

    ``side`` is the position of the text relative to the point: ``middle center`` is on it, ``middle
    right`` beside it. If ``target`` is given, a line leads from the point to it.
    """

    point: Point
    side: str = "middle center"
    target: Point | None = None


# Places on the nation's map at the width of a column, for provinces that are too small for their
# name or whose name would overlap another.
NATION_SPOTS: dict[str, Spot] = {
    "110000": Spot((116.3, 40.8)),
    "120000": Spot((119.2, 38.8), "middle right", (117.4, 39.2)),
    "130000": Spot((115.5, 38.2)),
    "140000": Spot((111.8, 37.3)),
    "310000": Spot((123.2, 31.2), "middle right", (121.5, 31.2)),
    "320000": Spot((120.1, 33.4)),
    "340000": Spot((117.1, 31.6)),
    "350000": Spot((118.1, 26.0)),
    "360000": Spot((115.6, 27.8)),
    "440000": Spot((113.5, 23.6)),
    "460000": Spot((111.2, 18.7), "middle right"),
    "610000": Spot((108.9, 34.3)),
    "620000": Spot((102.3, 38.0)),
    "640000": Spot((106.1, 37.2)),
    "710000": Spot((121.0, 23.7)),
    "810000": Spot((115.2, 21.4), "middle right", (114.15, 22.35)),
    "820000": Spot((113.1, 21.2), "bottom center", (113.55, 22.15)),
}


def place_labels(
    names: Sequence[Name],
    palette: Palette,
    frame: Extent,
    map_width: int,
    map_height: int,
    spots: Mapping[str, Spot] | None = None,
) -> list[dict[str, Any]]:
    """Traces of the names that have a spot, and of those that fit their region and overlap none.

    Larger regions are placed first. Positions are computed on a plain grid of degrees, which is
    precise enough to decide what fits; on a wider map names are further apart. All names have the
    same colour and edge, so that they look alike on every colour of the map.

    Args:
        frame: west, south, east, north of the map.
        map_width, map_height: of the figure in pixels.
        spots: fixed places for names, by code.
    """
    west, south, east, north = frame
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(map_width / ((east - west) * shrink), map_height / (north - south))
    kept = [(spots[name.code], name.text) for name in names if spots and name.code in spots]
    taken = [_box(spot, text, shrink * scale, scale) for spot, text in kept]
    candidates = []
    for name in names:
        if name.point is None or name.bounds is None or (spots and name.code in spots):
            continue
        left, bottom, right, top = name.bounds
        across, high = (right - left) * shrink * scale, (top - bottom) * scale
        if width(name.text, _SIZE) <= across * 0.85 and high >= _SIZE * 1.4:
            candidates.append((across * high, Spot(name.point), name.text))
    candidates.sort(key=lambda candidate: -candidate[0])
    for _, spot, text in candidates[:_MOST]:
        longitude, latitude = spot.point
        if not (west < longitude < east and south < latitude < north):
            continue
        x, y, long = _box(spot, text, shrink * scale, scale)
        if all(abs(x - a) > (long + b) / 2 + 6 or abs(y - c) > _SIZE * 1.3 for a, c, b in taken):
            taken.append((x, y, long))
            kept.append((spot, text))
    return [*_leaders([spot for spot, _ in kept], palette), *_texts(kept, palette)]


def _box(spot: Spot, text: str, across: float, high: float) -> tuple[float, float, float]:
    """The middle of a text in pixels from the frame's origin, and its length."""
    (longitude, latitude), long = spot.point, width(text, _SIZE)
    x, y = longitude * across, latitude * high
    if spot.side.endswith("right"):
        x += long / 2 + _GAP
    if spot.side.startswith("bottom"):
        y -= _SIZE / 2 + _GAP
    return x, y, long


def _texts(kept: Sequence[tuple[Spot, str]], palette: Palette) -> list[dict[str, Any]]:
    if not kept:
        return []
    sides = [spot.side for spot, _ in kept]
    return [
        {
            "type": "scattergeo",
            "mode": "text",
            "lon": [spot.point[0] for spot, _ in kept],
            "lat": [spot.point[1] for spot, _ in kept],
            "text": [inert(text) for _, text in kept],
            "textposition": sides if len(set(sides)) > 1 else sides[0],
            "textfont": {
                "size": _SIZE,
                "color": palette.ink,
                "shadow": ", ".join(f"{edge} {palette.surface}" for edge in _EDGES),
            },
            "hoverinfo": "skip",
            "showlegend": False,
            **unfaded(palette.ink),
        }
    ]


def _leaders(spots: Sequence[Spot], palette: Palette) -> list[dict[str, Any]]:
    led = [(spot.point, spot.target) for spot in spots if spot.target is not None]
    if not led:
        return []
    ends = [(*pair, (None, None)) for pair in led]
    return [
        {
            "type": "scattergeo",
            "mode": "lines",
            "lon": [end[0] for line in ends for end in line],
            "lat": [end[1] for line in ends for end in line],
            "line": {"color": palette.secondary, "width": 0.8},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
