"""Names on a map, where they fit."""

import math
from collections.abc import Sequence
from typing import Any

from dashboard.charts.frame import unfaded
from dashboard.charts.geometry import Extent
from dashboard.charts.text import inert, width
from dashboard.regions import Region

_SIZE = 11
_MOST = 60


def place_labels(
    regions: Sequence[Region],
    names: Sequence[str],
    colours: Sequence[str],
    halos: Sequence[str],
    frame: Extent,
    map_width: int,
    map_height: int,
) -> list[dict[str, Any]]:
    """Traces, one a colour, with the names that fit inside their region and touch no other name.

    Larger regions come first. Positions are reckoned as on a plain grid of degrees, which is
    near enough for deciding what fits; a map that is wider has more air between its names.

    Args:
        colours, halos: of each name and of the glow around it, which is its region's colour.
        frame: west, south, east, north of the map.
        map_width, map_height: of the figure in pixels.
    """
    west, south, east, north = frame
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(map_width / ((east - west) * shrink), map_height / (north - south))
    candidates = []
    for region, name, colour, halo in zip(regions, names, colours, halos, strict=True):
        if region.label_point is None or region.bounds is None:
            continue
        left, bottom, right, top = region.bounds
        across, high = (right - left) * shrink * scale, (top - bottom) * scale
        long = width(name, _SIZE)
        if long <= across * 0.85 and high >= _SIZE * 1.4:
            shadow = f"0 0 2px {halo}, 0 0 2px {halo}"
            candidates.append((across * high, region.label_point, name, colour, shadow, long))
    candidates.sort(key=lambda candidate: -candidate[0])
    del candidates[_MOST:]
    taken: list[tuple[float, float, float]] = []
    kept = []
    for _, (longitude, latitude), name, colour, shadow, long in candidates:
        if not (west < longitude < east and south < latitude < north):
            continue
        x, y = longitude * shrink * scale, latitude * scale
        if all(abs(x - a) > (long + b) / 2 + 6 or abs(y - c) > _SIZE * 1.3 for a, c, b in taken):
            taken.append((x, y, long))
            kept.append((longitude, latitude, name, colour, shadow))
    traces = []
    for colour in sorted({place[3] for place in kept}):
        alike = [place for place in kept if place[3] == colour]
        traces.append(
            {
                "type": "scattergeo",
                "mode": "text",
                "lon": [place[0] for place in alike],
                "lat": [place[1] for place in alike],
                "text": [inert(place[2]) for place in alike],
                "textfont": {
                    "size": _SIZE,
                    "color": colour,
                    "shadow": [place[4] for place in alike],
                },
                "hoverinfo": "skip",
                "showlegend": False,
                **unfaded(colour),
            }
        )
    return traces
