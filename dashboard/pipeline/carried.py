"""Rows as they were reported: of the regions that former codes were carried to, by code.

``carried_<mart>`` lets a figure be told on the divisions of its year (as_reported.py). It holds few
rows, and none where an export has no former code. Registries say what stands today, and have none.
"""

import duckdb

from dashboard.marts import FOLDER, mart_contract, mart_names, relation
from dashboard.pipeline.staging import has_old_codes


def keep_carried(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``carried_<mart>`` of every monthly mart. Needs ``traced_<mart>``."""
    template = (FOLDER / "carried.sql").read_text(encoding="utf-8")
    for contract in map(mart_contract, mart_names()):
        if contract.time == "deltas":
            continue
        query = template.format(
            traced=relation(contract.name, "traced"),
            keys=", ".join(["month", *contract.dimensions]),
            sums=", ".join(f"sum({code}) as {code}" for code in contract.measures),
        )
        kind = "table"
        if not has_old_codes(connection, f"facts_{contract.export}"):
            kind, query = "view", f"select * from ({query}) where false"  # noqa: S608 - names of the contract
        connection.execute(f"create {kind} {relation(contract.name, 'carried')} as {query}")
