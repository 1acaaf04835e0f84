"""What tests of several parts share: a home with the tiny exports, built once a session."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from dashboard.pipeline import build, reference_tables, run
from dashboard.settings import Home
from tests.targets import rows_with_targets
from tests.tiny_exports import TODAY, write_tiny_exports


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Every new AppTest looks through all installed packages for components, a quarter of a second
    each time; which are installed stays the same."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session", autouse=True)
def references_written_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the first build of a home writes of a reference is copied to the other homes, as the
    home's own second build would find it."""
    written = tmp_path_factory.mktemp("references")
    begin = run.begin_with_reference

    def begin_with_copies(home: Home, reference: Path, building: Path) -> None:
        if not any(home.builds.glob(".reference-*")):
            name = f".reference-{reference_tables._version(reference)}.duckdb"
            if (written / name).exists():
                shutil.copyfile(written / name, home.builds / name)
        begin(home, reference, building)
        for ready in home.builds.glob(".reference-*.duckdb"):
            if not (written / ready.name).exists():
                shutil.copyfile(ready, written / ready.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "begin_with_reference", begin_with_copies)
        yield


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the exports of tiny_exports.py and one published build of them.

    Shared by the whole session: a test that changes anything takes ``tiny_copy``.
    """
    home = Home(tmp_path_factory.mktemp("tiny"))
    write_tiny_exports(home.exports)
    build(home, today=TODAY)
    return home


@pytest.fixture(scope="session")
def aiming_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same with the targets of targets.py, for nobody to change."""
    home = Home(tmp_path_factory.mktemp("aiming"))
    write_tiny_exports(home.exports, rows_with_targets())
    build(home, today=TODAY)
    return home


@pytest.fixture
def tiny_copy(tiny_home: Home, tmp_path: Path) -> Home:
    """The tiny home again, for one test alone to change."""
    shutil.copytree(tiny_home.path, tmp_path / "home")
    return Home(tmp_path / "home")
