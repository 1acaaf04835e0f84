"""The words that count regions: 31 个省（区、市）, 21 市, 12 个盟市, 16 区, 10 个县（市、区）."""

from collections.abc import Iterable
from typing import Protocol


class Region(Protocol):
    """As much of a region as says what it counts as."""

    @property
    def name(self) -> str: ...

    @property
    def level(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def reports(self) -> bool: ...


# What counts leaf regions of every kind together.
LEAVES = "县区"
# What a child counts as, by its kind; its name's last character where the kind is not here.
_COUNTED = {
    **dict.fromkeys(("province", "autonomous_region", "municipality"), "省"),
    "autonomous_prefecture": "州",
    "prefecture": "地",
    "league": "盟",
}
# The words for what the children are; the marks of several kinds in any order.
_PLAIN = (
    "市",
    "区",
    "县",
    "旗",
    "盟市",
    "市州",
    "地市",
    "地州市",
    "区县",
    "区市",
    "旗区",
    "旗县区",
)
_COUNT_WORDS = {
    frozenset(marks): word
    for marks, word in {
        **dict(zip(_PLAIN, _PLAIN, strict=True)),
        "省": "省（区、市）",
        "县市": "县市",
        "旗县市": "旗县市",
        "县市区": "县（市、区）",
        "旗县市区": "旗县（市、区）",
        "旗市区": "旗（市、区）",
    }.items()
}


# What all of a region is called, by its kind; by its name's last character where it is not here.
_WHOLE = {
    "province": "全省",
    "autonomous_region": "全区",
    "municipality": "全市",
    "autonomous_prefecture": "全州",
    "prefecture": "全地区",
    "league": "全盟",
}


def whole_word(region: Region) -> str:
    """All of a region: 全国, 全省, 全区, 全市, 全州, 全盟, 全地区; 全县 for whatever is below."""
    if region.level == "nation":
        return "全国"
    return _WHOLE.get(region.kind, f"全{region.name[-1]}")


def count_word(regions: Iterable[Region]) -> str:
    """The word for regions of one parent, by what they are; 县区 for none and for odd mixtures.

    Regions that never report are not counted, and so have no say in it.
    """
    regions = [region for region in regions if region.reports]
    marks = {_COUNTED.get(region.kind, region.name[-1]) for region in regions}
    if any(region.level == "city" for region in regions):
        # 神农架林区 is counted among the cities and prefectures of its province.
        marks -= {"区"}
        if marks == {"市", "县"}:
            return "市县"
    return _COUNT_WORDS.get(frozenset(marks), LEAVES)


def counted(count: int, word: str) -> str:
    """So many regions by the word that counts them: 21 市, 31 个省（区、市）."""
    return f"{count:,} {word}" if len(word) == 1 else f"{count:,} 个{word}"


def counted_again(count: int, word: str) -> str:
    """So many of regions that were counted just before: 15 市, 25 个."""
    return f"{count:,} {word}" if len(word) == 1 else f"{count:,} 个"


# The divisions that a figure can be told on, by the parameter of addresses: today's, or those of
# its year (as_reported.py).
TODAY, THEN = "today", "then"
DIVISIONS = {TODAY: "今日区划", THEN: "当年区划"}


def divisions_title(divisions: str) -> str:
    """What a file's title says of figures that are not on today's divisions."""
    return f"（{DIVISIONS[THEN]}）" if divisions == THEN else ""
