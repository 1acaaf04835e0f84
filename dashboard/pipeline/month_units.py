"""Months whose amounts are in another unit than the others: 万元 in a column of yuan."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import UNIT_FACTOR, UNIT_FLOOR, UNIT_STEADY
from dashboard.pipeline.findings import Finding, finding, months_named, number_named
from dashboard.pipeline.staging import template


def months_in_another_unit(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> list[Finding]:
    """One finding for each column of amounts (and measure) of a monthly table that holds months,
    province by province, in which rows are many times smaller or larger than in the others."""
    kind = f"f.{contract.measure.name}::varchar" if contract.measure else "null::varchar"
    bounds = {"factor": UNIT_FACTOR, "floor": UNIT_FLOOR, "steady": UNIT_STEADY}
    found = []
    for field in contract.numbers:
        if field.type != "number":
            continue
        query = template("months_in_another_unit").format(
            facts=f"facts_{contract.name}", amount=field.name, kind=kind
        )
        rows = connection.execute(query, bounds).fetchall()
        for code, region, measure, months, average, middle, path, count in rows:
            months_zh, months_en = months_named(months)
            found.append(
                finding(
                    "month_in_another_unit",
                    **number_named(contract, field, measure),
                    region_code=code,
                    region=region,
                    month=months[0],
                    months_zh=months_zh,
                    months_en=months_en,
                    value=f"{average:,.2f}",
                    before=f"{middle:,.2f}",
                    path=path,
                    count=count,
                )
            )
    return found
