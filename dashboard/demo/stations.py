"""The registry of service centres and stations, on the real towns and villages."""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character
from dashboard.demo.holding import Holdings
from dashboard.demo.station_dates import closing_days, hold_openings, opening_days
from dashboard.demo.station_names import centre_names, extended_names, station_names
from dashboard.demo.station_quality import quality
from dashboard.demo.station_registry import (
    CITY,
    COUNTY,
    EXTENDED,
    PROVINCE,
    TIERS,
    TOWN,
    VILLAGE,
    Registry,
)
from dashboard.demo.tables import dates, texts
from dashboard.demo.territory import Territory

EXTENDED_OF_COUNTY, EXTENDED_OF_MILLION = 0.35, 2.7
# Where the number set up in a year was published, those of later years come on top of it.
MORE_EXTENDED = 1.35
# Units with a station ever, over those published for a day: a few have closed by then.
SPARE = 1.01


def stations(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per station opened by the end of the range, by place, tier and unit.

    A unit that no station serves has no row; a closed station keeps its row, and where another
    took over, the unit has two. Units of a city's development zones, which no county counts, are
    left out.
    """
    registry = _registry(territory, character, holdings)
    registry.opened = opening_days(territory, character, registry.place, registry.tier)
    registry = _with_successors(territory, registry)
    last_day = np.datetime64(calendar.last_day, "D")
    hold_openings(territory, calendar, holdings, registry)
    registry.closed[registry.closed > last_day] = np.datetime64("NaT")
    qualities = quality(territory, calendar, character, holdings, registry)

    standing = registry.opened <= last_day
    ids = _identifiers(territory, registry)
    table = pa.table(
        {
            "station_id": ids,
            "name": registry.name,
            "tier": texts(registry.tier, TIERS),
            "unit_code": registry.unit,
            "region_code": texts(registry.place, territory.codes),
            "opened_on": dates(registry.opened),
            "closed_on": dates(registry.closed),
            **{name: pa.array(values) for name, values in qualities.items()},
        }
    ).filter(pa.array(standing))
    order = np.lexsort((registry.tier[standing], registry.place[standing]))
    return table.take(order)


def _registry(territory: Territory, character: Character, holdings: Holdings) -> Registry:
    """Every station there ever is, without its dates: units covered, centres, extended ones."""
    draw = territory.stream("stations")
    covered = _covered(territory, character, holdings, draw)
    unit_tier = np.where(territory.is_town, TOWN, VILLAGE)
    centres = _centres(territory, holdings, draw)
    centre_tier = np.select(
        [
            territory.is_province_office[centres],
            territory.is_city_office[centres]
            | np.array([territory.places[place].level == "city" for place in centres]),
        ],
        [PROVINCE, CITY],
        COUNTY,
    )
    extended = _extended(territory, holdings, draw)
    names = [territory.places[place].name for place in centres]
    extended_places = [territory.places[place].short_name for place in extended]
    centre_units = [territory.codes[place] for place in centres]
    units = territory.units.filter(pa.array(covered))
    return Registry(
        place=np.concatenate([territory.unit_place[covered], centres, extended]),
        tier=np.concatenate([unit_tier[covered], centre_tier, np.full(len(extended), EXTENDED)]),
        unit=pa.concat_arrays(
            [
                units["unit_code"].combine_chunks(),
                pa.array(centre_units, pa.string()),
                pa.nulls(len(extended), pa.string()),
            ]
        ),
        name=pa.concat_arrays(
            [
                station_names(units["name"]).combine_chunks(),
                pa.array(centre_names(names), pa.string()),
                pa.array(extended_names(extended_places, draw), pa.string()),
            ]
        ),
    )


def _covered(
    territory: Territory, character: Character, holdings: Holdings, draw: np.random.Generator
) -> np.ndarray:
    """Which units get a station at all: nearly all, but in some counties a tenth does not."""
    standing = character.standing("coverage")
    missing = np.clip(0.009 * np.exp(-0.75 * standing), 0.0005, 0.03)
    lagging = draw.random(len(territory)) < 0.02
    missing = np.where(lagging, draw.uniform(0.06, 0.16, len(territory)), missing)
    of_tier = np.where(territory.is_town, 0.35, 1.0)
    covered = draw.random(len(territory.unit_place)) >= missing[territory.unit_place] * of_tier
    for figure in holdings.of("stations", "station_id"):
        inside = territory.under(figure.region_code)[territory.unit_place]
        inside &= np.where(
            territory.is_town, "town" in figure.categories, "village" in figure.categories
        )
        needed = min(int(inside.sum()), round(int(figure.value) * SPARE))
        lacking = needed - int((covered & inside).sum())
        if lacking > 0:
            added = draw.choice(np.flatnonzero(inside & ~covered), lacking, replace=False)
            covered[added] = True
    return covered


def _centres(territory: Territory, holdings: Holdings, draw: np.random.Generator) -> np.ndarray:
    """One centre for the province and each city and county; more where more were published."""
    centres = np.arange(len(territory))
    for figure in holdings.of("stations", "station_id"):
        if set(figure.categories) != {"city", "county"}:
            continue
        inside = np.flatnonzero(territory.under(figure.region_code))
        more = int(figure.value) - len(inside)
        counties = inside[territory.is_leaf[inside]]
        centres = np.concatenate([centres, np.sort(draw.choice(counties, more, replace=False))])
    return np.sort(centres, kind="stable")


def _extended(territory: Territory, holdings: Holdings, draw: np.random.Generator) -> np.ndarray:
    """Leaves with a station in a university or firm, one entry each, in order."""
    mean = (EXTENDED_OF_COUNTY + EXTENDED_OF_MILLION * territory.people / 1e6) * territory.is_leaf
    places = np.repeat(np.arange(len(territory)), draw.poisson(mean))
    for figure in holdings.of("stations", "opened_on"):
        inside = territory.under(figure.region_code)
        lacking = round(int(figure.value) * MORE_EXTENDED) - int(inside[places].sum())
        if lacking > 0:
            leaves = np.flatnonzero(inside & territory.is_leaf)
            weights = mean[leaves] / mean[leaves].sum()
            places = np.concatenate([places, draw.choice(leaves, lacking, p=weights)])
    return np.sort(places)


def _with_successors(territory: Territory, registry: Registry) -> Registry:
    """A few stations close, and every other one's unit gets a new station on the same day."""
    draw = territory.stream("closings")
    registry.closed = closing_days(registry.opened, registry.tier, draw)
    closed = np.flatnonzero(~np.isnat(registry.closed))
    followed = closed[draw.random(len(closed)) < 0.5]
    both = np.concatenate([np.arange(len(registry)), followed])
    longer = Registry(
        registry.place[both],
        registry.tier[both],
        registry.unit.take(both),
        registry.name.take(both),
    )
    longer.opened = np.concatenate([registry.opened, registry.closed[followed]])
    longer.closed[: len(registry)] = registry.closed
    return longer


def _identifiers(territory: Territory, registry: Registry) -> pa.Array:
    """``S`` and the unit's code, or ``E`` and the county's, and a running number of that code."""
    extended = registry.tier == EXTENDED
    codes = np.array(territory.codes, dtype=object)[registry.place]
    units = pc.coalesce(registry.unit, pa.array(codes, pa.string()))
    prefixed = pc.binary_join_element_wise(pa.array(np.where(extended, "E", "S")), units, "")
    keys = prefixed.dictionary_encode().indices.to_numpy()
    order = np.argsort(keys, kind="stable")
    starts = np.r_[True, np.diff(keys[order]) != 0]
    running = np.arange(len(keys)) - np.maximum.accumulate(
        np.where(starts, np.arange(len(keys)), 0)
    )
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = running + 1
    return pc.binary_join_element_wise(prefixed, pa.array(number).cast(pa.string()), "-")
