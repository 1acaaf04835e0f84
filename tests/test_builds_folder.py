"""A damaged pointer or build: what is read instead, and how the commands mend it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from dashboard.__main__ import main
from dashboard.builds_folder import (
    InaccessibleBuildError,
    damage,
    kept_builds,
    newest_whole,
    open_build,
    read_current,
    read_record,
)
from dashboard.database import InaccessibleError, NoBuildError, OutdatedBuildError, find_current
from dashboard.pipeline import build
from dashboard.settings import Home
from tests.pipeline.support import write_small_reference
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports


def empty(home: Home) -> None:
    home.current.write_bytes(b"")


def binary(home: Home) -> None:
    home.current.write_bytes(bytes(range(256)) * 20)


def powershell(home: Home) -> None:
    home.current.write_text(home.current.read_text(encoding="utf-8"), encoding="utf-16")


def folder(home: Home) -> None:
    home.current.unlink()
    (home.current / "inside").mkdir(parents=True)


def outside(home: Home) -> None:
    shutil.copy(next(home.builds.glob("2*.duckdb")), home.path / "elsewhere.duckdb")
    home.current.write_text("../elsewhere.duckdb\n", encoding="utf-8")


def absolute(home: Home) -> None:
    home.current.write_text("/etc/passwd", encoding="utf-8")


def several_lines(home: Home) -> None:
    home.current.write_text(home.current.read_text(encoding="utf-8") * 2, encoding="utf-8")


def a_device(home: Home) -> None:
    home.current.unlink()
    os.mkfifo(home.current)  # a reader would wait for ever


def names_nothing(home: Home) -> None:
    home.current.write_text("20990101T000000-aaaaaa.duckdb\n", encoding="utf-8")


def gone(home: Home) -> None:
    home.current.unlink()


POINTERS = (
    empty,
    binary,
    powershell,
    folder,
    outside,
    absolute,
    several_lines,
    names_nothing,
    gone,
    *([a_device] if os.name == "posix" else []),
)


def current_file(home: Home) -> Path:
    return home.builds / f"{read_current(home).build_id}.duckdb"


def cut_short(home: Home) -> None:
    path = current_file(home)
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size * 2 // 3)


def cut_to_nothing(home: Home) -> None:
    current_file(home).write_bytes(b"")


def no_database(home: Home) -> None:
    current_file(home).write_bytes(b"PAR1" * 5000)


def foreign(home: Home) -> None:
    path = current_file(home)
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table somebody_elses as select 1 as a")


def without_record(home: Home) -> None:
    with duckdb.connect(str(current_file(home))) as connection:
        connection.execute("drop table build_info")


def half_a_record(home: Home) -> None:
    with duckdb.connect(str(current_file(home))) as connection:
        connection.execute("delete from build_info where key = 'data_through'")


def a_folder_instead(home: Home) -> None:
    path = current_file(home)
    path.unlink()
    path.mkdir()


BUILDS = (
    cut_short,
    cut_to_nothing,
    no_database,
    foreign,
    without_record,
    half_a_record,
    a_folder_instead,
)


@pytest.fixture(scope="module")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="module")
def small_home(small_reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one export and a build of it, small enough to be copied for every test."""
    home = Home(tmp_path_factory.mktemp("small"))
    write_tiny_exports(home.exports, {"placements": tiny_rows()["placements"]})
    build(home, today=TODAY, reference=small_reference, accept=["too_many_refused"])
    return home


@pytest.fixture
def small_copy(small_home: Home, tmp_path: Path) -> Home:
    shutil.copytree(small_home.path, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def two_builds(small_copy: Home) -> tuple[Home, str, str]:
    """A home with two builds of the same exports: its path, the older's id and the newer's."""
    older = read_current(small_copy).build_id
    assert older is not None
    newer = "20300101T000000-aaaaaa"
    path = small_copy.builds / f"{newer}.duckdb"
    shutil.copy(small_copy.builds / f"{older}.duckdb", path)
    shutil.copy(small_copy.builds / f"{older}.json", small_copy.builds / f"{newer}.json")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update build_info set value = $id where key = 'build_id'", {"id": newer}
        )
    return small_copy, older, newer


@pytest.mark.parametrize("spoil", POINTERS)
def test_a_damaged_pointer_gives_the_newest_whole_build_and_says_so(two_builds, spoil) -> None:
    home, _, newer = two_builds
    spoil(home)
    found = find_current(home)
    assert found.database.info.build_id == newer
    assert found.database.rows("build_info")
    assert found.instead_of


@pytest.mark.parametrize("spoil", BUILDS)
def test_a_damaged_build_gives_the_one_before_and_says_so(two_builds, spoil) -> None:
    home, older, newer = two_builds
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    spoil(home)
    found = find_current(home)
    assert found.database.info.build_id == older
    assert newer in found.instead_of


def test_a_whole_pointer_says_nothing_with_a_mark_of_its_encoding_too(two_builds) -> None:
    home, older, _ = two_builds
    home.current.write_text(f"{older}.duckdb\r\n", encoding="utf-8-sig")
    assert find_current(home).database.info.build_id == older
    assert find_current(home).instead_of == ""


def test_a_damaged_build_is_taken_up_once_it_is_whole_again(two_builds) -> None:
    home, _, newer = two_builds
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    whole = current_file(home).read_bytes()
    cut_to_nothing(home)
    assert find_current(home).database.info.build_id != newer
    current_file(home).write_bytes(whole)
    assert find_current(home).database.info.build_id == newer


@pytest.mark.parametrize("spoil", BUILDS)
def test_nothing_whole_is_no_build(small_copy: Home, spoil) -> None:
    only = read_current(small_copy).build_id
    spoil(small_copy)
    with pytest.raises(NoBuildError) as nothing:
        find_current(small_copy)
    assert str(only) in nothing.value.damage


def test_a_damaged_pointer_to_builds_of_another_version(small_copy: Home) -> None:
    with duckdb.connect(str(current_file(small_copy))) as connection:
        connection.execute("update build_info set value = 'old' where key = 'format'")
    small_copy.current.write_bytes(b"")
    with pytest.raises(OutdatedBuildError):
        find_current(small_copy)


@pytest.mark.parametrize("spoil", [*POINTERS, *BUILDS])
def test_the_list_says_what_is_wrong_and_going_back_mends_it(two_builds, spoil, capsys) -> None:
    home, older, newer = two_builds
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    spoil(home)
    where = ["--home", str(home.path)]
    assert main(["builds", *where]) == 0
    said = capsys.readouterr().out
    assert older in said
    assert "rollback" in said
    assert main(["builds", "--json", *where]) == 0
    assert len(json.loads(capsys.readouterr().out)) >= 1
    assert main(["rollback", *where]) == 0
    assert read_current(home).build_id == (newer if spoil in POINTERS else older)
    assert find_current(home).instead_of == ""


@pytest.mark.parametrize("spoil", [*POINTERS, *BUILDS])
def test_building_mends_it(small_copy: Home, small_reference: Path, spoil) -> None:
    spoil(small_copy)
    report = build(small_copy, today=TODAY, reference=small_reference, accept=["too_many_refused"])
    made = report.build_id
    assert read_current(small_copy).build_id == made
    assert find_current(small_copy).instead_of == ""


@pytest.mark.parametrize("spoil", BUILDS)
def test_nobody_goes_back_to_a_damaged_build(two_builds, spoil, capsys) -> None:
    home, older, newer = two_builds
    home.current.write_text(f"{older}.duckdb\n", encoding="utf-8")
    spoil(home)
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    assert main(["rollback", older, "--home", str(home.path)]) == 1
    assert read_current(home).build_id == newer
    assert capsys.readouterr().err


@pytest.mark.parametrize("record", [b"", b"\xff\xfe\x00", b"[1, 2]", b'{"tables": {"a": 1}}', b"{"])
def test_a_build_without_a_readable_record_is_listed(small_copy: Home, record, capsys) -> None:
    only = read_current(small_copy).build_id
    (small_copy.builds / f"{only}.json").write_bytes(record)
    assert main(["builds", "--home", str(small_copy.path)]) == 0
    assert f"● {only}  没有可读的记录" in capsys.readouterr().out
    assert find_current(small_copy).instead_of == ""


def test_a_build_that_was_not_published_is_no_stand_in(two_builds) -> None:
    home, older, newer = two_builds
    record = home.builds / f"{newer}.json"
    said = read_record(home, newer)
    record.write_text(json.dumps(said | {"published": False}), encoding="utf-8")
    empty(home)
    assert kept_builds(home) == [older]
    assert find_current(home).database.info.build_id == older


@contextmanager
def no_more_files() -> Iterator[None]:
    """Nothing more can be opened in this process, as where too many people look at once."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Somebody has the file open for writing."""
    program = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        try:
            yield
        finally:
            other.stdin.close()


def test_what_the_system_does_not_open_is_not_called_damaged(two_builds) -> None:
    """Nor is another build shown instead, nor is it remembered once the file opens."""
    home, older, newer = two_builds
    path = home.builds / f"{newer}.duckdb"
    with no_more_files(), pytest.raises(InaccessibleBuildError, match="打开的文件太多"):
        open_build(path)
    with no_more_files(), pytest.raises(InaccessibleError, match="打开的文件太多"):
        find_current(home)
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    with in_use(path):
        with pytest.raises(InaccessibleError, match=f"{newer} 的文件正被其他程序占用"):
            find_current(home)
        assert "占用" in damage(path)
        assert newest_whole(home) == older
    assert find_current(home) == (find_current(home).database, "")
    assert find_current(home).database.info.build_id == newer


def test_commands_say_what_the_system_does_not_open(two_builds, capsys) -> None:
    home, _, newer = two_builds
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    with in_use(home.builds / f"{newer}.duckdb"):
        place = ["--home", str(home.path)]
        assert (
            main(["export", "--indicator", "placement_rate", *place, "--out", str(home.path)]) == 3
        )
        said = capsys.readouterr().err
        assert f"数据版本 {newer} 的文件正被其他程序占用" in said
        assert "build" not in said
        assert main(["builds", *place]) == 0
        said = capsys.readouterr().out
        assert f"{newer} 的文件正被其他程序占用" in said
        assert "最近一个完好的版本" not in said
