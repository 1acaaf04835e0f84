"""The tree of regions: hand-known facts of the real table, identities on random trees."""

import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.region_changes import Change
from dashboard.regions import NATION, Level, Region, RegionTree


@pytest.fixture(scope="module")
def tree() -> RegionTree:
    return RegionTree.load()


def codes(regions):
    return [region.code for region in regions]


def test_the_nation_has_34_children_31_of_which_report(tree):
    children = tree.children(NATION)
    assert len(children) == 34
    assert sum(child.reports for child in children) == 31
    assert {child.short_name for child in children if not child.reports} == {"香港", "澳门", "台湾"}


def test_levels_are_counted_as_the_ministry_counts_them(tree):
    levels = Counter(region.level for region in tree)
    assert levels == {Level.NATION: 1, Level.PROVINCE: 34, Level.CITY: 333, Level.COUNTY: 2847}
    # Every county, four cities without counties, Hong Kong, Macau, Taiwan.
    assert len(tree.leaves(NATION)) == 2847 + 4 + 3


@pytest.mark.parametrize(
    ("code", "children", "leaves"),
    [
        ("440000", 21, 122 + 2),
        ("430000", 14, 122),
        ("440300", 9, 9),
        ("440100", 11, 11),
        ("330100", 13, 13),
        ("610100", 13, 13),
        ("654000", 11, 11),
        ("110000", 16, 16),
        ("420000", 13 + 4, 103),
        ("441900", 0, 1),
    ],
)
def test_known_numbers_of_children_and_leaves(tree, code, children, leaves):
    assert len(tree.children(code)) == children
    assert len(tree.leaves(code)) == leaves


def test_a_municipality_has_its_districts_as_children(tree):
    assert tree["110105"].parent == "110000"
    assert tree["110105"].city is None
    assert codes(tree.path("110105")) == [NATION, "110000", "110105"]
    assert tree.full_label("110105") == "北京市朝阳区"


def test_a_county_run_by_its_province_hangs_on_the_province(tree):
    xiantao = tree["429004"]
    assert (xiantao.level, xiantao.parent, xiantao.city) == (Level.COUNTY, "420000", None)
    assert xiantao.kind == "province_administered"
    assert codes(tree.path("429004")) == [NATION, "420000", "429004"]


@pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
def test_a_city_without_counties_is_a_leaf_of_city_level(tree, code):
    city = tree[code]
    assert (city.level, city.is_leaf, city.city) == (Level.CITY, True, code)
    assert tree.children(code) == []
    assert codes(tree.leaves(code)) == [code]


def test_no_region_has_itself_as_its_only_child(tree):
    for region in tree:
        names = {child.name for child in tree.children(region.code)}
        assert names != {region.name}


def test_kinmen_is_drawn_and_not_expected(tree):
    assert tree["350527"].reports is False
    outside = {region.code for region in tree if not region.reports}
    assert outside == {"350527", "710000", "810000", "820000"}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("440000", "广东"),
        ("150000", "内蒙古"),
        ("440100", "广州"),
        ("440104", "越秀"),
        ("422800", "恩施州"),
        ("222400", "延边州"),
        ("653100", "喀什地区"),
        ("441826", "连南"),
        ("130502", "襄都"),
        ("140502", "城区"),
        ("410621", "浚县"),
        ("430121", "长沙县"),
        ("654002", "伊宁市"),
        ("654021", "伊宁县"),
        ("220200", "吉林市"),
        ("230751", "金林"),
        ("622926", "东乡"),
        ("210727", "义县"),
        ("310115", "浦东"),
        ("429021", "神农架"),
        ("632300", "黄南州"),
    ],
)
def test_short_names(tree, code, label):
    assert tree.label(code) == label


def test_labels_differ_among_siblings_and_from_what_lies_above(tree):
    for region in tree:
        labels = Counter(tree.label(child.code) for child in tree.children(region.code))
        assert not [label for label, count in labels.items() if count > 1], region.name
        assert tree.label(region.code) not in labels


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆市", "chongqing"),
        ("厦门市", "xiamen"),
        ("蚌埠市", "bengbu"),
        ("六安市", "luan"),
        ("亳州市", "bozhou"),
        ("浚县", "xunxian"),
        ("东阿县", "donge"),
        ("成都市", "chengdu"),
        ("长治市", "changzhi"),
        ("长子县", "zhangzi"),
        ("番禺区", "panyu"),
        ("乐清市", "yueqing"),
        ("乐亭县", "laoting"),
        ("单县", "shanxian"),
        ("铅山县", "yanshan"),
        ("阿勒泰地区", "aletaidiqu"),
        ("洪洞县", "hongtong"),
        ("六合区", "luhe"),
        ("大埔县", "dabu"),
        ("吕梁市", "lvliang"),
    ],
)
def test_pinyin_of_names_with_several_observations(tree, name, pinyin):
    assert {region.pinyin for region in tree if region.name == name} == {pinyin}


def test_initials_are_those_of_the_pinyin(tree):
    assert tree["440100"].initials == "gz"
    assert tree["150100"].initials == "hhht"
    assert all(region.initials.isascii() and region.initials.islower() for region in tree)
    assert all(region.pinyin[0] == region.initials[0] for region in tree)


def test_a_code_that_is_none_raises_key_error(tree):
    assert "999999" not in tree
    assert tree.get("999999") is None
    assert tree.get(None) is None
    with pytest.raises(KeyError):
        tree["999999"]


def test_guangdong_is_framed_without_dongsha_and_hainan_without_the_far_south(tree):
    west, south, east, north = tree["440000"].bounds
    assert 109 < west < 110
    assert 20 < south < 20.5
    assert 117 < east < 117.5
    assert 25 < north < 26
    assert tree["441500"].bounds[1] > 20.8
    assert tree["460000"].bounds[1] > 18
    assert tree["460300"].bounds[1] < 5
    assert tree[NATION].bounds[1] > 18


def test_labels_lie_inside_the_frame(tree):
    for region in tree:
        if region.label_point is not None and region.level is not Level.NATION:
            west, south, east, north = region.bounds
            longitude, latitude = region.label_point
            far_islands = region.code in ("460000", "460300")
            inside = west <= longitude <= east and south <= latitude <= north
            assert inside or far_islands, region


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("140202", ["140213", "140214"]),
        ("140203", ["140214"]),
        ("140211", ["140212", "140213", "140214"]),
        ("140402", ["140403"]),
        ("140411", ["140403"]),
        ("330103", ["330105"]),
        ("330104", ["330102", "330114"]),
        ("410306", ["410308"]),
        ("371200", ["370100"]),
        ("371202", ["370116"]),
        ("542421", ["540602"]),
        ("542400", ["540600"]),
        ("130521", ["130502", "130503"]),
        ("500105", ["500157"]),
        ("500112", ["500109", "500157"]),
        ("130823", ["130881"]),
        ("620201", ["620200"]),
    ],
)
def test_successors_of_old_codes(tree, old, today):
    found = tree.successors(old)
    assert codes(found) == today
    assert sum(successor.share for successor in found) == pytest.approx(1, abs=0.001)
    assert all(successor.how for successor in found)


def test_a_code_in_force_or_unknown_has_no_successors(tree):
    assert tree.successors("330110") == []
    assert tree.successors("999999") == []


def test_ground_that_left_a_code_that_stayed_is_a_boundary_change(tree):
    moves = {
        (change.old_code, change.new_code) for change in tree.changes if change.kind == "boundary"
    }
    assert {("330110", "330113"), ("330109", "330114"), ("330327", "330383")} <= moves
    assert ("440306", "440311") in moves
    assert all(old in tree and new in tree for old, new in moves)


def test_when_a_code_ended_and_where_its_heirs_meet(tree):
    assert (tree.ended("110228"), tree.ended("500112")) == (2015, 2025)
    assert tree.ended("110118") is None
    assert tree.ended("999999") is None
    assert tree.nearest_above(["500109", "500157"]) == "500000"
    assert tree.nearest_above(["330102", "330114"]) == "330100"
    assert tree.nearest_above(["440103"]) == "440103"


def test_every_successor_is_a_region_of_today(tree):
    ended = {change.old_code for change in tree.changes if change.old_code not in tree}
    for code in ended - {None}:
        successors = tree.successors(code)
        assert successors, code
        assert all(successor.code in tree for successor in successors)


def region(code: str, parent: str | None, depth: int, is_leaf: bool, order: int) -> Region:
    level = list(Level)[min(depth, 3)]
    return Region(
        *(code, f"{code}县", code, level, parent, None, None, is_leaf, "county", order),
        *(f"p{code}", f"p{code}", True),
    )


@st.composite
def trees(draw) -> RegionTree:
    """Random trees of at most four levels, any region of which may be a leaf."""
    parents: list[int | None] = [None]
    depths = [0]
    for _ in range(draw(st.integers(0, 25))):
        above = draw(st.sampled_from([at for at, depth in enumerate(depths) if depth < 3]))
        parents.append(above)
        depths.append(depths[above] + 1)
    with_children = set(parents)
    return RegionTree.from_regions(
        region(
            str(100000 + at),
            None if above is None else str(100000 + above),
            depths[at],
            at not in with_children,
            at,
        )
        for at, above in enumerate(parents)
    )


@given(trees())
def test_leaves_of_a_parent_are_the_leaves_of_its_children(tree):
    for one in tree:
        below = [leaf for child in tree.children(one.code) for leaf in tree.leaves(child.code)]
        assert tree.leaves(one.code) == ([one] if one.is_leaf else below)


@given(trees())
def test_a_path_leads_from_the_nation_to_the_region(tree):
    for one in tree:
        path = tree.path(one.code)
        assert path[0].code == NATION
        assert path[-1] is one
        assert all(later.parent == earlier.code for earlier, later in pairwise(path))


@given(trees())
def test_siblings_share_the_parent_and_partition_the_tree(tree):
    for one in tree:
        assert one in tree.siblings(one.code)
        assert {sibling.parent for sibling in tree.siblings(one.code)} == {one.parent}
    below = tree.descendants(NATION)
    assert len(below) == len(tree) - 1
    assert sum(len(tree.children(one.code)) for one in tree) == len(below)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=4))
def test_shares_multiply_along_a_chain_of_changes(shares):
    nation = region(NATION, None, 0, False, 0)
    last = region("100001", NATION, 1, True, 1)
    changes = [
        Change(f"{at}", "旧", "100001" if at == len(shares) - 1 else f"{at + 1}", "新", 2017 + at,
               "recode", share, "测试")
        for at, share in enumerate(shares)
    ]  # fmt: skip
    found = RegionTree.from_regions([nation, last], changes).successors("0")
    expected = 1.0
    for share in shares:
        expected *= share
    assert [successor.code for successor in found] == ["100001"]
    assert found[0].share == pytest.approx(expected)


def test_changes_that_lead_round_in_a_circle_end(tree):
    nation = region(NATION, None, 0, True, 0)
    circle = [
        Change("1", "", "2", "", 2018, "recode", 1.0, ""),
        Change("2", "", "1", "", 2018, "recode", 1.0, ""),
    ]
    assert RegionTree.from_regions([nation], circle).successors("1") == []


def test_the_tree_needs_neither_pandas_nor_shapely():
    program = (
        "import sys, dashboard.regions as regions; regions.RegionTree.load();"
        "print({'pandas', 'shapely', 'duckdb', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_part_of_the_tree_knows_nothing_above_or_beside_it() -> None:
    whole = RegionTree.load()
    tree = whole.under("440100")
    assert (tree.root.code, len(tree)) == ("440100", 12)
    assert "440000" not in tree
    assert tree.siblings("440100") == [tree.root]
    assert [step.code for step in tree.path("440103")] == ["440100", "440103"]
    assert [step.code for step in tree.full_path("440103")] == [
        "100000",
        "440000",
        "440100",
        "440103",
    ]
    assert whole.under("100000") is whole
    assert tree.under("440103").whole is whole
