"""Cities of a build against those of the published one: one that is gone, or whose totals move too
far, is lost among the others in the totals of a table."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import GONE_ROWS, MOVING_FACTOR, MOVING_FLOOR_OF_PARTS
from dashboard.pipeline.staging import slots_of_facts, template


class Part(NamedTuple):
    """A city (a province for what lies in none) as two builds have it: numbers before and now."""

    code: str
    before: float
    now: float


class Moved(NamedTuple):
    """``gone``: parts by their rows. ``moved``: parts by a column (and measure) and its totals."""

    gone: list[Part]
    moved: dict[tuple[str, str | None], list[Part]]


def compare_parts(
    connection: duckdb.DuckDBPyConnection, contract: Contract, months: Collection[str | None]
) -> Moved:
    """What became of each city's rows and totals in the months that both builds have."""
    was = _parts(connection, contract, "published.", months)
    now = _parts(connection, contract, "", months)
    there = {code for code, _ in now}
    gone: dict[str, Part] = {}
    moved: dict[tuple[str, str | None], list[Part]] = {}
    for (code, kind), (rows, totals) in was.items():
        if code not in there:
            before = gone[code].before if code in gone else 0
            gone[code] = Part(code, before + rows, 0)
        elif is_now := now.get((code, kind)):
            for column, before in totals.items():
                value = is_now[1].get(column, 0.0)
                least, most = sorted((abs(before), abs(value)))
                if before and most >= MOVING_FLOOR_OF_PARTS and most > MOVING_FACTOR * least:
                    part = Part(code, before, value)
                    moved.setdefault((column, kind), []).append(part)
    return Moved([part for part in gone.values() if part.before >= GONE_ROWS], moved)


def numbers_of(connection: duckdb.DuckDBPyConnection, contract: Contract, facts: str) -> list[str]:
    """The numbers of a table that its facts in a build hold: another build's may lack some."""
    columns = {name for name, *_ in connection.execute(f"from {facts} limit 0").description or []}
    return [field.name for field in contract.numbers if field.name in columns]


def totals_sql(numbers: Sequence[str]) -> str:
    """SQL of the total of each number; a table without any has one column that nobody reads."""
    return ", ".join(f"sum({name})::double as {name}" for name in numbers) or "0 as nothing"


def _parts(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    build: str,
    months: Collection[str | None],
) -> dict[tuple[str, str | None], tuple[int, dict[str, float]]]:
    facts = f"{build}facts_{contract.name}"
    numbers = numbers_of(connection, contract, facts)
    query = template("totals_of_parts").format(
        **(slots_of_facts(contract) | {"facts": facts}),
        totals=totals_sql(numbers),
        sums=", ".join(f"sum(own.{name}) as {name}" for name in numbers) or "0 as nothing",
        within=f"{contract.month.name} in (select unnest($months::date[]))"
        if contract.month
        else "true",
    )
    values = {"months": [month for month in months if month]} if contract.month else {}
    return {
        (code, kind): (rows, dict(zip(numbers, (one or 0.0 for one in totals), strict=False)))
        for code, kind, rows, *totals in connection.execute(query, values).fetchall()
    }
