"""How months, days, codes and words for yes and no are read."""

from datetime import date

import pytest

from dashboard.contracts import load_contracts
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.dates import read_day, read_month, whole
from dashboard.pipeline.values import ParseResult, ValueParser, short_code
from dashboard.regions import RegionTree

MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03",
        "2025-3",
        "2025/03",
        "2025.03",
        "202503",
        "202503.0",
        "2025年3月",
        "2025-03-01",
        "20250301",
        "2025/3/15",
        "2025年03月31日",
        "2025-03-01 00:00:00",
        "2025-03-01T00:00:00+08:00",
        "2025-02-28T16:00:00Z",
        "2025-03-31T23:59:59.999",
        "2025.3",
        "2025年3月份",
        "2025年度3月",
        "2025M03",
        "二〇二五年三月",
        "二零二五年三月三十一日",
        "2025/3/1 0:00:00",
        "2025/3/1 12:00:00 AM",
        "2025年03月01日 00:00:00",
        "2025年3月1日 星期六 上午 8:00",
        "20250301000000",
        "202503010000",
        "20250301T000000Z",
        "2025-03-01-00.00.00.000000",
        "2025-02-28 16:00:00 UTC",
        "2025-02-28 16:00:00 +0000 UTC",
        "2025-02-28T16:00:00.0000000Z",
        "2025-02-28T11:00:00-05:00",
        "2025-03-01T00:00:00+09:00",
        "/Date(1740758400000)/",
        "/Date(1740758400000+0800)/",
        "2025年 / 3月",
        "2025.0 / 3.0",
    ],
)
def test_months_are_their_first_day(text: str) -> None:
    assert read_month(text) == MARCH


@pytest.mark.parametrize(
    "text",
    [
        *("1735660800000", "45717", "660", "2025Q1", "2025年1-3月", "01/03/2025", "2025 / 13"),
        *("2024 / 202503", "25年 / 3", "2025-03-01 25:00", "2025-03-01 00:00 XYZ", "9" * 30),
        *("2025", "2025-13", "2025-00", "202513", "0000-01", "3月", "March 2025", "2025-02-30", ""),
    ],
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert read_month(text) is None


def test_an_instant_in_utc_is_read_on_chinas_clock() -> None:
    assert read_day("2025-03-31T16:00:00+00:00") == date(2025, 4, 1)
    assert read_day("2025-03-31T15:59:59Z") == date(2025, 3, 31)


def test_a_month_is_no_day() -> None:
    assert read_day("2025-03") is None
    assert read_day("202503") is None


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("440103", "440103"),
        ("440000", "440000"),
        ("440103000000", "440103"),
        ("440103001000", "440103001"),
        ("440103000", "440103"),
        ("440103001101", "440103001101"),
    ],
)
def test_zeros_that_fill_a_code_up_are_cut(code: str, short: str) -> None:
    assert short_code(code) == short


def test_a_whole_number_is_whole_however_written() -> None:
    assert [whole(text) for text in ("440100", "440100.0", "440100.", "1.5", "-1", "1e5")] == [
        "440100",
        "440100",
        "440100",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [("是 有 Y yes TRUE t 1 1.0 √ Ｙ", "true"), ("否 无 N no False f 0 0.0 × 没有", "false")],
)
def test_words_for_yes_and_no(words: str, value: str) -> None:
    judge = ValueParser(RegionCodes(RegionTree.from_regions([])), MARCH)
    field = load_contracts()["stations"].by_name["has_posts"]
    assert {judge.verdict(field, word) for word in words.split()} == {ParseResult(value)}
    assert judge.verdict(field, "也许") == ParseResult(reason="unreadable_value")
    assert judge.verdict(field, None) == ParseResult(reason="missing_value")
