"""Short names as people use them, and their pinyin for the search."""

import re
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from dashboard.reference.corrections import Corrections
from dashboard.reference.divisions import Division

PEOPLES = (
    *("蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜"),
    *("满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎"),
    *("傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇"),
    *("柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬"),
    *("锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂"),
    *("保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴"),
    *("基诺", "各"),
)
# 蒙古, 哈萨克, 塔吉克, 柯尔克孜 and 锡伯 are also written without 族 in these names.
_PEOPLES_AT_END = re.compile(
    "(?:(?:" + "|".join(sorted(PEOPLES, key=len, reverse=True)) + ")族"
    "|蒙古|哈萨克|塔吉克|柯尔克孜|锡伯)+$"
)
_PROVINCE_ENDING = re.compile("(壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$")
_COUNTY_ENDINGS = ("县", "区", "市")


def short_name(division: Division, corrections: Corrections) -> str:
    """The name without what it says of the region's kind: 广东, 恩施州, 连南, 科左中旗.

    Prefectures, leagues and banners keep their ending, which belongs to the name as it is said
    (喀什地区, 兴安盟, 巴林左旗). A name of which one character would be left stays whole: 浚县.
    """
    name = division.name
    if name in corrections.short_names:
        return corrections.short_names[name]
    if division.level == "province":
        return _PROVINCE_ENDING.sub("", name)
    if division.level == "city":
        if name.endswith("自治州"):
            return _PEOPLES_AT_END.sub("", name.removesuffix("自治州")) + "州"
        return name.removesuffix("市")
    if division.level == "county":
        return _short_county_name(name)
    return name


def _short_county_name(name: str) -> str:
    if name.endswith("自治县"):
        stem = name.removesuffix("自治县")
        return _PEOPLES_AT_END.sub("", stem) or stem.removesuffix("族")
    for ending in _COUNTY_ENDINGS:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            stem = _PEOPLES_AT_END.sub("", stem) or stem
            return stem if len(stem) > 1 else name
    return name


def short_names(divisions: Iterable[Division], corrections: Corrections) -> dict[str, str]:
    """The short name of each region by code, one that can't be taken for another.

    The full name is kept where the short one would be that of a sibling (伊宁市, 伊宁县), of a
    region above (长沙县 in 长沙, 吉林市 in 吉林) or of another province (河北区 in 天津).
    """
    regions = {division.code: division for division in divisions if division.level != "town"}
    names = {code: short_name(region, corrections) for code, region in regions.items()}
    provinces = {names[code] for code, region in regions.items() if region.level == "province"}
    shared: dict[tuple[str, str], int] = {}
    for code, region in regions.items():
        key = (region.parent, names[code])
        shared[key] = shared.get(key, 0) + 1

    settled = {}
    for code, region in regions.items():
        above = names.get(region.parent)
        taken = shared[region.parent, names[code]] > 1 or names[code] == above
        taken |= region.level != "province" and names[code] in provinces
        settled[code] = region.name if taken else names[code]
    return settled


def syllables(name: str, corrections: Corrections) -> list[str]:
    """The pinyin of a name without tones, one syllable a character, ü written v."""
    if name in corrections.pinyin_names:
        return list(corrections.pinyin_names[name])
    read = [syllable.replace("ü", "v") for syllable in lazy_pinyin(name)]
    if len(read) != len(name):
        raise ValueError(f"{name} was read as {read}: not a syllable a character")
    for at, character in enumerate(name):
        read[at] = corrections.pinyin_characters.get(character, read[at])
    for known, reading in corrections.pinyin_names.items():
        at = name.find(known)
        if at >= 0:
            read[at : at + len(known)] = reading
    return read
