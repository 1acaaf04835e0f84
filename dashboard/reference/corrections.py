"""What was settled by hand, read from ``data/reference/corrections.yml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.settings import REFERENCE
from dashboard.yaml_files import read_yaml

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """A polygon that is no region: the region it is ground of, its name on a map, what it is."""

    region: str
    short_name: str
    what: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """The hand-kept decisions; the file says for each why it was taken.

    ``polygon_codes`` and ``area_codes`` lead from a source's code to today's;
    ``grounds`` are the polygons that are no region, by code; ``labels`` are the points
    (longitude, latitude) of names that do not stand in their region's largest polygon;
    ``streets`` lead from the bureau's code of a town to the county it lies in today, ``towns``
    from the ministry's;
    ``far_islands`` are boxes (west, south, east, north) left out of the frame of a map.
    """

    polygon_codes: dict[str, str]
    grounds: dict[str, Ground]
    labels: dict[str, tuple[float, float]]
    area_codes: dict[str, str]
    streets: dict[str, str]
    towns: dict[str, str]
    far_islands: tuple[Box, ...]
    short_names: dict[str, str]
    pinyin_characters: dict[str, str]
    pinyin_names: dict[str, tuple[str, ...]]
    changes: tuple[dict[str, Any], ...]
    pseudo_counties: dict[str, dict[str, str]]

    @classmethod
    def load(cls, path: Path = REFERENCE / "corrections.yml") -> "Corrections":
        content = read_yaml(path)
        pinyin = content["pinyin"]
        return cls(
            polygon_codes=content["polygons"]["codes"],
            grounds={code: Ground(**said) for code, said in content["polygons"]["grounds"].items()},
            labels={code: tuple(point) for code, point in content["polygons"]["labels"].items()},
            area_codes=content["villages"]["area_codes"],
            streets=content["villages"]["streets"],
            towns=content["towns"],
            far_islands=tuple(tuple(box) for box in content["polygons"]["far_islands"].values()),
            short_names=content["short_names"],
            pinyin_characters=pinyin["characters"],
            pinyin_names={name: tuple(text.split()) for name, text in pinyin["names"].items()},
            changes=tuple(content["changes"]),
            pseudo_counties=content["pseudo_counties"],
        )
