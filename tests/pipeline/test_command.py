"""The command line: exit status 0 only when a build was published."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

from dashboard.__main__ import main
from dashboard.database import open_current
from dashboard.settings import ROOT, Home
from tests.pipeline.support import placement


@pytest.fixture
def home(tmp_path: Path, tiny_home: Home) -> Home:
    """A home without builds, but with the reference tables at hand."""
    home = Home(tmp_path)
    home.exports.mkdir()
    home.builds.mkdir()
    for ready in tiny_home.builds.glob(".reference-*"):
        (home.builds / ready.name).write_bytes(ready.read_bytes())
    return home


def write(home: Home, *rows: dict[str, object]) -> None:
    """Placements of one row a month, each with its changes; one sound row where none is given."""
    made = [placement(month=f"2025-0{n}", **row) for n, row in enumerate(rows or ({},), start=3)]
    pl.DataFrame(made).write_parquet(home.exports / "placements.parquet")


def test_build_builds_and_rollback(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write(home)
    assert main(["build", "--home", str(home.path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["published"] is True
    assert report["tables"][0]["kept"] == 1

    assert main(["builds", "--home", str(home.path)]) == 0
    assert f"● {report['build_id']}  数据截至 2025-03-01，1 行" in capsys.readouterr().out
    assert main(["builds", "--home", str(home.path), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["current"] is True
    assert listed["report"] == report

    assert main(["rollback", "--home", str(home.path)]) == 1
    assert "没有可以退回的构建" in capsys.readouterr().err
    assert main(["rollback", report["build_id"], "--home", str(home.path)]) == 0


def test_a_refused_build_fails(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, {"due": -1}, {})
    assert main(["build", "--home", str(home.path)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("‖ “移交安置”（placements）读入 2 行，其中 1 行不合格，超过 5%")
    assert "加 --accept too_many_refused:placements 发布" in said
    assert "没有发布；原有数据不受影响" in said
    assert main(["build", "--home", str(home.path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["published"] is False
    assert report["problems"][0]["reason"] == "too_many_refused"
    assert main(["build", "--home", str(home.path), "--accept-refused"]) == 0


def test_what_is_accepted_is_named_and_stands_in_the_build(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home, {"due": -1}, {})
    command = ["build", "--home", str(home.path), "--accept", "too_many_refused:placements"]
    assert main([*command, "--accept", "table_gone"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("✓ 已确认（--accept too_many_refused:placements）：“移交安置”")
    assert "accept_not_needed 1 处" in said
    assert "--accept table_gone 没有用到" in said
    (accepted,) = open_current(home).info.accepted
    assert accepted.startswith("“移交安置”（placements）读入 2 行，其中 1 行不合格，超过 5%")


def test_a_table_of_which_nothing_is_left_is_never_published(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home, {"due": -1}, {"due": -2})
    for accept in ([], ["--accept-refused"]):
        assert main(["build", "--home", str(home.path), "--json", *accept]) == 1
        (problem,) = json.loads(capsys.readouterr().out)["problems"]
        assert problem["reason"] == "nothing_kept"
    assert not home.current.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--accept", "no_such_reason"],
        ["build", "--accept", "below_minimum"],
        ["build", "--accept", "too_many_refused:no_such_table"],
        ["build", "--no-such-option"],
        ["no_such_command"],
    ],
)
def test_a_command_that_makes_no_sense_has_its_own_status(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 3
    assert "Traceback" not in capsys.readouterr().err


def test_exports_may_lie_elsewhere(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home)
    elsewhere = home.exports.rename(tmp_path / "elsewhere")
    assert main(["build", "--home", str(home.path)]) == 1
    assert "没有任何可识别的 Parquet 导出文件" in capsys.readouterr().out
    assert main(["build", "--home", str(home.path), "--exports", str(elsewhere)]) == 0


def test_another_build_is_running(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write(home)
    with FileLock(home.builds / ".lock"):
        assert main(["build", "--home", str(home.path), "--json"]) == 2
        said = capsys.readouterr()
        assert json.loads(said.out)["problems"][0]["reason"] == "build_running"
        assert "另一个构建正在进行" in said.err
        assert main(["rollback", "--home", str(home.path)]) == 2


def test_a_terminal_without_chinese_gets_question_marks(home: Home) -> None:
    write(home)
    run = subprocess.run(
        [sys.executable, "-m", "dashboard", "build", "--home", str(home.path)],
        capture_output=True,
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONUTF8": "0"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert b"placements" in run.stdout


def test_nothing_is_built_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["builds", "--home", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "还没有构建。\n"


def test_a_build_is_checked_and_then_published_or_discarded(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--home", str(home.path)]
    write(home)
    assert main(["build", *at, "--note", "首次\n发布", "--json"]) == 0
    published = json.loads(capsys.readouterr().out)["build_id"]
    write(home, {"due": 11})
    assert main(["build", *at, "--check", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    waiting = report["build_id"]
    assert (report["published"], report["waiting"]) == (False, True)
    assert report["comparison"]["moved"][0]["after"] == 11
    assert main(["builds", *at]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"◌ {waiting}  待发布，数据截至 2025-03-01，1 行",
        f"● {published}  数据截至 2025-03-01，1 行；首次 发布",
    ]
    assert main(["builds", *at, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["build_id"], one["waiting"]) for one in listed] == [
        (published, False),
        (waiting, True),
    ]
    with FileLock(home.builds / ".lock"):
        assert main(["publish", waiting, *at]) == 2
        assert main(["discard", waiting, *at]) == 2
    assert main(["publish", "1999", *at]) == 1
    assert main(["discard", published, *at]) == 1
    assert "已经发布过" in capsys.readouterr().err
    assert main(["publish", waiting, *at, "--note", "更正应安置人数"]) == 0
    assert f"✓ 已发布 {waiting}" in capsys.readouterr().out
    assert open_current(home).info.note == "更正应安置人数"
    assert main(["build", *at, "--check", "--json"]) == 0
    third = json.loads(capsys.readouterr().out)["build_id"]
    assert main(["discard", third, *at]) == 0
    assert open_current(home).info.build_id == waiting


def test_a_note_is_one_short_line(home: Home) -> None:
    with pytest.raises(SystemExit) as left:
        main(["build", "--home", str(home.path), "--note", "长" * 201])
    assert left.value.code == 3
