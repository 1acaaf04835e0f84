"""How a group of files is read: which of its columns stands for which field of the contract."""

from dataclasses import dataclass, field
from typing import Any

import duckdb

from dashboard.contracts import Contract, ContractField, plain_header
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.columns import HALF, Column, Kind, absent_column, kind_of, read_column
from dashboard.pipeline.dates import APART
from dashboard.pipeline.files import FileGroup
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.headers import Header, headers_of, lookalike
from dashboard.pipeline.staging import named_in, template
from dashboard.pipeline.values import meaning

# DuckDB offers these beside a file's own columns; a file that has one would hide them.
_RESERVED = frozenset(["file_index", "file_row_number", "filename"])
_YEAR = frozenset(["year", "年份", "年度", "年", "统计年份", "统计年度", "statyear", "nf", "nd"])
_APART = frozenset([Kind.WHOLE, Kind.EXACT, Kind.FLOAT, Kind.TEXT])
# So many pairs of values that are written differently are looked at, to see whether they agree.
_COMPARED = 5_000


@dataclass(slots=True)
class Plan:
    """How a group of files is read: its columns, what was passed over, and what is to be said.

    ``headers`` are those that are read, by field.
    """

    group: FileGroup
    columns: list[Column]
    bound: Bound
    headers: dict[str, Header] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)


def plan_group(
    connection: duckdb.DuckDBPyConnection, contract: Contract, group: FileGroup
) -> tuple[Plan | None, list[Finding]]:
    """Which of the files' columns stand for which field, or why they can't."""
    return _Planning(connection, contract, group).plan()


class _Planning:
    """The planning of one group of files."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, contract: Contract, group: FileGroup
    ) -> None:
        self.connection, self.contract, self.group = connection, contract, group
        self.where: dict[str, Any] = {"table": contract.name, "path": group.files[0].file.path}
        self.found: list[Finding] = []
        self.made = Plan(group, [], Bound())
        self.years: list[Header] = []

    def plan(self) -> tuple[Plan | None, list[Finding]]:
        headers = headers_of(self.connection, self.contract, self.group)
        matching = self.contract.match([header.name for header in headers])
        for header in headers:
            if header.name.casefold() in _RESERVED:
                self._refuse("ambiguous_column", column=header.name, value=header.shown)
        if matching.missing:
            titles = [f"{self.contract.by_name[n].title}（{n}）" for n in matching.missing]
            self._refuse(
                "missing_column",
                columns_zh="、".join(titles),
                columns_en=", ".join(matching.missing),
                detail="columns in the file: " + ", ".join(header.name for header in headers),
            )
        elif not set(matching.headers) - set(self.contract.primary_key):
            self._refuse("no_known_measure", detail=", ".join(header.name for header in headers))
        unused = [headers[place] for place in matching.ignored]
        self.years = [one for one in unused if plain_header(one.name) in _YEAR]
        for contract_field in self.contract.columns:
            candidates = [headers[n] for n in matching.headers.get(contract_field.name, ())]
            self._add(contract_field, candidates)
        self._look_at_unused(unused, set(matching.headers))
        return (None, self.found) if self.found else (self.made, [])

    def _refuse(self, reason: str, **slots: str) -> None:
        self.found.append(finding(reason, **slots, **self.where))

    def _add(self, contract_field: ContractField, candidates: list[Header]) -> None:
        if not candidates:
            self.made.columns.append(absent_column(contract_field))
            return
        header = candidates[0]
        column = self._read(contract_field, header, self.made.bound)
        if column is None:
            self._refuse(
                "unreadable_type",
                column=contract_field.name,
                header=header.name,
                value=header.type_name,
            )
            return
        for other in candidates[1:]:
            self._compare(column, header, other)
        self.made.headers[contract_field.name] = header
        self.made.columns.append(column)

    def _read(self, contract_field: ContractField, header: Header, bound: Bound) -> Column | None:
        is_half = header.type_name == "FLOAT" and header.name in self.group.fixed
        column = read_column(
            contract_field,
            header.identifier,
            HALF if is_half else header.type_name,
            bound,
            instant=header.position is not None and header.name in self.group.instants,
        )
        if column and header.position is None:
            column.source = column.written = _of_folders(self.group, header.name, bound)
        return column

    def _compare(self, column: Column, header: Header, other: Header) -> None:
        """Two columns for one field are taken as one only where they never disagree."""
        both = f"{header.shown}、{other.shown}"
        difference = self._difference(column.field, header, other)
        if difference is not None:
            self._refuse(
                "ambiguous_column", column=column.field.name, value=both, detail=difference
            )
        elif header.position is not None:
            self.made.remarks.append(
                finding("same_column_twice", column=column.field.name, value=both, **self.where)
            )

    def _difference(
        self, contract_field: ContractField, header: Header, other: Header
    ) -> str | None:
        """Two values of one row that disagree; None where there are none. The second column may
        be empty where the first is not."""
        bound = Bound()
        columns = [self._read(contract_field, one, bound) for one in (header, other)]
        first, second = (column.source if column else "" for column in columns)
        if contract_field.role == "month" and first and second and self.years:
            # The folder month=3 lies in year=2025; a whole month says its year by itself.
            year = f"coalesce(({self._source_of(self.years[0], bound)})::varchar, '')"
            first, second = (f"{year} || '{APART}' || ({one})::varchar" for one in (first, second))
        if not first or not second:
            return f"{header.type_name} / {other.type_name}"
        pairs = template("column_pairs").format(first=first, second=second)
        values = {"files": self.group.paths, "most": _COMPARED, **bound.values}
        try:
            found = self.connection.execute(pairs, named_in(pairs, values)).fetchall()
        except duckdb.Error as error:
            return str(error).splitlines()[0]
        for one, another in found:
            if meaning(contract_field, another) not in (None, meaning(contract_field, one)):
                return f"{one} / {another}"
        return f"{len(found):,} pairs" if len(found) == _COMPARED else None

    def _look_at_unused(self, unused: list[Header], found: set[str]) -> None:
        year = self._month_of_year()
        self.made.ignored = [header.name for header in unused if header is not year]
        for header in unused:
            if header is year:
                continue
            if looked_like := lookalike(self.contract, header.name, found):
                self.made.remarks.append(
                    finding(
                        "unused_lookalike",
                        column=looked_like.name,
                        title=looked_like.title,
                        value=header.shown,
                        **self.where,
                    )
                )

    def _month_of_year(self) -> Header | None:
        """Where a month has a year beside it (year=2025/month=3, 年度 and 月份), the two make it;
        returns the year's header."""
        month = next((one for one in self.made.columns if one.field.role == "month"), None)
        if month is None or len(self.years) != 1:
            return None
        (header,) = self.years
        if any(one.is_year for one in self.contract.columns) or month.kind not in _APART:
            return None
        if kind_of(header.type_name, False) not in _APART:
            return None
        both = f"concat({self._source_of(header, self.made.bound)}, '{APART}', {month.source})"
        month.source = f"case when {month.source} is not null then {both} end"
        month.kind = Kind.TEXT
        return header

    def _source_of(self, header: Header, bound: Bound) -> str:
        """The values of a header of the file, or of its folders."""
        if header.position is None:
            return _of_folders(self.group, header.name, bound)
        return f"p.{header.sql}"


def _of_folders(group: FileGroup, name: str, bound: Bound) -> str:
    """A column that the files' folders carry, from a list of their values, file by file."""
    place = group.partition_names.index(name)
    values = [opened.file.partitions[place][1] for opened in group.files]
    return f"({bound(values)}::varchar[])[p.file_index::bigint + 1]"
