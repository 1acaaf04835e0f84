"""One table's files to its facts: every row read, checked, and kept or refused with reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import duckdb

from dashboard.build.columns import Bound, Column, Fault, Kind, absent_column, kind_of, read_column
from dashboard.build.files import FileGroup, unreadable
from dashboard.build.findings import BuildRefusedError, Finding, finding
from dashboard.build.lookups import Lookup, as_they_are, judged
from dashboard.build.rules import rule_faults
from dashboard.build.sentences import sentences
from dashboard.build.staging import named_in, template
from dashboard.build.values import Judge
from dashboard.contracts import Contract, plain_header

# DuckDB offers these beside a file's own columns; a file that has one would hide them.
_RESERVED = frozenset(["file_index", "file_row_number", "filename"])
# So many rows are looked at before all are taken for what they are.
_TRIED = 2_000
# The optimisers that take a footer's statistics at their word.
_BY_STATISTICS = "statistics_propagation,join_filter_pushdown,row_group_pruner"
_YEAR = frozenset(["year", "年份", "年度", "年"])


@dataclass(slots=True)
class Plan:
    """How a group of files is read: its columns, and what was passed over."""

    group: FileGroup
    columns: list[Column]
    bound: Bound
    ignored: list[str] = field(default_factory=list)


def create_facts(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """The empty table of one export's facts. It gets a column of the codes that rows were reported
    under (reported_region_code) once a row comes under an old one."""
    columns = ", ".join(f"{column.name} {column.sql_type}" for column in contract.columns)
    connection.execute(
        f"create table facts_{contract.name} ({columns}, file_id uinteger, row_number uinteger)"
    )


def plan_group(
    connection: duckdb.DuckDBPyConnection, contract: Contract, group: FileGroup
) -> tuple[Plan | None, list[Finding]]:
    """Which of the files' columns stand for which field, or why they can't."""
    where = {"table": contract.name, "path": group.files[0].file.path}
    types = _types(connection, group)
    matching = contract.match(list(types))
    found = [
        finding("ambiguous_column", column=name, value="、".join(headers), **where)
        for name, headers in matching.ambiguous.items()
    ]
    found += [
        finding("ambiguous_column", column=header, value=header, **where)
        for header in types
        if header.casefold() in _RESERVED
    ]
    if matching.missing:
        titles = [f"{contract.by_name[name].title}（{name}）" for name in matching.missing]
        found.append(
            finding(
                "missing_column",
                columns_zh="、".join(titles),
                columns_en=", ".join(matching.missing),
                detail="columns in the file: " + ", ".join(types),
                **where,
            )
        )
    elif not set(matching.headers) - set(contract.primary_key):
        found.append(finding("no_known_measure", detail=", ".join(types), **where))
    plan = Plan(group, [], Bound(), matching.ignored)
    for contract_field in contract.columns:
        header = matching.headers.get(contract_field.name)
        if header is None:
            plan.columns.append(absent_column(contract_field))
            continue
        instant = header in group.instants
        column = read_column(contract_field, header, types[header], plan.bound, instant=instant)
        if column is None:
            found.append(
                finding(
                    "unreadable_type",
                    column=contract_field.name,
                    header=header,
                    value=types[header],
                    **where,
                )
            )
            continue
        _use_partitions(column, header, plan)
        plan.columns.append(column)
    _month_of_year(plan, contract, types)
    return (None, found) if found else (plan, [])


@contextmanager
def taking_no_files_word(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Until it ends, no statistics of a file's footer stand for its values.

    DuckDB would take a check for passed, or a row group for one without rows that are asked for,
    where least and greatest value of the footer say so; they may be wrong.
    """
    connection.execute(f"set disabled_optimizers = '{_BY_STATISTICS}'")
    try:
        yield
    finally:
        connection.execute("reset disabled_optimizers")


def load_group(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    plan: Plan,
    judge: Judge,
    today: date,
) -> None:
    """Reads the group's rows into facts and refused.

    Raises BuildRefusedError naming the file that can't be read to its end.
    """
    try:
        _load_group(connection, contract, plan, judge, today)
    except duckdb.Error:
        if damaged := unreadable(plan.group.files):
            raise BuildRefusedError(damaged) from None
        raise


def _load_group(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    plan: Plan,
    judge: Judge,
    today: date,
) -> None:
    looked_up = [column for column in plan.columns if column.looked_up]
    as_is = as_they_are(looked_up, plan.bound)
    loading = _Loading(connection, contract, plan, today)
    if as_is and loading.insert_all(as_is):
        return
    lookups = [judged(connection, column, loading.values, judge) for column in looked_up]
    if loading.insert(lookups):
        return
    _write_sentences(connection, contract)
    loading.refuse(lookups)


class _Loading:
    """The rows of one group of files on their way into facts and refused."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        plan: Plan,
        today: date,
    ) -> None:
        self.connection, self.contract, self.plan = connection, contract, plan
        self.faults = [fault for column in plan.columns for fault in column.faults]
        self.faults += rule_faults(contract, plan.columns, plan.bound)
        self.values = {
            "files": plan.group.paths,
            "file_ids": [opened.file_id for opened in plan.group.files],
            "today": today,
            **plan.bound.values,
        }

    def insert_all(self, lookups: list[Lookup]) -> bool:
        """Inserts the rows if every one of them is kept, else none; the first file's first rows
        are tried before."""
        kept = _rows(self.plan, lookups, f"({self._sound(lookups)}) as kept", "true")
        tried = f"select coalesce(bool_and(kept is true), true) from ({kept} limit {_TRIED})"  # noqa: S608 - of contracts and headers
        values = {**self.values, "files": self.plan.group.paths[:1]}
        row = self.connection.execute(tried, named_in(tried, values)).fetchone()
        if not (row and row[0]):
            return False
        self.connection.begin()
        try:
            complete = self.insert(lookups)
        except duckdb.Error:
            self.connection.rollback()
            raise
        if complete:
            self.connection.commit()
        else:
            self.connection.rollback()
        return complete

    def insert(self, lookups: list[Lookup]) -> bool:
        """Inserts the sound rows into the facts; returns whether all are."""
        facts = f"facts_{self.contract.name}"
        chosen = [column.name for column in self.contract.columns]
        if any(one.has_old_codes for one in lookups):
            self.connection.execute(
                f"alter table {facts} add column if not exists reported_region_code varchar"
            )
            chosen.append("reported_region_code")
        columns = ", ".join(f"t.{name}" for name in chosen)
        kept = _rows(self.plan, lookups, columns, self._sound(lookups))
        row = self.connection.execute(
            f"insert into {facts} by name {kept}", named_in(kept, self.values)
        ).fetchone()
        return row is not None and row[0] == sum(one.rows for one in self.plan.group.files)

    def refuse(self, lookups: list[Lookup]) -> None:
        """Writes the rows that are not sound into refused, each with every reason."""
        listed = f"[{', '.join(_listed(lookups, self.faults))}] as faults"
        faulty = _rows(self.plan, lookups, listed, f"not ({self._sound(lookups)})")
        # Apart from the insert: in one statement with it DuckDB 2.0.0 fails on files of several
        # row groups ("dictionary column changed identity").
        self.connection.execute(
            f"create or replace temp table faulty_rows as {faulty}", named_in(faulty, self.values)
        )
        self.connection.execute(
            f"insert into refused {template('faults').format(faulty_rows='faulty_rows')}",
            {"table_name": self.contract.name},
        )

    def _sound(self, lookups: list[Lookup]) -> str:
        """True of a row that is kept."""
        # One condition of all faults costs half of one condition each.
        faulty = " or ".join(f"({fault.faulty})" for fault in self.faults) or "false"
        accepted = [f"({one.accepted})" for one in lookups if one.accepted]
        return " and ".join([*accepted, f"({faulty}) is not true"])


def _listed(lookups: list[Lookup], faults: list[Fault]) -> list[str]:
    """Every fault that a row may have, null where it hasn't."""
    listed = []
    for name, raw in ((one.column.field.name, one.column.raw) for one in lookups if one.table):
        listed.append(
            f"case when t.reason_{name} is not null then {{'column_name': '{name}', "
            f"'reason': t.reason_{name}, 'value': t.{raw}::varchar}} end"
        )
    for fault in faults:
        listed.append(
            f"case when {fault.faulty} then {{'column_name': '{fault.column}', "
            f"'reason': '{fault.reason}', 'value': {fault.value}}} end"
        )
    return listed


def _rows(plan: Plan, lookups: list[Lookup], chosen: str, accepted: str) -> str:
    typed: list[str] = []
    by_column = {one.column.field.name: one for one in lookups}
    for column in plan.columns:
        name = column.field.name
        typed += [f"s.{column.raw}", f"({column.empty}) as empty_{name}"]
        if name in by_column:
            typed += by_column[name].typed
        else:
            typed.append(f"{column.typed} as {name}")
    return template("rows").format(
        sources=", ".join(f"{column.source} as {column.raw}" for column in plan.columns),
        typed_columns=", ".join(typed),
        source_and_lookups=" ".join(["source as s", *(one.joined for one in lookups)]),
        chosen=chosen,
        accepted=accepted,
    )


def _types(connection: duckdb.DuckDBPyConnection, group: FileGroup) -> dict[str, str]:
    """The type of every header; the folders' partitions are text and come before the files'."""
    described = connection.execute(
        "describe select * from read_parquet($files, binary_as_string = true, "
        "hive_partitioning = false)",
        {"files": group.paths[:1]},
    ).fetchall()
    partitions = dict.fromkeys(group.partition_names, "VARCHAR")
    taken = {plain_header(name) for name in partitions}
    own = {name: kind for name, kind, *_ in described if plain_header(name) not in taken}
    return {**own, **partitions}


def _use_partitions(column: Column, header: str, plan: Plan) -> None:
    """Reads a column that the files' folders carry from a list of their values, file by file."""
    names = plan.group.partition_names
    if header in names:
        place = names.index(header)
        values = [opened.file.partitions[place][1] for opened in plan.group.files]
        column.source = f"({plan.bound(values)}::varchar[])[p.file_index::bigint + 1]"


def _month_of_year(plan: Plan, contract: Contract, types: dict[str, str]) -> None:
    """Where a month has a year beside it (year=2025/month=3), the two make the month."""
    years = [header for header in plan.ignored if plain_header(header) in _YEAR]
    month = next((column for column in plan.columns if column.field.role == "month"), None)
    if month is None or len(years) != 1 or any(f.role == "year" for f in contract.columns):
        return
    if month.kind not in (Kind.WHOLE, Kind.TEXT) or kind_of(types[years[0]], False) not in (
        Kind.WHOLE,
        Kind.TEXT,
    ):
        return
    year = Column(month.field, Kind.TEXT, f'p."{years[0].replace(chr(34), chr(34) * 2)}"')
    _use_partitions(year, years[0], plan)
    of_year = f"{month.source}::varchar"
    month.source = (
        f"case when length({of_year}) <= 2 then {year.source}::varchar || '-' || {of_year} "
        f"else {of_year} end"
    )
    month.kind = Kind.TEXT
    plan.ignored.remove(years[0])


def _write_sentences(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    column, reason, zh, en = (list(part) for part in zip(*sentences(contract), strict=True))
    connection.execute(
        "create or replace temp table sentences as select unnest($column) as column_name, "
        "unnest($reason) as reason, unnest($zh) as message_zh, unnest($en) as message_en",
        {"column": column, "reason": reason, "zh": zh, "en": en},
    )
