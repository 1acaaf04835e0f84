"""One small demonstration for all tests: Guangdong and Hunan, every month, through the command."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.__main__ import main
from tests.demo.reading import connect

if TYPE_CHECKING:
    # As a real annotation it outlives the interpreter once Hypothesis has run, and DuckDB's
    # binding then complains at the end of the test run.
    from duckdb import DuckDBPyConnection


def demo(*arguments: object) -> int:
    """``python -m dashboard demo`` with these arguments, in this process; its exit status."""
    return main(["demo", *map(str, arguments)])


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of exports that ``demo --provinces 44,43`` wrote."""
    folder = tmp_path_factory.mktemp("demonstration") / "exports"
    assert demo("--provinces", "44,43", "--out", folder) == 0
    return folder


@pytest.fixture(scope="session")
def connection(exports: Path) -> "Iterator[DuckDBPyConnection]":
    """The same exports in DuckDB, one view a table."""
    with connect(exports) as opened:
        yield opened
