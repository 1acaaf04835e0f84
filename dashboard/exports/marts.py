"""The columns of a mart's rows as files write them: regions, month, dimensions, measures."""

from dashboard.contracts import load_contracts
from dashboard.exports.columns import Column, region_columns
from dashboard.marts import MartContract, mart_contract
from dashboard.regions import RegionTree
from dashboard.systems import Catalogue

DIMENSIONS = {
    "placement_category": ("安置类别", "placement category"),
    "station_tier": ("站点层级", "station tier"),
    "stars": ("星级", "stars"),
    "national_model": ("示范型", "national model"),
    "programme": ("帮扶项目", "programme"),
    "fund": ("资金来源", "fund"),
    "protection": ("保护级别", "protection level"),
    "task_level": ("任务级别", "level of the task"),
    "memorial_kind": ("设施类型", "kind of site"),
    "public_ceremony": ("公祭", "public ceremony"),
}


def dimension_column(name: str, dimension: str, catalogue: Catalogue) -> Column:
    """A column of category codes, written by their names."""
    names: dict[str, str | None] = {c.code: c.name for c in catalogue.dimensions[dimension]}
    return Column(name, *DIMENSIONS[dimension], names=names)


def mart_columns(mart: str, tree: RegionTree, catalogue: Catalogue) -> list[Column]:
    """One column a level of region, month, dimension and all that is added up, in that order.

    Where rows are parted by dimensions these are the export's own columns, since a measure may
    leave a category out (pensions); where they are not, every measure.
    """
    contract = mart_contract(mart)
    columns = [*region_columns(tree), Column("month", "月份", "month")]
    columns += [dimension_column(one, one, catalogue) for one in contract.dimensions]
    added = contract.columns if contract.dimensions else contract.measures
    return columns + [_sum_column(code, contract, catalogue) for code in added]


def _sum_column(code: str, contract: MartContract, catalogue: Catalogue) -> Column:
    """A column of sums by the name of what is added up: a measure, a counted thing or a field."""
    known = catalogue.measures.get(code) or catalogue.other_measures.get(code)
    if known is not None:
        return Column(code, f"{known.name}（{known.unit}）", known.name_en)
    field = load_contracts()[contract.export].by_name[code]
    made = (name for name, measure in contract.measures.items() if measure.column == code)
    units = [catalogue.measures[name].unit for name in made if name in catalogue.measures]
    unit = f"（{units[0]}）" if units else ""
    return Column(code, field.title + unit, code.replace("_", " "))
