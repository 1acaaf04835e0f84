"""Development zones: the statistics bureau lists them like counties, under codes of their own."""

import csv
import io
from collections.abc import Collection

from dashboard.reference.divisions import MUNICIPALITIES
from dashboard.reference.history import Change
from dashboard.reference.sources import FORMER_VILLAGES, VILLAGES, Package, Sources

COLUMNS = ("zone_code", "name", "region_code")
# Lists of these packages, the newest last: it has the name that holds.
LISTS = (FORMER_VILLAGES, VILLAGES)


def read_zones(
    sources: Sources, regions: Collection[str], changes: Collection[Change]
) -> list[dict[str, str]]:
    """One row a zone: its code, name and the city (in a municipality, the province) it lies in.

    A zone is what the bureau lists among the counties and the ministry never did: its code ends in
    71 to 79. Raises ValueError where the city of a zone can't be followed to one of today.
    """
    known = {*regions, *(change.old_code for change in changes)}
    heirs = {change.old_code: change.new_code for change in changes if change.share == 1}
    zones: dict[str, dict[str, str]] = {}
    for package in LISTS:
        for code, name, city in _areas(sources, package):
            if code in known or code[4] != "7":
                continue
            city = city if city[:2] + "0000" not in MUNICIPALITIES else city[:2] + "0000"
            while city not in regions and city in heirs:
                city = heirs[city]
            if city not in regions:
                raise ValueError(f"the city of {code} {name} is no region of today: {city}")
            zones[code] = {"zone_code": code, "name": name, "region_code": city}
    return [zones[code] for code in sorted(zones)]


def _areas(sources: Sources, package: Package) -> list[tuple[str, str, str]]:
    text = sources.read(package, "package/dist/areas.csv").decode("utf-8-sig")
    return [
        (row["code"], row["name"], row["cityCode"].ljust(6, "0"))
        for row in csv.DictReader(io.StringIO(text))
    ]
