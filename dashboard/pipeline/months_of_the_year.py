"""Months that hold the sum since January where the others hold what each alone brought."""

from itertools import groupby

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    YEAR_SO_FAR_EVEN,
    YEAR_SO_FAR_MONTHS,
    YEAR_SO_FAR_REGIONS,
    YEAR_SO_FAR_ROOM,
    YEAR_SO_FAR_SHARE,
)
from dashboard.pipeline.findings import Finding, finding, number_named
from dashboard.pipeline.staging import slots_of_facts, template


def months_of_the_year(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each column (and measure) of a table of monthly flows in which a month is,
    in the regions of a city, the sum of the months before it and its own. Reads city_months."""
    bounds = {
        "months": YEAR_SO_FAR_MONTHS,
        "room": YEAR_SO_FAR_ROOM,
        "even": YEAR_SO_FAR_EVEN,
        "regions": YEAR_SO_FAR_REGIONS,
        "share": YEAR_SO_FAR_SHARE,
    }
    found = []
    for field in contract.numbers:
        large = template("large_months").format(number=field.name)
        made = connection.execute(
            f"create or replace temp table large_months as {large}",
            {"months": YEAR_SO_FAR_MONTHS, "regions": YEAR_SO_FAR_REGIONS},
        ).fetchone()
        if not made or not made[0]:
            continue
        region_months = template("region_months").format(
            chosen="large_months", number=field.name, **slots_of_facts(contract)
        )
        query = template("months_of_the_year").format(region_months=region_months)
        rows = connection.execute(query, bounds).fetchall()
        for kind, same in groupby(rows, key=lambda row: row[2]):
            (code, region, _, month, number, before, path), *others = same
            found.append(
                finding(
                    "month_of_the_year",
                    **number_named(contract, field, kind),
                    region_code=code,
                    region=region,
                    month=month,
                    when=f"{month:%Y-%m}",
                    value=f"{number:,.0f}",
                    before=f"{before:,.0f}",
                    path=path,
                    count=1 + len(others),
                )
            )
    return found
