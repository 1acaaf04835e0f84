"""The table of regions: divisions, names, pinyin and places put together."""

import csv
from collections.abc import Sequence
from pathlib import Path

from dashboard.reference.corrections import Corrections
from dashboard.reference.divisions import NATION, NOT_REPORTING, Division
from dashboard.reference.naming import short_names, syllables
from dashboard.reference.polygons import Place


def region_rows(
    divisions: Sequence[Division], places: dict[str, Place], corrections: Corrections
) -> list[dict[str, str]]:
    """One row a region in the order of the codes, the nation first; towns are no regions.

    ``city`` is empty where no city lies between the county and the province. Pinyin is that of
    the short name. Regions without polygon have no frame and no label point.
    """
    regions = [division for division in divisions if division.level != "town"]
    by_code = {region.code: region for region in regions}
    names = short_names(regions, corrections)
    rows = []
    for order, region in enumerate(regions):
        read = syllables(names[region.code], corrections)
        row = {
            "code": region.code,
            "name": region.name,
            "short_name": names[region.code],
            "level": region.level,
            "parent": region.parent,
            "city": _ancestor(region, "city", by_code),
            "province": _ancestor(region, "province", by_code),
            "is_leaf": _flag(region.is_leaf),
            "kind": region.kind,
            "sort_order": str(order),
            "pinyin": "".join(read),
            "initials": "".join(syllable[0] for syllable in read),
            "reports": _flag(region.code not in NOT_REPORTING),
        }
        rows.append(row | _place_columns(places.get(region.code)))
    return rows


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    """UTF-8 without mark, line feeds on every system, so that a rerun gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _ancestor(region: Division, level: str, by_code: dict[str, Division]) -> str:
    while region.code != NATION:
        if region.level == level:
            return region.code
        region = by_code[region.parent]
    return ""


def _place_columns(place: Place | None) -> dict[str, str]:
    sides = ("west", "south", "east", "north")
    if place is None:
        return dict.fromkeys((*sides, "label_longitude", "label_latitude"), "")
    frame = {side: f"{value:.3f}" for side, value in zip(sides, place.bounds, strict=True)}
    longitude, latitude = place.label or (None, None)
    return frame | {
        "label_longitude": "" if longitude is None else f"{longitude:.3f}",
        "label_latitude": "" if latitude is None else f"{latitude:.3f}",
    }
