"""Facts to marts: every measure by region, month and dimensions, rolled up the region tree.

Each mart has a query and a contract beside it in queries/marts: ``<mart>.sql``
says what one region's own rows are, ``<mart>.yml`` its grain, time, columns and
measures; both derive from the export's contract where its rows are read as they
are. The roll-up is the same for all (roll_up.sql) and adds up columns as the
facts have them; measures are made of the sums when they are read. The
identities that make it trustworthy are checked on what was written, not on how
it was written.
"""

from datetime import date
from functools import partial

import duckdb

from dashboard.contracts import load_contracts
from dashboard.marts import FOLDER, MartContract, mart_contract, mart_names
from dashboard.pipeline.frequency import due_month, reported_elsewhere
from dashboard.pipeline.identities import Identity, every_row_counts_once, parents_are_sums
from dashboard.pipeline.pairs import (
    counted,
    counted_facts,
    note_who_reported_pairs,
    pair_measures,
    report_as_numerators,
    rows_lacking,
)
from dashboard.pipeline.parallel import side_by_side
from dashboard.pipeline.registries import prepare, unknown_columns, unknown_years
from dashboard.pipeline.sources import sources, sources_of_the_year
from dashboard.pipeline.staging import has_old_codes, has_rows
from dashboard.regions import ENDING_KINDS
from dashboard.systems import OTHER_MEASURES


def build_marts(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """Makes every mart and what is read beside them; returns the identities checked.

    ``mart_<name>`` is parted by the contract's dimensions. ``mart_above_<name>`` is the part of it
    above the counties, a tenth of the rows and most of what is asked for; ``totals_above_<name>``
    the same added up over them (``totals_<name>``, of all regions, where a mart has none).
    ``shared_<name>`` are the rows of regions in which two former codes report the same key.
    ``mart_counties_<name>`` is the counties' part: of a region above them it has only what
    that one reports itself. ``unmatched_<name>`` is what a change against the year before
    leaves out, for every region; ``totals_above_<name>`` holds it too. ``reported_years`` says
    who reported, ``reporting_patterns`` how many (with the year before), ``undivided_years`` what
    former regions did that can't be told apart today; ``region_ancestors`` what lies under each.
    ``registry_states`` says of which regions a registry holds dated states, ``dated_stations``
    has the stations of every state, ``uncovered_units`` what has no station, and
    ``doubtful_stations`` which stations serve a unit that is none or lies elsewhere.
    Needs regions, reference_units and facts_<export> of every export (empty where
    absent). Raises ValueError for a monthly export that nothing reads.
    """
    check_exports()
    for table in ("region_ancestors", "counted_in"):
        connection.execute(f"create table {table} as {_sql(table)}")
    names = ", ".join(f"'{source}'" for name in mart_names() for source in sources(name))
    connection.execute(f"create type reporting_source as enum ({names})")
    connection.execute(
        "create table reported_years (region_code varchar, source reporting_source, year smallint, "
        "months smallint, is_leaf boolean)"
    )
    connection.execute(
        "create table undivided_years (region_code varchar, reported_region_code varchar, "
        "source reporting_source, year smallint, months smallint, is_former boolean)"
    )
    connection.execute(
        "create table reporting_patterns (source reporting_source, year smallint, "
        "region_code varchar, months smallint, previous_months smallint, regions int, leaves int, "
        "former int)"
    )
    connection.execute(
        "create table if not exists registry_states "
        "(table_name varchar, region_code varchar, month date)"
    )
    connection.execute(
        "create table months_of_a_year as select unnest(range(1, 13))::smallint as number"
    )
    connection.execute(f"create view reporting_years as {_sql('reporting_years')}")
    reach = _reach(connection)
    with side_by_side(connection, partial(_make, reach=reach), mart_names()) as made:
        return [identity for future in made for identity in future.result()]


def check_exports() -> None:
    """Raises ValueError for a monthly export that nothing reads, and for a measure whose mart no
    file and no export describes."""
    read = {mart_contract(name).export for name in mart_names()}
    for contract in load_contracts().values():
        if contract.month and contract.name not in read:
            raise ValueError(f"no measure of data/systems is read from {contract.name}")


def _make(
    connection: duckdb.DuckDBPyConnection, name: str, reach: tuple[date, date]
) -> list[Identity]:
    """One mart with its totals; beside the stations the units that have none."""
    contract = mart_contract(name)
    if contract.time == "deltas":
        prepare(connection, contract)
    if name == OTHER_MEASURES:
        pair_measures(connection)
        contract = counted(connection, contract)
    rows = contract.query
    if unknown := unknown_columns(connection, contract):
        empty = ", ".join(f"null::{contract.columns[c]} as {c}" for c in sorted(unknown))
        rows = f"select * replace ({empty}) from ({rows})"  # noqa: S608 - names of the contract
        contract = contract.without(unknown)
    contract = contract.without_in(unknown_years(connection, contract))
    facts = f"facts_{contract.export}"
    # A quarter's figure counts in the quarter's last month, in whatever month of it a file has it.
    moves = name == OTHER_MEASURES and reported_elsewhere(connection)
    if moves:
        due = due_month(contract.coded_by or "", "month")
        rows = f"select * replace ({due} as month) from ({rows})"  # noqa: S608 - codes of the catalogue
    if moves or (contract.time == "deltas" and has_old_codes(connection, facts)):
        # Two old codes that became one region report the same key twice: one row of both.
        connection.execute(f"create table base_{name} as {_grouped(rows, contract)}")
    else:
        # The rows of a monthly mart are the facts' own, and are not written once more.
        kind = "table" if contract.time == "deltas" else "view"
        connection.execute(f"create {kind} base_{name} as {rows}")
    if _says_nothing(connection, contract):
        _make_empty(connection, contract)
        return []
    _roll_up(connection, contract)
    own, reporters = _by_reporter(connection, rows, contract)
    _note_who_reported(connection, contract, own)
    if has_old_codes(connection, facts):
        month = "date '1949-10-01'" if contract.time == "deltas" else "f.month"
        if moves:
            month = due_month(f"f.{contract.coded_by}", "f.month")
        undivided = _sql("undivided_years").format(
            facts=f"facts_{contract.export}",
            month=month,
            source_text=f"f.{coded}::varchar" if (coded := contract.coded_by) else f"'{name}'",
        )
        connection.execute(f"insert into undivided_years {undivided}")
    if name == OTHER_MEASURES:
        note_who_reported_pairs(connection)
    _note_patterns(connection, contract)
    if name == OTHER_MEASURES:
        report_as_numerators(connection)
    _set_unmatched_apart(connection, contract, reach, reporters)
    _make_totals(connection, contract)
    return [parents_are_sums(connection, contract), every_row_counts_once(connection, contract)]


def _says_nothing(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> bool:
    """Whether the export is absent or has no row, and nothing says that it is complete so: of the
    regions of such a registry it is known that they have none (reported_regions)."""
    said = ["reported_regions"] if contract.time == "deltas" else []
    return not has_rows(connection, f"facts_{contract.export}", *said)


def _make_empty(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The relations of a mart without rows. What adds up and checks rows is left out: few
    departments hold every export, and it takes half the time of a small build."""
    name = contract.name
    typed = ", ".join(f"{column}::{kind} as {column}" for column, kind in contract.columns.items())
    connection.execute(
        f"create table above_{name} as "  # noqa: S608 - names of the contract
        f"select region_code, {contract.listed()}, {typed} from base_{name} limit 0"
    )
    _make_views(connection, contract)
    connection.execute(f"create view unmatched_{name} as from mart_above_{name}")
    totals = ", ".join(["region_code", "month", "lacks", *contract.measures])
    for of in ("totals", "totals_above") if not contract.dimensions else ("totals_above",):
        connection.execute(f"create view {of}_{name} as select {totals} from mart_above_{name}")  # noqa: S608 - as above


def _roll_up(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The sums above the counties, and what is read of them (_make_views)."""
    above = _sql("roll_up").format(
        base=f"base_{contract.name}",
        sums=_sums(contract),
        keys=contract.listed(),
        keys_of_base=contract.listed("b"),
    )
    connection.execute(f"create table above_{contract.name} as {above}")
    _make_views(connection, contract)


def _make_views(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The mart: the sums above the counties and the counties' own rows.

    Nine rows of ten are a county's and stand in the base already, so the mart is a
    view of both and nothing is written twice.
    """
    name, columns = contract.name, ", ".join(contract.columns)
    levels = _sql("every_level").format(
        mart=name,
        base=_one_row_a_key(connection, contract),
        columns=columns,
        keys=contract.listed(),
        keys_of_base=contract.listed("b"),
    )
    connection.execute(f"create view levels_{name} as {levels}")
    parts = {"mart": "levels", "mart_above": "above", "mart_counties": "base"}
    for mart, rows in parts.items():
        lacks = ["'' as lacks"] if mart != "mart" else []
        query = _measures(contract, f"{rows}_{name}", *lacks)
        connection.execute(f"create view {mart}_{name} as {query}")


def _one_row_a_key(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> str:
    """The base with one row a key.

    Two old codes that became one region report the same key twice. The rows of such a region, of
    which there are few, are written once more: one row of both.
    """
    name, facts = contract.name, f"facts_{contract.export}"
    if contract.time == "deltas" or not has_old_codes(connection, facts):
        return f"base_{name}"
    shared = connection.execute(
        f"select distinct region_code from base_{name} where region_code in "  # noqa: S608 - names of the contract
        f"(select region_code from {facts} where reported_region_code is not null) "
        f"group by region_code, {contract.listed()} having count(*) > 1 order by region_code"
    ).fetchall()
    if not shared:
        return f"base_{name}"
    codes = ", ".join(f"'{code}'" for (code,) in shared)
    rows = f"from base_{name} where region_code in ({codes})"
    connection.execute(f"create table shared_{name} as {_grouped(rows, contract)}")
    return (
        f"(select * from base_{name} where region_code not in ({codes}) "  # noqa: S608 - codes of the region tree
        f"union all by name from shared_{name})"
    )


def _measures(contract: MartContract, rows: str, *more: str) -> str:
    """The mart as it is read, of rows as they are written; with further columns of theirs."""
    dimensions = contract.dimensions
    measures = [f"{m.expression} as {code}" for code, m in contract.measures.items()]
    return _sql("measures").format(
        rows=rows,
        keys_as_text=", ".join(["month", *(f"{one}::varchar as {one}" for one in dimensions)]),
        measures=", ".join([*more, *measures]),
    )


def _make_totals(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """The mart added up over its dimensions, of the regions above the counties, since a county's
    rows are few and whoever asks for its totals adds them up; where there are no dimensions, of
    all regions too, as they are taken away."""
    name = contract.name
    measures = contract.measures.items()
    of_rows = ", ".join(
        f"sum({m.expression})::{contract.columns[m.column]} as {code}" for code, m in measures
    )
    if not contract.dimensions:
        of_all = _sql("totals").format(rows=f"levels_{name}", sums=of_rows)
        connection.execute(f"create view totals_{name} as {of_all}")
    of_measures = ", ".join(
        f"sum(u.{code})::{contract.columns[m.column]} as {code}" for code, m in measures
    )
    above = _sql("totals_above").format(mart=name, sums_of_rows=of_rows, sums=of_measures)
    connection.execute(f"create table totals_above_{name} as {above}")


def _by_reporter(
    connection: duckdb.DuckDBPyConnection, rows: str, contract: MartContract
) -> tuple[str, str]:
    """Queries of the rows that regions report of themselves, and of all rows with who reports them.

    A reporter is a region; or, of what counts in a region above the counties under a code of
    another time or of a zone, that region and the code (reported_as), as reporting_years has them.
    """
    own = f"from base_{contract.name}"
    all_rows = f"select '' as reported_as, * {own}"
    facts = counted_facts(connection, contract)
    if contract.time == "deltas" or not has_old_codes(connection, facts):
        return own, all_rows
    apart = "reported_region_code is not null "
    apart += "and region_code in (select code from regions where not is_leaf)"
    own = f"with {facts} as (from main.{facts} where not ({apart})) from ({rows})"
    others = (
        f"with {facts} as (select * replace (concat(region_code, '>', reported_region_code) "  # noqa: S608 - names of the contract
        f"as region_code) from main.{facts} where {apart}) "
        "select split_part(region_code, '>', 2) as reported_as, "
        "* replace (split_part(region_code, '>', 1) as region_code) "
        f"from ({rows})"
    )
    of_own = f"select '' as reported_as, * from ({own})"  # noqa: S608 - as above
    all_rows = f"({of_own}) union all by name ({others})"
    return own, all_rows


def _set_unmatched_apart(
    connection: duckdb.DuckDBPyConnection,
    contract: MartContract,
    reach: tuple[date, date],
    reporters: str,
) -> None:
    """What regions reported of a month and not of the same month a year before or after, and where
    sums begin in January what they reported after it: the few rows that a change like for like
    leaves out. A registry has no months and none of them."""
    name = contract.name
    if contract.time == "deltas":
        connection.execute(f"create view unmatched_{name} as from mart_above_{name} where false")
        return
    first, last = reach
    lacking = _sql("lacking_months").format(
        ending_kinds=", ".join(f"'{kind}'" for kind in ENDING_KINDS),
        first_year=first.year,
        last_month=last,
        sources_of_the_year=", ".join(f"'{one}'" for one in sources_of_the_year(name)) or "null",
    )
    connection.execute(f"create or replace temp table lacking_months as {lacking}")
    unmatched = _sql("unmatched").format(
        reporters=reporters,
        **rows_lacking(connection, contract),
        keys_of_rows=contract.listed("b"),
        sums=_sums(contract, "b."),
    )
    apart = counted(connection, mart_contract(name), taken_off=False)
    measures = _measures(apart, f"({unmatched})", "lacks")
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


def _grouped(rows: str, contract: MartContract) -> str:
    keys = contract.listed()
    return (
        f"select region_code, {keys}, {_sums(contract)} "  # noqa: S608 - names of the contract
        f"from ({rows}) group by region_code, {keys}"
    )


def _sums(contract: MartContract, table: str = "") -> str:
    return ", ".join(
        f"sum({table}{column})::{kind} as {column}" for column, kind in contract.columns.items()
    )


def _note_patterns(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> None:
    """Adds a mart's sources to reporting_patterns, by the pairs of years that its changes against
    the year before are found by, too (reporting_pairs, a temporary table)."""
    names = ", ".join(f"'{one}'::reporting_source" for one in sources(contract.name))
    pairs = _sql("reporting_pairs").format(sources=names)
    connection.execute(f"create or replace temp table reporting_pairs as {pairs}")
    connection.execute(f"insert into reporting_patterns by name {_sql('reporting_patterns')}")


def _note_who_reported(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, own: str
) -> None:
    """Adds what regions reported of themselves (a query, ``own``) to reported_years: a year of a
    region is one row, its months are bits. Counted measures that indicators use report each for
    itself, under their code."""
    month, source, rows = "month", f"'{contract.name}'", f"({own})"
    if (coded := contract.coded_by) is not None:
        codes = ", ".join(f"'{code}'" for code in sources(contract.name))
        source, rows = coded, f"{rows} where {coded} in ({codes})"
    elif contract.time == "deltas":
        month = "date '1949-10-01'"
        rows = f"(from reported_regions union select region_code from facts_{contract.export})"  # noqa: S608 - a contract's name
    reports = f"(select region_code, {month} as month, {source} as source from {rows})"  # noqa: S608 - names of the contract
    connection.execute(
        f"insert into reported_years {_sql('reported_years').format(reports=reports)}"
    )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
