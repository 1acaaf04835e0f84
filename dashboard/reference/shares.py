"""How much of a region went where, measured in villages and communities."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.reference.divisions import Division
from dashboard.reference.units import Linkage, Street, Unit

# The list of villages is of the middle of this year: later moves are not in it yet.
LIST_YEAR = 2023


class Villages:
    """The statistics bureau's villages, counted by its towns and by where these lie today."""

    def __init__(self, units: Iterable[Unit], streets: Sequence[Street], linkage: Linkage):
        self._streets = streets
        self._linkage = linkage
        self._counts = Counter(unit.code[:9] for unit in units if unit.tier == "village")

    def taken(self, old: str, heir: Mapping[str, Any]) -> int | None:
        """How many villages an heir took, as ``corrections.yml`` describes it; None if it doesn't.

        Raises ValueError where a town that is named is not found.
        """
        inside = [street for street in self._streets if self._inside(street, heir["code"])]
        if "towns" in heir:
            named = [street for street in inside if street.name in heir["towns"]]
            missing = set(heir["towns"]) - {street.name for street in named}
            if missing:
                raise ValueError(f"{old} → {heir['code']}: no town of the name {sorted(missing)}")
        elif "except" in heir:
            named = [street for street in inside if street.name not in heir["except"]]
        elif "area" in heir:
            named = [street for street in inside if street.area == old]
        elif "all" in heir:
            named = inside
        else:
            return None
        return sum(self._counts[street.code] for street in named)

    def listed(self, code: str) -> int:
        """How many villages the list has under a county's code, whether it is in force or not."""
        return sum(self._counts[street.code] for street in self._streets if street.area == code)

    def moved(self) -> dict[tuple[str, Division], list[Street]]:
        """The towns found under another county than the list's: old code and county of today."""
        found: dict[tuple[str, Division], list[Street]] = defaultdict(list)
        for street, county in self._linkage.moved:
            found[street.area, county].append(street)
        return found

    def size(self, streets: Iterable[Street]) -> int:
        """How many villages lie in some of the list's towns."""
        return sum(self._counts[street.code] for street in streets)

    def _inside(self, street: Street, region: str) -> bool:
        """Whether a town lies in the region, or in a development zone of its city."""
        place = self._linkage.places[street.code][0]
        return place == region or (place == region[:4] + "00" and street.code[:4] == region[:4])
