"""Which moves of ground and codes a series runs across, and how they are said.

A series is shown on today's divisions. Where a region's ground or code changed within the months
shown, the reader is told when, with which region, how much of it, and what became of the rows
reported before. A parent tells only of what crossed its border.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from dashboard.region_changes import Change
from dashboard.regions import NATION, Region, RegionTree
from dashboard.rounding import written

Way = Literal["in", "out", "code", "new", "trust"]
Mapping = Literal["carried", "given", "unallocated", "unsplit", "none"]
AS_REPORTED = "按当年区划：只计当年以本地区代码上报的数据，未换算到今日区划；区划前后不同的不作同比"
# Where many regions gave or took in one year, so many are named.
_NAMED = 3
_MAPPINGS: dict[Mapping, str] = {
    "carried": "以原代码上报的历史数据已按今日区划计入",
    "given": "划出地区的历史数据已按今日区划计入划入地",
    "unallocated": "被拆分地区撤销前的数据未分到县区，计在上级地区",
    "unsplit": "划转前的数据仍计在原地区，前后不完全可比",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class BoundaryChange:
    """One move of a region's ground, or of its code.

    ``way``: ground came ``in`` or went ``out``, only the ``code`` (or the name) changed, the region
    is ``new``, or ground is administered in ``trust`` since, by another than whose it stays.
    ``giver`` and ``taker`` are the regions' names then; ``whole`` whether all of the giver moved,
    otherwise ``share`` of it did (None: nobody knows how much).

    ``mapping`` says what became of rows reported before: ``carried`` to today's code, ``given``
    to the region that took the ground, ``unallocated`` since their code was divided, or
    ``unsplit``: they stay where they were reported.
    """

    year: int
    way: Way
    giver: str
    taker: str
    whole: bool
    share: float | None
    mapping: Mapping
    how: str
    month: int | None = None


def changes_within(
    tree: RegionTree, region: Region, first: date, last: date
) -> list[BoundaryChange]:
    """The changes of a region's ground and code in the years from ``first`` to ``last``, oldest
    first. A change counts for the whole of its year, since the month of many is not known. Empty
    for most regions."""
    return [c for c in _changes(tree.whole, region.code) if first.year <= c.year <= last.year]


def boundary_words(
    tree: RegionTree, region: Region, first: date, last: date, *, as_reported: bool = False
) -> str:
    """The changes in a sentence, with the mapping used; '' where there is none.

    区划变动：2021年下城区整体并入。以原代码上报的历史数据已按今日区划计入。

    ``as_reported``: of figures on the divisions of their year, for which nothing was mapped.
    """
    found = changes_within(tree, region, first, last)
    if not found:
        return ""
    said = "；".join(_said(year, way, part) for year, way, part in _grouped(found))
    if as_reported:
        return f"区划变动：{said}。{AS_REPORTED}。"
    mappings: dict[Mapping, None] = dict.fromkeys(change.mapping for change in found)
    rest = "；".join(_MAPPINGS[one] for one in mappings if one != "none")
    return f"区划变动：{said}。" + (f"{rest}。" if rest else "")


def mapping_words(
    tree: RegionTree, regions: Iterable[Region], first: date, last: date
) -> list[str]:
    """Which codes of the past count where today, of those that ended in the years from ``first`` to
    ``last``, one a code: 330103下城区 → 330105拱墅区（2021年）. Those that count in the regions or
    below them."""
    asked, whole = {region.code for region in regions}, tree.whole
    said: dict[str, None] = {}
    for change in whole.changes:
        code = change.old_code
        if code is None or code in whole or not first.year <= change.year <= last.year:
            continue
        heirs = [heir.code for heir in whole.successors(code)]
        if not heirs:
            continue
        place = whole[whole.nearest_above(heirs)]
        if asked & {step.code for step in whole.path(place.code)}:
            where = "（未分到县区）" if len(heirs) > 1 else ""
            moved = f"{code}{change.old_name} → {place.code}{place.name}{where}"
            said.setdefault(f"{moved}（{change.year}年）")
    return list(said)


def breaks_within(
    tree: RegionTree, region: Region, first: date, last: date
) -> list[tuple[int, int | None, str]]:
    """The breaks of a region's series: year, month where all of the year's changes are known to be
    of one, and what happened in words. A change of name alone, and ground in trust, break none."""
    found = [c for c in changes_within(tree, region, first, last) if c.way != "trust"]
    found = [c for c in found if c.way != "code" or c.mapping != "none"]
    breaks = []
    for year in dict.fromkeys(change.year for change in found):
        of_year = [change for change in found if change.year == year]
        months = {change.month for change in of_year}
        said = "；".join(_said(*group).removeprefix(f"{year}年") for group in _grouped(of_year))
        breaks.append((year, months.pop() if len(months) == 1 else None, said))
    return breaks


def own_codes(tree: RegionTree, region: Region) -> frozenset[str]:
    """The codes that a region has had: its own of today, and those that became it whole."""
    return _predecessors(tree.whole, region.code)


def existed(tree: RegionTree, region: Region, year: int) -> bool:
    """Whether a region was there in a year, under any of its codes."""
    founded = tree.whole.founded
    return any(founded.get(code, year) <= year for code in own_codes(tree, region))


def lay_in(tree: RegionTree, code: str, region: Region) -> bool:
    """Whether what was reported under a code was a region's own then: of a leaf region its own
    codes, of one above what lay in it."""
    if region.code == NATION or code in own_codes(tree, region):
        return True
    return not region.is_leaf and _lies_under(tree.whole, code, region)


def former_codes(tree: RegionTree, region: Region) -> list[str]:
    """The codes of the past that lay in a region above the counties."""
    if region.is_leaf or region.code == NATION:
        return []
    whole = tree.whole
    old = dict.fromkeys(c.old_code for c in whole.changes if c.old_code is not None)
    return [code for code in old if code not in whole and _lies_under(whole, code, region)]


def _grouped(changes: list[BoundaryChange]) -> Iterator[tuple[int, Way, list[BoundaryChange]]]:
    """The changes of one year and one way together, a new region before what it was made of."""
    ways: tuple[Way, ...] = ("new", "code", "in", "out", "trust")
    for year in sorted({change.year for change in changes}):
        for way in ways:
            found = [c for c in changes if (c.year, c.way) == (year, way)]
            if found:
                yield year, way, found


def _said(year: int, way: Way, changes: list[BoundaryChange]) -> str:
    """One year in words: 2021年江干区约24.8%的区域、萧山区约11.8%的区域划入."""
    if way == "new":
        return f"{year}年新设"
    if way == "trust":
        return f"{year}年起" + "，".join(change.how for change in changes)
    if way == "code":
        return f"{year}年" + "，".join(_renamed(change) for change in changes)
    parts = []
    for taker in dict.fromkeys(change.taker for change in changes):
        moved = [change for change in changes if change.taker == taker]
        whole = [change.giver for change in moved if change.whole]
        if whole:
            parts.append(f"{_named(whole)}{'整体并入' if way == 'in' else f'划归{taker}'}")
        sized = [f"{c.giver}约{_percent(c)}的区域" for c in moved if not c.whole and c.share]
        vague = [c.giver for c in moved if not c.whole and not c.share]
        sized += [f"{_named(vague)}部分区域"] if vague else []
        if sized:
            parts.append(f"{_named(sized)}{'划入' if way == 'in' else f'划归{taker}'}")
    return f"{year}年{'，'.join(parts)}"


def _renamed(change: BoundaryChange) -> str:
    if change.giver == change.taker:
        return f"区划代码改变（{change.how}）"
    return f"由{change.giver}改为{change.taker}"


def _named(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    more = f"等 {len(names)} 处" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _percent(change: BoundaryChange) -> str:
    return written((change.share or 0) * 100, 1, (0, 100)) + "%"


@lru_cache(maxsize=4096)
def _changes(tree: RegionTree, code: str) -> tuple[BoundaryChange, ...]:
    region = tree.get(code)
    if region is None:
        return ()
    found = _own(tree, region) if region.is_leaf else _across(tree, region)
    return tuple(sorted(found, key=lambda change: change.year))


def _own(tree: RegionTree, region: Region) -> Iterator[BoundaryChange]:
    """A leaf's changes: its own, and those of the codes that became it."""
    codes = _predecessors(tree, region.code)
    for change in _changes_of(tree, codes):
        inward, outward = change.new_code in codes, change.old_code in codes
        if change.kind == "in_trust":
            if inward or outward:
                yield _in_trust(change)
            continue
        if change.kind == "new" and inward:
            yield BoundaryChange(
                change.year, "new", "", "", True, None, "none", change.how, change.month
            )
        elif inward and (change.kind in ("recode", "rename") or _kept_its_name(change)):
            yield _code_change(change)
        elif inward and not outward:
            yield _moved(change, "in", change.old_name, "")
        elif outward and not inward and change.new_code is not None:
            yield _moved(change, "out", "", change.new_name)


def _across(tree: RegionTree, region: Region) -> Iterator[BoundaryChange]:
    """What came into a parent's ground or left it; moves between two of its own are none."""
    if region.code == NATION:
        return
    codes = _predecessors(tree, region.code)
    merged = {c.old_code for c in tree.changes if c.new_code == region.code and c.kind == "merge"}
    for change in tree.changes:
        if change.old_code is None or change.new_code is None or change.kind == "in_trust":
            continue
        if change.new_code in codes and change.kind in ("recode", "rename"):
            yield _code_change(change)
            continue
        before, after = (
            code in codes or not _above(tree, code).isdisjoint(codes)
            for code in (change.old_code, change.new_code)
        )
        # A city that merged brings its counties with it.
        with_its_city = f"{change.old_code[:4]}00" in merged - {change.old_code}
        if after and not before and not with_its_city:
            yield _moved(change, "in", change.old_name, "")
        elif before and not after:
            yield _moved(change, "out", change.old_name, _taker(tree, change.new_code, region))


def _taker(tree: RegionTree, code: str, region: Region) -> str:
    """The region that took the ground, named at the level of the one that gave it."""
    heir = tree.get(code) or next((tree[s.code] for s in tree.successors(code)), None)
    if heir is None:
        return code
    same = [step for step in tree.path(heir.code) if step.level == region.level]
    return same[0].title if same else heir.title


def _moved(change: Change, way: Way, giver: str, taker: str) -> BoundaryChange:
    whole = change.share == 1 and change.kind != "boundary"
    mapping: Mapping = "unsplit" if change.kind == "boundary" else "unallocated"
    if whole:
        mapping = "carried" if way == "in" else "given"
    said = (way, giver, taker, whole, change.share, mapping, change.how)
    return BoundaryChange(change.year, *said, change.month)


def _in_trust(change: Change) -> BoundaryChange:
    """No ground moves: what is reported of it counts where whoever reports it says."""
    names = change.old_name, change.new_name
    return BoundaryChange(change.year, "trust", *names, False, None, "none", change.how)


def _code_change(change: Change) -> BoundaryChange:
    how = f"{change.old_code} → {change.new_code}"
    mapping: Mapping = "none" if change.old_code == change.new_code else "carried"
    names = change.old_name, change.new_name
    return BoundaryChange(change.year, "code", *names, True, None, mapping, how, change.month)


def _changes_of(tree: RegionTree, codes: Iterable[str]) -> list[Change]:
    """The changes that name one of some codes, in the tree's order."""
    places = _places(tree)
    return [tree.changes[at] for at in sorted({at for c in codes for at in places.get(c, ())})]


@lru_cache(maxsize=16)
def _places(tree: RegionTree) -> dict[str | None, list[int]]:
    """By code, the places of the changes that name it."""
    places: dict[str | None, list[int]] = {}
    for at, change in enumerate(tree.changes):
        for code in (change.old_code, change.new_code):
            places.setdefault(code, []).append(at)
    return places


@lru_cache(maxsize=4096)
def _predecessors(tree: RegionTree, code: str) -> frozenset[str]:
    """The code and every code that became it whole under the same or another name."""
    codes = {code}
    while True:
        more = {
            change.old_code
            for change in _changes_of(tree, codes)
            if change.new_code in codes
            and change.old_code is not None
            and change.old_code not in tree
            and (change.kind == "recode" or _kept_its_name(change))
        }
        if more <= codes:
            return frozenset(codes)
        codes |= more


def _kept_its_name(change: Change) -> bool:
    return change.share == 1 and change.old_name == change.new_name


def _lies_under(tree: RegionTree, code: str, region: Region) -> bool:
    """Whether a code, of today or of the past, lay in a region."""
    return not _above(tree, code).isdisjoint(_predecessors(tree, region.code))


# A file of all regions asks it of each with every change: 0.8 million times.
@lru_cache(maxsize=8192)
def _above(tree: RegionTree, code: str) -> frozenset[str]:
    """The codes that a code, of today or of the past, lay in; its own if it is of today.

    Of a code of the past nothing is known but its digits: the city and the province that they
    name, or what these have become by another code.
    """
    if code in tree:
        return frozenset(step.code for step in tree.path(code))
    return frozenset({f"{code[:4]}00", f"{code[:2]}0000"} - {code})
