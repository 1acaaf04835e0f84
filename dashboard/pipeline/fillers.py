"""Numbers of nothing but nines: 9999 and 999999 stand where somebody had no number."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import FILLER_NINES, FILLER_NINES_LOOKED_AT
from dashboard.pipeline.findings import Finding, finding, number_named
from dashboard.pipeline.staging import slots_of_facts, template

# The largest numbers that are taken have no more.
_MOST_DIGITS = 12


def filler_numbers(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each column of counts (and measure) and number that looks like a filler among
    a table's facts.

    No county counts 999,999 of anything in a month: such a count holds the table. Fewer nines may
    be what they say, and are a remark. Measures are counts, too, but so large that some are 9999
    by chance (7 of a nation's 2.6 million rows): fewer nines of them are not remarked.
    """
    least = FILLER_NINES if contract.measure else FILLER_NINES_LOOKED_AT
    listed = ", ".join("9" * digits for digits in range(least, _MOST_DIGITS + 1))
    counts = [one.name for one in contract.numbers if one.type == "integer" or contract.measure]
    nines = {name: f"{name} in ({listed})" for name in counts}
    if not nines:
        return []
    query = template("filler_numbers").format(
        nines=", ".join(
            f"case when {so} then {{'column_name': '{name}', 'value': {name}}} end"
            for name, so in nines.items()
        ),
        some_nines=" or ".join(nines.values()),
        **slots_of_facts(contract),
    )
    found = []
    for column, value, kind, count, path, row_number in connection.execute(query).fetchall():
        certain = value >= 10**FILLER_NINES - 1
        found.append(
            finding(
                "filler_number" if certain else "perhaps_filler_number",
                **number_named(contract, contract.by_name[column], kind),
                value=f"{value:.0f}",
                count=count,
                path=path,
                row_number=row_number,
            )
        )
    return found
