"""When stations opened and closed, with the published counts held."""

import numpy as np

from dashboard.demo.calendar import Calendar, end_of_month
from dashboard.demo.character import Character
from dashboard.demo.holding import Holdings
from dashboard.demo.station_registry import EXTENDED, VILLAGE, Registry, active, of_figure
from dashboard.demo.territory import Territory
from dashboard.published_figure import PublishedFigure

# The service system was built from the end of 2018 on, from the top down, most of it in 2019.
FOUNDED = np.datetime64("2018-11-05")
LATEST = np.datetime64("2027-12-31")
# Years from the founding until half of a tier's stations stood, and the share that came late.
HALF_BUILT = np.array([0.15, 0.3, 0.45, 0.6, 0.75, 4.6])
STRAGGLING = np.array([0.0, 0.0, 0.0, 0.03, 0.065, 0.0])
CLOSING = 0.004


def opening_days(
    territory: Territory, character: Character, place: np.ndarray, tier: np.ndarray
) -> np.ndarray:
    """A day for each station: two years for most, a tail of stragglers until today."""
    draw = territory.stream("openings")
    pace = np.exp(-0.25 * character.standing("building"))[place]
    years = HALF_BUILT[tier] * pace * np.exp(0.45 * draw.standard_normal(len(place)))
    late = draw.random(len(place)) < STRAGGLING[tier] * pace
    years = np.where(late, 2.0 + draw.exponential(1.9, len(place)), years)
    extended = tier == EXTENDED
    years[extended] = draw.triangular(2.6, 5.6, 8.2, int(extended.sum()))
    days = FOUNDED + np.round(years * 365.25).astype("timedelta64[D]")
    return _workday(np.minimum(days, LATEST))


def closing_days(opened: np.ndarray, tier: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A day for the few village stations that close, NaT for all others."""
    closing = (draw.random(len(opened)) < CLOSING) & (tier == VILLAGE)
    stood = np.round(365.25 * (1 + draw.gamma(3.0, 1.0, len(opened)))).astype("timedelta64[D]")
    return np.where(closing, _workday(opened + stood), np.datetime64("NaT"))


def _workday(days: np.ndarray) -> np.ndarray:
    return np.busday_offset(days, 0, roll="forward")


def hold_openings(
    territory: Territory, calendar: Calendar, holdings: Holdings, registry: Registry
) -> None:
    """Moves opening days across a figure's last day until as many stand as were published.

    Parts come before sums, cities before provinces; stations that a figure has settled stay
    where they are. Raises ValueError where there are too few stations to move.
    """
    draw = territory.stream("held openings")
    settled = np.zeros(len(registry), dtype=bool)
    for figure in holdings.of("stations", "station_id"):
        day = end_of_month(figure.last)
        inside = of_figure(territory, registry, figure)
        # A station that closes, or takes over from one, keeps its days.
        movable = inside & ~settled & np.isnat(registry.closed) & ~_successors(registry)
        surplus = int(figure.value) - int((inside & active(registry, day)).sum())
        if surplus > 0:
            moved = _some(movable & (registry.opened > np.datetime64(day)), surplus, draw)
            registry.opened[moved] = _days(
                np.datetime64(day) - 700, np.datetime64(day), moved, draw
            )
        elif surplus < 0:
            moved = _some(movable & active(registry, day), -surplus, draw)
            registry.opened[moved] = _days(
                np.datetime64(day) + 1, np.datetime64(day) + 900, moved, draw
            )
        settled |= inside
    for figure in holdings.of("stations", "opened_on"):
        _hold_year(territory, registry, figure, draw)


def _hold_year(
    territory: Territory, registry: Registry, figure: PublishedFigure, draw: np.random.Generator
) -> None:
    """As many opened within the figure's months as were published, and none before them.

    A figure of what was set up in a year reads as the first such year: the number opened is then
    also the number standing at its end.
    """
    assert figure.first is not None
    first, last = np.datetime64(figure.first, "D"), np.datetime64(end_of_month(figure.last), "D")
    inside = np.flatnonzero(of_figure(territory, registry, figure))
    if len(inside) < int(figure.value):
        raise ValueError(f"published figures, line {figure.line}: too few stations to hold it")
    chosen = inside[draw.permutation(len(inside))]
    within, after = chosen[: int(figure.value)], chosen[int(figure.value) :]
    registry.opened[within] = _days(first, last, within, draw)
    registry.opened[after] = _days(last + 1, last + 900, after, draw)


def _some(mask: np.ndarray, count: int, draw: np.random.Generator) -> np.ndarray:
    candidates = np.flatnonzero(mask)
    if len(candidates) < count:
        raise ValueError(f"{count} stations can't be moved: there are {len(candidates)}")
    return draw.choice(candidates, count, replace=False)


def _days(
    first: np.datetime64, last: np.datetime64, places: np.ndarray, draw: np.random.Generator
) -> np.ndarray:
    """Random days from first to last, both possible, working days where the last allows it."""
    span = int((last - first).astype(int)) + 1
    days = first + draw.integers(0, span, len(places)).astype("timedelta64[D]")
    return np.minimum(_workday(days), last)


def _successors(registry: Registry) -> np.ndarray:
    """Stations whose unit had another one before."""
    keys = registry.unit.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    first = np.zeros(len(keys), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return ~first & (keys >= 0)
