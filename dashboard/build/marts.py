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

# Marts whose rows are the facts' own, one to one: read from the facts, not written once more.
_AS_REPORTED = frozenset({"placements", "employment", "relief", "tombs"})


class Identity(NamedTuple):
    """A sum that must hold: how many times it was checked and how often it failed."""

    name: str
    checked: int
    failed: int


def build_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes every mart and what is read beside them; returns the identities checked.

    ``mart_<name>`` is divided by category, ``totals_<name>`` is the same without
    categories, ``reported_years`` says who reported, ``region_ancestors`` and
    ``uncovered_units`` what lies under a region and has no station.
    ``above_<name>`` and ``totals_above_<name>`` hold only the regions above the
    counties: a tenth of the rows, and most of what is asked for.
    Needs regions, reference_units and facts_<export> of every export (empty where
    absent).
    """
    identities = []
    connection.execute(f"create table region_ancestors as {_sql('region_ancestors')}")
    for name in MARTS:
        contract = mart_contract(name)
        _make(connection, contract)
        identities.append(_parents_are_sums(connection, contract))
        identities.append(_every_row_counts_once(connection, contract))
    _make_reporting(connection)
    connection.execute(f"create table uncovered_units as {_sql('uncovered_units')}")
    return identities


def _make(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """One mart with its totals."""
    name, sums = contract.name, _sums(contract)
    if _repeats(connection, contract):
        # Two old codes that became one region report the same key twice: one row of both.
        connection.execute(f"create table base_{name} as {_grouped(_sql(name), sums)}")
    else:
        kind = "view" if name in _AS_REPORTED else "table"
        connection.execute(f"create {kind} base_{name} as {_sql(name)}")
    _roll_up(connection, contract)
    if contract.category is not None:
        for totals, rows in (("totals_above", f"above_{name}"), ("totals", f"mart_{name}")):
            query = _sql("totals").format(rows=rows, sums=sums)
            connection.execute(f"create table {totals}_{name} as {query}")


def _roll_up(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The sums above the counties, and the mart: those and the counties' own rows.

    Nine rows of ten are a county's and stand in the base already, so the mart is a
    view of both and nothing is written twice.
    """
    name, columns = contract.name, ", ".join(contract.measures)
    above = _sql("roll_up").format(base=f"base_{name}", sums=_sums(contract), columns=columns)
    connection.execute(f"create table above_{name} as {above}")
    mart = _sql("every_level").format(mart=name, columns=columns)
    connection.execute(f"create view mart_{name} as {mart}")


def _grouped(rows: str, sums: str) -> str:
    return (
        f"select region_code, month, category, subcategory, {sums} "  # noqa: S608 - names of the contract
        f"from ({rows}) group by region_code, month, category, subcategory"
    )


def _sums(contract: MartContract) -> str:
    return ", ".join(
        f"sum({measure})::{kind} as {measure}" for measure, kind in contract.measures.items()
    )


def _repeats(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> bool:
    """Whether rows of the mart's export were carried from old codes to a region of today."""
    row = connection.execute(
        f"""
        select count(*) > 0 from facts_{contract.export}
        where reported_region_code is distinct from region_code and reported_region_code is not null
        """  # noqa: S608 - as above
    ).fetchone()
    return bool(row and row[0])


def _make_reporting(connection: duckdb.DuckDBPyConnection) -> None:
    """Who reported what and when: a year of a leaf region is one row, its months are bits."""
    connection.execute(
        "create table reported_years "
        "(region_code varchar, source varchar, year smallint, months smallint)"
    )
    for source, reports in _sources().items():
        years = _sql("reported_years").format(reports=f"({reports})").replace(":name", "$name")
        connection.execute(f"insert into reported_years {years}", {"name": source})
    connection.execute(
        "create table months_of_a_year as select unnest(range(1, 13))::smallint as number"
    )


def _sources() -> dict[str, str]:
    """Which region reported what and when, by source: rows of region_code and month, each once.

    Counted measures that indicators use report each for itself, under their code.
    """
    used = {code for i in catalogue().indicators.values() for code in i.numerator}
    sources = {}
    for name in MARTS:
        contract = mart_contract(name)
        if name == "counted":
            sources |= {
                code: f"select region_code, month from base_counted where {code} is not null"  # noqa: S608 - as above
                for code in contract.measures
                if code in used
            }
        elif contract.time == "changes":
            sources[name] = (
                f"select distinct region_code, date '1949-10-01' as month from base_{name}"  # noqa: S608
            )
        else:
            rows = f"totals_{name}" if contract.category is not None else f"mart_{name}"
            sources[name] = f"select region_code, month from {rows}"  # noqa: S608
    return sources


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
