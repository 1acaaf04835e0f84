"""使用说明: the text for three kinds of users, and what every word without a value means."""

import re
from pathlib import Path

import pytest

from dashboard.settings import ROOT, Home
from dashboard.ui.symbols import ABSENCES
from tests.pages.opening import open_page


def test_it_speaks_to_all_three_and_explains_every_word(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "help", region="440000")
    (text,) = [one.value for one in app.markdown if "## " in one.value]
    assert re.findall("^## (.*?)：", text, re.M) == ["领导", "分析人员", "数据管理员"]
    body = "\n".join(element.proto.body for element in app.get("html"))
    shown = body[body.index("符号和颜色") :]
    for word, meaning in ABSENCES.items():
        assert f"<dt>{word}</dt><dd>{meaning}</dd>" in shown


def test_what_it_names_is_there() -> None:
    """Pages by their titles, commands, and files of the program."""
    text = (ROOT / "docs" / "help.zh-CN.md").read_text(encoding="utf-8")
    titles = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").glob("*.py"))
    for title in ("公开数据对账", "区划沿革", "指标字典", "数据治理"):
        assert f"**{title}**" in text
        assert title in titles + (ROOT / "app.py").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[([^]]+)\]\(\.\./(static/help/[a-z]+\.webp)\)", text)
    assert {ROOT / path for _, path in pictures} == set((ROOT / "static" / "help").iterdir())
    assert all("演示数据" in words for words, _ in pictures)
    assert sum((ROOT / path).stat().st_size for _, path in pictures) < 600_000
    for path in re.findall("`(data/[a-z]+[./][a-zA-Z.]*)`", text):
        assert (ROOT / Path(path)).exists(), path
