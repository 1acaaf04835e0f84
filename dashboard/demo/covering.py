"""How many towns and villages there are to cover: the export ``units``."""

import numpy as np
import pyarrow as pa

from dashboard.demo.calendar import Calendar
from dashboard.demo.tables import texts
from dashboard.demo.territory import Territory

TIERS = ("town", "village")
# Of counties, how many have merged villages since the first years; those then had more to cover.
MERGED = 0.06
MOST_MERGED = 3
MERGED_IN = 2023


def units(territory: Territory, calendar: Calendar) -> pa.Table:
    """One row per leaf, year and tier; zero where the region table knows no unit of the tier."""
    draw = territory.stream("units")
    leaves = np.flatnonzero(territory.is_leaf)
    counts = np.stack([territory.towns[leaves], territory.villages[leaves]], axis=1)
    merged = (draw.random(len(leaves)) < MERGED) * draw.integers(1, MOST_MERGED + 1, len(leaves))
    years = calendar.years
    shape = (len(leaves), len(years), len(TIERS))
    values = np.broadcast_to(counts[:, None, :], shape).copy()
    values[:, years < MERGED_IN, 1] += np.where(counts[:, 1] > 0, merged, 0)[:, None]
    place, year, tier = np.indices(shape).reshape(3, -1)
    return pa.table(
        {
            "region_code": texts(leaves[place], territory.codes),
            "year": pa.array(years[year].astype(np.int64)),
            "tier": texts(tier, TIERS),
            "units": pa.array(values.reshape(-1).astype(np.int64)),
        }
    )
