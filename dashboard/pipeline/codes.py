"""From a region code as reported to a region of today."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

from dashboard.regions import RegionTree


class CurrentCode(NamedTuple):
    """``code``: today's; ``reported``: the code as reported, None where it holds today; ``reason``:
    why there is no code."""

    code: str | None = None
    reported: str | None = None
    reason: str | None = None


class RegionCodes:
    """Every code in force since 2000, and what it became; and the codes of development zones.

    ``counties`` lead from a zone's code to the county that it counts in, where the department's
    settings name one. ``apart``: codes whose rows stand beside others of the region that they are
    carried to, and add up with them: of regions that were merged or divided, and of zones.

    Raises ValueError where a zone or its county in the settings is none, or the county lies in
    another city than the zone.
    """

    def __init__(self, tree: RegionTree, counties: Mapping[str, str] | None = None) -> None:
        self._tree = tree
        self._counties = dict(counties or {})
        for zone, county in self._counties.items():
            if zone not in tree.zones or county not in tree or not tree[county].is_leaf:
                raise ValueError(f"{zone}: {county}")
            if tree[tree.zones[zone].region_code] not in tree.path(county):
                raise ValueError(f"{zone}: {county}")
        self._known = {change.old_code for change in tree.changes if change.old_code}
        # A region that merely got another code is the same region: two rows of one month, under
        # the old and the new, are about the same thing. Regions that were merged reported apart.
        recoded = Counter(change.new_code for change in tree.changes if change.kind == "recode")
        renumbered = {
            change.old_code: change.new_code
            for change in tree.changes
            if change.kind == "recode" and recoded[change.new_code] == 1
        }
        self.apart = frozenset(
            {code for code in self._known if code not in tree and not self._same(code, renumbered)}
            | set(tree.zones)
        )

    def to_current(self, code: str, level: Literal["leaf", "same"] | None = None) -> CurrentCode:
        """Today's region for a code of six digits.

        What a region that was divided reported counts in the city or province that all its heirs
        lie in, since nobody can tell them apart; a zone counts in its city, or in the county of the
        settings. ``level`` leaf asks for a region nothing lies under, same for the very region that
        the code was given to.
        """
        reported, leaf = None, level == "leaf"
        if code not in self._tree:
            heirs = [heir.code for heir in self._tree.successors(code)]
            if zone := self._tree.zones.get(code):
                heirs = [self._counties.get(code, zone.region_code)]
            if not heirs:
                return CurrentCode(
                    reason="region_abolished" if code in self._known else "unknown_region"
                )
            if level == "same" and code in self.apart:
                return CurrentCode(reason="region_not_same")
            if leaf and len(heirs) > 1:
                return CurrentCode(reason="region_split")
            code, reported = self._tree.nearest_above(heirs), code
        region = self._tree[code]
        if not region.reports:
            return CurrentCode(reason="region_not_reporting")
        if leaf and not region.is_leaf:
            return CurrentCode(reason="region_not_leaf")
        return CurrentCode(region.code, reported)

    def _same(self, code: str | None, renumbered: Mapping[str | None, str | None]) -> bool:
        """Whether a code is today's region under another number, however often it was given one."""
        met: set[str] = set()
        while code is not None and code not in self._tree and code in renumbered:
            if code in met:  # numbers that lead back to themselves lead to no region
                return False
            met.add(code)
            code = renumbered[code]
        return code in self._tree
