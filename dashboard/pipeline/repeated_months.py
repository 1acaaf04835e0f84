"""Months that are another month over again: last month's or last year's rows under a new date."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import REPEATED_EVIDENCE, REPEATED_SHARE
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import evidence_sql, template


def repeated_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for a table of monthly flows in which all rows of a city are in some months what
    they are in others. Reads city_months."""
    numbers = [field.name for field in contract.numbers]
    keys = [name for name in contract.primary_key if name != "month"]
    rows = connection.execute(
        template("repeated_months").format(
            numbers=", ".join(numbers),
            numbers_of_rows=", ".join(f"f.{name}" for name in numbers),
            keys=", ".join(f"f.{name}" for name in keys),
            evidence=evidence_sql([f"f.{name}" for name in numbers]),
            facts=f"facts_{contract.name}",
        ),
        {"evidence": REPEATED_EVIDENCE, "share": REPEATED_SHARE},
    ).fetchall()
    if not rows:
        return []
    code, region, first, like, repeats, path = rows[0]
    return [
        finding(
            "repeated_months",
            table=contract.name,
            title=contract.title,
            region_code=code,
            region=region,
            month=like,
            first=f"{first:%Y-%m}",
            like=f"{like:%Y-%m}",
            months=repeats,
            path=path,
            count=len(rows),
        )
    ]
