"""Stocks at the month's end that fall as stocks don't: the month's own number, or zeros, in their
place."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import STOCK_FLOOR, STOCK_REGIONS, STOCK_SHARE
from dashboard.pipeline.findings import Finding, finding, number_named
from dashboard.pipeline.staging import template


def falling_stocks(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """What holds a table of stocks for each column that falls far in several regions of a city at
    once, and a remark on each that falls so in others."""
    bounds = {"floor": STOCK_FLOOR, "share": STOCK_SHARE, "regions": STOCK_REGIONS}
    found = []
    for field in contract.numbers:
        query = template("falling_stocks").format(facts=f"facts_{contract.name}", number=field.name)
        for together, count, code, region, month, before, number, path, row in connection.execute(
            query, bounds
        ).fetchall():
            found.append(
                finding(
                    "stocks_fall" if together else "stock_falls",
                    **number_named(contract, field),
                    region_code=code,
                    region=region,
                    month=month,
                    when=f"{month:%Y-%m}",
                    before=f"{before:,.0f}",
                    value=f"{number:,.0f}",
                    path=path,
                    row_number=row,
                    count=count,
                )
            )
    return found
