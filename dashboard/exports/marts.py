"""The columns of a mart's rows as files write them: regions, month, dimensions, measures."""

from dashboard.contracts import load_contracts
from dashboard.exports.columns import dimension_column, region_columns
from dashboard.exports.table import Column
from dashboard.marts import MartContract, mart_contract
from dashboard.regions import RegionTree
from dashboard.systems import Catalogue


def mart_columns(mart: str, tree: RegionTree, catalogue: Catalogue) -> list[Column]:
    """One column a level of region, month, dimension and all that is added up, in that order.

    Where rows are parted by dimensions these are the export's own columns, since a measure may
    leave a category out (pensions); where they are not, every measure.
    """
    contract = mart_contract(mart)
    columns = [*region_columns(tree), Column("month", "月份", "month", kind="month")]
    columns += [dimension_column(one, one, catalogue) for one in contract.dimensions]
    return columns + [_sum_column(code, contract, catalogue) for code in contract.filed]


def _sum_column(code: str, contract: MartContract, catalogue: Catalogue) -> Column:
    """A column of sums by the name of what is added up: a measure, a counted thing or a field."""
    known = catalogue.measures.get(code) or catalogue.other_measures.get(code)
    if known is not None:
        return Column(code, known.name, known.name_en, kind="number", unit=known.unit)
    field = load_contracts()[contract.export].by_name[code]
    made = (name for name, measure in contract.measures.items() if measure.column == code)
    units = [catalogue.measures[name].unit for name in made if name in catalogue.measures]
    unit = units[0] if units else ""
    return Column(code, field.title, code.replace("_", " "), kind="number", unit=unit)
