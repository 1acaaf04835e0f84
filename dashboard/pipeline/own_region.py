"""The department's own region: what its pages are of, and what of the data lies outside it."""

from typing import Any

import duckdb

from dashboard.marts import FOLDER
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import insert_rows
from dashboard.regions import Level, RegionTree

# So many regions are named in the sentence.
NAMED = 6


def record_own_region(
    connection: duckdb.DuckDBPyConnection, tree: RegionTree, chosen: str | None
) -> list[Finding]:
    """Adds the own region to the record of a build that has its marts: the one that the
    department's settings choose, else the lowest city or province that holds all data.

    One finding where data lie outside the region chosen: no page shows them.
    """
    codes = _codes(connection)
    own = chosen or _lowest(tree, codes)
    insert_rows(connection, "build_info", [("own_region", own)])
    said = _outside(tree, own, codes)
    named = {"region_code": own, "region": tree[own].name}
    return [finding("outside_own_region", **named, **said)] if said else []


def widened_region(
    connection: duckdb.DuckDBPyConnection, tree: RegionTree, before: str
) -> list[Finding]:
    """One finding where the build's own region lies above that of the published build, ``before``.
    One row of another province widens it. Only for builds whose region nobody chose."""
    own = "select value from build_info where key = 'own_region'"
    row = connection.execute(own).fetchone()
    now = row[0] if row else tree.root.code
    if before not in tree or tree[now] not in tree.path(before)[:-1]:
        return []
    said = _outside(tree, before, _codes(connection))
    named = {"before_code": before, "before": tree[before].name}
    here = {"region_code": now, "region": tree[now].name}
    return [finding("own_region_widens", **named, **here, **said)] if said else []


def _codes(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The regions that the facts are of."""
    query = (FOLDER / "regions_of_facts.sql").read_text(encoding="utf-8")
    return [code for (code,) in connection.execute(query).fetchall()]


def _outside(tree: RegionTree, own: str, codes: list[str]) -> dict[str, Any]:
    """The slots of a sentence about the regions of ``codes`` outside ``own``: how many there are
    and the names of the first NAMED. Empty where all lie inside."""
    inside = {own, *(region.code for region in tree.descendants(own))}
    outside = [tree[code] for code in codes if code not in inside]
    if not outside:
        return {}
    named = "、".join(tree.full_label(region.code) for region in outside[:NAMED])
    return {
        "count": len(outside),
        "regions_zh": named + ("等" if len(outside) > NAMED else ""),
        "regions_en": ", ".join(region.code for region in outside[:NAMED]),
    }


def _lowest(tree: RegionTree, codes: list[str]) -> str:
    """The lowest region above the counties that holds all of some regions; the nation where there
    are none. A county's department chooses itself in its settings."""
    if not codes:
        return tree.root.code
    region = tree[tree.nearest_above(codes)]
    while region.level is Level.COUNTY and region.parent is not None:
        region = tree[region.parent]
    return region.code
