"""Titles of rankings, maps and trends, against observations made by hand."""

import pytest

from dashboard.figure_titles import extent_words, map_title, ranking_title, trend_title
from dashboard.observations import Observation
from dashboard.ranking import rank
from tests.test_narrative import (
    DONE,
    DONGGUAN,
    GUANGZHOU,
    PERIOD,
    PLACED,
    RATE,
    SHAOGUAN,
    SHENZHEN,
    SPENT,
    TREE,
    observation,
)

EQUAL = (95, 95.04)
PARTS = ("甲", "乙", "丙", "丁", "戊")


@pytest.mark.parametrize(
    ("pairs", "indicator", "word", "title"),
    [
        # All, none and some are better.
        ([(96, 95), (97, 95), (98, 97)], RATE, "市", "3 市均好于去年同期"),
        ([(94, 95), (93, 95), (96, 97)], RATE, "市", "3 市均不及去年同期"),
        ([(96, 95), (94, 95), (96, 97)], RATE, "市", "3 市中 1 市好于去年同期"),
        ([(96, 95), (97, 95)], RATE, "省（区、市）", "2 个省（区、市）均好于去年同期"),
        ([(96, 95), (94, 95)], RATE, "盟市", "2 个盟市中 1 个好于去年同期"),
        # Some are equal as written, or all.
        ([(96, 95), EQUAL, (94, 95)], RATE, "市", "3 市中 1 市好于去年同期，1 市持平"),
        ([(94, 95), EQUAL, EQUAL], RATE, "市", "3 市均不及去年同期或持平"),
        ([EQUAL, EQUAL], RATE, "区", "2 区均与去年同期持平"),
        ([(96, 95), EQUAL], RATE, "区", "2 区中 1 区好于去年同期，1 区持平"),
        # What has no judgement is higher or lower.
        ([(96, 95), (94, 95)], SPENT, "市", "2 市中 1 市高于去年同期"),
        ([(94, 95), (94, 95)], SPENT, "市", "2 市均低于去年同期"),
        ([(94, 95), (100_000, 100_010)], SPENT, "市", "2 市均低于去年同期或持平"),
        # No change is available, for all or for some.
        ([(96, None), (94, None)], RATE, "市", "2 市排名"),
        ([(None, 95), (94, None)], RATE, "区县", "2 个区县排名"),
        ([(96, 95), (97, 95), (95, None)], RATE, "市", "3 市中 2 市可比，均好于去年同期"),
        ([(96, 95), (None, 95)], RATE, "市", "2 市中 1 市可比，好于去年同期"),
        ([(96, 95), (94, 95), (95, None)], RATE, "市", "3 市中 2 市可比，其中 1 市好于去年同期"),
        # One region.
        ([(96, 95)], RATE, "市", "广州安置任务完成率比去年同期高1.0个百分点"),
        ([(96, None)], RATE, "市", "广州安置任务完成率96.0%"),
        ([EQUAL], RATE, "市", "广州安置任务完成率与去年同期持平"),
        ([], RATE, "市", "没有可以排名的地区"),
        # A rate that can't pass 100 %: who is there can't be better.
        ([(100, 99), (100, 100), (100, 100)], DONE, "市", "3 市均已全部完成"),
        (
            [(100, 100), (100, 100), (90, 80), (80, 90)],
            DONE,
            "市",
            "2 市已全部完成，其余 2 市中 1 市好于去年同期",
        ),
        (
            [(100, 100), (100, 100), (90, 80)],
            DONE,
            "区县",
            "2 个区县已全部完成，其余 1 个好于去年同期",
        ),
        ([(100, 90), (90, None)], DONE, "市", "1 市已全部完成，其余 1 市无可比数据"),
        ([(99.97, 90), (90, 80)], DONE, "市", "2 市均好于去年同期"),
        # Placement can pass 100 %: 100 is no end there.
        ([(100, 99), (152, 100)], RATE, "市", "2 市均好于去年同期"),
    ],
)
def test_what_a_ranking_shows(pairs, indicator, word, title) -> None:
    observations = [
        observation(code, *pair, indicator)
        for code, pair in zip((GUANGZHOU, SHAOGUAN, SHENZHEN, DONGGUAN), pairs, strict=False)
    ]
    assert ranking_title(observations, word) == title


@pytest.mark.parametrize(
    ("values", "indicator", "title"),
    [
        ((96, 95, 90), RATE, "各市安置任务完成率：广州最高，深圳最低"),
        ((100, 100, 90), RATE, "各市安置任务完成率：广州、韶关并列最高，深圳最低"),
        ((100, 90, 90), RATE, "各市安置任务完成率：广州最高，韶关、深圳并列最低"),
        ((100, 99.96, 90), RATE, "各市安置任务完成率：广州最高，深圳最低"),
        ((90, 90, 90), RATE, "各市安置任务完成率：均为 90.0%"),
        ((90, None, None), RATE, "各市安置任务完成率"),
        ((90, 80, None), RATE, "各市安置任务完成率：参加排名的 2 市中广州最高，韶关最低"),
        ((90, 90, None), RATE, "各市安置任务完成率：参加排名的 2 市均为 90.0%"),
        ((9e6, 8e6, 7e6), SPENT, "各市帮扶支出：广州最多，深圳最少"),
        ((30, 20, 10), PLACED, "各市安置人数：广州最多，深圳最少"),
    ],
)
def test_what_a_map_shows(values, indicator, title) -> None:
    codes = (GUANGZHOU, SHAOGUAN, SHENZHEN)
    observations = [
        observation(code, value, indicator=indicator)
        for code, value in zip(codes, values, strict=True)
    ]
    assert map_title(rank(observations), indicator, "市") == title


def test_a_map_names_no_region_that_is_too_small_to_rank() -> None:
    few = Observation(RATE, TREE[SHENZHEN], PERIOD, 5, 5, 1, 1)
    observations = [observation(GUANGZHOU, 96), observation(SHAOGUAN, 95), few]
    assert map_title(rank(observations), RATE, "市") == (
        "各市安置任务完成率：参加排名的 2 市中广州最高，韶关最低"
    )


def test_many_that_share_a_place_are_counted() -> None:
    codes = [region.code for region in TREE.children("440000")][:6]
    observations = [observation(code, 100) for code in codes[:5]] + [observation(codes[5], 90)]
    assert map_title(rank(observations), RATE, "市").startswith(
        "各市安置任务完成率：5 市并列最高，"
    )


@pytest.mark.parametrize(
    ("pairs", "indicator", "unit", "title"),
    [
        ([(96, 95), (94, 95)], RATE, "月", "安置任务完成率：2 个月中 1 个月好于去年同期"),
        ([(96, 95), (None, 95)], RATE, "月", "安置任务完成率：2 个月中 1 个月可比，好于去年同期"),
        ([(96, 95), (97, 95)], RATE, "季度", "安置任务完成率：2 个季度均好于去年同期"),
        ([EQUAL, EQUAL], RATE, "月", "安置任务完成率：2 个月均与去年同期持平"),
        ([(94, 95), EQUAL], RATE, "月", "安置任务完成率：2 个月均不及去年同期或持平"),
        ([(2, 1), (3, 4)], SPENT, "年", "帮扶支出：2 年中 1 年高于上年"),
        ([(2, 1), (3, 2)], SPENT, "年", "帮扶支出：2 年均高于上年"),
        ([(96, None)], RATE, "月", "安置任务完成率逐月走势"),
        ([(96, 95)], RATE, "月", "安置任务完成率：1 个月好于去年同期"),
    ],
)
def test_what_a_trend_shows(pairs, indicator, unit, title) -> None:
    observations = [observation(GUANGZHOU, *pair, indicator) for pair in pairs]
    assert trend_title(observations, indicator, unit) == title


def test_the_parts_of_a_whole_that_share_a_place() -> None:
    def named(*values: float) -> list[tuple[str, Observation]]:
        return [
            (name, observation(GUANGZHOU, v, None, SPENT))
            for name, v in zip(PARTS, values, strict=False)
        ]

    assert extent_words(named(5e6, 4e6), "类", parts=True) == "甲金额最多，乙金额最少"
    assert extent_words(named(5e6, 5e6, 1e6), "类", parts=True) == "甲、乙并列金额最多，丙金额最少"
    assert (
        extent_words(named(5e6, 5e6, 5e6, 5e6, 1e6), "类", parts=True)
        == "4 类并列金额最多，戊金额最少"
    )
    assert extent_words(named(5e6, 5e6), "类", parts=True) == "均为 500.0 万元"
    assert extent_words(named(5e6), "类", parts=True) == extent_words([], "类") == ""
