from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.cells import guard
from dashboard.exports.columns import Column
from dashboard.exports.csv_files import observations_csv, table_csv
from dashboard.indicators import Indicator
from dashboard.observations import CategoryFilter, Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from tests.exports.support import Build, dictionaries, records

PLACEMENT_RATE = Indicator(
    code="placement_rate",
    name="安置任务完成率",
    name_en="Placement rate",
    short_name="完成率",
    definition="",
    definition_en="",
    numerator=("placements_placed",),
    denominator=("placements_due",),
    mart="placements",
    system="placement",
    unit="%",
    decimals=1,
    polarity="higher",
    source="",
)
PERIOD = Period(2026, 1, 10, False)
REPORTING = Reporting(all=2, some=1, none=0, months=25, months_expected=30)


def observation(
    tree: RegionTree, code: str, placed: float | None, due: float | None
) -> Observation:
    return Observation(PLACEMENT_RATE, tree[code], PERIOD, placed, due, REPORTING)


def test_a_observation_has_everything_needed_to_check_it(
    tree: RegionTree, demonstration: Build
) -> None:
    before = replace(observation(tree, "440104", 30, 40), period=PERIOD.previous())
    now = replace(observation(tree, "440104", 45, 50), previous=before)
    (record,) = dictionaries(observations_csv([now], tree=tree, build=demonstration))
    assert record == {
        "区划代码": "440104",
        "地区": "越秀区",
        "省级": "广东省",
        "市级": "广州市",
        "县级": "越秀区",
        "期间": "2026年1–10月",
        "指标代码": "placement_rate",
        "指标名称": "安置任务完成率",
        "类别": "",
        "分子": "45",
        "分母": "50",
        "指标值": "90",
        "单位": "%",
        "上年同期值": "75",
        "同比变化": "15",
        "同比变化单位": "个百分点",
        "全部口径同比变化": "15",
        "可比口径本期值": "",
        "可比口径上年同期值": "",
        "应报县区": "3",
        "报全县区": "2",
        "缺月县区": "1",
        "未报县区": "0",
        "应报县区月数": "30",
        "已报县区月数": "25",
        "报送情况": "已齐",
        "无值原因": "",
        "区划变动": "",
        "数据版本": "20261122T070000-abc123",
        "数据性质": "演示数据",
    }


def test_what_a_observation_is_limited_to_stands_beside_it(
    tree: RegionTree, reported: Build
) -> None:
    officers = CategoryFilter(placement_category=["transferred_officers"])
    limited = replace(observation(tree, "440104", 1, 2), limits=officers)
    file = observations_csv([limited, observation(tree, "441900", 3, 4)], tree=tree, build=reported)
    assert [record["类别"] for record in dictionaries(file)] == ["转业军官", ""]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"reporting": Reporting(none=1, months_expected=10)}, "未上报"),
        ({"limits": CategoryFilter(placement_category=["transferred_officers"])}, "无此类"),
        ({"numerator": 3, "denominator": 0}, "—"),
    ],
)
def test_why_there_is_no_value_stands_in_a_word(
    tree: RegionTree, reported: Build, changes: dict, word: str
) -> None:
    empty = replace(observation(tree, "440104", None, None), **changes)
    (record,) = dictionaries(observations_csv([empty], tree=tree, build=reported))
    assert (record["指标值"], record["无值原因"]) == ("", word)


def test_headers_in_english(tree: RegionTree, reported: Build) -> None:
    file = observations_csv(
        [observation(tree, "440104", 45, 50)], tree=tree, build=reported, language="en"
    )
    (record,) = dictionaries(file)
    assert all(header.isascii() for header in record)
    assert record["period"] == "2026-01 to 2026-10"
    assert record["indicator"] == "Placement rate"
    assert record["nature of the data"] == "reported data"


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
    tree: RegionTree, reported: Build, code: str, province: str, city: str, county: str
) -> None:
    (record,) = dictionaries(
        observations_csv([observation(tree, code, 1, 2)], tree=tree, build=reported)
    )
    assert (record["省级"], record["市级"], record["县级"]) == (province, city, county)
    assert record["地区"] == tree[code].name


def test_nothing_reported_is_empty_and_never_zero(tree: RegionTree, reported: Build) -> None:
    nothing, none_due = dictionaries(
        observations_csv(
            [observation(tree, "440104", None, None), observation(tree, "441900", 0, 0)],
            tree=tree,
            build=reported,
        )
    )
    assert [nothing[c] for c in ("分子", "分母", "指标值", "上年同期值", "同比变化")] == [""] * 5
    assert nothing["同比变化单位"] == ""
    assert [none_due[c] for c in ("分子", "分母", "指标值")] == ["0", "0", ""]


def test_the_own_part_of_a_region_says_so(tree: RegionTree, reported: Build) -> None:
    whole = observation(tree, "440100", 1, 2)
    own = replace(whole, region=replace(whole.region, name="广州本级"))
    (record,) = dictionaries(observations_csv([own], tree=tree, build=reported))
    assert (record["区划代码"], record["地区"], record["市级"]) == ("440100", "广州本级", "广州市")


@pytest.mark.parametrize(("demonstration", "said"), [(True, "演示数据"), (False, "报送数据")])
def test_every_row_says_whether_it_is_a_demonstration(demonstration: bool, said: str) -> None:
    rows = [{"name": f"站{n}"} for n in range(50)]
    file = table_csv([Column("name", "名称", "name")], rows, build=Build("b", demonstration))
    header, *rest = records(file)
    assert header == ["名称", "数据版本", "数据性质"]
    assert len(rest) == 50
    assert {row[-1] for row in rest} == {said}


def test_no_rows_is_a_header() -> None:
    file = table_csv([Column("name", "名称", "name")], [], build=Build("b", True))
    assert records(file) == [["名称", "数据版本", "数据性质"]]


def test_lines_end_as_the_standard_says() -> None:
    file = table_csv([Column("n", "数", "n")], [{"n": -1}, {"n": 2}], build=Build("b", True))
    assert file.count(b"\r\n") == file.count(b"\n") == 3
    assert b"\r\n-1," in file


def test_codes_are_shown_by_name_and_unknown_ones_as_they_are() -> None:
    tier = Column("tier", "层级", "tier", names={"town": "乡镇(街道)", "none": None})
    rows = [{"tier": "town"}, {"tier": "=x"}, {"tier": "none"}]
    file = table_csv([tier], rows, build=Build("b", True))
    assert [record["层级"] for record in dictionaries(file)] == ["乡镇(街道)", "'=x", ""]


def test_a_row_that_lacks_a_field_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        table_csv([Column("name", "名称", "name")], [{"nam": 1}], build=Build("b", True))


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=20))
def test_any_rows_come_back(rows: list[tuple[str, int]]) -> None:
    columns = [Column("text", "文本", "text"), Column("count", "数", "count")]
    dictionaries_in = [{"text": text, "count": count} for text, count in rows]
    back = dictionaries(table_csv(columns, dictionaries_in, build=Build("b", True)))
    assert [(row["文本"], int(row["数"])) for row in back] == [
        (guard(text), count) for text, count in rows
    ]
