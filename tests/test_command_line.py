"""What is no argument of a command: one sentence, status 3, and nothing is touched."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.settings import ROOT, Home


def _refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        status = main([*arguments])
    except SystemExit as end:
        status = end.code
    assert status == 3
    return capsys.readouterr().err


@pytest.mark.parametrize("command", ["publish", "discard", "rollback"])
@pytest.mark.parametrize("written", ["", "  ", "*", "../x", "a b", "a\nb", "x" * 5000])
def test_what_is_no_id_means_no_build(
    tiny_copy: Home, capsys: pytest.CaptureFixture[str], command: str, written: str
) -> None:
    """An empty variable of a script would discard the one build that waits."""
    build = next(tiny_copy.builds.glob("2*.duckdb"))
    waiting = build.with_name("20251121T100000-abcdef.duckdb.waiting")
    waiting.write_bytes(build.read_bytes())
    before = sorted(path.name for path in tiny_copy.builds.iterdir())
    said = _refused(capsys, command, written, "--home", str(tiny_copy.path))
    assert "不是构建编号，运行 builds 可列出（no id of a build; builds lists them）" in said
    assert len(said) < 1000
    assert sorted(path.name for path in tiny_copy.builds.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--home", ""),
        ("build", "--exports", " "),
        ("builds", "--home", ""),
        ("export", "--home", "", "--detail", "stations"),
        ("export", "--out", "", "--detail", "stations"),
        ("demo", "--out", ""),
    ],
)
def test_an_empty_folder_is_not_the_one_where_one_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "没有写文件夹（no folder is named）" in _refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_is_named_is_said(
    tiny_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    export = ("export", "440000", "--detail", "stations", "--home", str(tiny_home.path))
    for arguments in ((*export, "--out", str(taken)), ("demo", "--cities", "4407", "--out", taken)):
        said = _refused(capsys, *map(str, arguments))
        assert f"不能写入 {taken}" in said
        assert "can't be written to" in said
        assert len(said.splitlines()) == 1
    assert taken.read_text(encoding="utf-8") == "mine"


def test_a_month_that_no_demonstration_reaches_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = str(tmp_path / "exports")
    said = _refused(capsys, "demo", "--to", "9999-12", "--cities", "4407", "--out", out)
    assert "not a month from 2000 to 2100" in said


def test_an_indicator_named_twice_has_its_rows_once(
    tiny_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = ("--indicator", "placement_rate", "--indicator", "placement_rate")
    place = ("--home", str(tiny_home.path), "--out", str(tmp_path))
    assert main(["export", "440000", *twice, *place]) == 0
    (file,) = tmp_path.iterdir()
    assert file.name == "广东省_各市安置任务完成率_2025年1–10月.csv"
    assert "（21 行）" in capsys.readouterr().out


def test_whoever_reads_the_first_line_alone_ends_nothing_with_a_traceback(tiny_home: Home) -> None:
    builds = (sys.executable, "-m", "dashboard", "builds", "--json", "--home", tiny_home.path)
    with subprocess.Popen(
        builds, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 3


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
def test_ctrl_c_is_one_sentence(tmp_path: Path) -> None:
    out = tmp_path / "exports"
    demo = (sys.executable, "-m", "dashboard", "demo", "--provinces", "all", "--out", str(out))
    with subprocess.Popen(
        demo, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        patience = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < patience:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert said == "已中断。 Interrupted.\n"
    assert not out.exists()


def test_a_terminal_without_chinese_gets_question_marks(tmp_path: Path) -> None:
    said = subprocess.run(
        (sys.executable, "-m", "dashboard", *("demo", "--cities", "4407", "--from", "2026-10")),
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "DASHBOARD_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert "DEMONSTRATION DATA ????" in said.stdout
