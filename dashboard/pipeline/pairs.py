"""Rates of measures that are reported each for itself: the months that count for one.

Where a region reports one measure of such a rate in a month and not the other, neither counts for
the rate, or the two sides would be of different months. Of a rate of which that happens
(``uneven_rates``) the few rows that don't count stand once more in ``unpaired_measures``, under
codes of their own (indicators.paired_measure) and taken off: what is left of a measure is what
counts. Written twice in place of that, the rows that do count took a build a tenth more time.
"""

from collections.abc import Iterable
from itertools import chain

import duckdb

from dashboard.indicators import Indicator, paired_measure
from dashboard.marts import FOLDER, MartContract
from dashboard.pipeline.frequency import due_month
from dashboard.pipeline.staging import has_old_codes
from dashboard.systems import OTHER_MEASURES, catalogue

_COUNTED, _TRACED = "facts_measures_and_unpaired", "facts_measures_and_paired"


def pair_measures(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes ``reported_pairs``, ``uneven_rates``, ``unpaired_measures`` and the facts with it.
    Needs facts_measures."""
    rates = {rate: _codes(one) for rate, one in catalogue().paired_rates.items()}
    bits, masks = _bits(), _masks()
    old_codes = has_old_codes(connection, "facts_measures")
    reported_as = "coalesce({}reported_region_code, '')" if old_codes else "''"
    uneven: list[str] = []
    if rates:
        reported = _sql("reported_pairs").format(
            reported_as=reported_as.format(""),
            month=due_month("measure", "month"),
            bit_of_measure="case measure "
            + " ".join(f"when '{code}' then {bit}" for code, bit in bits.items())
            + " end",
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
    listed = ", ".join(
        f"('{rate}', {masks[rate]}, '{code}')" for rate in uneven for code in rates[rate]
    )
    unpaired = _sql("unpaired_measures").format(
        measures_of_rates=f"(from (values {listed}) as v (rate, bits, measure))",
        month=due_month("f.measure", "f.month"),
        reported_as=reported_as.format("f."),
    )
    connection.execute(f"create table unpaired_measures as {unpaired}")
    connection.execute(
        f"create view {_COUNTED} as from facts_measures union all by name from unpaired_measures"
    )


def counted(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, *, taken_off: bool = True
) -> MartContract:
    """The contract with the rows that count in the build; ``taken_off`` where those that don't
    count for a rate stand among them to be taken off. Needs what pair_measures makes."""
    if contract.name != OTHER_MEASURES:
        return contract
    uneven = _uneven(connection)
    measures = dict(contract.measures)
    for rate, one in catalogue().paired_rates.items():
        for code in _codes(one):
            paired = paired_measure(rate, code)
            if rate not in uneven:
                measures[paired] = measures[code]
            elif taken_off:
                where = f"{contract.coded_by} in ('{code}', '{paired}')"
                measures[paired] = measures[paired].model_copy(update={"where": where})
    rows = contract.query
    if uneven:
        rows = rows.replace("facts_measures", _COUNTED)
    return contract.model_copy(update={"measures": measures, "rows": rows})


def counted_facts(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> str:
    """The facts whose rows a mart adds up."""
    is_paired = contract.name == OTHER_MEASURES and _uneven(connection)
    return _COUNTED if is_paired else f"facts_{contract.export}"


def traced_facts(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> str:
    """The facts that a mart's figures are followed to: those that count for a rate stand there
    under its code, too. Makes their view."""
    uneven = _uneven(connection) if contract.name == OTHER_MEASURES else []
    if not uneven:
        return f"facts_{contract.export}"
    parts = [
        _sql("paired_measures").format(
            rate=rate,
            measures=_listed(_codes(catalogue().paired_rates[rate])),
            month=due_month("f.measure", "f.month"),
        )
        for rate in uneven
    ]
    every = " union all by name ".join(["from facts_measures", *parts])
    connection.execute(f"create view {_TRACED} as {every}")
    return _TRACED


def rows_lacking(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> dict[str, str]:
    """What unmatched.sql says of how rows and lacking_months meet: rows of the measures of uneven
    rates meet the months of the rates, too, and are told under the rates' codes."""
    uneven = _uneven(connection) if contract.name == OTHER_MEASURES else []
    coded = contract.coded_by
    is_source = f"b.{coded}::varchar = l.source" if coded else "true"
    if not uneven:
        return {"row_as_told": "b.*", "lacking": "lacking_months", "is_source": is_source}
    told = [(code, code, code) for code in contract.filed]
    for rate in uneven:
        for code in _codes(catalogue().paired_rates[rate]):
            paired = paired_measure(rate, code)
            told += [(rate, code, paired), (rate, paired, paired)]
    listed = ", ".join(f"('{source}', '{code}', '{as_told}')" for source, code, as_told in told)
    return {
        "row_as_told": f"b.* replace (l.as_told as {coded})",
        "lacking": f"(select m.*, t.code, t.as_told from lacking_months as m inner join "  # noqa: S608 - codes of the catalogue
        f"(values {listed}) as t (source, code, as_told) on m.source = t.source)",
        "is_source": f"b.{coded} = l.code",
    }


def note_who_reported_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds the uneven rates to reported_years and undivided_years: the months in which every
    measure of them was reported."""
    masks = _masks()
    for rate in _uneven(connection):
        for statement in _sql("paired_years").format(rate=rate, bits=masks[rate]).split(";"):
            connection.execute(statement)


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


def _codes(rate: Indicator) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rate.numerator, *(rate.denominator or ()))))


def _bits() -> dict[str, int]:
    """One bit for each measure that rates are made of."""
    codes = chain(*map(_codes, catalogue().paired_rates.values()))
    return {code: 1 << place for place, code in enumerate(dict.fromkeys(codes))}


def _masks() -> dict[str, int]:
    """The bits of each rate's measures together."""
    bits, rates = _bits(), catalogue().paired_rates
    return {rate: sum(bits[code] for code in _codes(one)) for rate, one in rates.items()}


def _uneven(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [rate for (rate,) in connection.execute("select rate from uneven_rates").fetchall()]


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
