"""From a region code as reported to a region of today."""

from collections import Counter
from typing import NamedTuple

from dashboard.regions import RegionTree


class Carried(NamedTuple):
    """``code``: today's; ``reported``: the old code, None where it holds today; ``reason``: why
    there is no code."""

    code: str | None = None
    reported: str | None = None
    reason: str | None = None


class RegionCodes:
    """Every code that was ever in force, and what it became.

    ``merged``: old codes whose region reported apart from the one that it is part of today.
    """

    def __init__(self, tree: RegionTree) -> None:
        self._tree = tree
        self._known = {change.old_code for change in tree.changes if change.old_code}
        heirs = {code: found for code in self._known if len(found := tree.successors(code)) == 1}
        forebears = Counter(found[0].code for found in heirs.values())
        # A region that merely got another code is the same region: two rows of one month, under
        # the old and the new, are about the same thing. Regions that were merged reported apart.
        self.merged = sorted(
            code
            for code, found in heirs.items()
            if found[0].kind != "recode" or forebears[found[0].code] > 1
        )

    def carry(self, code: str, leaf: bool = False) -> Carried:
        """Today's region for a code of six digits.

        Only one heir is followed: a region that was divided has no single one, and guessing
        would put people in the wrong place. ``leaf`` asks for a region nothing lies under.
        """
        region = self._tree.get(code)
        reported = None
        if region is None:
            heirs = self._tree.successors(code)
            if not heirs:
                return Carried(
                    reason="region_abolished" if code in self._known else "unknown_region"
                )
            if len(heirs) > 1:
                return Carried(reason="region_split")
            region, reported = self._tree[heirs[0].code], code
        if not region.reports:
            return Carried(reason="region_not_reporting")
        if leaf and not region.is_leaf:
            return Carried(reason="region_not_leaf")
        return Carried(region.code, reported)
