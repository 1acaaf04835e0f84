"""What was settled by hand, read from ``data/reference/corrections.yml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dashboard.settings import REFERENCE

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Corrections:
    """The hand-kept decisions; the file says for each why it was taken.

    ``polygon_codes`` and ``area_codes`` lead from a source's code to today's;
    ``polygon_parents`` from the code of a polygon that is no region to the region it lies in,
    ``streets`` from the bureau's code of a town to the county it lies in today, ``towns`` from the
    ministry's;
    ``far_islands`` are boxes (west, south, east, north) left out of the frame of a map.
    """

    polygon_codes: dict[str, str]
    polygon_parents: dict[str, str]
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
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        pinyin = content["pinyin"]
        return cls(
            polygon_codes=content["polygons"]["codes"],
            polygon_parents=content["polygons"]["parents"],
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
