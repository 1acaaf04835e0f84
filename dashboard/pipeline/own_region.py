"""The department's own region: what its pages are of, and what of the data lies outside it."""

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
    query = (FOLDER / "regions_of_facts.sql").read_text(encoding="utf-8")
    codes = [code for (code,) in connection.execute(query).fetchall()]
    own = chosen or _lowest(tree, codes)
    insert_rows(connection, "build_info", [("own_region", own)])
    inside = {own, *(region.code for region in tree.descendants(own))}
    outside = [tree[code] for code in codes if code not in inside]
    if not outside:
        return []
    named = "、".join(tree.full_label(region.code) for region in outside[:NAMED])
    return [
        finding(
            "outside_own_region",
            region_code=own,
            region=tree[own].name,
            count=len(outside),
            regions_zh=named + ("等" if len(outside) > NAMED else ""),
            regions_en=", ".join(region.code for region in outside[:NAMED]),
        )
    ]


def _lowest(tree: RegionTree, codes: list[str]) -> str:
    """The lowest region above the counties that holds all of some regions; the nation where there
    are none. A county's department chooses itself in its settings."""
    if not codes:
        return tree.root.code
    region = tree[tree.nearest_above(codes)]
    while region.level is Level.COUNTY and region.parent is not None:
        region = tree[region.parent]
    return region.code
