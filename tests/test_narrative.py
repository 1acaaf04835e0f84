"""Sentences made from numbers, against readings made by hand."""

import pytest

from dashboard.indicators import catalogue
from dashboard.narrative import (
    biggest_changes,
    change_words,
    changes_title,
    headline,
    map_title,
    ranking_title,
    reported_words,
    trend_title,
)
from dashboard.periods import Period
from dashboard.readings import Reading, rank
from dashboard.regions import RegionTree

TREE = RegionTree.load()
INDICATORS = catalogue().indicators
RATE, SPENT = INDICATORS["placement_rate"], INDICATORS["relief_spent"]
PERIOD = Period(2025, 1, 10, complete=False)
GUANGZHOU, SHAOGUAN, SHENZHEN, DONGGUAN = "440100", "440200", "440300", "441900"


def reading(code: str, now: float | None, before: float | None = None, indicator=RATE) -> Reading:
    """A rate out of a hundred, or an amount, with the year before."""

    def one(value: float | None, period: Period, previous: Reading | None) -> Reading:
        below = 100 if indicator.is_rate else None
        return Reading(indicator, TREE[code], period, value, below, 1, 1, previous)

    return one(now, PERIOD, one(before, PERIOD.previous(), None))


@pytest.mark.parametrize(
    ("now", "before", "indicator", "words"),
    [
        (96, 95, RATE, "比去年同期高1.0个百分点"),
        (94, 95.5, RATE, "比去年同期低1.5个百分点"),
        (95, 95.04, RATE, "与去年同期持平"),
        (110, 100, SPENT, "同比增长10.0%"),
        (90, 100, SPENT, "同比下降10.0%"),
        (90, 0, SPENT, ""),
        (None, 95, RATE, ""),
    ],
)
def test_a_change_in_words(now, before, indicator, words) -> None:
    assert change_words(reading(GUANGZHOU, now, before, indicator)) == words


def test_a_page_opens_with_its_first_indicator_and_what_moved_most() -> None:
    coverage = INDICATORS["village_coverage"]
    whole = [reading("440000", 96, 95), reading("440000", 90, 92, coverage)]
    children = [
        reading(GUANGZHOU, 80, 85, coverage),
        reading(SHAOGUAN, 90, 91, coverage),
        reading(SHENZHEN, 99, 98, coverage),
    ]
    sentence = headline(whole, {"village_coverage": children})
    assert sentence == (
        "广东省2025年1–10月安置任务完成率96.0%，比去年同期高1.0个百分点；"
        "村（社区）站覆盖率回落2.0个百分点，广州、韶关降幅最大。"
    )


def test_without_numbers_it_says_so() -> None:
    assert headline([reading("440000", None)], {}) == "广东省2025年1–10月还没有可以显示的数据。"


def test_what_a_ranking_shows() -> None:
    readings = [reading(GUANGZHOU, 96, 95), reading(SHAOGUAN, 94, 95), reading(SHENZHEN, 95, None)]
    assert ranking_title(readings, "市") == "3 市中 1 市好于去年同期"
    amounts = [reading(GUANGZHOU, 96, 95, SPENT), reading(SHAOGUAN, 94, 95, SPENT)]
    assert ranking_title(amounts, "市") == "2 市中 1 市高于去年同期"
    assert ranking_title([reading(GUANGZHOU, 96)], "市") == "1 市排名"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((96, 95, 90), "各市安置任务完成率：广州最高，深圳最低"),
        ((100, 100, 90), "各市安置任务完成率：2 市并列最高，深圳最低"),
        ((100, 90, 90), "各市安置任务完成率：广州最高，2 市并列最低"),
        ((90, 90, 90), "各市安置任务完成率：都是 90.0%"),
        ((90, None, None), "各市安置任务完成率"),
    ],
)
def test_what_a_map_shows(values, title) -> None:
    codes = (GUANGZHOU, SHAOGUAN, SHENZHEN)
    readings = [reading(code, value) for code, value in zip(codes, values, strict=True)]
    assert map_title(rank(readings), RATE, "市") == title


def test_what_a_trend_shows() -> None:
    assert trend_title(RATE, [96, 94, None], [95, 95, 95], "月") == (
        "安置任务完成率：2 个月中 1 个好于去年"
    )
    assert trend_title(SPENT, [2, 3], [1, 4], "年") == "帮扶支出：2 年中 1 年高于上年"
    assert trend_title(RATE, [96], [None], "月") == "安置任务完成率逐月走势"


def test_what_changed_most() -> None:
    coverage = INDICATORS["village_coverage"]
    readings = [
        reading(GUANGZHOU, 99, 95),
        reading(SHAOGUAN, 94, 95),
        reading(SHENZHEN, 95, 95),
        reading(DONGGUAN, 80, 81, coverage),
        reading(GUANGZHOU, 5, 1, SPENT),  # not judged
    ]
    chosen = biggest_changes(readings)
    assert chosen[0] is readings[0]
    assert {id(r) for r in chosen} == {id(readings[i]) for i in (0, 1, 3)}
    assert changes_title(chosen[:1]) == "广州安置任务完成率升4.0个百分点"
    assert changes_title([readings[0], readings[3]]) == (
        "广州安置任务完成率升4.0个百分点，东莞村（社区）站覆盖率降1.0个百分点"
    )


def test_who_reported() -> None:
    assert reported_words(reading(GUANGZHOU, 1)) == "已上报"
    few = Reading(RATE, TREE["440000"], PERIOD, 1, 1, 118, 122)
    assert reported_words(few) == "118/122 县区已报"
