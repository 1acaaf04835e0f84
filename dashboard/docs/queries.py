"""docs/queries.md: every query in queries/ with its parameters and what its rows are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_NAME = re.compile(r"^-- name: *(?P<name>\w+)\W*?(?:\((?P<parameters>[\w, ]*)\))?\s*$")


class Query(NamedTuple):
    """One query: its file, name, parameters, and the comment under its name."""

    file: Path
    name: str
    parameters: str
    text: str


def described_queries(folder: Path) -> list[Query]:
    """Every query below a folder, in the order of the files.

    A file without ``-- name:`` lines holds one query, named after the file. The
    text is '' where a query says nothing of itself.
    """
    return [
        query
        for file in sorted(folder.rglob("*.sql"))
        for query in _queries(file, file.read_text(encoding="utf-8").splitlines())
    ]


def queries_document(folder: Path) -> str:
    parts = [
        "# Queries",
        "Written by `make docs` from the comments in `queries/`; change them there.",
    ]
    file = None
    for query in described_queries(folder):
        if query.file != file:
            file = query.file
            parts.append(f"## {file.relative_to(folder.parent).as_posix()}")
        parameters = f" ({query.parameters})" if query.parameters else ""
        parts.append(f"- `{query.name}`{parameters}: {query.text}")
    return "\n\n".join(parts) + "\n"


def _queries(file: Path, lines: list[str]) -> Iterator[Query]:
    starts = [number for number, line in enumerate(lines) if _NAME.match(line)]
    if not starts:
        yield Query(file, file.stem, "", _comment(lines))
    for start in starts:
        said = _NAME.match(lines[start])
        assert said is not None
        yield Query(file, said["name"], said["parameters"] or "", _comment(lines[start + 1 :]))


def _comment(lines: list[str]) -> str:
    """The comment that the lines begin with, as one line."""
    words = []
    for line in lines:
        if not line.startswith("--"):
            break
        words.append(line.removeprefix("--").strip())
    return " ".join(words).strip()
