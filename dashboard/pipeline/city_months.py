"""What a city's months add up to: the table that several checks read before they look at rows."""

import duckdb

from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.staging import template


def make_city_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Sums a monthly table's numbers by city, measure and month."""
    sums = ", ".join(f"sum({field.name}) as {field.name}" for field in contract.numbers)
    query = template("city_months").format(sums=sums, **slots(contract))
    connection.execute(f"create or replace temp table city_months as {query}")


def slots(contract: Contract) -> dict[str, str]:
    """The names that the queries of cities' months take from the contract."""
    measure = _measure(contract)
    return {
        "facts": f"facts_{contract.name}",
        "kind": measure.name if measure else "null::varchar",
    }


def name_of(contract: Contract, field: ContractField, kind: str | None) -> str:
    """What a number is called: the measure whose code a row has, or the column."""
    measure = _measure(contract)
    return measure.labels.get(kind, kind) if measure and kind else field.title


def _measure(contract: Contract) -> ContractField | None:
    return next((one for one in contract.columns if one.role == "measure"), None)
