"""The stations of a province while they are being made, and which of them a figure speaks of."""

from datetime import date

import numpy as np
import pyarrow as pa

from dashboard.demo.territory import Territory
from dashboard.published_figure import PublishedFigure

TIERS = ("province", "city", "county", "town", "village", "extended")
PROVINCE, CITY, COUNTY, TOWN, VILLAGE, EXTENDED = range(6)


class Registry:
    """One entry a station: place in the territory, index in TIERS, unit code or None, name, days.

    The days are NaT until they are known; ``closed`` stays NaT for a station that stands.
    """

    def __init__(self, place: np.ndarray, tier: np.ndarray, unit: pa.Array, name: pa.Array):
        self.place, self.tier, self.unit, self.name = place, tier, unit, name
        self.opened = np.full(len(place), np.datetime64("NaT"), dtype="datetime64[D]")
        self.closed = self.opened.copy()

    def __len__(self) -> int:
        return len(self.place)


def active(registry: Registry, day: date) -> np.ndarray:
    """Which stations stand at the end of a day."""
    on = np.datetime64(day, "D")
    return (registry.opened <= on) & ~(registry.closed <= on)


def of_figure(territory: Territory, registry: Registry, figure: PublishedFigure) -> np.ndarray:
    """Which stations a figure's region and tiers take in; all tiers where it names none."""
    tiers = figure.categories or TIERS
    chosen = np.array([tier in tiers for tier in TIERS])
    return territory.under(figure.region_code)[registry.place] & chosen[registry.tier]
