"""Which files of the exports folder belong to which table, and what is passed over and why."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.table_names import TableNames, plain_name

PARQUET = (".parquet", ".parq", ".pq")
MAGIC, ENCRYPTED = b"PAR1", b"PARE"
# Left aside by people, writers and notebooks: drafts, copies, what is not finished.
_ASIDE = ("_", ".", "~")
# Left by systems and writers beside data, by the hundred: one line says how many.
_SCAFFOLDING = re.compile(
    r"\.ds_store|thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|_success|_metadata|"
    r"_common_metadata|_started.*|_committed.*|.*\.crc|\._.*|~\$.*|\.~lock.*",
    re.IGNORECASE,
)
# What Iceberg keeps of a table beside its data.
_ICEBERG = re.compile(r"\.metadata\.json(\.gz)?$|^version-hint\.text$|^snap-.*\.avro$")
# Folders of Hive's transactional tables: what a newer one deletes or changes stands in older ones.
_TRANSACTIONS = re.compile(
    r"(base_[0-9]{7,}|(delete_)?delta_[0-9]{7,}_[0-9]{7,}(_[0-9]+)?)(_v[0-9]+)?"
)
# What Hive, Spark and Polars write for a partition without a value.
_NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"
# So many of one kind are each named in a remark; all stand in ``ignored``.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export.

    ``full_path`` is absolute; ``path`` is relative to the exports folder, with forward slashes,
    printable. ``partitions`` are the columns that its folders carry (``month=2025-03``), None where
    a folder says there is no value.
    """

    table: str
    full_path: Path
    path: str
    partitions: tuple[tuple[str, str | None], ...] = ()


@dataclass(slots=True)
class Discovery:
    """``files`` by table and path; ``ignored``: paths of what is passed over; ``findings``: why,
    and folders that must not be read as they are."""

    files: list[ExportFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of_table(self, table: str) -> list[ExportFile]:
        return [file for file in self.files if file.table == table]


def discover(exports: Path, contracts: dict[str, Contract]) -> Discovery:
    """Looks through the folder, however deep.

    A file belongs to the table that a folder on its way is named for (``relief/``,
    ``relief.parquet/``, ``帮扶援助/``), the outermost first, else to the table that its own name
    means (``relief.parquet``, ``帮扶支出台账_2026-10.parquet``). Of a table's files those are read
    that are called Parquet or begin as Parquet does. Linked folders are not entered. Everything
    else is passed over and listed. A folder that isn't there holds nothing.
    """
    walk = _Walk(exports.absolute(), TableNames(contracts))
    walk.folder(PurePosixPath(), _Folder())
    order = {table: number for number, table in enumerate(contracts)}
    found = walk.discovery
    found.files.sort(key=lambda file: (order[file.table], _natural(file.path)))
    found.findings += walk.passed_over()
    return found


def printable_path(path: str | Path | PurePosixPath) -> str:
    """A path as text that any file, table and terminal takes: bytes that are no UTF-8 and control
    characters are written as escapes."""
    text = path.as_posix() if isinstance(path, Path | PurePosixPath) else path
    return "".join(_escaped(c) if _is_unprintable(c) else c for c in text)


def utf8_path(path: Path) -> bool:
    """Whether the path is one that DuckDB can be given."""
    return not any("\ud800" <= c <= "\udfff" for c in str(path))


def reason_of(error: OSError) -> str:
    """What the system said, without the path, which is named beside it."""
    return error.strerror or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Folder:
    """What the folders on the way mean: ``table`` by a name that is exactly its own, ``loosely``
    by one with words or a date beside it."""

    table: str | None = None
    loosely: str | None = None
    partitions: tuple[tuple[str, str | None], ...] = ()


class _Walk:
    """One look through the exports."""

    def __init__(self, exports: Path, names: TableNames) -> None:
        self.exports, self.names = exports, names
        self.discovery = Discovery()
        self._passed: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self._scaffolding: Counter[str] = Counter()

    def folder(self, relative: PurePosixPath, way: _Folder) -> None:
        """Looks through a folder and all that lies in it."""
        waiting = [(relative, way)]
        while waiting:
            at, way = waiting.pop()
            entries = self._entries(at, way)
            if keeper := _kept_by(self.exports / at, entries):
                self._kept_by_another(at, way, keeper)
                continue
            for entry in entries:
                below = at / entry.name
                if _SCAFFOLDING.fullmatch(entry.name):
                    self._scaffolding[entry.name] += 1
                elif entry.name.startswith(_ASIDE):
                    self._pass_over("set_aside", below)
                elif _is_folder(entry):
                    if entry.is_symlink() or _is_junction(entry):
                        self._pass_over("linked_folder", below)
                    else:
                        waiting.append((below, self._way(way, entry.name)))
                else:
                    self._file(below, way, entry)

    def passed_over(self) -> Iterator[Finding]:
        """One remark for each of the first of a kind, and one for the rest."""
        for reason, passed in self._passed.items():
            for path, slots in passed[:_NAMED]:
                yield finding(reason, path=path, **slots)
            if rest := passed[_NAMED:]:
                yield finding("more_passed_over", path=rest[0][0], value=reason, count=len(rest))
        if self._scaffolding:
            names = "、".join(printable_path(name) for name in sorted(self._scaffolding)[:5])
            yield finding("scaffolding", value=names, count=self._scaffolding.total())

    def _entries(self, at: PurePosixPath, way: _Folder) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.exports / at) as found:
                return sorted(found, key=lambda entry: entry.name)
        except FileNotFoundError:
            return []
        except OSError as error:
            path, detail = printable_path(at) if at.parts else ".", reason_of(error)
            table = way.table or way.loosely
            if table or not at.parts:
                slots: dict[str, Any] = {"table": table} if table else {}
                self.discovery.findings.append(
                    finding("folder_not_opened", path=path, detail=detail, **slots)
                )
            else:
                self._pass_over("folder_passed_over", at, detail=detail)
            return []

    def _way(self, way: _Folder, folder: str) -> _Folder:
        name, equals, value = folder.partition("=")
        if equals and name:
            said = None if value == _NO_PARTITION else unquote(value)
            return _Folder(way.table, way.loosely, (*way.partitions, (unquote(name), said)))
        if way.table:
            return way
        means = self.names.meaning(folder)
        table = means.table if means.exact else None
        return _Folder(table, way.loosely or means.table, way.partitions)

    def _kept_by_another(self, at: PurePosixPath, way: _Folder, keeper: str) -> None:
        """Delta, Iceberg and their like keep rows that were deleted: only they know which files
        of theirs hold now."""
        table = way.table or way.loosely
        path = printable_path(at) if at.parts else "."
        if table or not at.parts:
            slots: dict[str, Any] = {"table": table} if table else {}
            self.discovery.findings.append(
                finding("lakehouse_folder", path=path, value=keeper, **slots)
            )
        else:
            self._pass_over("lakehouse_passed_over", at, value=keeper)

    def _file(self, relative: PurePosixPath, way: _Folder, entry: os.DirEntry[str]) -> None:
        table, several = way.table, ()
        if table is None:
            # A name in the encoding of older Windows still says which table is meant.
            means = self.names.meaning(_as_written(relative.name))
            table, several = means.table or way.loosely, means.tables
        if table is None:
            if several:
                self._pass_over("name_of_several", relative, value="、".join(sorted(several)))
            else:
                self._pass_over("name_of_none", relative)
        elif not _is_file(entry):
            if entry.is_symlink() and not Path(entry.path).exists():
                self._export(table, relative, way, entry)
            else:
                self._pass_over("not_a_file", relative)
        elif plain_name(relative.name).endswith(PARQUET) or _begins_as_parquet(entry):
            self._export(table, relative, way, entry)
        else:
            self._pass_over("not_called_parquet", relative)

    def _export(
        self, table: str, relative: PurePosixPath, way: _Folder, entry: os.DirEntry[str]
    ) -> None:
        self.discovery.files.append(
            ExportFile(table, Path(entry.path), printable_path(relative), way.partitions)
        )

    def _pass_over(self, reason: str, relative: PurePosixPath, **slots: Any) -> None:
        path = printable_path(relative)
        self.discovery.ignored.append(path)
        self._passed.setdefault(reason, []).append((path, slots))


def _natural(path: str) -> list[tuple[int, str]]:
    """Sorts paths as people read them, numbers as numbers: 2025-9, 2025-10."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path)
    ]


def _kept_by(folder: Path, entries: Iterable[os.DirEntry[str]]) -> str | None:
    """The table format whose folder this is, if it is one's."""
    names = {entry.name for entry in entries}
    if "_delta_log" in names:
        return "Delta Lake"
    if names & {".hoodie", ".hoodie_partition_metadata"}:
        return "Apache Hudi"
    if {"snapshot", "manifest", "schema"} <= names:
        return "Apache Paimon"
    if any(_TRANSACTIONS.fullmatch(name) for name in names):
        return "Hive ACID"
    if any(name.startswith("ducklake-") for name in names):
        return "DuckLake"
    if "metadata" in names:
        try:
            told = os.listdir(folder / "metadata")  # noqa: PTH208 - names that are no text, too
        except OSError:
            return None
        if any(_ICEBERG.search(name) for name in told):
            return "Apache Iceberg"
    return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it can be read as a file. What can't even be looked at is left to its opening."""
    try:
        return entry.is_file()
    except OSError:
        return True


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Windows' other kind of linked folder (known from Python 3.12 on)."""
    return bool(getattr(entry, "is_junction", bool)())


def _begins_as_parquet(entry: os.DirEntry[str]) -> bool:
    try:
        with Path(entry.path).open("rb") as content:
            return content.read(4) in (MAGIC, ENCRYPTED)
    except OSError:
        # Whether it is one of the table's can't be told: its opening will say why.
        return True


def _as_written(name: str) -> str:
    """The name as its writer saw it, where its bytes are no UTF-8 but GB 18030."""
    if not any("\udc80" <= c <= "\udcff" for c in name):
        return name
    return os.fsencode(name).decode("gb18030", "replace")


def _is_unprintable(character: str) -> bool:
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or "\ud800" <= character <= "\udfff"
        or character in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _escaped(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
