"""Columns that tables of several kinds have: regions, changes of their ground, categories."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from dashboard.boundary_changes import boundary_words
from dashboard.coverage import COVERAGE_EN, Coverage
from dashboard.exports.table import Column, Language
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import Reporting
from dashboard.regions import Level, RegionTree
from dashboard.systems import Catalogue

REGION = (
    Column("region_code", "区划代码", "region code", kind="code"),
    Column("region", "地区", "region"),
)
REPORTING = (
    Column("expected", "应报县区", "units expected", kind="whole"),
    Column("reported_all", "报全县区", "units that reported every month", kind="whole"),
    Column("reported_some", "缺月县区", "units that reported some months", kind="whole"),
    Column("reported_none", "未报县区", "units that reported no month", kind="whole"),
    Column("months_expected", "应报县区月数", "unit months expected", kind="whole"),
    Column("months_reported", "已报县区月数", "unit months reported", kind="whole"),
)
COVERAGE = Column("coverage", "报送完整程度", "coverage")


def reporting_fields(who: Reporting) -> dict[str, int]:
    """The fields of a row's REPORTING columns."""
    return {
        "expected": who.expected,
        "reported_all": who.all,
        "reported_some": who.some,
        "reported_none": who.none,
        "months_expected": who.months_expected,
        "months_reported": who.months,
    }


def coverage_word(grade: Coverage | None, language: Language) -> str | None:
    """The word of a COVERAGE column; None where nothing was due or nothing came."""
    if grade is None or language == "zh":
        return grade
    return COVERAGE_EN[grade]


def names_above(tree: RegionTree, code: str) -> str:
    """The names of the regions above one, below the tree's root, as one text: 广东省广州市."""
    return "".join(step.name for step in tree.full_path(code)[1:-1])


def boundary_column(tree: RegionTree, first: date, last: date) -> Column:
    """What changed of each row's region, by its code, in the years from ``first`` to ``last``."""
    words = {region.code: boundary_words(tree, region, first, last) or None for region in tree}
    return Column("boundary_changes", "区划变动", "boundary changes", "region_code", words)


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
        Column("region_code", "区划代码", "region code", field, kind="code"),
        Column("region", "地区", "region", field, names),
        Column("province", "省级", "province", field, levels[Level.PROVINCE]),
        Column("city", "市级", "city", field, levels[Level.CITY]),
        Column("county", "县级", "county", field, levels[Level.COUNTY]),
    )


def dimension_column(name: str, dimension: str, catalogue: Catalogue) -> Column:
    """A column of category codes, written by their names."""
    described = catalogue.dimensions[dimension]
    return Column(name, described.name, described.name_en, names={**described.names})


def dimensions_of(indicators: Iterable[Indicator]) -> list[str]:
    """The dimensions that part any of the indicators, each once."""
    found: dict[str, None] = {}
    for indicator in indicators:
        if indicator.divided:
            found |= dict.fromkeys(mart_contract(indicator.mart).dimensions)
    return list(found)
