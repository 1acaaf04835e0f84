"""Facts to marts: every measure by region, month and category, rolled up the region tree.

Each mart has a query and a contract beside it in queries/marts: ``<mart>.sql``
says what one region's own rows are, ``<mart>.yml`` its grain, time, columns and
types. The roll-up is the same for all (roll_up.sql); the identities that make
it trustworthy are checked on what was written, not on how it was written.
"""

from typing import NamedTuple

import duckdb

from dashboard.indicators import catalogue
from dashboard.marts import FOLDER, MARTS, MartContract, mart_contract
from dashboard.regions import NATION


class Identity(NamedTuple):
    """A sum that must hold: how many times it was checked and how often it failed."""

    name: str
    checked: int
    failed: int


def build_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes every mart and what is read beside them; returns the identities checked.

    ``mart_<name>`` is divided by category, ``totals_<name>`` is the same without
    categories, ``mart_reporting`` says who reported, ``region_ancestors`` and
    ``uncovered_units`` what lies under a region and has no station. Needs regions,
    reference_units and facts_<export> of every export (empty where absent).
    """
    identities = []
    connection.execute(f"create table region_ancestors as {_sql('region_ancestors')}")
    for name in MARTS:
        contract = mart_contract(name)
        _make(connection, contract, _sql(name))
        identities.append(_parents_are_sums(connection, contract))
        identities.append(_every_row_counts_once(connection, contract))
    reporting = mart_contract("reporting")
    _make(connection, reporting, _sql("reporting").format(reports=f"({_reports()})"))
    connection.execute(f"create table uncovered_units as {_sql('uncovered_units')}")
    for name in (*MARTS, "reporting"):
        connection.execute(f"drop table base_{name}")
    return identities


def _make(connection: duckdb.DuckDBPyConnection, contract: MartContract, base: str) -> None:
    """The base, its roll-up, and the totals over all categories where there are any."""
    name, measures = contract.name, contract.measures
    sums = ", ".join(f"sum({measure})::{kind} as {measure}" for measure, kind in measures.items())
    roll_up = _sql("roll_up").format(base=f"base_{name}", sums=sums, columns=", ".join(measures))
    connection.execute(f"create temp table base_{name} as {base}")
    if _repeats(connection, name):
        # Two old codes that became one region report the same key twice: one row of both.
        connection.execute(
            f"create or replace temp table base_{name} as "  # noqa: S608 - names of the contract
            f"select region_code, month, category, subcategory, {sums} "
            f"from base_{name} group by all"
        )
    connection.execute(f"create table mart_{name} as {roll_up}")
    if contract.category is not None and name != "reporting":
        connection.execute(
            f"create table totals_{name} as {_sql('totals').format(mart=name, sums=sums)}"
        )


def _repeats(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether rows of an export were carried from old codes to the same region of today."""
    if name == "reporting":
        return False
    row = connection.execute(
        f"""
        select count(*) > 0 from facts_{mart_contract(name).export}
        where reported_region_code is distinct from region_code and reported_region_code is not null
        """  # noqa: S608 - as above
    ).fetchone()
    return bool(row and row[0])


def _reports() -> str:
    """Which leaf region reported what and when, over all marts.

    Counted measures that indicators use report each for itself, under their code.
    """
    parts = []
    for name in MARTS:
        if name == "counted":
            used = {code for i in catalogue().indicators.values() for code in i.numerator}
            parts += [
                f"select '{code}' as source, region_code, month "  # noqa: S608 - as above
                f"from base_counted where {code} is not null"
                for code in mart_contract("counted").measures
                if code in used
            ]
            continue
        month = "date '1949-10-01'" if mart_contract(name).time == "changes" else "month"
        parts.append(
            f"select '{name}' as source, region_code, {month} as month from base_{name}"  # noqa: S608
        )
    return " union all ".join(parts)


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _parents_are_sums(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> Identity:
    """Every parent's total equals its own rows plus its children's, for each measure."""
    sums = ", ".join(f"sum({c}) as {c}" for c in contract.measures)
    differs = " or ".join(f"w.{c} is distinct from p.{c}" for c in contract.measures)
    row = connection.execute(
        f"""
        with totals as (select region_code, {sums} from mart_{contract.name} group by all),
        parts as (
            select r.parent as code, t.* exclude (region_code)
            from totals as t inner join regions as r on t.region_code = r.code
            where r.parent is not null
            union all
            select b.region_code as code, b.* exclude (region_code, month, category, subcategory)
            from base_{contract.name} as b
        ),
        whole as (select code, {sums} from parts group by all)
        select count(*), count(*) filter ({differs})
        from totals as p left join whole as w on p.region_code = w.code
        """  # noqa: S608 - names come from the contract
    ).fetchone()
    assert row is not None
    return Identity(f"{contract.name}: a parent is the sum of its parts", row[0], row[1])


def _every_row_counts_once(
    connection: duckdb.DuckDBPyConnection, contract: MartContract
) -> Identity:
    """The nation's sums equal what the kept rows themselves add up to, none left out or twice."""
    failed = 0
    for measure, expected in contract.identities.items():
        row = connection.execute(
            f"""
            select coalesce(sum({measure}), 0) <> coalesce(({expected}), 0)
            from mart_{contract.name} where region_code = $nation
            """,  # noqa: S608 - both come from the contract
            {"nation": NATION},
        ).fetchone()
        failed += bool(row and row[0])
    return Identity(
        f"{contract.name}: every row counts exactly once", len(contract.identities), failed
    )
