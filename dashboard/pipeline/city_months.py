"""What a city's months add up to: the table that several checks read before they look at rows."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.staging import slots_of_facts, template


def make_city_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Sums a monthly table's numbers by city, measure and month."""
    sums = ", ".join(f"sum({field.name}) as {field.name}" for field in contract.numbers)
    query = template("city_months").format(sums=sums, **slots_of_facts(contract))
    connection.execute(f"create or replace temp table city_months as {query}")


def counts_added(contract: Contract) -> str:
    """An SQL expression: the sum of all counts of a row. Amounts of money are left out, which are
    large in any month, unless the table has nothing else."""
    names = [field.name for field in contract.numbers]
    counts = [field.name for field in contract.numbers if field.type == "integer"]
    return " + ".join(f"coalesce({name}, 0)" for name in counts or names)
