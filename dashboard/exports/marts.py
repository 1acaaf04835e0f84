"""The columns of a mart's rows as files write them: regions, month, categories, measures."""

from dashboard.exports.columns import Column, region_columns
from dashboard.indicators import Catalogue
from dashboard.marts import mart_contract
from dashboard.regions import RegionTree

DIMENSIONS = {
    "placement_category": ("安置类别", "placement category"),
    "station_tier": ("站点层级", "station tier"),
    "stars": ("星级", "stars"),
    "programme": ("帮扶项目", "programme"),
    "fund": ("资金来源", "fund"),
    "protection": ("保护级别", "protection level"),
    "memorial_kind": ("设施类型", "kind of site"),
}


def dimension_column(name: str, dimension: str, catalogue: Catalogue) -> Column:
    """A column of category codes, written by their names."""
    names: dict[str, str | None] = {c.code: c.name for c in catalogue.dimensions[dimension]}
    return Column(name, *DIMENSIONS[dimension], names=names)


def mart_columns(mart: str, tree: RegionTree, catalogue: Catalogue) -> list[Column]:
    """One column a level of region, month, category and measure, in that order."""
    contract = mart_contract(mart)
    columns = [*region_columns(tree), Column("month", "月份", "month")]
    for field, dimension in (
        ("category", contract.category),
        ("subcategory", contract.subcategory),
    ):
        if dimension in DIMENSIONS:
            columns.append(dimension_column(field, dimension, catalogue))
    for code in contract.measures:
        if measure := catalogue.measures.get(code):
            columns.append(Column(code, f"{measure.name}（{measure.unit}）", measure.name_en))
    return columns
