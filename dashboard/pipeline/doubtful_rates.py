"""Rates of two measures with rows of their own, where a rule across the columns of a row sees
nothing: a part that exceeds its whole, and one of the two without the other."""

from typing import NamedTuple

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.systems import catalogue

_OVER, _HALF = "part_over_whole", "half_of_a_rate"
# What is doubtful of a region and month by its sums.
_DOUBTFUL = {
    _OVER: "o.{part} > coalesce(o.{whole}, 0)",
    _HALF: "o.{part} is not null and o.{whole} is null",
}


class _Rate(NamedTuple):
    """A rate of two measures of the export. ``bounded``: it has a ceiling."""

    name: str
    part: str
    whole: str
    bounded: bool


def doubtful_rates(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """What holds a table for each rate with a ceiling of which a region reports more of the
    numerator than of the denominator in a month (of which it has nothing where it reports none),
    and a remark on each rate of which one of the two is not reported."""
    if contract.measure is None:
        return []
    facts = f"facts_{contract.name}"
    there = {
        code
        for (code,) in connection.execute(
            f"select distinct measure::varchar from {facts}"  # noqa: S608 - the name is a contract's
        ).fetchall()
    }
    rates = [one for one in _rates() if {one.part, one.whole} <= there]
    if not rates:
        return []
    used = sorted({code for rate in rates for code in (rate.part, rate.whole)})
    sums = template("measures_of_rates").format(
        facts=facts,
        measures=", ".join(f"'{code}'" for code in used),
        sums=", ".join(f"sum(value) filter (measure = '{code}') as {code}" for code in used),
    )
    connection.execute(f"create or replace temp table measures_of_rates as {sums}")
    found = []
    for rate in rates:
        reason = _OVER if rate.bounded else _HALF
        found += _found(connection, contract, rate, (rate.part, rate.whole), reason)
        found += _found(connection, contract, rate, (rate.whole, rate.part), _HALF)
    return found


def _found(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    rate: _Rate,
    pair: tuple[str, str],
    reason: str,
) -> list[Finding]:
    part, whole = pair
    names = {"part": part, "whole": whole}
    doubtful = _DOUBTFUL[reason].format(**names)
    query = template("doubtful_rates").format(doubtful=doubtful, **names)
    row = connection.execute(query).fetchone()
    if not row:
        return []
    count, code, region, month, part_value, whole_value = row
    place = connection.execute(
        template("row_of_measure").format(facts=f"facts_{contract.name}"),
        {"region_code": code, "month": month, "measure": part},
    ).fetchone()
    assert place is not None
    path, row_number = place
    measures = catalogue().other_measures
    value = f"{part_value:,.0f}"
    if reason == _OVER:
        value += f" > {'（未填）' if whole_value is None else f'{whole_value:,.0f}'}"
    return [
        finding(
            reason,
            table=contract.name,
            title=contract.title,
            column=part,
            name=measures[part].name,
            name_en=part,
            whole=measures[whole].name,
            whole_en=whole,
            indicator=rate.name,
            value=value,
            count=count,
            region_code=code,
            region=region,
            month=month,
            when=f"{month:%Y-%m}",
            path=path,
            row_number=row_number,
        )
    ]


def _rates() -> list[_Rate]:
    measures = catalogue().other_measures
    return [
        _Rate(one.name, one.numerator[0], one.denominator[0], one.ceiling is not None)
        for one in catalogue().indicators.values()
        if one.denominator
        and len(one.numerator) == len(one.denominator) == 1
        and {*one.numerator, *one.denominator} <= set(measures)
    ]
