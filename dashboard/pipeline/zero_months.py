"""Months of a city in which every number is zero: filled in where there was no report."""

from itertools import groupby

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    ZERO_MONTHS,
    ZERO_MONTHS_FLOOR,
    ZERO_MONTHS_NEWEST,
    ZERO_MONTHS_OTHERS,
)
from dashboard.pipeline.cities import cities_named
from dashboard.pipeline.city_months import counts_added
from dashboard.pipeline.findings import Finding, finding, months_named
from dashboard.pipeline.staging import template


def zero_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each measure (or the table, whose columns are its numbers) with cities that
    have rows of nothing but zeros in a month or two, or in their newest ones. Reads city_months."""
    numbers = [field.name for field in contract.numbers]
    query = template("zero_months").format(
        all_zero=" and ".join(f"coalesce({name}, 0) = 0" for name in numbers),
        counts=counts_added(contract),
    )
    bounds = {
        "most": ZERO_MONTHS,
        "newest": ZERO_MONTHS_NEWEST,
        "others": ZERO_MONTHS_OTHERS,
        "floor": ZERO_MONTHS_FLOOR,
    }
    found = []
    for kind, same in groupby(connection.execute(query, bounds).fetchall(), key=lambda r: r[1]):
        cities = list(same)
        code, _, first, least, path = cities[0]
        months = sorted({month for city in cities for month in city[2]})
        region, region_en = cities_named(connection, [city[0] for city in cities])
        months_zh, months_en = months_named(months)
        found.append(
            finding(
                "zero_months",
                table=contract.name,
                title=contract.title,
                name=contract.title_of(contract.numbers[0], kind) if kind else "所有数",
                name_en=kind or "every number",
                region_code=code,
                region=region,
                region_en=region_en,
                month=first[0],
                months_zh=months_zh,
                months_en=months_en,
                value=f"{least:,.0f}",
                path=path,
                count=len(cities),
            )
        )
    return found
