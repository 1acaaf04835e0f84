"""Years of a city whose counts stand in a few months, with zeros in the others: a year's or a
quarter's number in its last month."""

from itertools import groupby

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    GATHERED_FLOOR,
    GATHERED_MONTHS,
    GATHERED_OF_MONTHS,
    GATHERED_OTHERS,
)
from dashboard.pipeline.cities import cities_named
from dashboard.pipeline.city_months import counts_added
from dashboard.pipeline.findings import Finding, finding, months_named
from dashboard.pipeline.staging import template


def gathered_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each measure (or for the table, whose columns are its numbers): the city and
    year with the largest sum, and how many there are. Reads city_months."""
    query = template("gathered_months").format(counts=counts_added(contract))
    bounds = {
        "of_months": GATHERED_OF_MONTHS,
        "floor": GATHERED_FLOOR,
        "most": GATHERED_MONTHS,
        "others": GATHERED_OTHERS,
    }
    found = []
    for kind, same in groupby(connection.execute(query, bounds).fetchall(), key=lambda r: r[1]):
        years = list(same)
        code, _, months, of_months, total, path = years[0]
        region, region_en = cities_named(connection, list(dict.fromkeys(one[0] for one in years)))
        months_zh, months_en = months_named(months)
        found.append(
            finding(
                "gathered_months",
                table=contract.name,
                title=contract.title,
                name=contract.title_of(contract.numbers[0], kind) if kind else "数",
                name_en=kind or "numbers",
                region_code=code,
                region=region,
                region_en=region_en,
                month=months[0],
                months_zh=months_zh,
                months_en=months_en,
                of_months=of_months,
                value=f"{total:,.0f}",
                path=path,
                count=len(years),
            )
        )
    return found
