"""What the columns of a file are called and where their values come from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Protocol

from dashboard.boundary_changes import boundary_words
from dashboard.exports.cells import Language
from dashboard.regions import Level, RegionTree


class Build(Protocol):
    """As much of a build as a file says of it."""

    @property
    def build_id(self) -> str: ...

    @property
    def demonstration(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    ``field`` is the key of a row (or the field of a batch) that holds the value,
    ``name`` where it is left empty. ``names`` turns codes into what is shown: a
    code it doesn't know is written as it is, a code it gives None for is left empty.
    """

    name: str
    header: str
    header_en: str
    field: str = ""
    names: Mapping[str, str | None] | None = None

    @property
    def source(self) -> str:
        return self.field or self.name

    def heading(self, language: Language) -> str:
        return self.header if language == "zh" else self.header_en


BOUNDARY_CHANGES = Column("boundary_changes", "区划变动", "boundary changes")
BUILD = Column("build_id", "数据版本", "build")
NATURE = Column("nature", "数据性质", "nature of the data")
_NATURES: dict[tuple[Language, bool], str] = {
    ("zh", True): "演示数据",
    ("zh", False): "报送数据",
    ("en", True): "demonstration data",
    ("en", False): "reported data",
}


def nature(demonstration: bool, language: Language = "zh") -> str:
    """演示数据, which no reader may take for real, or 报送数据."""
    return _NATURES[language, demonstration]


def boundary_column(tree: RegionTree, first: date, last: date) -> Column:
    """What changed of each row's region, by its code, in the years from ``first`` to ``last``."""
    words = {region.code: boundary_words(tree, region, first, last) or None for region in tree}
    return replace(BOUNDARY_CHANGES, field="region_code", names=words)


@cache
def region_columns(tree: RegionTree, field: str = "region_code") -> tuple[Column, ...]:
    """The region's code, its name, and the name of every level above and at its own.

    A level the region does not have is empty: 东莞 has no county, 仙桃 no city.
    """
    levels = {Level.PROVINCE: {}, Level.CITY: {}, Level.COUNTY: {}}
    names: dict[str, str | None] = {}
    for region in tree:
        names[region.code] = region.name
        above = {step.level: step.name for step in tree.full_path(region.code)}
        for level, known in levels.items():
            known[region.code] = above.get(level)
    return (
        Column("region_code", "区划代码", "region code", field),
        Column("region", "地区", "region", field, names),
        Column("province", "省级", "province", field, levels[Level.PROVINCE]),
        Column("city", "市级", "city", field, levels[Level.CITY]),
        Column("county", "县级", "county", field, levels[Level.COUNTY]),
    )
