"""Observations as a table, on the tree of this folder."""

from dataclasses import replace

import pytest

from dashboard.exports.observation_tables import observations_table, ranks_of
from dashboard.exports.table import Table
from dashboard.figure_words import as_total
from dashboard.indicators import Indicator
from dashboard.observations import CategoryFilter, Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.threshold import Threshold
from tests.exports.support import Build, of_table

PLACEMENT_RATE = Indicator(
    code="placement_rate",
    name="安置任务完成率",
    name_en="Placement rate",
    short_name="完成率",
    definition="期内已安置人数 ÷ 应安置人数。",
    definition_en="Placed ÷ due.",
    numerator=("placements_placed",),
    denominator=("placements_due",),
    mart="placements",
    system="placement",
    unit="%",
    decimals=1,
    polarity="higher",
    rank_from=20,
    source="移交安置月报",
)
PERIOD = Period(2026, 1, 10, False)
REPORTING = Reporting(all=2, some=1, none=0, months=25, months_expected=30)
OFFICERS = CategoryFilter(placement_category=["transferred_officers"])


def observation(
    tree: RegionTree, code: str, placed: float | None, due: float | None
) -> Observation:
    return Observation(PLACEMENT_RATE, tree[code], PERIOD, placed, due, REPORTING)


@pytest.fixture
def table(tree: RegionTree, demonstration: Build):
    """Makes the table of observations."""

    def made(*observations: Observation, language="zh", unlisted=(), threshold=None) -> Table:
        return observations_table(
            observations,
            region="广东省",
            title="各市完成率",
            tree=tree,
            build=demonstration,
            language=language,
            unlisted=unlisted,
            threshold=threshold,
        )

    return made


def test_an_observation_has_everything_needed_to_check_it(tree: RegionTree, table) -> None:
    before = replace(observation(tree, "440104", 30, 40), period=PERIOD.previous())
    now = replace(observation(tree, "440104", 45, 50), previous=before)
    (record,) = of_table(table(now))
    assert record == {
        "区划代码": "440104",
        "地区": "越秀区",
        "省级": "广东省",
        "市级": "广州市",
        "县级": "越秀区",
        "期间": "2026年1–10月",
        "年": "2026",
        "起月": "1",
        "止月": "10",
        "指标代码": "placement_rate",
        "指标名称": "安置任务完成率",
        "安置类别": "",
        "名次": "",
        "指标值": "90",
        "单位": "%",
        "无值原因": "",
        "分子名称": "已安置人数",
        "分子": "45",
        "分母名称": "应安置人数",
        "分母": "50",
        "上年同期值": "75",
        "同比": "15",
        "全部口径同比": "15",
        "同比单位": "个百分点",
        "可比口径本期值": "",
        "可比口径上年同期值": "",
        "应报县区": "3",
        "报全县区": "2",
        "缺月县区": "1",
        "未报县区": "0",
        "应报县区月数": "30",
        "已报县区月数": "25",
        "报送完整程度": "不完整",
        "报送情况": "已齐",
        "区划口径": "今日区划",
        "区划变动": "",
        "数据版本": "20261122T070000-abc123",
        "数据性质": "演示数据",
    }


def test_what_an_observation_is_limited_to_stands_in_its_dimension_s_column(
    tree: RegionTree, table
) -> None:
    limited = replace(observation(tree, "440104", 1, 2), limits=OFFICERS)
    mixed = table(limited, observation(tree, "441900", 3, 4))
    assert [record["安置类别"] for record in of_table(mixed)] == ["转业军官", ""]
    assert mixed.filters == ""
    assert table(limited).file_name("csv") == (
        "广东省_各市完成率（转业军官）_2026年1–10月_演示数据.csv"
    )


def test_regions_beside_each_other_are_ranked_as_on_the_page(tree: RegionTree, table) -> None:
    """Ties share a place; who has no value or a small denominator has none, nor has the region
    above, whose total closes the table."""
    counties = [
        observation(tree, "310101", 80, 100),
        observation(tree, "429004", 90, 100),
        observation(tree, "440104", 45, 50),
        observation(tree, "441900", None, None),
        observation(tree, "440100", 9, 10),
    ]
    assert ranks_of(counties) == [3, 1, 1, None, None]
    nation = as_total(observation(tree, "100000", 224, 260))
    provinces = [observation(tree, code, 50, 100) for code in ("310000", "440000")]
    (first, second, last) = of_table(table(*provinces, nation))
    assert [one["名次"] for one in (first, second, last)] == ["1", "1", ""]
    assert (last["地区"], last["区划代码"]) == ("全国合计", "100000")


def test_who_is_not_listed_counts_in_the_ranks(tree: RegionTree, table) -> None:
    better = [observation(tree, code, 90, 100) for code in ("310101", "429004")]
    (record,) = of_table(table(observation(tree, "440104", 45, 100), unlisted=better))
    assert record["名次"] == "3"


def test_each_indicator_filter_and_time_is_ranked_by_itself(tree: RegionTree) -> None:
    low, high = observation(tree, "310000", 50, 100), observation(tree, "440000", 60, 100)
    others = [replace(one, limits=OFFICERS) for one in (high, low)]
    alone = replace(low, period=PERIOD.previous())
    assert ranks_of([low, *others, high, alone]) == [2, 1, 2, 1, None]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"reporting": Reporting(none=1, months_expected=10)}, "未上报"),
        ({"limits": OFFICERS}, "无此类"),
        ({"numerator": 3, "denominator": 0}, "—"),
    ],
)
def test_why_there_is_no_value_stands_in_a_word(
    tree: RegionTree, table, changes: dict, word: str
) -> None:
    empty = replace(observation(tree, "440104", None, None), **changes)
    (record,) = of_table(table(empty))
    assert (record["指标值"], record["无值原因"]) == ("", word)


def test_headings_and_words_in_english(tree: RegionTree, table) -> None:
    (record,) = of_table(table(observation(tree, "440104", 45, 50), language="en"))
    assert all(heading.isascii() for heading in record)
    assert record["period"] == "2026-01 to 2026-10"
    assert record["indicator"] == "Placement rate"
    assert record["nature of the data"] == "demonstration data"


@pytest.mark.parametrize(
    ("code", "province", "city", "county"),
    [
        ("100000", "", "", ""),
        ("310101", "上海市", "", "黄浦区"),
        ("429004", "湖北省", "", "仙桃市"),
        ("441900", "广东省", "东莞市", ""),
        ("440000", "广东省", "", ""),
    ],
)
def test_a_level_that_a_region_lacks_is_empty(
    tree: RegionTree, table, code: str, province: str, city: str, county: str
) -> None:
    (record,) = of_table(table(observation(tree, code, 1, 2)))
    assert (record["省级"], record["市级"], record["县级"]) == (province, city, county)
    assert record["地区"] == tree[code].name


def test_nothing_reported_is_empty_and_never_zero(tree: RegionTree, table) -> None:
    nothing, none_due = of_table(
        table(observation(tree, "440104", None, None), observation(tree, "441900", 0, 0))
    )
    assert [nothing[c] for c in ("分子", "分母", "指标值", "上年同期值", "同比")] == [""] * 5
    assert nothing["同比单位"] == ""
    assert [none_due[c] for c in ("分子", "分母", "指标值")] == ["0", "0", ""]


def test_the_own_part_of_a_region_says_so(tree: RegionTree, table) -> None:
    whole = observation(tree, "440100", 1, 2)
    own = replace(whole, region=replace(whole.region, name="广州本级"))
    (record,) = of_table(table(own))
    assert (record["区划代码"], record["地区"], record["市级"]) == ("440100", "广州本级", "广州市")


def test_a_file_of_a_trend_is_named_after_all_its_months(tree: RegionTree, table) -> None:
    def of(*periods: Period) -> str:
        one = observation(tree, "440104", 1, 2)
        return table(*(replace(one, period=period) for period in periods)).period

    assert of(PERIOD) == "2026年1–10月"
    assert of(*(Period(2026, month, month) for month in range(1, 11))) == "2026年1–10月"
    assert of(*(Period(year, 1, 10, False) for year in range(2021, 2027))) == "2021–2026年1–10月"
    assert of(*(Period(year, 1, 12) for year in (2024, 2025))) == "2024–2025年"
    assert of(*(Period(year, 1, 3) for year in (2024, 2025))) == "2024–2025年一季度"
    assert of(Period(2021, 3, 3), Period(2022, 2, 2)) == "2021年3月–2022年2月"
    assert of() == ""


def test_the_notes_hold_the_definition_and_how_to_read_the_columns(tree: RegionTree, table) -> None:
    notes = dict(table(observation(tree, "440104", 1, 2)).all_notes())
    assert notes["安置任务完成率（%）"] == (
        "期内已安置人数 ÷ 应安置人数。来源：移交安置月报。分母不足 20 的地区不参加排名。"
    )
    assert {"名次", "空白", "起月", "同比"} <= set(notes)
    english = dict(table(observation(tree, "440104", 1, 2), language="en").all_notes())
    assert english["Placement rate (%)"] == "Placed ÷ due."


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "完成率高于 50%、低于 92.5%"), ("en", "Placement rate above 50 % and below 92.5 %")],
)
def test_a_threshold_stands_in_the_name_and_in_every_row(
    tree: RegionTree, table, language: str, said: str
) -> None:
    limited = table(
        observation(tree, "440104", 45, 50),
        language=language,
        unlisted=[observation(tree, "310101", 50, 50)],
        threshold=Threshold(PLACEMENT_RATE, 50, 92.5),
    )
    assert limited.filters == said
    assert said in limited.file_name("csv")
    (record,) = of_table(limited)
    assert record["数值筛选" if language == "zh" else "limited to values"] == said
    # The rank is among all regions, listed or not.
    assert record["名次" if language == "zh" else "rank"] == "2"
