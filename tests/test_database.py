"""Builds that are open: few, whoever holds them; and one that turns out to be damaged."""

import gc
import os
import shutil
import threading
import weakref
from pathlib import Path

import duckdb
import psutil
import pytest

from dashboard.builds_folder import DamagedBuildError, read_current
from dashboard.database import Database, find_current, open_current, open_kept
from dashboard.department import Department
from dashboard.exports.details import rows_of_mart
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import OPEN_BUILDS, Home
from dashboard.systems import catalogue
from dashboard.ui.context import reader_of

TO_OCTOBER = Period(2025, 1, 10, complete=False)


def publish_copy(home: Home, number: int) -> str:
    """Another build of the same rows, published as the command publishes."""
    build_id = f"20300101T0000{number:02}-aaaaaa"
    path = home.builds / f"{build_id}.duckdb"
    shutil.copy(next(home.builds.glob("2*.duckdb")), path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update build_info set value = $id where key = 'build_id'", {"id": build_id}
        )
    home.current.write_text(f"{build_id}.duckdb\n", encoding="utf-8")
    return build_id


def open_files(home: Home) -> set[str]:
    return {
        Path(file.path).name
        for file in psutil.Process().open_files()
        if file.path.startswith(str(home.builds)) and file.path.endswith(".duckdb")
    }


def read_everything(database: Database) -> None:
    for mart in ("placements", "relief", "stations", "memorial", "other_measures", "employment"):
        list(database.batches("mart_rows", **rows_of_mart(mart, ["440100"])))


def look(database: Database) -> float | None:
    """What a page does with a build."""
    reader = reader_of(database, Department())
    return reader.observation(catalogue().indicators["placement_rate"], "440100", TO_OCTOBER).value


@pytest.mark.skipif(os.name != "posix", reason="asks the system for open files")
def test_of_thirty_builds_two_are_open_though_somebody_holds_each(tiny_copy: Home) -> None:
    held, values = [], set()
    threads = threading.active_count()
    for number in range(30):
        publish_copy(tiny_copy, number)
        database = open_current(tiny_copy)
        held.append(database)  # an idle tab
        values.add(look(database))
        assert len(open_files(tiny_copy)) <= OPEN_BUILDS
    assert len(values) == 1
    assert threading.active_count() <= threads
    # Whoever holds an old one may ask it still.
    assert look(held[0]) in values
    assert held[0].is_open
    assert len(open_files(tiny_copy)) <= OPEN_BUILDS


def test_a_build_that_nobody_holds_is_freed(tiny_copy: Home) -> None:
    gc.disable()
    try:
        publish_copy(tiny_copy, 0)
        database = open_current(tiny_copy)
        look(database)
        gone = weakref.ref(database)
        del database
        for number in range(1, 5):
            publish_copy(tiny_copy, number)
            look(open_current(tiny_copy))
        assert gone() is None
    finally:
        gc.enable()


def test_a_reader_is_in_no_cycle(tiny_copy: Home) -> None:
    gc.disable()
    try:
        reader = Reader(
            Session(Database(open_current(tiny_copy).path), RegionTree.load()), catalogue()
        )
        reader.observations(
            catalogue().indicators["placement_rate"], ["440100", "440103"], TO_OCTOBER
        )
        gone = weakref.ref(reader)
        del reader
        assert gone() is None
    finally:
        gc.enable()


def test_a_build_being_read_is_not_closed(tiny_copy: Home) -> None:
    database = open_current(tiny_copy)
    batches = database.batches(
        "mart_rows", size=10, **rows_of_mart("placements", ["440103", "440104", "441900"])
    )
    first = next(batches)
    assert not database.close()
    for number in range(4):
        publish_copy(tiny_copy, number)
        look(open_current(tiny_copy))
    rest = sum(batch.num_rows for batch in batches)
    assert first.num_rows + rest > 10
    assert database.close()
    assert not database.is_open


def test_threads_may_ask_while_builds_are_closed(tiny_copy: Home) -> None:
    databases = [open_current(tiny_copy)]
    for number in range(4):
        publish_copy(tiny_copy, number)
        databases.append(open_current(tiny_copy))
    wrong: list[object] = []

    def ask(place: int) -> None:
        try:
            for turn in range(15):
                database = databases[(place + turn) % len(databases)]
                rows = database._executed("build_info", {})
                if not rows:
                    wrong.append(rows)
        except DamagedBuildError as failed:
            wrong.append(failed)

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(database.is_open for database in databases) <= OPEN_BUILDS + len(threads)


def test_a_build_whose_file_is_gone_says_so_once_it_is_opened_again(tiny_copy: Home) -> None:
    database = open_current(tiny_copy)
    assert database.close()
    database.path.unlink()
    with pytest.raises(DamagedBuildError):
        look(database)


def test_a_build_found_damaged_while_it_is_read_is_left(tiny_copy: Home) -> None:
    older = read_current(tiny_copy).build_id
    newer = publish_copy(tiny_copy, 0)
    path = tiny_copy.builds / f"{newer}.duckdb"
    written = bytearray(path.read_bytes())
    for place in range(300_000, len(written) - 300_000, 4_096):
        written[place] ^= 0xFF
    path.write_bytes(written)
    found = find_current(tiny_copy).database
    if found.info.build_id == newer:
        with pytest.raises(DamagedBuildError):
            read_everything(found)
    again = find_current(tiny_copy)
    assert again.database.info.build_id == older
    assert newer in again.instead_of


def test_the_same_file_is_opened_once(tiny_copy: Home) -> None:
    database = open_current(tiny_copy)
    assert open_kept(tiny_copy, database.info.build_id) is database
    with pytest.raises(DamagedBuildError):
        open_kept(tiny_copy, "20990101T000000-aaaaaa")
