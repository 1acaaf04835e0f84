"""The registry of memorial sites and the days each item of their improvement was done."""

from datetime import date

import numpy as np
import pyarrow as pa

from dashboard.demo.apportion import apportion
from dashboard.demo.calendar import Calendar, end_of_month
from dashboard.demo.character import Character
from dashboard.demo.holding import Holdings, nearest_numerator
from dashboard.demo.memorial_names import site_names
from dashboard.demo.tables import dates, texts
from dashboard.demo.territory import Territory
from dashboard.published_figure import PublishedFigure

PROTECTIONS = ("national", "provincial", "municipal", "county", "unrated")
KINDS = ("cemetery", "hall", "monument", "tower", "statue", "columbarium", "tomb")
UNRATED = PROTECTIONS.index("unrated")
RATED_OF_COUNTY, UNRATED_OF_COUNTY = 2.1, 9.5
PROTECTION_SHARES = (0.05, 0.12, 0.21, 0.62)
# By protection, from national to unrated, each the shares of KINDS.
KIND_SHARES = np.array(
    [
        [0.56, 0.20, 0.13, 0.04, 0.02, 0.01, 0.04],
        [0.52, 0.16, 0.18, 0.04, 0.03, 0.02, 0.05],
        [0.46, 0.11, 0.25, 0.04, 0.04, 0.02, 0.08],
        [0.40, 0.06, 0.30, 0.05, 0.04, 0.02, 0.13],
        [0.08, 0.01, 0.30, 0.03, 0.03, 0.01, 0.54],
    ]
)
CEREMONY = np.array([0.97, 0.93, 0.85, 0.68, 0.02])


class Item:
    """One thing to be done at a site: when half had it (years from 2024), the spread in years,
    and who ever gets it: a share of rated and of unrated sites."""

    def __init__(self, column: str, half: float, spread: float, rated: float, unrated: float):
        self.column, self.half, self.spread = column, half, spread
        self.ever = np.array([rated] * 4 + [unrated])


ITEMS = (
    Item("names_wall_on", -1.9, 2.1, 0.965, 0.06),
    Item("exhibition_on", -1.1, 2.2, 0.95, 0.02),
    Item("sign_on", -3.2, 1.5, 0.99, 0.62),
    Item("approved_on", -3.4, 1.6, 0.985, 0.0),
    Item("scope_on", -2.0, 1.8, 0.97, 0.18),
    Item("land_registered_on", 0.4, 2.4, 0.86, 0.03),
)


def memorial_sites(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per site, ordered by leaf and protection; an item not yet done has no date."""
    draw = territory.stream("memorial sites")
    place, protection = _sites(territory, holdings, draw)
    pick = draw.random(len(place))
    kind = (pick[:, None] > np.cumsum(KIND_SHARES, axis=1)[protection]).sum(axis=1)
    kind = np.minimum(kind, len(KINDS) - 1)
    ceremony = draw.random(len(place)) < CEREMONY[protection]
    ceremony &= kind != KINDS.index("tomb")

    days = _days(character, place, protection, draw)
    for figure in holdings.figures:
        if figure.export == "memorial_sites" and figure.denominator:
            inside = _of_figure(territory, figure, place, protection, ceremony)
            _hold(days, figure, inside, draw)
    last_day = np.datetime64(calendar.last_day, "D")
    names = site_names(territory, place, protection, kind, draw)
    return pa.table(
        {
            "site_id": pa.array(_identifiers(territory, place), pa.string()),
            "name": pa.array(names, pa.string()),
            "region_code": texts(place, territory.codes),
            "protection": texts(protection, PROTECTIONS),
            "kind": texts(kind, KINDS),
            "public_ceremony": pa.array(ceremony),
            **{
                column: dates(np.where(done <= last_day, done, np.datetime64("NaT")))
                for column, done in days.items()
            },
        }
    )


def _sites(
    territory: Territory, holdings: Holdings, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Place and protection of every site, ordered by both."""
    rural = np.clip(1.35 - 0.7 * territory.urban, 0.5, 1.5) * territory.is_leaf
    history = np.exp(0.35 * draw.standard_normal()) * draw.gamma(2.5, 0.4, len(territory))
    rated = draw.poisson(RATED_OF_COUNTY * rural * history) + (
        territory.is_leaf & (draw.random(len(territory)) < 0.55)
    )
    unrated = draw.poisson(UNRATED_OF_COUNTY * rural * history)
    for figure in holdings.of("memorial_sites", "site_id"):
        inside = territory.under(figure.region_code)
        rated[inside] = apportion(int(figure.value), rated[inside], draw)
    place = np.repeat(np.arange(len(territory)), rated)
    protection = draw.choice(4, len(place), p=PROTECTION_SHARES)
    place = np.concatenate([place, np.repeat(np.arange(len(territory)), unrated)])
    protection = np.concatenate([protection, np.full(int(unrated.sum()), UNRATED)])
    order = np.lexsort((protection, place))
    return place[order], protection[order]


def _days(
    character: Character, place: np.ndarray, protection: np.ndarray, draw: np.random.Generator
) -> dict[str, np.ndarray]:
    """The working day each item is done on, NaT for never; the same site is slow in everything."""
    standing = character.standing("memorial sites")[place]
    slowness = 0.55 * draw.standard_normal(len(place)) - 0.75 * standing
    # What is protected more highly is done first.
    rank = np.array([-1.1, -0.5, -0.1, 0.25, 1.2])[protection]
    days = {}
    for item in ITEMS:
        own = item.spread * 0.75 * draw.standard_normal(len(place))
        years = np.clip(item.half + own + slowness + rank, -12, 12)
        day = np.datetime64("2024-01-01") + np.round(years * 365.25).astype("timedelta64[D]")
        day = np.busday_offset(day, 0, roll="forward")
        ever = item.ever[protection] - np.clip(-0.04 * standing, -0.03, 0.2)
        never = draw.random(len(place)) >= ever
        days[item.column] = np.where(never, np.datetime64("NaT"), day)
    return days


def _of_figure(
    territory: Territory,
    figure: PublishedFigure,
    place: np.ndarray,
    protection: np.ndarray,
    ceremony: np.ndarray,
) -> np.ndarray:
    """Which sites a rate is taken of."""
    wanted = np.array([name in (figure.categories or PROTECTIONS) for name in PROTECTIONS])
    inside = territory.under(figure.region_code)[place] & wanted[protection]
    return inside & ceremony if "public_ceremony" in figure.subcategories else inside


def _hold(
    days: dict[str, np.ndarray],
    figure: PublishedFigure,
    inside: np.ndarray,
    draw: np.random.Generator,
) -> None:
    """Moves items across the end of the figure's month until the share is the published one."""
    end = np.datetime64(end_of_month(figure.last), "D")
    columns = figure.numerator.split("+")
    done = np.logical_and.reduce([days[column] <= end for column in columns]) & inside
    wanted = nearest_numerator(figure.value, figure.decimals, int(inside.sum()))
    surplus = wanted - int(done.sum())
    pool = np.flatnonzero(inside & ~done if surplus > 0 else done)
    moved = draw.choice(pool, abs(surplus), replace=False)
    year = np.datetime64(date(figure.last.year, 1, 1), "D")
    for column in columns if surplus > 0 else columns[-1:]:
        day = days[column][moved]
        if surplus > 0:
            late = ~(day <= end)
            hurried = year + draw.integers(0, int((end - year).astype(int)) + 1, len(moved))
            days[column][moved] = np.where(late, hurried, day)
        else:
            days[column][moved] = end + draw.integers(1, 700, len(moved))


def _identifiers(territory: Territory, place: np.ndarray) -> list[str]:
    """``M``, the leaf's code and a running number within it; places are in order."""
    starts = np.r_[True, np.diff(place) != 0]
    index = np.arange(len(place))
    running = index - np.maximum.accumulate(np.where(starts, index, 0)) + 1
    pairs = zip(place.tolist(), running.tolist(), strict=True)
    return [f"M{territory.codes[leaf]}-{number}" for leaf, number in pairs]
