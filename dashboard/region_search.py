"""Finding a region by what people write: names, whole paths, pinyin, codes, what it was called."""

import unicodedata
from typing import NamedTuple

from dashboard.region_changes import Change
from dashboard.regions import Region, RegionTree

# What people type after a short name in pinyin; a query may end with it.
_ENDINGS = ("sheng", "shi", "xian", "qu", "zhou", "qi", "meng")
# Readings that the table's pinyin does not have, of names whose signs are read in two ways.
_OTHER_READINGS = {
    "131025": "daicheng",
    "371481": "laoling",
    "411104": "shaoling",
    "632723": "chengduo",
}
# One sign stands for a province, as on number plates.
_BY_SIGN = (
    "京11 津12 冀13 晋14 蒙15 辽21 吉22 黑23 沪31 苏32 浙33 皖34 闽35 赣36 鲁37 豫41 鄂42 湘43 "
    "粤44 桂45 琼46 渝50 川51 蜀51 贵52 黔52 云53 滇53 藏54 陕61 秦61 甘62 陇62 青63 宁64 新65"
)
_ABBREVIATIONS = {one[0]: one[1:] for one in _BY_SIGN.split()}
_ENDED = {"merge": "并入", "split": "分入", "recode": "改为", "rename": "改为"}


class Found(NamedTuple):
    """A region that a query means. ``said`` tells of its former name or code, where the query was
    one: 2021年由下城区并入; otherwise ''."""

    region: Region
    said: str = ""


def find_regions(tree: RegionTree, text: str) -> list[Found]:
    """The regions of a tree that a query means, the best match first.

    A name that is equal comes before one that begins with the query, then pinyin and initials,
    then names that hold it elsewhere, then what has had the name or code; among equals the higher
    level, then the order of the table. Full width and blanks make no difference, ü may be written
    v or u, and the names of regions above may stand before (广东省广州市). An empty query finds
    nothing.
    """
    query = _plain("".join(unicodedata.normalize("NFKC", text).split()).lower())
    if not query:
        return []
    # Most queries name no region above another: then no path needs to be looked at.
    has_path = any(
        query.startswith(one.short_name) and query not in (one.name, one.short_name)
        for one in tree.whole
        if not one.is_leaf
    )
    matches = []
    for region in tree:
        rank = _rank(region, query)
        if rank is None and has_path:
            rank = _under(tree, region, query)
        if rank is not None:
            matches.append((rank, len(tree.path(region.code)), region.order, region))
    matches.sort(key=lambda match: match[:3])
    found = [Found(region) for *_, region in matches]
    known = {one.region.code for one in found}
    return found + [one for one in _former(tree, query) if one.region.code not in known]


def _plain(text: str) -> str:
    """Pinyin with u for ü, which people write v or u; Chinese and digits as they are."""
    return text.replace("v", "u")


def _rank(region: Region, query: str) -> int | None:
    """How well a query names a region, 0 best; None where it does not."""
    if _ABBREVIATIONS.get(query) == region.code[:2] and region.code.endswith("0000"):
        return 0
    if query in (region.code, region.name, region.short_name):
        return 0
    if region.name.startswith(query) or region.short_name.startswith(query):
        return 1
    readings = (_plain(region.pinyin), _OTHER_READINGS.get(region.code, ""))
    if query in readings or query == region.initials:
        return 2
    if query.isdigit():
        return 3 if region.code.startswith(query) else None
    if any(one.startswith(query) for one in readings) or region.initials.startswith(query):
        return 4
    for reading in readings:
        rest = query.removeprefix(reading)
        if rest != query and any(ending.startswith(rest) for ending in _ENDINGS):
            return 5
    if query in region.name or query in region.short_name:
        return 6
    return None


def _under(tree: RegionTree, region: Region, query: str) -> int | None:
    """A query that names regions above before the region: 广东省广州市, 北京朝阳."""
    rest = query
    for above in tree.full_path(region.code)[1:-1]:
        for name in (above.name, above.short_name):
            if rest.startswith(name) and rest != name:
                rest = rest[len(name) :]
                break
    if rest == query:
        return None
    rank = _rank(region, rest)
    return rank if rank is not None and rank <= 1 else None


def _former(tree: RegionTree, query: str) -> list[Found]:
    """What became of a former region whose name or code the query is: all its heirs."""
    found: dict[str, Found] = {}
    for change in tree.whole.changes:
        if change.old_code is None or change.kind not in _ENDED or not _was_called(change, query):
            continue
        # A region that only changed its name has the code that it had.
        heirs = [one.code for one in tree.whole.successors(change.old_code)] or [change.new_code]
        for code in heirs:
            region = tree.get(code)
            if region is not None and change.old_name != region.name:
                said = f"{change.year}年由{change.old_name}{_ENDED[change.kind]}"
                found.setdefault(region.code, Found(region, said))
            elif region is not None:
                found.setdefault(region.code, Found(region, f"原代码 {change.old_code}"))
    return list(found.values())


def _was_called(change: Change, query: str) -> bool:
    if query == change.old_code:
        return True
    name = change.old_name
    return query == name or (len(name) > 2 and len(query) > 1 and query == name[:-1])
