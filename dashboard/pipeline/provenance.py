"""What lets a figure be followed home: of every mart a view of the rows that it adds up.

A monthly mart's derives from its contract, which says which of the export's columns each measure is
and under which conditions; a registry's says of each unit since and until when it counts for a
measure. Nothing is written twice: they are views of the facts.
"""

import duckdb

from dashboard.marts import FOLDER, MartContract, mart_contract, mart_names, relation
from dashboard.pipeline.carried import keep_carried
from dashboard.pipeline.frequency import due_month
from dashboard.pipeline.identities import Identity
from dashboard.pipeline.marts import build_marts
from dashboard.pipeline.pairs import counted, traced_facts
from dashboard.pipeline.staging import has_old_codes
from dashboard.systems import OTHER_MEASURES


def build_traced_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes every mart (marts.build_marts), and beside each what its figures are followed by."""
    identities = build_marts(connection)
    trace_marts(connection)
    keep_carried(connection)
    return identities


def trace_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``traced_<mart>`` of every mart. Needs the facts, and of the stations what
    pipeline/registries.py made beside them."""
    for contract in map(mart_contract, mart_names()):
        reported = "null::varchar"
        if has_old_codes(connection, f"facts_{contract.export}"):
            reported = "reported_region_code::varchar"
        if contract.time == "deltas":
            query = _sql(f"traced_{contract.name}").format(reported_code=reported)
        else:
            facts = traced_facts(connection, contract)
            contract = counted(connection, contract, taken_off=False)
            query = _months(contract, reported, facts)
        connection.execute(f"create view {relation(contract.name, 'traced')} as {query}")


def _months(contract: MartContract, reported: str, facts: str) -> str:
    keys = [f"{one}::varchar as {one}" for one in contract.dimensions]
    month = due_month(contract.coded_by or "", "month") if contract.name == OTHER_MEASURES else ""
    measures = [
        f"case when {one.where} then {one.column} end as {code}"
        if one.where
        else f"{one.column} as {code}"
        for code, one in contract.measures.items()
    ]
    return _sql("traced_months").format(
        reported_code=reported,
        columns=", ".join(f"{column} as {name}" for name, column in contract.sources.items()),
        facts=facts,
        keys=", ".join([f"{month} as month" if month else "month", *keys]),
        measures=", ".join(measures),
    )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
