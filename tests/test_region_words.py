"""How regions are counted, and what they are called beside each other and alone."""

from collections import Counter

import pytest

from dashboard.region_words import whole_word
from dashboard.regions import NATION, RegionTree


@pytest.fixture(scope="module")
def tree() -> RegionTree:
    return RegionTree.load()


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (NATION, "省（区、市）"),
        ("440000", "市"),
        ("150000", "盟市"),
        ("420000", "市州"),
        ("430000", "市州"),
        ("460000", "市县"),
        ("500000", "区县"),
        ("540000", "地市"),
        ("650000", "地州市"),
        ("110000", "区"),
        ("440100", "区"),
        ("440200", "县（市、区）"),
        ("320500", "区市"),
        ("222400", "县市"),
        ("140200", "区县"),
        ("152900", "旗"),
        ("152500", "旗县市"),
        ("150700", "旗（市、区）"),
        ("441900", "县区"),
    ],
)
def test_the_word_that_counts_children(tree, code, word):
    assert tree.count_word(code) == word


def test_regions_of_several_families_are_named_with_what_lies_above(tree):
    assert tree.labels(["220104", "220102"]) == {"220104": "朝阳", "220102": "南关"}
    assert tree.labels(["220104", "220403", "231005", "110105", "654002"]) == {
        "220104": "长春朝阳区",
        "220403": "辽源西安区",
        "231005": "牡丹江西安区",
        "110105": "北京朝阳区",
        "654002": "伊犁州伊宁市",
    }
    # 仙桃 lies directly under the province; 连南 has a long name of its own.
    assert tree.labels(["420102", "429004", "420202"])["429004"] == "仙桃"
    assert tree.labels(["441826", "440103"])["441826"] == "清远连南"
    assert tree.labels([]) == {}


def test_labels_differ_whatever_is_shown_together(tree):
    for under in (NATION, "220000", "230000", "420000", "650000"):
        codes = [leaf.code for leaf in tree.leaves(under)]
        assert len(set(tree.labels(codes).values())) == len(codes), under


def test_a_name_that_stands_alone_is_of_one_region(tree):
    assert tree["220104"].title == "长春朝阳区"
    assert tree["110105"].title == "北京朝阳区"
    assert tree["440104"].title == "越秀区"
    titles = Counter(region.title for region in tree)
    assert not [title for title, count in titles.items() if count > 1]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (NATION, "全国"),
        ("440000", "全省"),
        ("150000", "全区"),
        ("310000", "全市"),
        ("440100", "全市"),
        ("433100", "全州"),
        ("152200", "全盟"),
        ("653100", "全地区"),
        ("440103", "全区"),
        ("430321", "全县"),
    ],
)
def test_the_word_for_all_of_a_region(tree, code, word):
    assert whole_word(tree[code]) == word
