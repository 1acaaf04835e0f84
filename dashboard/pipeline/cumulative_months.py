"""Months that hold the sum since January (累计) in a column of what each month alone brought."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    CUMULATIVE_EVIDENCE,
    CUMULATIVE_FALLS,
    CUMULATIVE_GROWTH,
    CUMULATIVE_MONTHS,
)
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template


def cumulative_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each column (and measure) of a table of monthly flows that rises through a
    year in all regions of a city: its months would be counted many times over."""
    bounds = {
        "months": CUMULATIVE_MONTHS,
        "falls": CUMULATIVE_FALLS,
        "evidence": CUMULATIVE_EVIDENCE,
        "growth": CUMULATIVE_GROWTH,
    }
    names = {
        "facts": f"facts_{contract.name}",
        "kind": contract.measure.name if contract.measure else "null::varchar",
    }
    sums = ", ".join(f"sum({field.name}) as {field.name}" for field in contract.numbers)
    connection.execute(
        f"create or replace temp table city_months as "
        f"{template('city_months').format(sums=sums, **names)}"
    )
    found = []
    for field in contract.numbers:
        query = template("cumulative_months").format(number=field.name, **names)
        rows = connection.execute(query, bounds).fetchall()
        for code, region, kind, first, last, low, high, path, count in rows:
            found.append(
                finding(
                    "cumulative_months",
                    table=contract.name,
                    title=contract.title,
                    column=field.name,
                    name=contract.title_of(field, kind),
                    name_en=kind or field.name,
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
