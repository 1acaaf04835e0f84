"""What a city's months add up to: the table that several checks read before they look at rows."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.staging import slots_of_facts, template


def make_city_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Sums a monthly table's numbers by city, measure and month."""
    sums = ", ".join(f"sum({field.name}) as {field.name}" for field in contract.numbers)
    query = template("city_months").format(sums=sums, **slots_of_facts(contract))
    connection.execute(f"create or replace temp table city_months as {query}")
