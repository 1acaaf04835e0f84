"""Tables of data/reference that a department keeps by hand: read row by row, each checked by
whoever reads it, and what is wrong said with file, line and column."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dashboard.setup_error import SetupError

T = TypeVar("T")


class ReferenceFileError(SetupError):
    """A table is not what it must be."""

    def __init__(self, path: Path, line: int, must: str, column: str = "", value: str = "") -> None:
        said = f"的 {column} 写为“{value}”" if column else ""
        zh = f"{path.name} 第 {line} 行{said}：{must}。"
        said = f"{column} {value!r}: " if column else ""
        super().__init__(zh, f"{path.name}, line {line}: {said}{must}")


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A row with its file and line, for what is said of it."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def check(self, right: bool, column: str, must: str) -> None:
        """Raises ReferenceFileError unless the cell is right; ``must`` says in Chinese what it
        must be."""
        if not right:
            raise ReferenceFileError(self.path, self.line, must, column, self[column])

    def read(self, column: str, made: Callable[[str], T], must: str) -> T | None:
        """What ``made`` makes of a cell, None of an empty one. Raises ReferenceFileError where it
        raises ValueError."""
        try:
            return made(self[column]) if self[column] else None
        except ValueError as error:
            raise ReferenceFileError(self.path, self.line, must, column, self[column]) from error

    def require(self, column: str, made: Callable[[str], T], must: str) -> T:
        """As ``read``, of a cell that must not be empty. Raises ReferenceFileError where it is."""
        value = self.read(column, made, must)
        if value is None:
            raise ReferenceFileError(self.path, self.line, must, column)
        return value


def one_of(allowed: tuple[str, ...]) -> str:
    """What a cell must be that knows these values."""
    named = "、".join(one for one in allowed if one)
    if not named:
        return "须留空"
    return f"须为 {named}" + (" 或留空" if "" in allowed else "")


def reference_rows(path: Path, columns: tuple[str, ...]) -> Iterator[ReferenceRow]:
    """Each row, without blanks around its cells; rows of nothing but blanks are left out.

    Raises ReferenceFileError where the file is no UTF-8, lacks a column, or a row has other cells
    than the heading.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReferenceFileError(path, 1, f"读不到（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise ReferenceFileError(path, 1, "须为 UTF-8 编码") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            lines.append((reader.line_num, cells))
    except csv.Error as error:
        # A quotation mark that nothing closes makes one cell of all that follows.
        begins = lines[-1][0] + 1 if lines else 1
        must = f"读不出（{error}），请检查此行的引号"
        raise ReferenceFileError(path, begins, must) from error
    header = [name.strip() for name in lines[0][1]] if lines else []
    if missing := [name for name in columns if name not in header]:
        raise ReferenceFileError(path, 1, f"缺少列 {'、'.join(missing)}")
    if twice := [name for name in columns if header.count(name) > 1]:
        raise ReferenceFileError(path, 1, f"有两列 {'、'.join(twice)}")
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            must = f"有 {len(cells)} 格，须与表头同为 {len(header)} 格"
            raise ReferenceFileError(path, number, must)
        row = (cell.strip() for cell in cells)
        yield ReferenceRow(path, number, dict(zip(header, row, strict=True)))
