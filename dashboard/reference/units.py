"""The towns and villages to cover, each under today's region."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.reference.corrections import Corrections
from dashboard.reference.divisions import MUNICIPALITIES, Division
from dashboard.reference.naming import PEOPLES
from dashboard.reference.sources import VILLAGES, Sources

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("unit_code", "name", "town_code", "town_name")]
    + [(name, pa.dictionary(pa.int32(), pa.string())) for name in ("region_code", "tier", "kind")]
)
_OFFICE = re.compile("(街道办事处|地区办事处|街道办|办事处|地区|街道)$")
_TOWN_ENDING = re.compile("(街道|镇|民族乡|民族苏木|苏木|乡|区公所)$")
_PEOPLES = re.compile("(?:(?:" + "|".join(sorted(PEOPLES, key=len, reverse=True)) + ")族)+$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One town or village; ``town_code`` is None where no town of today answers to it."""

    code: str
    name: str
    town_code: str | None
    town_name: str
    region: str
    tier: str
    kind: str


@dataclass(frozen=True, slots=True)
class Street:
    """A town as the statistics bureau lists it; ``area`` and ``city`` are codes of its own list."""

    code: str
    name: str
    area: str
    city: str


@dataclass(slots=True)
class Linkage:
    """Where each of the bureau's towns lies today, and how that was found.

    ``places`` leads from the bureau's code to the region and, where one answers to it, the town
    of today. ``at_city`` lists the towns placed at the city because no county could be named;
    ``moved`` those found under another county than the bureau's, with that county.
    """

    places: dict[str, tuple[str, Division | None]] = field(default_factory=dict)
    at_city: list[Street] = field(default_factory=list)
    moved: list[tuple[Street, Division]] = field(default_factory=list)
    how: Counter = field(default_factory=Counter)


def town_units(divisions: Iterable[Division]) -> list[Unit]:
    """The towns of today; 24 of them lie directly under a city and have its code as region."""
    return [
        Unit(town.code, town.name, town.code, town.name, town.parent, "town", _town_kind(town.name))
        for town in divisions
        if town.level == "town"
    ]


def read_streets(sources: Sources) -> list[Street]:
    """The bureau's towns."""
    return [
        Street(row["code"], row["name"], row["areaCode"], row["cityCode"] + "00")
        for row in _rows(sources, "streets")
    ]


def link(
    streets: Sequence[Street], divisions: Sequence[Division], corrections: Corrections
) -> Linkage:
    """Find today's region and town for each of the bureau's towns.

    Codes of towns differ between the two lists, so towns are matched by name: first under the
    same county, then, for development zones and for towns that moved, within the same city.
    """
    regions = {division.code: division for division in divisions if division.level != "town"}
    atlas = _Atlas(regions, [town for town in divisions if town.level == "town"])
    linkage = Linkage()
    waiting = [(street, corrections.area_codes.get(street.area, street.area)) for street in streets]
    for find in (atlas.named, atlas.akin):
        missed = []
        for street, area in waiting:
            town = find(area, street.name)
            if town is None:
                missed.append((street, area))
            else:
                atlas.taken.add(town.code)
                linkage.places[street.code] = (area, town)
                linkage.how["under the same county, by name"] += 1
        waiting = missed
    for street, area in waiting:
        if street.code in corrections.streets:
            region = corrections.streets[street.code]
            linkage.places[street.code] = (region, atlas.named(region, street.name))
            linkage.how["by hand"] += 1
        else:
            linkage.places[street.code] = _place(street, area, atlas, linkage)
    return linkage


def _place(
    street: Street, area: str, atlas: "_Atlas", linkage: Linkage
) -> tuple[str, Division | None]:
    city = atlas.home(area if area in atlas.regions else street.city)
    if area in atlas.regions:
        town = atlas.free_within(city, street.name)
        if town is not None:
            atlas.taken.add(town.code)
            linkage.moved.append((street, atlas.regions[town.parent]))
            linkage.how["moved to another county of the city"] += 1
            return town.parent, town
        linkage.how["under the same county, no town of today"] += 1
        return area, None
    town = atlas.within(city, street.name)
    if town is not None:
        linkage.how["development zone, by the town's name within the city"] += 1
        return town.parent, town
    linkage.at_city.append(street)
    linkage.how["development zone, at the city"] += 1
    return city, None


def village_units(sources: Sources, streets: Sequence[Street], linkage: Linkage) -> list[Unit]:
    """The bureau's villages and communities under today's regions.

    All but the one row that stands for 金门 as a whole (its number is 000). The kind is read
    from the last three digits, as the bureau's rules say: below 200 a community, 200–399 a
    village, from 400 a unit of another kind (a farm's quarter, a zone's committee).
    """
    listed = {street.code: street.name for street in streets}
    units = []
    for row in _rows(sources, "villages"):
        region, town = linkage.places[row["streetCode"]]
        town_code, town_name = (
            (town.code, town.name) if town is not None else (None, listed[row["streetCode"]])
        )
        code = row["code"]
        if code.endswith("000"):
            continue
        kind = _village_kind(code)
        units.append(Unit(code, row["name"], town_code, town_name, region, "village", kind))
    return units


def write_units(path: Path, units: Iterable[Unit]) -> None:
    """Parquet in the order of tier and code: sorted codes and zstd make it small."""
    ordered = sorted(units, key=lambda unit: (unit.tier, unit.code))
    columns = {
        "unit_code": [unit.code for unit in ordered],
        "name": [unit.name for unit in ordered],
        "town_code": [unit.town_code for unit in ordered],
        "town_name": [unit.town_name for unit in ordered],
        "region_code": [unit.region for unit in ordered],
        "tier": [unit.tier for unit in ordered],
        "kind": [unit.kind for unit in ordered],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.table(columns, schema=SCHEMA),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=["town_code", "town_name", "region_code", "tier", "kind"],  # type: ignore
        column_encoding={"unit_code": "DELTA_BYTE_ARRAY", "name": "PLAIN"},
        store_schema=False,
    )


def _rows(sources: Sources, name: str) -> Iterable[Mapping[str, str]]:
    content = sources.read(VILLAGES, f"package/dist/{name}.csv").decode("utf-8-sig")
    return csv.DictReader(io.StringIO(content))


def _town_kind(name: str) -> str:
    if name.endswith("街道"):
        return "街道"
    if name.endswith("镇"):
        return "镇"
    return "乡" if name.endswith(("乡", "苏木")) else "其他"


def _village_kind(code: str) -> str:
    number = int(code[-3:])
    if number < 200:
        return "社区"
    return "村" if number < 400 else "其他"


class _Atlas:
    """Towns of today by county and by city, found by name."""

    def __init__(self, regions: Mapping[str, Division], towns: Iterable[Division]):
        self.regions = regions
        self.taken: set[str] = set()
        self._by_county: dict[tuple[str, str], list[Division]] = defaultdict(list)
        self._by_city: dict[tuple[str, str], list[Division]] = defaultdict(list)
        for town in towns:
            self._by_county[town.parent, _plain(town.name)].append(town)
            self._by_county[town.parent, _stem(town.name)].append(town)
            self._by_city[self.home(town.parent), _plain(town.name)].append(town)

    def home(self, code: str) -> str:
        """The city that towns are looked for in: a municipality or a lone county is its own."""
        region = self.regions.get(code)
        if region is None:
            # The bureau gives a municipality's districts a city of their own: 1101 for 北京.
            return code[:2] + "0000"
        if region.level == "county":
            lone = region.parent.endswith("0000") and region.parent not in MUNICIPALITIES
            return code if lone else region.parent
        return code

    def named(self, county: str, name: str) -> Division | None:
        """The one town of that name under a county, its offices' words aside."""
        found = self._by_county.get((county, _plain(name)), [])
        return found[0] if len(found) == 1 else None

    def akin(self, county: str, name: str) -> Division | None:
        """The one town not taken yet whose name differs only in 乡, 镇 or 街道: it was raised."""
        found = self._by_county.get((county, _stem(name)), [])
        free = [town for town in found if town.code not in self.taken]
        return free[0] if len(free) == 1 else None

    def within(self, city: str, name: str) -> Division | None:
        """The one town of that name within a city."""
        found = self._by_city.get((city, _plain(name)), [])
        return found[0] if len(found) == 1 else None

    def free_within(self, city: str, name: str) -> Division | None:
        """The one town of that name within a city that no other town of the list answers to."""
        found = self._by_city.get((city, _plain(name)), [])
        free = [town for town in found if town.code not in self.taken]
        return free[0] if len(free) == 1 else None


def _plain(name: str) -> str:
    return _OFFICE.sub("街道", name)


def _stem(name: str) -> str:
    stem = _TOWN_ENDING.sub("", _plain(name))
    return (_PEOPLES.sub("", stem) or stem) + "~"
