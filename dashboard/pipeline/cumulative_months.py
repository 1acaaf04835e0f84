"""Months that hold the sum since January (累计) in a column of what each month alone brought."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    CUMULATIVE_EVIDENCE,
    CUMULATIVE_EVIDENCE_OF_QUARTERS,
    CUMULATIVE_FALLS,
    CUMULATIVE_GROWTH,
    CUMULATIVE_LATE_GROWTH,
    CUMULATIVE_MONTHS,
    CUMULATIVE_QUARTERS,
)
from dashboard.pipeline.findings import Finding, finding, number_named
from dashboard.pipeline.frequency import reported
from dashboard.pipeline.staging import slots_of_facts, template


def cumulative_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each column (and measure) of a table of monthly flows that rises through a
    year in all regions of a city: its months would be counted many times over. Reads
    city_months."""
    bounds = {
        "months": CUMULATIVE_MONTHS,
        "falls": CUMULATIVE_FALLS,
        "evidence": CUMULATIVE_EVIDENCE,
        "growth": CUMULATIVE_GROWTH,
        "late_growth": CUMULATIVE_LATE_GROWTH,
        "quarters": CUMULATIVE_QUARTERS,
        "evidence_of_quarters": CUMULATIVE_EVIDENCE_OF_QUARTERS,
    }
    listed = ", ".join(f"'{code}'" for code in reported("quarterly")) or "null"
    quarterly = f"({listed})"
    found = []
    for field in contract.numbers:
        slots = {"number": field.name, **slots_of_facts(contract)}
        region_months = template("region_months").format(chosen="grown", **slots)
        query = template("cumulative_months").format(
            region_months=region_months, quarterly=quarterly, **slots
        )
        rows = connection.execute(query, bounds).fetchall()
        for code, region, kind, first, last, low, high, path, count in rows:
            found.append(
                finding(
                    "cumulative_months",
                    **number_named(contract, field, kind),
                    region_code=code,
                    region=region,
                    month=last,
                    first=f"{first:%Y-%m}",
                    last=f"{last:%Y-%m}",
                    before=f"{low:,.0f}",
                    value=f"{high:,.0f}",
                    path=path,
                    count=count,
                )
            )
    return found
