"""Rates of measures that are reported each for itself: the months that count for one.

Where a region reports one measure of such a rate in a month and not the other, neither counts for
the rate, or the two sides would be of different months. Of a rate of which that happens
(``uneven_rates``) the rows that count stand once more in ``paired_measures``, under codes of their
own (indicators.paired_measure). They go the way of all other rows: sums, who reported, what a
change leaves out, what a figure is followed by. Of the other rates all rows count, and none is
written twice.
"""

from collections.abc import Iterable
from itertools import chain

import duckdb

from dashboard.indicators import paired_measure
from dashboard.marts import FOLDER, MartContract
from dashboard.pipeline.frequency import due_month
from dashboard.pipeline.staging import has_old_codes
from dashboard.systems import OTHER_MEASURES, catalogue

_COUNTED = "facts_measures_and_pairs"


def pair_measures(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``uneven_rates``, ``paired_measures`` and the facts with both. Needs facts_measures."""
    rates = {
        code: tuple(dict.fromkeys((*one.numerator, *(one.denominator or ()))))
        for code, one in catalogue().paired_rates.items()
    }
    bits = {code: 1 << n for n, code in enumerate(dict.fromkeys(chain(*rates.values())))}
    masks = {rate: sum(bits[code] for code in codes) for rate, codes in rates.items()}
    old_codes = has_old_codes(connection, "facts_measures")
    reported_as = "coalesce({}reported_region_code, '')" if old_codes else "''"
    uneven: list[str] = []
    if rates:
        reported = _sql("reported_pairs").format(
            reported_as=reported_as.format(""),
            month=due_month("measure", "month"),
            bits=" ".join(f"when '{code}' then {bit}" for code, bit in bits.items()),
            measures=_listed(bits),
        )
        connection.execute(f"create or replace temp table reported_pairs as {reported}")
        halves = [f"bool_or(measures & {bit} not in (0, {bit}))" for bit in masks.values()]
        found = connection.execute(f"select {', '.join(halves)} from reported_pairs").fetchone()  # noqa: S608 - numbers
        uneven = [rate for rate, half in zip(rates, found or (), strict=True) if half]
    connection.execute("create table uneven_rates (rate varchar)")
    if not uneven:
        return
    connection.executemany("insert into uneven_rates values (?)", [[rate] for rate in uneven])
    parts = [
        _sql("paired_measures").format(
            rate=rate,
            bits=masks[rate],
            measures=_listed(rates[rate]),
            month=due_month("f.measure", "f.month"),
            reported_as=reported_as.format("f."),
        )
        for rate in uneven
    ]
    connection.execute(f"create table paired_measures as {' union all by name '.join(parts)}")
    connection.execute(
        f"create view {_COUNTED} as from facts_measures union all by name from paired_measures"
    )


def counted(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> MartContract:
    """The contract with the rows that count in the build. Needs what pair_measures makes."""
    if contract.name != OTHER_MEASURES:
        return contract
    uneven = _uneven(connection)
    as_reported = {
        paired_measure(rate, code): code
        for rate, one in catalogue().paired_rates.items()
        if rate not in uneven
        for code in (*one.numerator, *(one.denominator or ()))
    }
    measures = {
        code: contract.measures[as_reported[code]] if code in as_reported else one
        for code, one in contract.measures.items()
    }
    rows = contract.query
    if uneven:
        rows = rows.replace("facts_measures", _COUNTED)
    return contract.model_copy(update={"measures": measures, "rows": rows})


def counted_facts(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> str:
    """The facts whose rows count in a mart."""
    is_paired = contract.name == OTHER_MEASURES and _uneven(connection)
    return _COUNTED if is_paired else f"facts_{contract.export}"


def source_sql(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, table: str = ""
) -> str:
    """SQL of what a row of a mart is reported as: the mart, a measure, or a rate where every
    measure of it is."""
    if contract.coded_by is None:
        return f"'{contract.name}'"
    code = f"{table}{contract.coded_by}::varchar"
    whens = [
        f"when '{paired}' then '{rate}'"
        for rate in _uneven(connection)
        for paired in chain(*catalogue().paired_rates[rate].columns)
    ]
    return f"case {code} {' '.join(whens)} else {code} end" if whens else code


def report_as_numerators(connection: duckdb.DuckDBPyConnection) -> None:
    """Of the rates that nobody reported by halves: who reported them is who reported their
    numerator."""
    uneven = _uneven(connection)
    for rate, one in catalogue().paired_rates.items():
        if rate in uneven:
            continue
        for table in ("reported_years", "undivided_years", "reporting_patterns"):
            connection.execute(
                f"insert into {table} select * replace ($rate::reporting_source as source) "  # noqa: S608 - names of ours
                f"from {table} where source = $numerator::reporting_source",
                {"rate": rate, "numerator": one.numerator[0]},
            )


def _uneven(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [rate for (rate,) in connection.execute("select rate from uneven_rates").fetchall()]


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
