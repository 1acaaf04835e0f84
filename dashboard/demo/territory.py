"""One province's places and the units they have to cover, as arrays."""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.regions import Region, RegionTree
from dashboard.settings import REFERENCE

# No census is at hand: people are told from the number of communities and villages. With these
# two numbers the nation's 125 thousand communities and 487 thousand villages give 1.35 billion.
PEOPLE_OF_COMMUNITY = 6_500
PEOPLE_OF_VILLAGE = 1_100
FEWEST_PEOPLE = 8_000


@dataclass(frozen=True)
class Territory:
    """A province: the leaves that report, then the offices above them (its own, its cities').

    ``places`` has R entries and every array of the demonstration that has a region axis follows
    its order. ``units`` are the towns and villages of the leaves alone, ordered by leaf, with the
    leaf's place in ``unit_place``: a unit that hangs on a city has no county to be counted in.
    """

    tree: RegionTree
    province: Region
    places: tuple[Region, ...]
    units: pa.Table
    unit_place: np.ndarray
    seed: int

    def stream(self, name: str) -> np.random.Generator:
        """Random numbers of this province for one purpose: the same whatever else is made."""
        return np.random.default_rng(
            [self.seed, int(self.province.code), zlib.crc32(name.encode())]
        )

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def codes(self) -> list[str]:
        return [place.code for place in self.places]

    @cached_property
    def is_leaf(self) -> np.ndarray:
        return np.array([place.is_leaf for place in self.places])

    @cached_property
    def is_city_office(self) -> np.ndarray:
        return ~self.is_leaf & ~self.is_province_office

    @cached_property
    def is_province_office(self) -> np.ndarray:
        return np.array([place.code == self.province.code for place in self.places])

    @cached_property
    def group(self) -> np.ndarray:
        """Number of the city a place belongs to; a place under no city is its own group."""
        cities = [place.city or place.code for place in self.places]
        return np.unique(cities, return_inverse=True)[1]

    def under(self, code: str) -> np.ndarray:
        """Which places are the region or lie under it."""
        below = {code, *(region.code for region in self.tree.descendants(code))}
        return np.array([place in below for place in self.codes])

    @cached_property
    def is_town(self) -> np.ndarray:
        """Which units are towns or streets; all others are villages or communities."""
        return pc.equal(self.units["tier"], "town").to_numpy()

    @cached_property
    def towns(self) -> np.ndarray:
        """Towns and streets at each place."""
        return np.bincount(self.unit_place[self.is_town], minlength=len(self))

    @cached_property
    def villages(self) -> np.ndarray:
        """Villages and communities at each place."""
        return np.bincount(self.unit_place[~self.is_town], minlength=len(self))

    @cached_property
    def communities(self) -> np.ndarray:
        """Of the villages and communities at each place, the communities."""
        chosen = pc.equal(self.units["kind"], "社区").to_numpy()
        return np.bincount(self.unit_place[chosen], minlength=len(self))

    @cached_property
    def people(self) -> np.ndarray:
        """About how many people live at each leaf; an office has those of all its leaves."""
        rural = self.villages - self.communities
        people = self.communities * PEOPLE_OF_COMMUNITY + rural * PEOPLE_OF_VILLAGE
        people = np.maximum(FEWEST_PEOPLE, people).astype(float)
        for place in np.flatnonzero(~self.is_leaf):
            people[place] = people[self.under(self.codes[place]) & self.is_leaf].sum()
        return people

    @cached_property
    def urban(self) -> np.ndarray:
        """Share of the people at each place that live in communities, 0 to 1."""
        in_communities = self.communities * float(PEOPLE_OF_COMMUNITY)
        for place in np.flatnonzero(~self.is_leaf):
            below = self.under(self.codes[place]) & self.is_leaf
            in_communities[place] = in_communities[below].sum()
        return np.minimum(1, in_communities / self.people)


def load_units(path: Path = REFERENCE / "units.parquet") -> pa.Table:
    """Every town and village of the nation."""
    return pq.read_table(path)


def territory(tree: RegionTree, units: pa.Table, province: str, seed: int) -> Territory:
    """The territory of a province given by its code."""
    leaves = [leaf for leaf in tree.leaves(province) if leaf.reports]
    offices = [
        region for region in (tree[province], *tree.descendants(province)) if not region.is_leaf
    ]
    codes = pa.array([leaf.code for leaf in leaves])
    place = pc.index_in(units["region_code"], value_set=codes)
    inside = pc.is_valid(place)
    place = place.filter(inside).to_numpy().astype(np.int64)
    order = np.argsort(place, kind="stable")
    return Territory(
        tree=tree,
        province=tree[province],
        places=(*leaves, *offices),
        units=units.filter(inside).take(order),
        unit_place=place[order],
        seed=seed,
    )
