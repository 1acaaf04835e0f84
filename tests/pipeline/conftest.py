"""A builder with a home of its own, over a reference small enough to be quick."""

from pathlib import Path

import pytest

from dashboard.settings import Home
from tests.pipeline.support import Builder, write_small_reference


@pytest.fixture(scope="session")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture
def builder(tmp_path: Path, small_reference: Path) -> Builder:
    home = Home(tmp_path / "home")
    home.exports.mkdir(parents=True)
    return Builder(home, small_reference)
