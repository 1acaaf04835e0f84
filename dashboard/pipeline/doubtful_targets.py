"""Targets in another unit than the figure: 500 (万元) where the region spends five million yuan."""

from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.indicators import Indicator
from dashboard.pipeline.bounds import TARGET_FACTOR, TARGET_FLOOR, TARGET_MONTHS
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.systems import catalogue
from dashboard.targets import adds_up


def doubtful_targets(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each amount, not rate, with targets that are TARGET_FACTOR times the value of
    the last year known, or less than its share. Reads the marts and the table of targets."""
    asked = {
        code for (code,) in connection.execute("from targets select distinct indicator").fetchall()
    }
    found = []
    for one in catalogue().indicators.values():
        if one.code in asked and adds_up(one) and not one.denominator:
            found += _of(connection, contract, one)
    return found


def _of(
    connection: duckdb.DuckDBPyConnection, contract: Contract, indicator: Indicator
) -> list[Finding]:
    value = " + ".join(f"coalesce({code}, 0)" for code in indicator.numerator)
    query = template("doubtful_targets").format(mart=indicator.mart, value=value)
    result = connection.execute(
        query,
        {
            "indicator": indicator.code,
            "months": TARGET_MONTHS[indicator.reported],
            "factor": TARGET_FACTOR,
            "floor": TARGET_FLOOR,
        },
    )
    row = result.fetchone()
    if row is None:
        return []
    said: dict[str, Any] = dict(zip([one[0] for one in result.description], row, strict=True))
    for amount in ("target", "value"):
        said[amount] = f"{said[amount]:,.0f}"
    for year in ("year", "before"):
        said[year] = str(said[year])
    return [
        finding(
            "target_in_another_unit",
            table=contract.name,
            title=contract.title,
            indicator=indicator.name,
            indicator_en=indicator.name_en,
            unit=indicator.unit,
            **said,
        )
    ]
