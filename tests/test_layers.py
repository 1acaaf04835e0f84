"""The house stands as it was drawn: who may import what, where SQL lives, how long a file gets."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from dashboard.settings import ROOT

LONGEST = 400
FOLDERS = ("dashboard", "pages", "tests", "bench", "queries")
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
PACKAGE = sorted((ROOT / "dashboard").rglob("*.py"))
# What a page leaves to the layers below it.
NOT_IN_A_PAGE = {"duckdb", "plotly", "pandas", "pyarrow", "aiosql"}
# The layers that write SQL themselves: the build compiles contracts, the others make its inputs.
MAY_WRITE_SQL = {"pipeline", "demo", "reference"}
SQL = re.compile(
    r"\A\s*(select\s|with\s+\w+\s+as|insert\s+into|create\s+\w+|copy|from\s+\w+\s)", re.I
)


def imported(file: Path) -> set[str]:
    """Every module that a file names in an import, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def texts(file: Path) -> Iterator[str]:
    """Every string of a file that is not documentation."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def short(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_every_layer_imports_only_what_lies_below_it() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_logo=True) == 0


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_a_page_reads_as_prose(page: Path) -> None:
    roots = {name.split(".")[0] for name in imported(page)}
    assert not roots & NOT_IN_A_PAGE
    assert not [text for text in texts(page) if SQL.match(text)]


def test_all_sql_is_in_queries() -> None:
    offenders = [
        (short(file), text[:60])
        for file in PACKAGE
        if file.relative_to(ROOT / "dashboard").parts[0] not in MAY_WRITE_SQL
        for text in texts(file)
        if SQL.match(text)
    ]
    assert not offenders


def test_nobody_draws_with_plotly_express() -> None:
    """It costs twenty times what plain figures cost; only the benchmark compares with it."""
    offenders = [short(file) for file in (*PAGES, *PACKAGE) if "plotly.express" in imported(file)]
    assert not offenders


def test_no_file_is_too_long_to_read() -> None:
    files = [
        file
        for folder in FOLDERS
        for pattern in ("*.py", "*.sql", "*.sh")
        for file in (ROOT / folder).rglob(pattern)
    ]
    assert len(files) > 50
    lengths = {
        short(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in [*files, ROOT / "app.py"]
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_nothing_is_called_utils() -> None:
    names = [file.stem for file in (*PAGES, *PACKAGE)]
    assert not [name for name in names if re.search(r"util|helper|common|misc", name)]
