"""Facts to marts: every measure by region, month and category, rolled up the region tree.

Each mart has a query and a contract beside it in queries/marts: ``<mart>.sql``
says what one region's own rows are, ``<mart>.yml`` its grain, time, columns and
measures. The roll-up is the same for all (roll_up.sql) and adds up columns as
the facts have them; measures are made of the sums when they are read. The
identities that make it trustworthy are checked on what was written, not on how
it was written.
"""

from datetime import date
from functools import partial
from typing import NamedTuple

import duckdb

from dashboard.build.parallel import side_by_side
from dashboard.build.staging import has_old_codes
from dashboard.contracts import load_contracts
from dashboard.indicators import catalogue
from dashboard.marts import FOLDER, MARTS, MartContract, mart_contract
from dashboard.periods import settled_month
from dashboard.regions import NATION

# Marts whose rows are the facts' own, one to one: read from the facts, not written once more.
_AS_REPORTED = frozenset({"placements", "employment", "relief", "tombs", "counted"})


class Identity(NamedTuple):
    """A sum that must hold: how many times it was checked and how often it failed."""

    name: str
    checked: int
    failed: int


def build_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes every mart and what is read beside them; returns the identities checked.

    ``mart_<name>`` is divided by category. ``mart_above_<name>`` is the part of it above
    the counties, a tenth of the rows and most of what is asked for; ``totals_above_<name>``
    the same without categories (``totals_<name>``, of all regions, where a mart has none).
    ``mart_counties_<name>`` is the counties' part: of a region above them it has only what
    that one reports itself. ``unmatched_<name>`` is what a change against the year before
    leaves out, for every region; ``totals_above_<name>`` holds it too. ``reported_years`` says
    who reported (``reported_both_years`` with the year before), ``settled_months`` up to when
    most did, ``region_ancestors`` and ``uncovered_units`` what lies under a region and has no
    station. ``registry_states`` are the dated states of registries, where whoever read the
    exports found any.
    Needs regions, reference_units and facts_<export> of every export (empty where
    absent).
    """
    for table in ("region_ancestors", "counted_in"):
        connection.execute(f"create table {table} as {_sql(table)}")
    connection.execute(
        "create table reported_years "
        "(region_code region, source varchar, year smallint, months smallint, is_leaf boolean)"
    )
    connection.execute(
        "create table if not exists registry_states "
        "(table_name varchar, region_code region, month date)"
    )
    connection.execute(
        "create table months_of_a_year as select unnest(range(1, 13))::smallint as number"
    )
    reach = _reach(connection)
    with side_by_side(connection, partial(_make, reach=reach), MARTS) as made:
        identities = [identity for future in made for identity in future.result()]
    connection.execute(f"create table reported_both_years as {_sql('reported_both_years')}")
    _note_what_is_settled(connection)
    return identities


def _make(
    connection: duckdb.DuckDBPyConnection, name: str, reach: tuple[date, date]
) -> list[Identity]:
    """One mart with its totals; beside the stations the units that have none."""
    contract = mart_contract(name)
    if name == "stations":
        connection.execute(f"create temp table served_units as {_sql('served_units')}")
        connection.execute(f"create table uncovered_units as {_sql('uncovered_units')}")
    if has_old_codes(connection, f"facts_{contract.export}"):
        # Two old codes that became one region report the same key twice: one row of both.
        connection.execute(f"create table base_{name} as {_grouped(_sql(name), contract)}")
    else:
        kind = "view" if name in _AS_REPORTED else "table"
        connection.execute(f"create {kind} base_{name} as {_sql(name)}")
    _roll_up(connection, contract)
    _note_who_reported(connection, contract)
    _set_unmatched_apart(connection, contract, reach)
    _make_totals(connection, contract)
    return [_parents_are_sums(connection, contract), _every_row_counts_once(connection, contract)]


def _roll_up(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The sums above the counties, and the mart: those and the counties' own rows.

    Nine rows of ten are a county's and stand in the base already, so the mart is a
    view of both and nothing is written twice.
    """
    name, columns = contract.name, ", ".join(contract.columns)
    above = _sql("roll_up").format(base=f"base_{name}", sums=_sums(contract))
    connection.execute(f"create table above_{name} as {above}")
    levels = _sql("every_level").format(mart=name, columns=columns)
    connection.execute(f"create view levels_{name} as {levels}")
    parts = {"mart": "levels", "mart_above": "above", "mart_counties": "base"}
    for mart, rows in parts.items():
        lacks = ["'' as lacks"] if mart != "mart" else []
        query = _measures(contract, f"{rows}_{name}", *lacks)
        connection.execute(f"create view {mart}_{name} as {query}")


def _measures(contract: MartContract, rows: str, *more: str) -> str:
    """The mart as it is read, of rows as they are written; with further columns of theirs."""
    measures = [f"{m.expression} as {code}" for code, m in contract.measures.items()]
    return _sql("measures").format(
        rows=rows,
        category_text="category::varchar" if contract.category else "''",
        subcategory_text="subcategory::varchar" if contract.subcategory else "''",
        measures=", ".join([*more, *measures]),
    )


def _make_totals(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The mart without its categories, of the regions above the counties, since a county's rows
    are few and whoever asks for its totals adds them up; where there are no categories, of all
    regions too, as they are taken away."""
    name = contract.name
    measures = contract.measures.items()
    of_rows = ", ".join(
        f"sum({m.expression})::{contract.columns[m.column]} as {code}" for code, m in measures
    )
    if contract.category is None:
        of_all = _sql("totals").format(rows=f"levels_{name}", sums=of_rows)
        connection.execute(f"create view totals_{name} as {of_all}")
    of_measures = ", ".join(
        f"sum(u.{code})::{contract.columns[m.column]} as {code}" for code, m in measures
    )
    above = _sql("totals_above").format(mart=name, sums_of_rows=of_rows, sums=of_measures)
    connection.execute(f"create table totals_above_{name} as {above}")


def _set_unmatched_apart(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, reach: tuple[date, date]
) -> None:
    """What regions reported of a month and not of the same month a year before or after: the few
    rows that a change like for like leaves out. A registry has no months and none of them."""
    name = contract.name
    if contract.time == "changes":
        connection.execute(f"create view unmatched_{name} as from mart_above_{name} where false")
        return
    first, last = reach
    counted = name == "counted"
    sources = ", ".join(f"'{code}'" for code in (_counted_sources() if counted else [name]))
    unmatched = _sql("unmatched").format(
        base=f"base_{name}",
        sources=sources,
        is_source="b.category::varchar = l.source" if counted else "true",
        sums=_sums(contract, "b."),
        first_year=first.year,
        last_month=last,
    )
    measures = _measures(contract, f"({unmatched})", "lacks")
    connection.execute(f"create table unmatched_{name} as {measures} order by region_code, month")


def _reach(connection: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The first and the last month of all monthly exports; long ago where there is none."""
    months: list[date] = []
    for contract in load_contracts().values():
        if contract.month:
            row = connection.execute(
                f"select min(month), max(month) from facts_{contract.name}"  # noqa: S608 - the name is a contract's
            ).fetchone()
            months += [month for month in row or () if month is not None]
    return min(months, default=date(1950, 1, 1)), max(months, default=date(1950, 1, 1))


def _note_what_is_settled(connection: duckdb.DuckDBPyConnection) -> None:
    """One row of ``settled_months`` a monthly source: the last month that most have reported."""
    connection.execute("create table settled_months (source varchar, settled_through date)")
    counts: dict[str, dict[date, int]] = {}
    for source, month, regions in connection.execute(_sql("reported_months")).fetchall():
        counts.setdefault(source, {})[month] = regions
    settled = [(source, settled_month(of_source)) for source, of_source in counts.items()]
    if settled:
        connection.executemany("insert into settled_months values (?, ?)", sorted(settled))


def _grouped(rows: str, contract: MartContract) -> str:
    return (
        f"select region_code, month, category, subcategory, {_sums(contract)} "  # noqa: S608 - names of the contract
        f"from ({rows}) group by region_code, month, category, subcategory"
    )


def _sums(contract: MartContract, table: str = "") -> str:
    return ", ".join(
        f"sum({table}{column})::{kind} as {column}" for column, kind in contract.columns.items()
    )


def _counted_sources() -> list[str]:
    """The counted measures that indicators use: each is reported, or not, for itself."""
    used = {code for i in catalogue().indicators.values() for code in i.numerator}
    return [code for code in mart_contract("counted").measures if code in used]


def _note_who_reported(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """Adds what was reported to reported_years: a year of a region is one row, its months are
    bits. Counted measures that indicators use report each for itself, under their code."""
    name = contract.name
    month, source, rows = "month", f"'{name}'", f"base_{name}"
    if name == "counted":
        codes = ", ".join(f"'{code}'" for code in _counted_sources())
        source, rows = "category", f"{rows} where category in ({codes})"
    elif contract.time == "changes":
        month, rows = "date '1949-10-01'", f"facts_{contract.export}"
    reports = f"(select region_code, {month} as month, {source} as source from {rows})"  # noqa: S608 - names of the contract
    connection.execute(
        f"insert into reported_years {_sql('reported_years').format(reports=reports)}"
    )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _parents_are_sums(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> Identity:
    """Every total, as written, equals the region's own rows plus its children's totals, for each
    column. A county's total is its own rows."""
    sums = ", ".join(f"sum({c}) as {c}" for c in contract.columns)
    differs = " or ".join(f"w.{c} is distinct from p.{c}" for c in contract.columns)
    row = connection.execute(
        f"""
        with own as (select region_code, {sums} from base_{contract.name} group by all),
        totals as (
            select region_code, {sums} from above_{contract.name} group by all
            union all
            from own semi join regions as r on own.region_code = r.code and r.level = 'county'
        ),
        parts as (
            select r.parent as region_code, t.* exclude (region_code)
            from totals as t inner join regions as r on t.region_code = r.code
            where r.parent is not null
            union all
            from own
        ),
        whole as (select region_code, {sums} from parts group by all)
        select count(*), count(*) filter ({differs})
        from totals as p left join whole as w on p.region_code = w.region_code
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
