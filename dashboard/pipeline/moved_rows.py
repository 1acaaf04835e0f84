"""Rows that a newer file has moved to another region, month or category, or leaves out.

A newer file corrects what has the same key. Where the key itself was put right, the older row stays
beside the new one, and both count.
"""

from collections.abc import Mapping
from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.marts import mart_contract, mart_names
from dashboard.pipeline.bounds import MOVED_EVIDENCE
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import dimensions_sql, evidence_sql, month_sql, template


def moved_rows(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    key: str,
    merged: Mapping[str, Any],
    paths: Mapping[int, str],
) -> list[Finding]:
    """One finding of a table of reports for rows that were moved, and a remark on those that a
    newer file leaves out. ``key`` is the table's in SQL, over the parameters ``merged``; ``paths``
    are the files' by their ids. Looks at the facts before duplicates are settled."""
    if not (contract.month or contract.is_yearly):
        return []
    numbers = [field.name for field in contract.numbers]
    found = connection.execute(
        template("moved_rows").format(
            facts=f"facts_{contract.name}",
            key=key,
            named_key=", ".join(contract.primary_key),
            of_month=month_sql(contract),
            dimensions=dimensions_sql(contract),
            numbers=", ".join(numbers),
            evidence=evidence_sql(numbers),
            is_apart="coalesce(list_contains($merged, reported_region_code), false)"
            if merged
            else "false",
            is_flow=str(_is_flow(contract)).lower(),
        ),
        {**merged, "table_name": contract.name},
    ).fetchall()
    moved = [one for one in found if one[-1]]
    left_out = [one for one in found if not one[-1]]
    if sum(one[-1] for one in moved) < MOVED_EVIDENCE:
        moved, left_out = [], found
    findings = []
    for reason, rows in (("moved_rows", moved), ("row_left_out", left_out)):
        if not rows:
            continue
        older, newer, was, now, month, region_code, _ = rows[0]
        findings.append(
            finding(
                reason,
                table=contract.name,
                title=contract.title,
                path=paths[newer],
                other=paths[older],
                region_code=region_code,
                month=month,
                value=was,
                now=now or "",
                count=len(rows),
            )
        )
    return findings


def _is_flow(contract: Contract) -> bool:
    """Whether all that the table counts is of its month. What stands at a month's end may well be
    the same in the next."""
    marts = [mart_contract(name) for name in mart_names()]
    return contract.month is not None and all(
        one.time == "flow" for one in marts if one.export == contract.name
    )
