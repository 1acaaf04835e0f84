"""Rows with the same key: identical ones count once, of different ones the newest holds.

Which is newer the deliveries say (deliveries.py). Where rows of one age say different things,
nobody knows which to believe: all are refused, and where they stand in different files the build
is held, since naming the files by their dates may settle it. An older row that is sound is not
lost to newer ones that contradict one another.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import GONE_ROWS, LEFT_OUT_SHARE
from dashboard.pipeline.cities import cities_named
from dashboard.pipeline.corrected_units import corrected_units
from dashboard.pipeline.deliveries import Delivery
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.moved_rows import moved_rows
from dashboard.pipeline.sentences import CONFLICT, sentences
from dashboard.pipeline.staging import has_old_codes, template

# Looked at only where a region was carried, since it costs as much as all the rest.
_KEY_OF_REGION = (
    "case when list_contains($merged, reported_region_code) then reported_region_code "
    "else {name} end"
)
# So many identical rows of a table are listed; all are counted.
MOST_IDENTICAL = 100_000
# So many pairs of files are named in remarks of one kind; the last says how many more there are.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """One file of a table: its path and how it stands to the others."""

    path: str
    delivery: Delivery


@dataclass(slots=True)
class Settled:
    """What became of rows whose key is not their own, by file.

    ``identical``, ``superseded`` and ``refused`` rows are taken out of the facts. Of the rows that
    stay, ``known`` have a key that an older file has, too, and ``won`` of them say something else.
    """

    identical: Counter[int] = field(default_factory=Counter)
    superseded: Counter[int] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    known: Counter[int] = field(default_factory=Counter)
    won: Counter[int] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def settle_duplicates(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    merged: list[str],
    files: Mapping[int, Placed],
) -> Settled:
    """Takes repeated and outdated rows out of a table's facts, and the conflicts into refused.

    ``files`` are the table's by their ids. ``merged`` are old region codes whose regions were
    merged: they reported apart, so their rows are told apart by the reported code and summed
    later. What is corrected is listed in the table ``corrections``, what counts once in
    ``identical_rows``.
    """
    return _Settling(connection, contract, merged, files).settle()


class _Settling:
    """The settling of one table."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        merged: list[str],
        files: Mapping[int, Placed],
    ) -> None:
        self.connection, self.contract, self.files = connection, contract, files
        self.facts = f"facts_{contract.name}"
        regions = [name for name in contract.primary_key if contract.by_name[name].role == "region"]
        told_apart = bool(regions) and has_old_codes(connection, self.facts)
        self.parameters = {"merged": merged} if told_apart else {}
        self.columns = {
            name: _KEY_OF_REGION.format(name=name) if told_apart and name in regions else name
            for name in contract.key
        }
        self.key = ", ".join(self.columns.values())
        self.settled = Settled()

    def settle(self) -> Settled:
        self._write_deliveries()
        self._drop_what_is_no_more()
        if self._may_repeat():
            self._find_moved()
            self._settle_repeated()
        return self.settled

    def _write_deliveries(self) -> None:
        self.connection.execute(
            "create or replace temp table deliveries as select "
            "unnest($file_ids::uinteger[]) as file_id, unnest($ages::integer[]) as age, "
            "unnest($writings::varchar[]) as writing",
            {
                "file_ids": list(self.files),
                "ages": [one.delivery.age for one in self.files.values()],
                "writings": [one.delivery.writing for one in self.files.values()],
            },
        )

    def _drop_what_is_no_more(self) -> None:
        """Takes out rows whose key the newest full delivery, and what came after it, leaves out."""
        ages = {one.delivery.age for one in self.files.values()}
        full = {one.delivery.age for one in self.files.values() if one.delivery.full}
        newest_full = max(full, default=None)
        if newest_full is None or newest_full == min(ages):
            return
        as_of = self.contract.as_of
        older = template("only_in_older").format(
            key=self.key,
            named_key=self._named("f"),
            thing=", ".join(f"f.{name}" for name in self.contract.primary_key),
            facts=self.facts,
            state=f"if(f.{as_of.name} is null, null, (f.region_code, f.{as_of.name}))"
            if as_of
            else "null::date",
        )
        self._make(
            "only_older_rows",
            older,
            newest_full=newest_full,
            full_ages=sorted(full),
            table_name=self.contract.name,
        )
        files = self._rows(template("left_out").format(key=self._named("f"), facts=self.facts))
        if not any(outdated for _, _, outdated, *_ in files):
            return
        newest = "、".join(self._paths_of_age(newest_full))
        before = max(age for age in ages if age < newest_full)
        rows_of_age, left_out_of_age = Counter[int](), Counter[int]()
        for file_id, rows, outdated, left_out, examples in files:
            age = self.files[file_id].delivery.age
            rows_of_age[age] += rows
            left_out_of_age[age] += left_out
            self.settled.superseded[file_id] += outdated
            if left_out:
                self._find(
                    "only_in_older_file",
                    path=self.files[file_id].path,
                    count=left_out,
                    newest=newest,
                    value="、".join(examples),
                )
        # A part that came in between covers no more than the newest one.
        little = [
            age
            for age, left_out in left_out_of_age.items()
            if left_out > LEFT_OUT_SHARE * rows_of_age[age]
            and (age == before or left_out >= GONE_ROWS)
        ]
        if little:
            age = max(little)
            self._find(
                "little_in_common",
                path="、".join(self._paths_of_age(age)),
                count=left_out_of_age[age],
                before=rows_of_age[age],
                newest=newest,
            )
        else:
            self._find_left_out_cities(newest_full)
        self._delete("only_older_rows")

    def _find_moved(self) -> None:
        if len({one.delivery.age for one in self.files.values()}) > 1:
            paths = {file_id: one.path for file_id, one in self.files.items()}
            self.settled.findings += moved_rows(
                self.connection, self.contract, self.key, self.parameters, paths
            )

    def _find_left_out_cities(self, newest_full: int) -> None:
        """What holds a table whose newest full delivery lacks whole cities of one before."""
        gone = self._rows(template("cities_left_out").format(facts=self.facts), least=GONE_ROWS)
        if gone:
            names_zh, names_en = cities_named(self.connection, [code for code, *_ in gone])
            self._find(
                "city_left_out",
                path="、".join(self._paths_of_age(max(age for _, age, _ in gone))),
                count=sum(rows for *_, rows in gone),
                newest="、".join(self._paths_of_age(newest_full)),
                value=names_zh,
                value_en=names_en,
            )

    def _may_repeat(self) -> bool:
        if self.contract.month and self.contract.month.name in self.columns:
            others = [sql for name, sql in self.columns.items() if name != self.contract.month.name]
            looked = template("repeats").format(
                facts=self.facts, key_without_month=", ".join(others)
            )
        else:
            looked = template("repeats_of_registry").format(facts=self.facts, key=self.key)
        return self._rows(looked, **self.parameters)[0][0] != 0

    def _settle_repeated(self) -> None:
        contents = ", ".join(column.name for column in self.contract.columns)
        found = template("duplicates").format(key=self.key, contents=contents, facts=self.facts)
        self._make("settled_rows", found)
        counted = self._rows(
            "select file_id, outcome, count(*), count(*) filter (has_older), "
            "count(*) filter (replaces) from settled_rows group by all"
        )
        for file_id, outcome, rows, known, won in counted:
            match outcome:
                case "kept":
                    self.settled.known[file_id] += known
                    self.settled.won[file_id] += won
                case "identical":
                    self.settled.identical[file_id] += rows
                case "superseded":
                    self.settled.superseded[file_id] += rows
                case _:
                    self.settled.refused[file_id] += rows
        if self.settled.refused:
            self._refuse()
            self._hold_what_has_no_order(contents)
        if self.settled.identical:
            self._list_identical()
        if self.settled.won and self.contract.delivery == "additions":
            self._list_corrections()
            paths = {file_id: one.path for file_id, one in self.files.items()}
            self.settled.findings += corrected_units(self.connection, self.contract, paths)
        self.connection.execute("delete from settled_rows where outcome = 'kept'")
        self._delete("settled_rows")

    def _refuse(self) -> None:
        sentence = next(one for one in sentences(self.contract) if one.reason == CONFLICT)
        listed = template("conflicts").format(
            key=self._named("f"), facts=self.facts, **_conflict_columns(self.contract)
        )
        self.connection.execute(
            f"insert into refused by name {listed}",
            {
                "table_name": self.contract.name,
                "key_names": sentence.column,
                "reason": sentence.reason,
                "zh": sentence.zh,
                "en": sentence.en,
                "do_zh": sentence.do_zh,
                "do_en": sentence.do_en,
            },
        )

    def _hold_what_has_no_order(self, contents: str) -> None:
        pairs = self._rows(
            template("unordered").format(
                key=self.key, named_key=self._named("f"), contents=contents, facts=self.facts
            ),
            **self.parameters,
        )
        for file_id, other_id, keys, example in pairs[:_NAMED]:
            self._find(
                "files_without_order",
                path=self.files[file_id].path,
                other=self.files[other_id].path,
                count=keys,
                value=example,
            )
        if rest := pairs[_NAMED:]:
            self._find("more_files_without_order", count=len(rest))

    def _list_corrections(self) -> None:
        changes = ", ".join(
            f"case when o.{name} is distinct from n.{name} then {{'column_name': '{name}', "
            f"'old_value': o.{name}::varchar, 'new_value': n.{name}::varchar}} end"
            for name in (column.name for column in self.contract.columns)
        )
        listed = template("corrections").format(
            key=self._named("n"), changes=changes, facts=self.facts
        )
        self.connection.execute(
            f"insert into corrections {listed}", {"table_name": self.contract.name}
        )
        pairs = self._rows(
            "select holder_file_id, file_id, count(*) from settled_rows "
            "where outcome = 'superseded' group by all order by holder_file_id, file_id"
        )
        for file_id, old_id, rows in pairs[:_NAMED]:
            self._find(
                "corrected_value",
                path=self.files[file_id].path,
                other=self.files[old_id].path,
                count=rows,
            )
        if rest := pairs[_NAMED:]:
            self._find("more_corrected_values", count=sum(rows for *_, rows in rest))

    def _list_identical(self) -> None:
        listed = template("identical").format(facts=self.facts, **_place_columns(self.contract))
        self.connection.execute(
            f"insert into identical_rows {listed}",
            {"table_name": self.contract.name, "most": MOST_IDENTICAL},
        )

    def _find(self, reason: str, **slots: Any) -> None:
        named = {"table": self.contract.name, "title": self.contract.title}
        self.settled.findings.append(finding(reason, **named, **slots))

    def _paths_of_age(self, age: int) -> list[str]:
        """The first files of an age; with more, the last says how many."""
        paths = [one.path for one in self.files.values() if one.delivery.age == age]
        return paths if len(paths) <= 3 else [*paths[:2], f"…（{len(paths):,}）"]

    def _named(self, alias: str) -> str:
        """The key's columns as people read them."""
        return ", ".join(f"{alias}.{name}" for name in self.contract.primary_key)

    def _make(self, table: str, query: str, **values: Any) -> None:
        self.connection.execute(
            f"create or replace temp table {table} as {query}", {**self.parameters, **values}
        )

    def _rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, values).fetchall()

    def _delete(self, rows: str) -> None:
        self.connection.execute(
            f"delete from {self.facts} as f using {rows} as r "  # noqa: S608 - names come from the contract
            "where f.file_id = r.file_id and f.row_number = r.row_number"
        )


def _place_columns(contract: Contract) -> dict[str, str]:
    """SQL of a row's region and month."""
    region = next((one.name for one in contract.columns if one.role == "region"), None)
    return {
        "region": f"{region}::varchar" if region else "null",
        "month": f"{contract.month.name}::varchar" if contract.month else "null",
    }


def _conflict_columns(contract: Contract) -> dict[str, str]:
    """SQL of what a conflicting row is listed with: its region and month, and its values in the
    columns in which the rows of its key differ."""
    differing = (
        f"case when count(distinct {name}) over same_key > 1 or count({name}) over same_key "
        f"not in (0, count(*) over same_key) "
        f"then concat('{name} = ', coalesce({name}::varchar, '')) end"
        for name in (column.name for column in contract.columns)
        if name not in contract.primary_key
    )
    return {**_place_columns(contract), "differing": ", ".join(differing)}
