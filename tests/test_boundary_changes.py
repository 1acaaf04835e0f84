"""What a series runs across: facts of the real history, and a small tree made by hand."""

from datetime import date

import pytest

from dashboard.boundary_changes import (
    boundary_words,
    breaks_within,
    changes_within,
    lay_in,
    mapping_words,
)
from dashboard.region_changes import Change
from dashboard.regions import Level, Region, RegionTree

CARRIED = "以原代码上报的历史数据已按今日区划计入。"
GIVEN = "划出地区的历史数据已按今日区划计入划入地。"
DIVIDED = "被拆分地区撤销前的数据未分到县区，计在上级地区。"
UNSPLIT = "划转前的数据仍计在原地区，前后不完全可比。"


def region(code: str, name: str, level: Level, parent: str | None) -> Region:
    return Region(
        code, name, name[:-1], level, parent, None, None, level is Level.COUNTY, "", int(code),
        "", "", True,
    )  # fmt: skip


def change(old: str | None, old_name: str, new: str, new_name: str, year: int, kind: str, share):
    return Change(old, old_name, new, new_name, year, kind, share, "文号")


# Two cities of one province. 甲一 took 甲三 over whole in 2021 and gave a tenth to 甲二 in 2022;
# 甲四 was divided between them in 2023; 乙二 came from 乙市 to 甲市 under another code in 2024.
TREE = RegionTree(
    [
        region("100000", "全国", Level.NATION, None),
        region("440000", "某省", Level.PROVINCE, "100000"),
        region("440100", "甲市", Level.CITY, "440000"),
        region("440101", "甲一区", Level.COUNTY, "440100"),
        region("440102", "甲二区", Level.COUNTY, "440100"),
        region("440105", "乙二县", Level.COUNTY, "440100"),
        region("440200", "乙市", Level.CITY, "440000"),
        region("440201", "乙一区", Level.COUNTY, "440200"),
    ],
    [
        change("440103", "甲三县", "440101", "甲一区", 2021, "merge", 1.0),
        change("440101", "甲一区", "440102", "甲二区", 2022, "boundary", 0.1),
        change("440104", "甲四县", "440101", "甲一区", 2023, "split", 0.25),
        change("440104", "甲四县", "440102", "甲二区", 2023, "split", 0.75),
        change("440202", "乙二县", "440105", "乙二县", 2024, "recode", 1.0),
        change("440201", "乙一区", "440102", "甲二区", 2025, "boundary", None),
    ],
)


def words(code: str, first: int = 2020, last: int = 2026, tree: RegionTree = TREE) -> str:
    return boundary_words(tree, tree[code], date(first, 1, 1), date(last, 10, 1))


def test_a_county_tells_of_its_own_ground() -> None:
    assert words("440101") == (
        "区划变动：2021年甲三县整体并入；2022年约10.0%的区域划归甲二区；"
        f"2023年甲四县约25.0%的区域划入。{CARRIED[:-1]}；{UNSPLIT[:-1]}；{DIVIDED}"
    )
    assert words("440105") == f"区划变动：2024年区划代码改变（440202 → 440105）。{CARRIED}"


def test_only_what_lies_within_the_months_shown() -> None:
    assert words("440101", 2022, 2022) == f"区划变动：2022年约10.0%的区域划归甲二区。{UNSPLIT}"
    assert words("440101", 2024, 2026) == ""
    years = [
        c.year for c in changes_within(TREE, TREE["440101"], date(2021, 6, 1), date(2023, 1, 1))
    ]
    assert years == [2021, 2022, 2023]


def test_a_parent_tells_only_of_what_crossed_its_border() -> None:
    assert words("440100") == (
        f"区划变动：2024年乙二县整体并入；2025年乙一区部分区域划入。{CARRIED[:-1]}；{UNSPLIT}"
    )
    assert words("440200") == (
        f"区划变动：2024年乙二县划归甲市；2025年乙一区部分区域划归甲市。{GIVEN[:-1]}；{UNSPLIT}"
    )
    assert words("440000") == words("100000") == ""


@pytest.fixture(scope="module")
def real() -> RegionTree:
    return RegionTree.load()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("330105", f"区划变动：2021年下城区整体并入。{CARRIED}"),
        ("330110", f"区划变动：2021年约46.8%的区域划归临平区。{UNSPLIT}"),
        ("330113", f"区划变动：2021年新设；2021年余杭区约46.8%的区域划入。{UNSPLIT}"),
        ("330100", ""),
        ("220100", f"区划变动：2020年公主岭市整体并入。{CARRIED}"),
        ("220300", f"区划变动：2020年公主岭市划归长春市。{GIVEN}"),
        ("220000", ""),
        ("370100", f"区划变动：2018年莱芜市整体并入。{CARRIED}"),
        ("370116", f"区划变动：2018年由莱城区改为莱芜区。{CARRIED}"),
        ("540600", f"区划变动：2017年由那曲地区改为那曲市。{CARRIED}"),
        ("110101", ""),
    ],
)
def test_of_the_real_history(real: RegionTree, code: str, said: str) -> None:
    assert words(code, 2015, 2026, real) == said


def test_every_region_can_be_asked(real: RegionTree) -> None:
    for one in real:
        said = words(one.code, 2000, 2026, real)
        assert said == "" or said.startswith("区划变动：")
        assert "None" not in said
        assert "，，" not in said


def test_ground_in_trust_moves_nowhere() -> None:
    tree = RegionTree.load()
    said = "区划变动：2018年起高阳县龙化乡由安新县代管。"
    for code in ("130628", "130632"):
        assert boundary_words(tree, tree[code], date(2018, 1, 1), date(2018, 12, 1)) == said
    assert "龙化" not in boundary_words(tree, tree["130600"], date(2018, 1, 1), date(2018, 12, 1))


def test_the_codes_that_were_mapped_are_named_with_where_they_count() -> None:
    def mapped(code: str, first: int = 2020) -> list[str]:
        return mapping_words(TREE, [TREE[code]], date(first, 1, 1), date(2026, 10, 1))

    assert mapped("440101") == ["440103甲三县 → 440101甲一区（2021年）"]
    assert mapped("440105") == ["440202乙二县 → 440105乙二县（2024年）"]
    # What was divided counts in the city.
    assert mapped("440100") == [
        "440103甲三县 → 440101甲一区（2021年）",
        "440104甲四县 → 440100甲市（未分到县区）（2023年）",
        "440202乙二县 → 440105乙二县（2024年）",
    ]
    assert mapped("440100", first=2024) == ["440202乙二县 → 440105乙二县（2024年）"]
    assert mapped("440201") == []


def test_a_series_breaks_where_ground_or_code_changed() -> None:
    def broken(code: str) -> list[tuple[int, int | None, str]]:
        return breaks_within(TREE, TREE[code], date(2020, 1, 1), date(2026, 10, 1))

    assert broken("440101") == [
        (2021, None, "甲三县整体并入"),
        (2022, None, "约10.0%的区域划归甲二区"),
        (2023, None, "甲四县约25.0%的区域划入"),
    ]
    assert broken("440201") == [(2025, None, "部分区域划归甲二区")]


def test_what_lay_in_a_region_then() -> None:
    assert lay_in(TREE, "440105", TREE["440105"])
    assert lay_in(TREE, "440202", TREE["440105"])
    assert not lay_in(TREE, "440103", TREE["440101"])
    # 乙二 was reported in 乙市 under its former code, and in 甲市 under its own.
    assert lay_in(TREE, "440202", TREE["440200"])
    assert not lay_in(TREE, "440202", TREE["440100"])
    assert lay_in(TREE, "440104", TREE["440100"])
    assert lay_in(TREE, "440202", TREE["100000"])
