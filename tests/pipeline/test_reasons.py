"""The registry of reasons: whole, in both languages, and every one raised by a test."""

import re
import string

import pytest

from dashboard.pipeline.findings import finding
from dashboard.pipeline.reasons import Grade, Reason, reasons
from dashboard.settings import ROOT

# No contract limits the length of a text; test_frictionless tries both by the standard's own words.
UNUSED = {"too_short", "too_long"}


@pytest.mark.parametrize("reason", reasons().values(), ids=lambda reason: reason.code)
def test_every_reason_reads_well(reason: Reason) -> None:
    """A sentence is one clause of what was seen and one of what to do, without its full stop."""
    for text in (reason.zh, reason.en, reason.do_zh, reason.do_en):
        assert text == text.strip()
        assert not text.endswith(("。", ".", "；"))
    if reason.grade is Grade.HELD:
        # The foot of the pages shows what was seen, which ends where this begins.
        assert "；" not in reason.do_zh
    for text in (reason.zh, reason.en, reason.do_zh, reason.do_en):
        slots = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert all(re.fullmatch(r"[a-z_]+", name) for name in slots)


def test_every_reason_is_raised_by_a_test() -> None:
    tests = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.name != "test_reasons.py"
    )
    unraised = [code for code in reasons() if not re.search(rf"\b{code}\b", tests)]
    assert set(unraised) == UNUSED


def test_a_held_finding_says_how_to_accept_it() -> None:
    found = finding("table_gone", table="relief", title="帮扶援助", count=12)
    assert found.grade is Grade.HELD
    assert found.acceptance == "table_gone:relief"
    assert found.seen_zh == "已发布的数据有“帮扶援助”（relief，12 行），这一版没有"
    assert found.zh.startswith(found.seen_zh)
    assert found.zh.endswith("；确认无误的，加 --accept table_gone:relief 发布。")
    assert found.en.endswith("; if it is right, publish it with --accept table_gone:relief.")


def test_a_finding_needs_a_registered_reason_and_all_its_words() -> None:
    with pytest.raises(KeyError):
        finding("no_such_reason")
    with pytest.raises(KeyError):
        finding("table_gone", table="relief")
