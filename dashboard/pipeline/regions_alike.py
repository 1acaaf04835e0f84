"""Regions that report the rows of another: one county's file exported under two codes."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    ALIKE_EVIDENCE,
    ALIKE_FLOOR,
    ALIKE_LARGE,
    ALIKE_MONTH_EVIDENCE,
    ALIKE_MONTHS,
    ALIKE_NEWEST,
)
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import evidence_sql, template

_SUMMED = 3


def regions_alike(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for a table of monthly flows in which regions have in some months exactly the
    rows of another. Reads city_months."""
    numbers = [field.name for field in contract.numbers]
    keys = [name for name in contract.primary_key if name not in ("region_code", "month")]
    facts = f"facts_{contract.name}"
    # The first few tell regions apart, nearly all of them.
    few = numbers[:_SUMMED]
    equal_sums = template("regions_with_equal_sums").format(
        facts=facts,
        numbers=", ".join(few),
        sums=", ".join(f"sum(f.{name}) as {name}" for name in few),
        total=" + ".join(f"coalesce({name}, 0)" for name in few),
    )
    made = connection.execute(
        f"create or replace temp table equal_sums as {equal_sums}",
        {
            "newest": ALIKE_NEWEST,
            "months": ALIKE_MONTHS,
            "floor": ALIKE_FLOOR,
            "large": ALIKE_LARGE,
        },
    ).fetchone()
    if not made or not made[0]:
        return []
    query = template("regions_alike").format(
        facts=facts,
        keys=", ".join(f"f.{name}" for name in keys) or "null",
        numbers=", ".join(f"f.{name}" for name in numbers),
        evidence=evidence_sql([f"f.{name}" for name in numbers]),
    )
    row = connection.execute(
        query, {"month_evidence": ALIKE_MONTH_EVIDENCE, "evidence": ALIKE_EVIDENCE}
    ).fetchone()
    if not row:
        return []
    code, region, other, months, first, last, path, count = row
    return [
        finding(
            "regions_alike",
            table=contract.name,
            title=contract.title,
            region_code=code,
            region=region,
            other=other,
            months=months,
            month=last,
            first=f"{first:%Y-%m}",
            last=f"{last:%Y-%m}",
            path=path,
            count=count,
        )
    ]
