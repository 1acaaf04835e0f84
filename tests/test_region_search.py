"""Finding a region by what people write, on the project's own tree."""

import pytest

from dashboard.region_search import Found, find_regions
from dashboard.regions import Region, RegionTree


@pytest.fixture(scope="module")
def tree() -> RegionTree:
    return RegionTree.load()


def codes(regions: list[Region]) -> list[str]:
    return [region.code for region in regions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("广州", "440100"),
        ("guangzhou", "440100"),
        ("guangzhoushi", "440100"),
        ("440104", "440104"),
        ("越秀", "440104"),
        ("广东省", "440000"),
        (" GZ ", "520000"),
        ("xiantao", "429004"),
        ("连南瑶族", "441826"),
    ],
)
def test_search_finds(tree, text, first):
    assert find_regions(tree, text)[0].region.code == first


def test_search_by_initials_finds_every_region_that_has_them(tree):
    found = codes([one.region for one in find_regions(tree, "gz")])
    assert {"440100", "520000", "360700"} <= set(found)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("广东省广州市", "440100"),
        ("广东广州", "440100"),
        ("北京市朝阳区", "110105"),
        ("长春朝阳", "220104"),
        ("粤", "440000"),
        ("沪", "310000"),
        ("lueyang", "610727"),
        ("lveyang", "610727"),
        ("daicheng", "131025"),
        ("dacheng", "131025"),
        ("ｌｕａｎ", "341500"),
        ("４４０１０４", "440104"),
    ],
)
def test_search_finds_what_people_write(tree, text, first):
    assert find_regions(tree, text)[0] == Found(tree[first])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("下城区", {"330105": "2021年由下城区并入"}),
        ("330103", {"330105": "2021年由下城区并入"}),
        ("密云县", {"110118": "2015年由密云县改为"}),
        ("渝北", {"500109": "2025年由渝北区分入", "500157": "2025年由渝北区分入"}),
    ],
)
def test_search_finds_former_names_and_codes_with_what_became_of_them(tree, text, found):
    assert {one.region.code: one.said for one in find_regions(tree, text)} == found


def test_search_finds_nothing_for_nothing(tree):
    assert find_regions(tree, "") == find_regions(tree, "  ") == []
    assert find_regions(tree, "没有这个地方") == find_regions(tree, "99999") == []


def test_a_part_of_the_tree_finds_what_is_in_it() -> None:
    part = RegionTree.load().under("440100")
    assert find_regions(part, "朝阳") == []
    assert find_regions(part, "广东省广州市越秀区") == [Found(part["440104"])]
