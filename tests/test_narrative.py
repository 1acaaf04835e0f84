"""Sentences made from numbers, against observations made by hand."""

from dataclasses import replace

import pytest

from dashboard.figure_titles import map_title, ranking_title
from dashboard.figure_words import nothing_words, when_words
from dashboard.narrative import (
    biggest_changes,
    change_words,
    changes_title,
    headline,
    reported_words,
)
from dashboard.observations import Comparable, Observation, Reporting
from dashboard.periods import Period
from dashboard.ranking import rank
from dashboard.regions import RegionTree
from dashboard.systems import catalogue

TREE = RegionTree.load()
INDICATORS = catalogue().indicators
RATE, SPENT = INDICATORS["placement_rate"], INDICATORS["relief_spent"]
PLACED, DONE = INDICATORS["placements_placed"], INDICATORS["memorial_completion"]
PERIOD = Period(2025, 1, 10, complete=False)
ONE = Reporting(all=1, months=10, months_expected=10)
GUANGZHOU, SHAOGUAN, SHENZHEN, DONGGUAN = "440100", "440200", "440300", "441900"


def observation(
    code: str, now: float | None, before: float | None = None, indicator=RATE
) -> Observation:
    """A rate out of a hundred, or an amount, with the year before."""

    def one(value: float | None, period: Period, previous: Observation | None) -> Observation:
        below = 100 if indicator.is_rate else None
        return Observation(indicator, TREE[code], period, value, below, ONE, previous)

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
    assert change_words(observation(GUANGZHOU, now, before, indicator)) == words


def test_a_page_opens_with_its_first_indicator_and_what_moved_most() -> None:
    coverage = INDICATORS["village_coverage"]
    whole = [observation("440000", 96, 95), observation("440000", 90, 92, coverage)]
    children = [
        observation(GUANGZHOU, 80, 85, coverage),
        observation(SHAOGUAN, 90, 91, coverage),
        observation(SHENZHEN, 99, 98, coverage),
    ]
    sentence = headline(whole, {"village_coverage": children})
    assert sentence == (
        "广东省2025年1–10月安置任务完成率96.0%，比去年同期高1.0个百分点；"
        "村（社区）站覆盖率回落2.0个百分点，广州、韶关降幅最大。"
    )


def adjusted(code: str, *like: float, indicator=RATE) -> Observation:
    """An observation of 96 and 95 of a hundred whose change is made of other sums."""
    return replace(observation(code, 96, 95, indicator), comparable=Comparable(*like))


def test_every_sentence_says_which_of_two_changes_it_tells() -> None:
    """Like for like 5 points up, plain 1: in the first clause, in the second, in a title."""
    first = adjusted("440000", 95, 100, 90, 100)
    coverage = adjusted(GUANGZHOU, 95, 100, 90, 100, indicator=INDICATORS["village_coverage"])
    assert change_words(first) == "比去年同期高5.0个百分点（可比口径）"
    sentence = headline([first, coverage], {})
    assert sentence.endswith("；村（社区）站覆盖率上升5.0个百分点（可比口径）。")
    assert changes_title([first]) == "广东安置任务完成率升5.0个百分点（可比口径）"


def test_no_sentence_rests_on_a_change_of_a_few() -> None:
    """Of two who were due in both years one more was placed; a hundred are due now."""
    few = adjusted(GUANGZHOU, 2, 2, 1, 2)
    assert few.eligible
    assert not few.is_change_telling
    assert headline([few], {}) == "广州市2025年1–10月安置任务完成率96.0%。"
    assert biggest_changes([few]) == []
    assert biggest_changes([adjusted(GUANGZHOU, 20, 20, 10, 20)]) != []


def test_percent_and_points_are_weighed_by_how_far_the_children_are_apart() -> None:
    """Execution fell by 10 points where counties move by 40, coverage by 2 where they move by 1."""
    coverage = INDICATORS["village_coverage"]
    whole = [
        observation("440000", 96, 95),
        observation("440000", 90, 100, INDICATORS["budget_execution"]),
        observation("440000", 90, 92, coverage),
    ]
    children = {
        "budget_execution": [
            observation(code, 40, 80, INDICATORS["budget_execution"])
            for code in (GUANGZHOU, SHAOGUAN)
        ],
        "village_coverage": [observation(code, 90, 91, coverage) for code in (GUANGZHOU, SHAOGUAN)],
    }
    assert "村（社区）站覆盖率回落2.0个百分点" in headline(whole, children)


def test_without_numbers_it_says_so() -> None:
    assert headline([observation("440000", None)], {}) == "广东省2025年1–10月还没有可以显示的数据。"


def test_counties_of_one_name_are_told_apart() -> None:
    codes = ["231005", "220403", "220104"]
    observations = [
        observation(code, now, before)
        for code, (now, before) in zip(codes, [(96, 90), (95, 90), (90, 90)], strict=True)
    ]
    labels = TREE.labels(codes)
    assert map_title(rank(observations), RATE, "县区", labels) == (
        "各县区安置任务完成率：牡丹江西安区最高，长春朝阳区最低"
    )
    assert changes_title(observations[:2], labels) == (
        "牡丹江西安区安置任务完成率升6.0个百分点，辽源西安区安置任务完成率升5.0个百分点"
    )
    assert ranking_title(observations[:1], "县区", labels).startswith("牡丹江西安区安置任务完成率")
    assert headline([observations[0]], {}).startswith("牡丹江西安区2025年")
    assert headline([observation(GUANGZHOU, 90)], {}).startswith("广州市2025年")


def test_the_regions_that_moved_most_are_never_more_than_say_so() -> None:
    coverage = INDICATORS["village_coverage"]
    whole = [observation("440000", 96, 95), observation("440000", 90, 92, coverage)]
    codes = [region.code for region in TREE.children("440000")][:5]
    changes = [(80, 85), (90, 91), (89, 90), (88, 89), (99, 98)]
    children = [observation(c, *pair, coverage) for c, pair in zip(codes, changes, strict=True)]
    said = headline(whole, {"village_coverage": children}, TREE.labels(codes))
    # Three fell by one point: of them none is named.
    assert said.endswith("；村（社区）站覆盖率回落2.0个百分点，广州降幅最大。")
    alike = [observation(c, 89, 90, coverage) for c in codes]
    said = headline(whole, {"village_coverage": alike}, TREE.labels(codes))
    assert said.endswith("；村（社区）站覆盖率回落2.0个百分点。")


def test_a_change_that_rounds_to_nothing_moves_no_sentence() -> None:
    coverage = INDICATORS["village_coverage"]
    whole = [observation("440000", 96, 95), observation("440000", 92.04, 92, coverage)]
    assert headline(whole, {}) == "广东省2025年1–10月安置任务完成率96.0%，比去年同期高1.0个百分点。"
    assert whole[1].direction == "level"


def test_what_changed_most() -> None:
    coverage = INDICATORS["village_coverage"]
    observations = [
        observation(GUANGZHOU, 99, 95),
        observation(SHAOGUAN, 94, 95),
        observation(SHENZHEN, 95, 95),
        observation(DONGGUAN, 80, 81, coverage),
        observation(GUANGZHOU, 5, 1, SPENT),  # not judged
    ]
    chosen = biggest_changes(observations)
    assert chosen[0] is observations[0]
    assert {id(r) for r in chosen} == {id(observations[i]) for i in (0, 1, 3)}
    assert changes_title(chosen[:1]) == "广州安置任务完成率升4.0个百分点"
    assert changes_title([observations[0], observations[3]]) == (
        "广州安置任务完成率升4.0个百分点，东莞村（社区）站覆盖率降1.0个百分点"
    )
    # A region is named once.
    twice = [observations[0], observation(GUANGZHOU, 80, 81, coverage)]
    assert changes_title(twice) == (
        "广州安置任务完成率升4.0个百分点、村（社区）站覆盖率降1.0个百分点"
    )


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (Reporting(122, 0, 0, 1220, 1220), "122 县区报全"),
        (Reporting(115, 9, 0, 1200, 1240), "115 县区报全，9 县区缺月"),
        (Reporting(1000, 9, 4, 10_080, 10_130), "1,000 县区报全，9 县区缺月，4 县区未报"),
        # What there is comes from the region's own office.
        (Reporting(0, 0, 5, 0, 50), "5 县区均未报"),
        (Reporting(0, 2, 3, 7, 50), "0 县区报全，2 县区缺月，3 县区未报"),
        # A month, a snapshot or a registry is reported or not.
        (Reporting(120, 0, 4, 120, 124), "120 县区已报，4 县区未报"),
        (
            Reporting(38, 1, 0, 385, 390, former=1),
            "38 县区报全，1 县区缺月，其中 1 个已撤分、未分到今天的县区",
        ),
    ],
)
def test_who_reported_under_a_region(who, words) -> None:
    assert reported_words(Observation(RATE, TREE["440000"], PERIOD, 1, 1, who)) == words


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (ONE, "已上报"),
        (Reporting(some=1, months=9, months_expected=10), "报 9/10 个月"),
        (Reporting(none=1, months_expected=10), "未上报"),
    ],
)
def test_whether_a_leaf_region_reported(who, words) -> None:
    for code in ("440103", DONGGUAN):
        assert reported_words(Observation(RATE, TREE[code], PERIOD, 1, 1, who)) == words


def test_periods_that_most_have_yet_to_report_are_marked() -> None:
    settled = Observation(RATE, TREE["440000"], PERIOD, 1, 1, ONE)
    early = replace(settled, period=Period(2025, 1, 12, complete=False), settled=False)
    assert when_words([settled, settled]) == "2025年1–10月"
    assert when_words([settled, early]) == "2025年1–10月、2025年（未齐）"


def test_why_a_figure_is_empty() -> None:
    zero = Observation(RATE, TREE["440000"], PERIOD, 0, 0, ONE)
    silent = Observation(RATE, TREE["440000"], PERIOD, None, None, Reporting(none=1))
    assert nothing_words([zero]) == "这一时段分母为零。"
    assert nothing_words([silent, silent]) == "这一时段未上报。"
    assert nothing_words([zero, silent]) == "这一时段分母为零、未上报。"
    assert nothing_words([]) == "这一时段无数据。"
