"""The headers of a group of like files, as the files have them.

DuckDB gives a second column of one name another name (``placed_1``); what the files say stands in
their schema.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

import duckdb

from dashboard.contracts import Contract, ContractField, plain_header
from dashboard.pipeline.columns import quoted
from dashboard.pipeline.files import FileGroup

# How alike two headers must be, of 1, where the field has a column already and where it has none.
_ALIKE_BESIDE, _ALIKE_INSTEAD = 0.9, 0.8
# A header that begins or ends like another says something only from so many characters on.
_TELLING = 3
_BRACKETED = re.compile(r"[(\[【][^)\]】]*[)\]】]")


@dataclass(frozen=True, slots=True)
class Header:
    """One column. ``position`` counts the file's columns from 1; it is None where the folders
    carry it. ``identifier`` is what DuckDB calls it."""

    name: str
    identifier: str
    type_name: str
    position: int | None = None

    @property
    def sql(self) -> str:
        return quoted(self.identifier)

    @property
    def shown(self) -> str:
        """The header and where it stands, as a sentence names it."""
        place = "文件夹名" if self.position is None else f"第 {self.position} 列"
        return f"{self.name}（{place}）"


def headers_of(
    connection: duckdb.DuckDBPyConnection, contract: Contract, group: FileGroup
) -> list[Header]:
    """Every header of the group: those that the folders carry, which are text, then the files'.

    A column of a file that repeats a folder's is left out unless the contract knows it.
    """
    described = connection.execute(
        "describe select * from read_parquet($files, binary_as_string = true, "
        "hive_partitioning = false)",
        {"files": group.paths[:1]},
    ).fetchall()
    names = _top_level(group)
    if len(names) != len(described):
        names = [identifier for identifier, *_ in described]
    own = [
        Header(name, identifier, kind, position)
        for position, (name, (identifier, kind, *_)) in enumerate(
            zip(names, described, strict=True), start=1
        )
    ]
    partitions = [Header(name, name, "VARCHAR") for name in group.partition_names]
    taken = {plain_header(header.name) for header in partitions} - contract.plain_headers
    return [*partitions, *(one for one in own if plain_header(one.name) not in taken)]


def lookalike(contract: Contract, header: str, found: set[str]) -> ContractField | None:
    """The field that an unused header looks like; ``found`` are the fields that have a column."""
    plain = plain_header(header)
    bare = plain_header(_BRACKETED.sub("", unicodedata.normalize("NFKC", header))) or plain
    best: tuple[float, ContractField] | None = None
    for field in contract.columns:
        for name in {plain_header(name) for name in (field.name, *field.aliases)}:
            likeness = _likeness(plain, bare, name, instead=field.name not in found)
            if likeness and (best is None or likeness > best[0]):
                best = likeness, field
    return best[1] if best else None


def _likeness(plain: str, bare: str, name: str, *, instead: bool) -> float:
    if bare == name:
        # Another unit, in brackets: another number.
        return 1.0
    if instead and len(name) >= _TELLING and (plain.startswith(name) or plain.endswith(name)):
        return 0.95
    if min(len(plain), len(name)) < _TELLING:
        return 0.0
    ratio = SequenceMatcher(None, plain, name).ratio()
    return ratio if ratio >= (_ALIKE_INSTEAD if instead else _ALIKE_BESIDE) else 0.0


def _top_level(group: FileGroup) -> list[str]:
    """The names of a file's own columns, of the nodes of its schema without what is nested."""
    names, (root, *nodes) = [], group.files[0].schema
    skipped = 0
    for name, _, children, *_ in nodes:
        if skipped:
            skipped += int(str(children or 0)) - 1
            continue
        names.append(str(name))
        skipped = int(str(children or 0))
    del root
    return names
