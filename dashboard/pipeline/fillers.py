"""Numbers of nothing but nines: 9999 and 999999 stand where somebody had no number."""

from collections.abc import Iterator

import duckdb

from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.bounds import FILLER_NINES, FILLER_NINES_LOOKED_AT
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template


def filler_numbers(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each column and number that looks like a filler among a table's facts.

    No county counts 999,999 of anything in a month: such a count holds the table. Fewer nines,
    and sums of money, may be what they say, and are a remark.
    """
    nines = {one.name: f"{one.name} in ({', '.join(_nines(one))})" for one in contract.numbers}
    if not nines:
        return []
    query = template("filler_numbers").format(
        facts=f"facts_{contract.name}",
        nines=", ".join(
            f"case when {so} then {{'column_name': '{name}', 'value': {name}::bigint}} end"
            for name, so in nines.items()
        ),
        some_nines=" or ".join(nines.values()),
    )
    found = []
    for column, value, count, path, row_number in connection.execute(query).fetchall():
        field = contract.by_name[column]
        certain = field.type == "integer" and value >= 10**FILLER_NINES - 1
        found.append(
            finding(
                "filler_number" if certain else "perhaps_filler_number",
                table=contract.name,
                title=contract.title,
                column=column,
                name=field.title,
                value=value,
                count=count,
                path=path,
                row_number=row_number,
            )
        )
    return found


def _nines(field: ContractField) -> Iterator[str]:
    """The numbers looked at: of counts from 9999 on, of other numbers the long ones alone."""
    least = FILLER_NINES_LOOKED_AT if field.type == "integer" else FILLER_NINES
    return ("9" * digits for digits in range(least, 12))
