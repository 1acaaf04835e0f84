"""Builders with a home of their own, over a reference small enough to be quick."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.pipeline.support import Builder, building, write_small_reference


@pytest.fixture(scope="session")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture
def builder(tmp_path: Path, small_reference: Path) -> Iterator[Builder]:
    with building(tmp_path, small_reference) as builder:
        yield builder


@pytest.fixture(scope="module")
def new_builder(
    small_reference: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Builder]]:
    """Makes builders for what the tests of a module share, each looking at rows of its own."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(
            building(tmp_path_factory.mktemp("shared"), small_reference)
        )
