"""The list of the late as a table, on the tree of this folder."""

import pytest

from dashboard.exports.late import Late, late_table, months_listed
from dashboard.regions import RegionTree
from tests.exports.support import Build, of_table
from tests.exports.test_observation_tables import PLACEMENT_RATE


@pytest.mark.parametrize(
    ("months", "words", "english"),
    [
        ([3], "3月", "3"),
        ([9, 10], "9月、10月", "9, 10"),
        ([1, 2, 3, 7, 9, 10, 11, 12], "1–3月、7月、9–12月", "1–3, 7, 9–12"),
    ],
)
def test_months_in_words(months: list[int], words: str, english: str) -> None:
    assert months_listed(months) == words
    assert months_listed(months, "en") == english


def test_who_is_late_says_where_and_what_it_lacks(tree: RegionTree, reported: Build) -> None:
    late = [Late(tree["440104"], 2026, 10, [9, 10]), Late(tree["441900"], 2026, 10, range(1, 11))]
    table = late_table(
        late, PLACEMENT_RATE, region="广东省", period="2026年1–10月", tree=tree, build=reported
    )
    assert table.file_name("csv") == "广东省_完成率缺报名单_2026年1–10月.csv"
    first, second = of_table(table)
    assert first == {
        "区划代码": "440104",
        "地区": "越秀区",
        "上级地区": "广东省广州市",
        "年": "2026",
        "应报月数": "10",
        "已报月数": "8",
        "缺报月份": "9月、10月",
        "数据版本": reported.build_id,
        "数据性质": "报送数据",
    }
    assert (second["已报月数"], second["缺报月份"]) == ("0", "1–10月")
