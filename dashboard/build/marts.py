"""Facts to marts: every measure by region, month and category, rolled up the region tree.

Each mart has a query and a contract beside it in queries/marts: ``<mart>.sql``
says what one region's own rows are, ``<mart>.yml`` its grain, time, columns and
types. The roll-up is the same for all (roll_up.sql); the identities that make
it trustworthy are checked on what was written, not on how it was written.
"""

from typing import NamedTuple

import duckdb

from dashboard.marts import FOLDER, MARTS, MartContract, mart_contract
from dashboard.regions import NATION


class Identity(NamedTuple):
    """A sum that must hold: how many times it was checked and how often it failed."""

    name: str
    checked: int
    failed: int


def build_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes ``mart_<name>`` for every mart ``mart_reports``, ``uncovered_units``
    and ``region_ancestors``; returns the identities checked.

    Needs regions, reference_units and facts_<export> of every export (empty where absent).
    """
    identities = []
    reports = []
    connection.execute(f"create table region_ancestors as {_sql('region_ancestors')}")
    for name in MARTS:
        contract = mart_contract(name)
        base = f"base_{name}"
        connection.execute(f"create temp table {base} as {_sql(name)}")
        connection.execute(f"create table mart_{name} as {_roll_up(contract, base)}")
        reports.append(
            _sql("reports").format(
                mart=name, base=base, monthly=str(contract.time != "changes").lower()
            )
        )
        identities.append(_parents_are_sums(connection, contract, base))
        identities.append(_every_row_counts_once(connection, contract))
    connection.execute(
        "create table mart_reports as "
        + " union all ".join(f"({report})" for report in reports)
        + " order by source, month, region_code"
    )
    connection.execute(f"create temp table facts_months as {_sql('months')}")
    connection.execute(f"create table uncovered_units as {_sql('uncovered_units')}")
    for name in MARTS:
        connection.execute(f"drop table base_{name}")
    return identities


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _roll_up(contract: MartContract, base: str) -> str:
    sums = ", ".join(f"sum({c})::{kind} as {c}" for c, kind in contract.measures.items())
    return _sql("roll_up").format(base=base, sums=sums, columns=", ".join(contract.measures))


def _parents_are_sums(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, base: str
) -> Identity:
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
            from {base} as b
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
