"""What must hold before a derived table is written: counts, known facts, polygons and regions."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from dashboard.reference.divisions import LEAF_PROVINCES, MUNICIPALITIES, Division
from dashboard.reference.history import Change
from dashboard.reference.polygons import Boundaries
from dashboard.reference.units import Unit

COUNTS = {"nation": 1, "province": 34, "city": 333, "county": 2847, "town": 38723}
VILLAGES = 620572
# Cities and leaves of some provinces and cities, as the ministry's table of 2025-12-31 has them.
CITIES = {"440000": 21, "430000": 14, "130000": 11, "650000": 14}
LEAVES = {"440000": 124, "430000": 122, "440300": 9, "440100": 11, "330100": 13, "610100": 13}
LEAVES |= {"654000": 11, "110000": 16, "500000": 37, "410000": 157}
NAMED = {
    "440311": ("光明区", "440300"),
    "330383": ("龙港市", "330300"),
    "429004": ("仙桃市", "420000"),
    "441900": ("东莞市", "440000"),
    "500157": ("两江新区", "500000"),
    "653132": ("岑岭县", "653100"),
    "659013": ("草湖市", "650000"),
}
# 32 of the ministry's table, and 草湖市 of 2026.
PROVINCE_ADMINISTERED = 33
# Codes that ended: counties and prefectures until 2016, 24 counties and one city in 2017, 100
# counties and one city since.
ENDED = {"2000 to 2016": 821, "2017": 25, "since 2018": 101}
# The bureau's development zones of 2018 and 2023.
ZONES = 152
LEAVES_WITHOUT_POLYGON = frozenset({"653132", "653228", "653229", "659013"})
POLYGONS_WITHOUT_LEAF = frozenset({"629700", "629800", "629900", "632857"})


class CheckFailed(Exception):
    """A derived table is not what it is known to be; the message says every difference."""


class Checks:
    """Collects differences, so that one run tells them all."""

    def __init__(self) -> None:
        self.differences: list[str] = []

    def equal(self, what: str, found: object, expected: object) -> None:
        """Note a difference between what was found and what is known."""
        if found != expected:
            self.differences.append(f"{what}: found {found}, expected {expected}")

    def raise_differences(self) -> None:
        """Raise CheckFailed if anything differed."""
        if self.differences:
            raise CheckFailed("\n".join(self.differences))


def check_divisions(divisions: Sequence[Division], checks: Checks) -> None:
    """Counts by level, known regions, and cities and leaves under known provinces and cities."""
    checks.equal("regions by level", dict(Counter(one.level for one in divisions)), COUNTS)
    regions = {one.code: one for one in divisions if one.level != "town"}
    kinds = Counter(one.kind for one in regions.values())
    province_run = kinds["province_administered"]
    checks.equal("counties run by a province", province_run, PROVINCE_ADMINISTERED)
    checks.equal("municipalities' districts", kinds["municipality_district"], 85)
    leaves, cities = Counter(), Counter()
    for one in regions.values():
        if one.level == "city":
            cities[one.parent] += 1
        if one.is_leaf and one.code not in LEAF_PROVINCES:
            above = one.parent
            while above in regions and above != "100000":
                leaves[above] += 1
                above = regions[above].parent
    for code, expected in CITIES.items():
        checks.equal(f"cities of {code} {regions[code].name}", cities[code], expected)
    for code, expected in LEAVES.items():
        checks.equal(f"leaves of {code} {regions[code].name}", leaves[code], expected)
    for code, expected in NAMED.items():
        found = (regions[code].name, regions[code].parent) if code in regions else None
        checks.equal(f"region {code}", found, expected)
    for code in MUNICIPALITIES:
        checks.equal(f"cities of {code} {regions[code].name}", cities[code], 0)


def check_units(units: Sequence[Unit], divisions: Sequence[Division], checks: Checks) -> None:
    """All towns and villages there, each code once, each under a region of today."""
    regions = {one.code for one in divisions if one.level != "town"}
    tiers = Counter(unit.tier for unit in units)
    expected = {"town": COUNTS["town"], "village": VILLAGES}
    checks.equal("units by tier", dict(tiers), expected)
    checks.equal("different unit codes", len({unit.code for unit in units}), sum(tiers.values()))
    lost = {unit.region for unit in units} - regions
    checks.equal("regions of units that are none", lost, set())
    towns = Counter(unit.region for unit in units if unit.tier == "town")
    checks.equal("towns of 东莞, 中山", (towns["441900"], towns["442000"]), (32, 23))


def check_history(changes: Sequence[Change], checks: Checks) -> None:
    """As many codes ended as the yearly tables show; shares of what was divided add up to one."""
    followed = [one for one in changes if one.kind in ("recode", "merge", "split")]
    real = [one for one in followed if "实非县级行政区" not in one.how]
    ended = {
        "2000 to 2016": len({one.old_code for one in real if one.year < 2017}),
        "2017": len({one.old_code for one in real if one.year == 2017}),
        "since 2018": len({one.old_code for one in real if one.year > 2017}),
    }
    checks.equal("codes that ended", ended, ENDED)
    shares: dict[str, list[float | None]] = {}
    for change in followed:
        shares.setdefault(change.old_code, []).append(change.share)
    for code, parts in shares.items():
        if None not in parts:
            whole = round(sum(part or 0 for part in parts), 3)
            checks.equal(f"shares of {code}", whole, 1.0)


def polygon_gaps(
    divisions: Sequence[Division], layers: Mapping[str, Boundaries]
) -> tuple[list[Division], dict[str, str]]:
    """The leaves without polygon, and by code the names of the polygons that are no leaf."""
    drawn = layers["county"].polygons
    without = [one for one in divisions if one.is_leaf and one.code not in drawn]
    return without, layers["county"].grounds


def check_polygons(
    divisions: Sequence[Division], layers: Mapping[str, Boundaries], checks: Checks
) -> None:
    """No gaps but the known ones; a polygon for each province and city."""
    without, grounds = polygon_gaps(divisions, layers)
    checks.equal("leaves without polygon", {one.code for one in without}, LEAVES_WITHOUT_POLYGON)
    checks.equal("polygons without leaf", set(grounds), POLYGONS_WITHOUT_LEAF)
    regions = {one.code for one in divisions if one.level != "town"}
    for name, layer in layers.items():
        strange = set(layer.polygons) - regions - set(layer.grounds)
        checks.equal(f"polygons of no region, {name}", strange, set())
        codes = [one.code for one in divisions if one.level == name and name != "county"]
        checks.equal(f"{name} without polygon", _missing(codes, layer.polygons), [])


def _missing(codes: Collection[str], polygons: Mapping[str, object]) -> list[str]:
    return [code for code in codes if code not in polygons]
