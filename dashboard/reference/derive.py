"""The whole derivation: read the sources, check, and only then write."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from dashboard.reference.checks import (
    ZONES,
    Checks,
    check_divisions,
    check_history,
    check_polygons,
    check_units,
    polygon_gaps,
)
from dashboard.reference.corrections import Corrections
from dashboard.reference.divisions import read_divisions
from dashboard.reference.geometry import write_geometry
from dashboard.reference.history import COLUMNS as CHANGE_COLUMNS
from dashboard.reference.history import FOUNDED_COLUMNS, founded, history
from dashboard.reference.polygons import LAYERS, places, read_boundaries
from dashboard.reference.regions import region_rows, write_csv
from dashboard.reference.shares import Villages
from dashboard.reference.sources import Sources
from dashboard.reference.units import link, read_streets, town_units, village_units, write_units
from dashboard.reference.zones import COLUMNS as ZONE_COLUMNS
from dashboard.reference.zones import read_zones
from dashboard.regions import COLUMNS as REGION_COLUMNS

Say = Callable[[str], object]


def derive(cache: Path, out: Path, say: Say) -> None:
    """Write ``data/reference`` and ``static/geometry`` under ``out``; the same bytes on a rerun.

    ``say`` is given one line at a time of what was found, every leaf without polygon and every
    polygon without leaf among it. Raises SourceError and CheckFailed before anything is written.
    """
    sources, corrections, checks = Sources(cache), Corrections.load(), Checks()

    divisions = read_divisions(sources, corrections.towns)
    check_divisions(divisions, checks)
    levels = Counter(one.level for one in divisions)
    say("divisions: " + ", ".join(f"{count:,} {level}" for level, count in levels.items()))

    streets = read_streets(sources)
    linkage = link(streets, divisions, corrections)
    units = [*town_units(divisions), *village_units(sources, streets, linkage)]
    check_units(units, divisions, checks)
    for how, count in linkage.how.items():
        say(f"towns of the villages' list, {how}: {count:,}")
    beside = sum(1 for unit in units if unit.tier == "village" and unit.town_code is None)
    say(f"villages without a town of today: {beside:,} of {len(units):,} units")

    villages = Villages(units, streets, linkage)
    changes = history(sources, divisions, corrections, villages)
    check_history(changes, checks)
    kinds = Counter(change.kind for change in changes)
    say("changes of codes: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()))

    told = {(change.old_code, change.new_code) for change in changes}
    for (listed, county), streets_moved in sorted(
        villages.moved().items(), key=lambda move: move[0][0]
    ):
        if (listed, county.code) in told:
            continue
        names = "、".join(street.name for street in streets_moved)
        say(f"listed under {listed} and today under {county.code}, undated: {names}")

    zones = read_zones(sources, {one.code for one in divisions if one.level != "town"}, changes)
    checks.equal("development zones", len(zones), ZONES)

    layers = {layer: read_boundaries(sources, layer, corrections) for layer in LAYERS}
    check_polygons(divisions, layers, checks)
    without, grounds = polygon_gaps(divisions, layers)
    for leaf in without:
        say(f"leaf without polygon, drawn as ground of its parent: {leaf.code} {leaf.name}")
    for code, name in sorted(grounds.items()):
        say(f"polygon without leaf: {code} {name} → {corrections.grounds[code].region}")
    checks.raise_differences()

    reference = out / "data" / "reference"
    placed = places(divisions, layers, corrections)
    rows = region_rows(divisions, placed, corrections)
    write_csv(reference / "regions.csv", REGION_COLUMNS, rows)
    write_csv(
        reference / "region_changes.csv", CHANGE_COLUMNS, [change.row() for change in changes]
    )
    write_csv(reference / "zones.csv", ZONE_COLUMNS, zones)
    write_csv(reference / "founded.csv", FOUNDED_COLUMNS, founded(sources, divisions))
    write_units(reference / "units.parquet", units)
    written = write_geometry(
        out / "static" / "geometry", divisions, layers, placed, corrections.grounds
    )
    total = sum(written.values()) / 1e6
    say(f"{len(rows):,} regions; boundaries: {len(written)} files, {total:.1f} MB")
