"""Rates of a whole year that can't be: money in another unit, two columns swapped, a rate written
where a count belongs."""

from typing import NamedTuple

import duckdb

from dashboard.contracts import Contract
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract, mart_names
from dashboard.pipeline.bounds import (
    PER_HEAD_LEAST,
    PER_HEAD_MOST,
    PER_HEAD_PERSONS,
    RATE_FIRST_MONTH,
    RATE_LEAST_OF_MONEY,
    RATE_MONEY,
    RATE_MOST,
    RATE_MOST_LATE,
    RATE_PART,
    RATE_SPENT_MONTH,
)
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.systems import catalogue

_YUAN = "元"


class _Bounds(NamedTuple):
    """Between which shares of its whole a year's part can be: the least from a month of the year
    on, the most of a year that begins later, too. From what parts and wholes on, and from what on
    the larger of both."""

    least: float
    least_month: int
    most: float
    most_late: float
    least_part: float
    least_whole: float
    least_larger: float


def impossible_rates(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each rate made of a table of monthly flows that some city, or a province,
    has had as it can't be for a year. Reads what the marts add up to above the counties."""
    found = []
    for one in _rates(contract):
        part, whole = one.numerator[0], (one.denominator or one.numerator)[0]
        query = template("impossible_rates").format(
            mart=one.mart, part=part, whole=whole, facts=f"facts_{contract.name}"
        )
        bounds = {**_bounds(one)._asdict(), "first_month": RATE_FIRST_MONTH}
        row = connection.execute(query, bounds).fetchone()
        if not row:
            continue
        code, region, year, of_part, of_whole, path, count = row
        measures = catalogue().measures
        found.append(
            finding(
                "impossible_rate",
                table=contract.name,
                title=contract.title,
                indicator=one.name,
                indicator_en=one.name_en,
                region_code=code,
                region=region,
                year=str(year),
                name=measures[part].name,
                name_en=part,
                part=f"{of_part:,.0f}",
                whole=measures[whole].name,
                whole_en=whole,
                value=f"{of_whole:,.0f}",
                path=path,
                count=count,
            )
        )
    return found


def _rates(contract: Contract) -> list[Indicator]:
    """The rates and amounts per head of a table's flows that nothing else keeps within bounds."""
    marts = {name for name in mart_names() if mart_contract(name).export == contract.name}
    return [
        one
        for one in catalogue().indicators.values()
        if one.denominator
        and len(one.numerator) == len(one.denominator) == 1
        and one.ceiling is None
        and (one.is_percentage or one.unit.startswith(_YUAN))
        and one.mart in marts
    ]


def _bounds(rate: Indicator) -> _Bounds:
    if not rate.is_percentage:
        return _Bounds(PER_HEAD_LEAST, 1, PER_HEAD_MOST, PER_HEAD_MOST, 1, PER_HEAD_PERSONS, 1)
    if catalogue().measures[rate.numerator[0]].unit == _YUAN:
        return _Bounds(
            least=RATE_LEAST_OF_MONEY,
            least_month=RATE_SPENT_MONTH,
            most=RATE_MOST_LATE,
            most_late=RATE_MOST_LATE,
            least_part=1,
            least_whole=1,
            least_larger=RATE_MONEY,
        )
    return _Bounds(0, 1, RATE_MOST, RATE_MOST_LATE, RATE_PART, 1, 1)
