"""What the machine prevents: one sentence, an exit status of its own, never a traceback."""

import errno
import os
import re
import resource
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.pipeline.environment import (
    answering_for_the_machine,
    naming_errors_of_our_own,
    of_the_machine,
)
from dashboard.pipeline.findings import BuildRefusedError, EnvironmentRefusedError
from dashboard.pipeline.publish import new_build_id
from dashboard.settings import ROOT, TIME_ZONE, Home
from tests.pipeline.support import Builder, placement

COMMAND = [sys.executable, "-m", "dashboard", "build"]


def run_build(home: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--home", str(home)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        **options,  # pyright: ignore[reportArgumentType, reportCallIssue]
    )


def write(home: Path, rows: int = 1) -> None:
    (home / "exports").mkdir(parents=True, exist_ok=True)
    made = [placement(month=f"{2001 + n // 12}-{n % 12 + 1:02}") for n in range(rows)]
    pl.DataFrame(made).write_parquet(home / "exports" / "placements.parquet")


def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "builds").write_text("a file where a folder belongs")
    run = run_build(tmp_path)
    assert run.returncode == 3
    assert "不能写入" in run.stderr  # home_not_writable
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_without_permission(tmp_path: Path) -> None:
    write(tmp_path)
    tmp_path.chmod(0o500)
    run = run_build(tmp_path)
    tmp_path.chmod(0o700)
    assert (run.returncode, "不能写入" in run.stderr) == (3, True)


@pytest.mark.skipif(os.name != "posix", reason="limits a process")
def test_a_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files is answered by the system as a full disk is."""
    write(tmp_path)
    run = run_build(
        tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert run.returncode == 3, run.stderr
    assert "磁盘空间不足" in run.stderr  # disk_full
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "builds" / "CURRENT").exists()
    assert run_build(tmp_path).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c(tmp_path: Path) -> None:
    write(tmp_path, rows=200)
    with subprocess.Popen(
        [*COMMAND, "--home", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not list((tmp_path).glob("builds/*.building")) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    # interrupted, unless it had just been published.
    assert (process.returncode, "构建被中断" in said) in [(3, True), (0, False)]
    assert "Traceback" not in said


@pytest.mark.skipif(os.name != "posix", reason="other systems forbid such names")
@pytest.mark.parametrize("name", ["a*b[c]", "it's", "line\nbreak", "空 格"])
def test_a_home_of_any_name(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    for _ in range(2):
        run = run_build(tmp_path / name)
        assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.skipif(os.name != "posix", reason="other systems forbid such names")
@pytest.mark.parametrize(("sign", "shown"), [("?", "?"), ("\\", "\\"), ("\udcb1", "\\xb1")])
def test_a_home_whose_name_the_database_cannot_take(tmp_path: Path, sign: str, shown: str) -> None:
    (tmp_path / f"a{sign}b").mkdir()
    run = run_build(tmp_path / f"a{sign}b")
    assert (run.returncode, f"路径含有“{shown}”" in run.stderr) == (3, True)  # home_name


def test_ids_go_on_where_the_clock_was_set_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.builds.mkdir()
    first = new_build_id(home, datetime(2026, 11, 26, 8, tzinfo=TIME_ZONE))
    (home.builds / f"{first}.duckdb").touch()
    second = new_build_id(home, datetime(2020, 1, 1, tzinfo=TIME_ZONE))
    assert re.fullmatch(r"20261126T080001-[0-9a-f]{6}", second)


def test_a_clock_set_back_deletes_no_build(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Builds are kept, listed and gone back to in the order in which they were made."""
    from dashboard.pipeline import published_builds, rollback, run

    write(builder.home.path)
    made = [builder.build().report.build_id]
    long_ago = datetime(2001, 1, 1, tzinfo=TIME_ZONE)
    monkeypatch.setattr(run, "now_on_clock", lambda settings: long_ago)
    made += [builder.build().report.build_id for _ in range(2)]
    assert [one.build_id for one in published_builds(builder.home)] == made[::-1]
    assert rollback(builder.home) == made[1]


def test_what_the_system_says_becomes_one_sentence(tmp_path: Path) -> None:
    """Errors that no test can bring about are made by hand."""

    def said(error: Exception) -> str | None:
        found = of_the_machine(error, tmp_path)
        return found and found.reason

    assert said(OSError(errno.ENOSPC, "No space left on device", "x")) == "disk_full"
    assert said(OSError(errno.EDQUOT, "Disk quota exceeded")) == "disk_full"
    assert said(PermissionError(errno.EACCES, "Permission denied", ".lock")) == "home_not_writable"
    assert said(OSError(errno.EIO, "Input/output error", "x")) == "system_error"
    assert said(MemoryError()) == "out_of_memory"
    assert said(duckdb.OutOfMemoryException("could not allocate")) == "out_of_memory"
    assert said(duckdb.OutOfMemoryException("No space left on device")) == "disk_full"
    assert said(duckdb.BinderException("no such column")) is None


def test_too_little_memory_for_a_statement_is_said(tmp_path: Path) -> None:
    with duckdb.connect(config={"memory_limit": "1MB", "max_temp_directory_size": "0B"}) as small:
        with pytest.raises(EnvironmentRefusedError) as refused, answering_for_the_machine(tmp_path):
            small.execute("select count(distinct x) from range(9_000_000) as r (x)").fetchall()
        assert refused.value.problems[0].reason == "out_of_memory"


def test_an_error_of_our_own_refuses_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildRefusedError) as refused, naming_errors_of_our_own(tmp_path):
        duckdb.sql("select no_such_column")
    assert refused.value.problems[0].reason == "internal_error"
    named = {"table": "relief", "title": "帮扶援助"}
    with pytest.raises(BuildRefusedError) as refused, naming_errors_of_our_own(tmp_path, **named):
        duckdb.sql("select no_such_column")
    assert refused.value.problems[0].reason == "reading_failed"
    assert "“帮扶援助”（relief）无法读取" in str(refused.value)
    assert not isinstance(refused.value, EnvironmentRefusedError)
