"""The tree of regions: level, parent, children, leaves, names, search, and what codes became.

Read with the standard library alone, so that every process has it at once. The table says who
the parent is; nothing is taken from the digits of a code.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self

from dashboard.reference_rows import ReferenceRow, one_of, reference_rows
from dashboard.region_changes import (
    ENDING_KINDS,
    Change,
    Successor,
    Zone,
    read_changes,
    read_founded,
    read_zones,
)
from dashboard.region_words import count_word
from dashboard.settings import REFERENCE

NATION = "100000"


class Level(StrEnum):
    """The four levels, the nation first. A municipality's district is of level ``county``."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


_LEVELS = {str(level): level for level in Level}
# The columns of regions.csv, in the order of the file.
COLUMNS = (
    *("code", "name", "short_name", "level", "parent", "city", "province", "is_leaf", "kind"),
    *("sort_order", "pinyin", "initials", "reports", "west", "south", "east", "north"),
    *("label_longitude", "label_latitude"),
)


@dataclass(frozen=True, slots=True)
class Region:
    """One region of today.

    ``city`` and ``province`` are the region's own code at its own level and None where there is
    none above it: a municipality's district and a county run by its province have no city.
    ``reports`` is False for Hong Kong, Macau, Taiwan and 金门, drawn on maps and never ranked or
    expected. ``bounds`` are west, south, east, north in degrees to frame a map (far islands
    aside), ``label_point`` longitude and latitude; both are None where no polygon is known.
    ``told_apart`` is the name as it stands alone where a tree has others of it: 长春朝阳区.
    """

    code: str
    name: str
    short_name: str
    level: Level
    parent: str | None
    city: str | None
    province: str | None
    is_leaf: bool
    kind: str
    order: int
    pinyin: str
    initials: str
    reports: bool
    bounds: tuple[float, float, float, float] | None = None
    label_point: tuple[float, float] | None = None
    told_apart: str = ""

    @property
    def title(self) -> str:
        """The name where it stands alone: with the region above where others are called alike."""
        return self.told_apart or self.name


class RegionTree:
    """Regions by code, in the order of the table (codes ascending, the nation first)."""

    def __init__(
        self,
        regions: Iterable[Region],
        changes: Iterable[Change] = (),
        zones: Iterable[Zone] = (),
        founded: Mapping[str, int] | None = None,
    ):
        ordered = _told_apart(sorted(regions, key=lambda region: region.order))
        self._regions = {region.code: region for region in ordered}
        self._children: dict[str, list[Region]] = {code: [] for code in self._regions}
        for region in ordered:
            if region.parent is not None:
                self._children[region.parent].append(region)
        # The tree that this one is a part of.
        self.whole: RegionTree = self
        self.changes = tuple(changes)
        self.zones = {zone.code: zone for zone in zones}
        # The first year of each code, of today or of the past, that came into force after 1999.
        self.founded = founded or {}

    @classmethod
    def load(cls, path: Path = REFERENCE / "regions.csv") -> Self:
        """The tree of a regions table, with the history in ``region_changes.csv``, the
        development zones in ``zones.csv`` and the first years of codes in ``founded.csv`` beside
        it.

        Raises SetupError where a row or a column is not what it must be.
        """
        rows: dict[str, ReferenceRow] = {}
        for row in reference_rows(path, COLUMNS):
            row.check(row["code"] not in rows, "code", "这个代码上面已有一行")
            rows[row["code"]] = row
        for row in rows.values():
            row.check(not row["parent"] or row["parent"] in rows, "parent", "须是表中的代码")
        return cls(
            map(_region, rows.values()),
            read_changes(path.with_name("region_changes.csv")),
            read_zones(path.with_name("zones.csv")),
            read_founded(path.with_name("founded.csv")),
        )

    @classmethod
    def from_regions(
        cls,
        regions: Iterable[Region],
        changes: Iterable[Change] = (),
        zones: Iterable[Zone] = (),
    ) -> Self:
        """A tree of the regions given; a parent that is not among them raises KeyError."""
        return cls(regions, changes, zones)

    def under(self, code: str) -> "RegionTree":
        """The tree of a region and everything below it, as if nothing lay above or beside it."""
        root = self[code]
        if root.parent is None:
            return self
        regions = [replace(root, parent=None, told_apart=""), *self.descendants(code)]
        tree = type(self)(regions, self.changes, self.zones.values())
        tree.whole = self.whole
        return tree

    @property
    def root(self) -> Region:
        """The region above all others."""
        return next(region for region in self if region.parent is None)

    def __getitem__(self, code: str) -> Region:
        return self._regions[code]

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def outside(self, codes: Collection[str]) -> set[str]:
        """Which of these codes are of no region of the tree."""
        # Set difference with the keys would go through all 3,200 regions (1 ms a page).
        return {code for code in codes if code not in self._regions}

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def get(self, code: str | None) -> Region | None:
        """The region of a code; None where the code is of no region of today."""
        return None if code is None else self._regions.get(code)

    def children(self, code: str) -> list[Region]:
        """What lies directly under a region; empty for a leaf."""
        return list(self._children[code])

    def parent(self, code: str) -> Region | None:
        """The region above; None for the nation."""
        above = self[code].parent
        return None if above is None else self[above]

    def path(self, code: str) -> list[Region]:
        """The root, then every region down to this one, which is the last."""
        steps = [self[code]]
        while (above := steps[-1].parent) is not None:
            steps.append(self[above])
        return steps[::-1]

    def full_path(self, code: str) -> list[Region]:
        """The path from the nation down, whatever part of the nation the tree is of."""
        return self.whole.path(code)

    def descendants(self, code: str) -> list[Region]:
        """Everything under a region, itself left out, parents before their children."""
        found = []
        for child in self._children[code]:
            found.append(child)
            found.extend(self.descendants(child.code))
        return found

    def leaves(self, code: str) -> list[Region]:
        """The regions under this one that nothing lies under; a leaf is its own only leaf."""
        if self[code].is_leaf:
            return [self[code]]
        return [region for region in self.descendants(code) if region.is_leaf]

    def siblings(self, code: str) -> list[Region]:
        """The children of the region's parent, itself among them; the nation stands alone."""
        above = self[code].parent
        return [self[code]] if above is None else list(self._children[above])

    def label(self, code: str) -> str:
        """The short name, or the full one where a sibling has the same short name."""
        region = self[code]
        same = [other for other in self.siblings(code) if other.short_name == region.short_name]
        return region.short_name if len(same) == 1 else region.name

    def full_label(self, code: str) -> str:
        """The full names from the province down: 广东省广州市越秀区; the nation's is 全国."""
        steps = self.path(code)
        return "".join(region.name for region in steps[1:]) or steps[0].name

    def labels(self, codes: Iterable[str]) -> dict[str, str]:
        """Names, by code, of regions shown side by side: ``label`` where they are of one family.

        Where several meet, the region above stands before the name: 长春朝阳区, 北京朝阳区. What
        lies directly under the region that they all lie in needs no more than its own name.
        """
        regions = [self[code] for code in codes]
        parents = {region.parent for region in regions}
        if len(parents) < 2:
            return {region.code: self.label(region.code) for region in regions}
        paths = [self.path(code) for code in parents if code is not None]
        shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        apart = parents - {None, shared[-1].code if shared else None}
        return {
            region.code: self._named_after(region) if region.parent in apart else region.short_name
            for region in regions
        }

    def _named_after(self, region: Region) -> str:
        """The region above and the name, without the words that make an autonomous name long."""
        plain = len(region.name) == len(region.short_name) + 1
        own = region.name if plain else region.short_name
        return own if region.parent is None else self[region.parent].short_name + own

    def count_word(self, code: str) -> str:
        """The word that counts a region's children, by what they are: 省（区、市）, 市, 盟市, 区.

        A leaf, and a mixture without a word of its own, counts 县区.
        """
        return count_word(self._children[code])

    @cached_property
    def _followed(self) -> dict[str, list[Change]]:
        moves: dict[str, list[Change]] = {}
        for change in self.changes:
            if change.old_code and change.kind in ENDING_KINDS:
                moves.setdefault(change.old_code, []).append(change)
        return moves

    def changes_of(self, old_code: str) -> list[Change]:
        """The changes that ended a code, in the order of the history."""
        return self._followed.get(old_code, [])

    def successors(self, old_code: str) -> list[Successor]:
        """Today's regions for a code no longer in force, followed through every later change.

        Empty where the code is unknown or in force today. More than one where a region was
        divided. The year, kind and reason are those of the last change on the way.
        """
        if old_code in self:
            return []
        found: dict[str, Successor] = {}
        for successor in self._follow(old_code, 1.0, 0, frozenset()):
            known = found.get(successor.code)
            if known is not None:
                successor = Successor(
                    successor.code,
                    _sum(known.share, successor.share),
                    successor.year,
                    successor.kind,
                    successor.how,
                )
            found[successor.code] = successor
        return sorted(found.values(), key=lambda successor: self[successor.code].order)

    def ended(self, old_code: str) -> int | None:
        """The year in which a code ended; None where it is in force or was never known."""
        if old_code in self:
            return None
        return max((change.year for change in self._followed.get(old_code, [])), default=None)

    def nearest_above(self, codes: Iterable[str]) -> str:
        """The lowest region that all the regions of some codes lie in, or are."""
        paths = [[region.code for region in self.path(code)] for code in codes]
        shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        return shared[-1]

    def _follow(
        self, code: str, share: float | None, since: int, seen: frozenset[str]
    ) -> Iterator[Successor]:
        for change in self._followed.get(code, []):
            heir = change.new_code
            if heir is None or heir in seen or change.year < since:
                continue
            carried = None if share is None or change.share is None else share * change.share
            if heir in self:
                yield Successor(heir, carried, change.year, change.kind, change.how)
            else:
                yield from self._follow(heir, carried, change.year, seen | {code})


def _told_apart(regions: list[Region]) -> list[Region]:
    """The regions, those of one name with the region above them before it."""
    counts = Counter(region.name for region in regions)
    short_names = {region.code: region.short_name for region in regions}
    return [
        replace(region, told_apart=short_names.get(region.parent or "", "") + region.name)
        if counts[region.name] > 1
        else region
        for region in regions
    ]


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def _region(row: ReferenceRow) -> Region:
    """One line of the table. Raises SetupError."""
    row.check(row["level"] in _LEVELS, "level", one_of(tuple(_LEVELS)))
    order = row.require("sort_order", int, "须是整数")
    bounds = _degrees(row, COLUMNS[-6:-2])
    label = _degrees(row, COLUMNS[-2:])
    return Region(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        level=_LEVELS[row["level"]],
        parent=row["parent"] or None,
        city=row["city"] or None,
        province=row["province"] or None,
        is_leaf=row["is_leaf"] == "true",
        kind=row["kind"],
        order=order,
        pinyin=row["pinyin"],
        initials=row["initials"],
        reports=row["reports"] == "true",
        bounds=(bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        label_point=(label[0], label[1]) if label else None,
    )


def _degrees(row: ReferenceRow, columns: tuple[str, ...]) -> list[float]:
    """The numbers of these columns; none where one of them is empty."""
    read = [row.read(column, float, "须是经纬度或留空") for column in columns]
    return [one for one in read if one is not None] if None not in read else []
