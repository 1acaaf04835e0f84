"""Formats are found by their modules: one more is one module, on every page and at the command
line."""

from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.exports import writers
from dashboard.exports.writers import all_writers, find_writer, writer_codes
from dashboard.settings import ROOT, Home
from dashboard.ui.downloads import buttons_html
from tests.pages.opening import open_page

RECIPE = ROOT / "docs" / "recipes.md"


def recipe_module() -> str:
    """The module that the recipe shows, as it stands there."""
    section = RECIPE.read_text(encoding="utf-8").split("## Add an output format", 1)[1]
    return section.split("```python\n", 1)[1].split("```", 1)[0]


@pytest.fixture
def third_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recipe followed: its module lies in a further folder of formats."""
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "tsv.py").write_text(recipe_module(), encoding="utf-8")
    monkeypatch.setattr(writers, "__path__", [*writers.__path__, str(folder)])
    all_writers.cache_clear()
    yield
    all_writers.cache_clear()


def test_the_formats_that_there_are() -> None:
    assert writer_codes() == ["csv", "xlsx"]
    assert [writer.suffix for writer in all_writers().values()] == ["csv", "xlsx"]
    with pytest.raises(KeyError):
        find_writer("__init__")


def test_one_more_module_is_one_more_format_everywhere(
    third_format: None, tiny_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    arguments = ["440000", "--indicator", "placement_rate", "--format", "tsv"]
    assert main(["export", *arguments, "--home", str(tiny_home.path), "--out", str(out)]) == 0
    (path,) = out.iterdir()
    assert path.name == "广东省_各市安置任务完成率_2025年1–10月.tsv"
    head, first, *_ = path.read_text(encoding="utf-8").splitlines()
    assert head.split("\t")[:2] == ["区划代码", "地区"]
    assert first.split("\t")[:2] == ["441900", "东莞市"]
    app = open_page(monkeypatch, tiny_home, "placement", region="440000")
    (buttons,) = [
        element.proto.body
        for element in app.get("html")
        if 'aria-label="下载 CSV（21 行）：各市安置任务完成率"' in element.proto.body
    ]
    assert '/tsv" aria-label="下载 TSV（21 行）：各市安置任务完成率"' in buttons
    assert ">TSV</button>" in buttons


def test_the_buttons_of_one_table_are_told_apart() -> None:
    body = buttons_html("map", "t", "各市<完成率>", 1234)
    assert 'data-file="/files/t/csv" aria-label="下载 CSV（1,234 行）：各市&lt;完成率&gt;"' in body
    assert (
        'data-file="/files/t/xlsx" aria-label="下载 XLSX（1,234 行）：各市&lt;完成率&gt;"' in body
    )
    assert ">下载 CSV（1,234 行）</button>" in body
    assert ">XLSX</button>" in body
    assert "disabled" not in body
    assert buttons_html("map", "t", "名录", 0).count("disabled") == 2
    assert ">名录 CSV（5 行）</button>" in buttons_html("map", "t", "名录", 5, names_itself=True)


def test_a_table_that_passes_a_sheet_says_so_beside_its_buttons() -> None:
    assert "download-warning" not in buttons_html("map", "t", "明细", 1_048_575)
    body = buttons_html("map", "t", "明细", 1_048_576)
    assert "超过 1,048,576 行，Excel、WPS 一张表显示不全，请取 XLSX（自动分表）" in body
