"""Which files of the exports folder belong to which table, oldest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from dashboard.contracts import Contract, plain_value

PARQUET = (".parquet", ".parq", ".pq")
# Left by writers and by people's machines; never meant as data, so not worth a word.
_SCAFFOLDING = ("_", ".", "~")
# What Hive, Spark and Polars write for a partition without a value.
_NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export.

    ``path`` is relative to the exports folder, with forward slashes; ``partitions`` are the
    columns that its folders carry (``month=2025-03``), None where a folder says there is no value.
    """

    table: str
    full_path: Path
    path: str
    partitions: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Discovery:
    """``files`` by table and age; ``ignored``: files, relative, that belong to no table."""

    files: list[ExportFile]
    ignored: list[str]

    def of_table(self, table: str) -> list[ExportFile]:
        return [file for file in self.files if file.table == table]


def discover(exports: Path, contracts: dict[str, Contract]) -> Discovery:
    """Looks through the folder, however deep.

    A file belongs to the table that a folder on its way is named for (``relief/``,
    ``relief.parquet/``, ``帮扶援助/``), the outermost first, else to the table that its own name
    begins with (``relief.parquet``, ``relief_2025-03.parquet``). Other names are ignored and
    listed. A folder that isn't there holds nothing.
    """
    files: list[ExportFile] = []
    ignored: list[str] = []
    for full_path in sorted(exports.rglob("*"), key=lambda path: path.as_posix()):
        relative = PurePosixPath(full_path.relative_to(exports).as_posix())
        if any(part.startswith(_SCAFFOLDING) for part in relative.parts) or full_path.is_dir():
            continue
        table = _table_of(relative, contracts)
        if table is None or relative.suffix.lower() not in PARQUET:
            ignored.append(str(relative))
            continue
        partitions = tuple(_partitions(relative.parts[:-1]))
        files.append(ExportFile(table, full_path, str(relative), partitions))
    order = {table: number for number, table in enumerate(contracts)}
    files.sort(key=lambda file: (order[file.table], age_key(file.path)))
    return Discovery(files, ignored)


def age_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts files from the oldest to the newest, by their names.

    Names order as people read them, numbers as numbers: ``stations_9``, ``stations_10``;
    ``stations``, ``stations_更正``. Times of files are left alone, since copying changes them
    and the same exports must give the same numbers.
    """
    stem = str(PurePosixPath(path).with_suffix(""))
    return tuple(
        (1, int(part), "") if part.isdecimal() else (0, 0, part)
        for part in re.split(r"(\d+)", stem)
        if part
    )


def _table_of(relative: PurePosixPath, contracts: dict[str, Contract]) -> str | None:
    names = {
        plain_value(name): table
        for table, contract in contracts.items()
        for name in (table, contract.title, *contract.aliases)
    }
    for folder in relative.parts[:-1]:
        if table := names.get(plain_value(folder.removesuffix(".parquet"))):
            return table
    file = plain_value(relative.name)
    matching = [
        (len(name), table)
        for name, table in names.items()
        if file.startswith(name) and (name == table or not file[len(name)].isalpha())
    ]
    return max(matching)[1] if matching else None


def _partitions(folders: Iterable[str]) -> Iterable[tuple[str, str | None]]:
    for folder in folders:
        name, equals, value = folder.partition("=")
        if equals and name:
            yield unquote(name), None if value == _NO_PARTITION else unquote(value)
