"""One table's files to its facts: every row read, checked, and kept or refused with reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.columns import Fault, Note
from dashboard.pipeline.dotted_months import by_kept_zeros
from dashboard.pipeline.encodings import not_utf8
from dashboard.pipeline.files import unreadable
from dashboard.pipeline.findings import BuildRefusedError, keep_findings
from dashboard.pipeline.lookups import Lookup, as_they_are, judged
from dashboard.pipeline.plans import Plan
from dashboard.pipeline.remarks import Remarking, has_no_zone
from dashboard.pipeline.rules import rule_faults
from dashboard.pipeline.sentences import sentences
from dashboard.pipeline.staging import named_in, template
from dashboard.pipeline.values import ValueParser

# So many rows are looked at before all are taken for what they are.
_TRIED = 2_000
# The optimisers that take a footer's statistics at their word.
_BY_STATISTICS = "statistics_propagation,join_filter_pushdown,row_group_pruner"


def create_facts(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """The empty table of one export's facts. It gets a column of the codes that rows were reported
    under (reported_region_code) once a row comes under an old one."""
    columns = ", ".join(f"{column.name} {column.sql_type}" for column in contract.columns)
    connection.execute(
        f"create table facts_{contract.name} ({columns}, file_id uinteger, row_number uinteger)"
    )


@contextmanager
def taking_no_files_word(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Until it ends, no statistics of a file's footer stand for its values.

    DuckDB would take a check for passed, or a row group for one without rows that are asked for,
    where least and greatest value of the footer say so; they may be wrong.
    """
    connection.execute(f"set disabled_optimizers = '{_BY_STATISTICS}'")
    yield
    # Not where something failed: the connection may be lost, and the error says more.
    connection.execute("reset disabled_optimizers")


def load_group(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    plan: Plan,
    judge: ValueParser,
    today: date,
) -> None:
    """Reads the group's rows into facts and refused.

    Raises BuildRefusedError naming the file that can't be read to its end.
    """
    try:
        for one in by_kept_zeros(connection, plan):
            _load_group(connection, contract, one, judge, today)
    except duckdb.Error:
        unread = not_utf8(plan.group, plan.headers.values()) or unreadable(plan.group.files)
        if unread:
            raise BuildRefusedError(unread) from None
        raise


def _load_group(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    plan: Plan,
    judge: ValueParser,
    today: date,
) -> None:
    looked_up = [column for column in plan.columns if column.looked_up]
    as_is = as_they_are(looked_up, plan.bound)
    loading = _Loading(connection, contract, plan, today)
    if as_is and loading.insert_all(as_is):
        loading.remark(as_is)
        return
    lookups = [judged(connection, column, loading.values, judge) for column in looked_up]
    if not loading.insert(lookups):
        _write_sentences(connection, contract)
        loading.refuse(lookups)
    loading.remark(lookups)


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
        listed = f"{self._told()}, [{', '.join(_listed(lookups, self.faults))}] as faults"
        faulty = _rows(self.plan, lookups, listed, f"not ({self._sound(lookups)})")
        # Apart from the insert: in one statement with it DuckDB 2.0.0 fails on files of several
        # row groups ("dictionary column changed identity").
        self.connection.execute(
            f"create or replace temp table faulty_rows as {faulty}", named_in(faulty, self.values)
        )
        self.connection.execute(
            f"insert into refused by name {template('faults').format(faulty_rows='faulty_rows')}",
            {"table_name": self.contract.name},
        )

    def remark(self, lookups: list[Lookup]) -> None:
        """Writes what is to be said of the rows and of the columns into findings."""
        found = list(self.plan.remarks)
        remarking = Remarking(self.connection, self.contract, self.plan.group, self.values)
        notes = [note for one in lookups for note in one.notes]
        same = self._say_the_same()
        notes += [
            note
            for column in self.plan.columns
            for note in column.notes
            if not (same and note.empties)
        ]
        if notes:
            listed = ", ".join(_when_noted(note) for note in notes)
            noted = " or ".join(f"({note.noted})" for note in notes)
            rows = _rows(self.plan, lookups, f"[{listed}] as notes", noted)
            found += remarking.of_notes(rows)
        found += remarking.of_garbled(f"facts_{self.contract.name}")
        early = set()
        for lookup in lookups:
            name = lookup.column.field.name
            if lookup.has_month_ends and (
                ends := remarking.of_month_ends(lookup, self._all_so(lookups, lookup, "ends_month"))
            ):
                found += ends
                early.add(name)
            elif lookup.has_midnights:
                midnights = self._all_so(lookups, lookup, "utc_midnight")
                found += remarking.of_written_midnights(lookup, midnights)
        for column in self.plan.columns:
            if has_no_zone(column) and column.field.name not in early:
                found += remarking.of_midnights(column)
        keep_findings(self.connection, found)

    def _all_so(self, lookups: list[Lookup], lookup: Lookup, said: str) -> str:
        """The query for files of which all values are what the lookup says of them."""
        column = lookup.column
        chosen = f"t.{said}_{column.field.name} as is_so, t.{column.raw}::varchar as written"
        return template("all_so").format(rows=_rows(self.plan, lookups, chosen, "true"))

    def _say_the_same(self) -> bool:
        """Whether the facts have a value wherever the files have one, in the columns where a value
        may stand for none. Counting costs a tenth of looking at each."""
        columns = [
            column for column in self.plan.columns if any(note.empties for note in column.notes)
        ]
        if not columns:
            return True
        files = ", ".join(f"count({column.written})" for column in columns)
        facts = ", ".join(f"count({column.field.name})" for column in columns)
        queries = (
            f"select {files} from read_parquet($files, binary_as_string = true, "  # noqa: S608 - of contracts and headers
            "hive_partitioning = false) as p",
            f"select {facts} from facts_{self.contract.name} "  # noqa: S608 - names of the contract
            "where list_contains($file_ids, file_id)",
        )
        counts = [
            self.connection.execute(query, named_in(query, self.values)).fetchone()
            for query in queries
        ]
        return counts[0] == counts[1]

    def _told(self) -> str:
        """By what a refused row is known: its region, month and key, as they are read or, where
        they can't be, as they were written."""
        raw = {column.field.name: f"t.{column.raw}" for column in self.plan.columns}

        def shown(name: str | None) -> str:
            return f"coalesce(t.{name}::varchar, {raw[name]}::varchar)" if name else "null"

        region = next((one.name for one in self.contract.columns if one.role == "region"), None)
        month = self.contract.month.name if self.contract.month else None
        key = ", ".join(shown(name) for name in self.contract.primary_key)
        return (
            f"{shown(region)} as region_code, {shown(month)} as month, "
            f"concat_ws(', ', {key}) as row_key"
        )

    def _sound(self, lookups: list[Lookup]) -> str:
        """True of a row that is kept."""
        # One condition of all faults costs half of one condition each.
        faulty = " or ".join(f"({fault.faulty})" for fault in self.faults) or "false"
        accepted = [f"({one.accepted})" for one in lookups if one.accepted]
        return " and ".join([*accepted, f"({faulty}) is not true"])


def _when_noted(note: Note) -> str:
    return (
        f"case when {note.noted} then {{'column_name': '{note.column}', "
        f"'reason': '{note.reason}', 'value': {note.value}}} end"
    )


def _listed(lookups: list[Lookup], faults: list[Fault]) -> list[str]:
    """Every fault that a row may have, null where it hasn't."""
    listed = []
    for name, raw in ((one.column.field.name, one.column.raw) for one in lookups if one.table):
        listed.append(
            f"case when t.reason_{name} is not null then {{'column_name': '{name}', "
            f"'reason': t.reason_{name}, 'value': t.{raw}::varchar, "
            f"'tried_zh': t.tried_zh_{name}, 'tried_en': t.tried_en_{name}}} end"
        )
    for fault in faults:
        listed.append(
            f"case when {fault.faulty} then {{'column_name': '{fault.column}', "
            f"'reason': '{fault.reason}', 'value': {fault.value}, "
            "'tried_zh': null::varchar, 'tried_en': null::varchar} end"
        )
    return listed


def _rows(plan: Plan, lookups: list[Lookup], chosen: str, accepted: str) -> str:
    typed: list[str] = []
    by_column = {one.column.field.name: one for one in lookups}
    for column in plan.columns:
        name = column.field.name
        typed.append(f"s.{column.raw}")
        if column.fallible or column.looked_up:
            typed.append(f"({column.empty}) as empty_{name}")
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


def _write_sentences(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    named = [one._asdict() for one in sentences(contract)]
    columns = {name: [one[name] for one in named] for name in named[0]}
    connection.execute(
        "create or replace temp table sentences as select unnest($column) as column_name, "
        "unnest($reason) as reason, unnest($zh) as message_zh, unnest($en) as message_en, "
        "unnest($do_zh) as do_zh, unnest($do_en) as do_en",
        columns,
    )
