"""Monthly placements by category: people due and people placed."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import seasons
from dashboard.demo.apportion import whole
from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character, reported
from dashboard.demo.holding import Holdings, level, nearest_denominator, settle
from dashboard.demo.tables import Column, monthly
from dashboard.demo.territory import Territory

# Who is placed in the month he is due, and in the two months after.
DELAY = (0.85, 0.11, 0.04)


@dataclass(frozen=True)
class Category:
    """``yearly`` people in ten thousand inhabitants; shares of a city that its own office and the
    province's office place; ``urban``: how much more they settle in towns (0 not at all)."""

    code: str
    yearly: float
    city_office: float
    province_office: float
    urban: float
    season: tuple[int, ...]
    rate: float


CATEGORIES = (
    Category("transferred_officers", 0.12, 0.30, 0.12, 1.6, seasons.OFFICERS, 0.97),
    Category("monthly_pension", 0.09, 0.20, 0.02, 1.4, seasons.OFFICERS, 0.98),
    Category("demobilised", 0.010, 0.10, 0.0, 1.0, seasons.OFFICERS, 0.97),
    Category("assigned_work", 0.26, 0.15, 0.01, 0.5, seasons.ASSIGNED, 0.93),
    Category("self_employed", 2.6, 0.0, 0.0, -0.2, seasons.DISCHARGE, 0.955),
    Category("retired_cadres", 0.03, 0.45, 0.05, 1.8, seasons.MERIT, 0.96),
)
KINDS = tuple((category.code,) for category in CATEGORIES)
ALWAYS = np.array([category.code == "self_employed" for category in CATEGORIES])


def placements(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per place, month and category in which somebody was due or placed.

    The self-employed, whom every county has, are reported by every county, a zero too.
    """
    draw = territory.stream("placements")
    here = reported(territory, calendar, "placements")[:, :, None]
    shape = (len(calendar), len(territory), len(CATEGORIES))
    allowed = np.broadcast_to(here & (_yearly(territory) > 0), shape)
    placed_targets = holdings.targets("placements", "placed", KINDS)

    score = character.score("placement")[:, :, None]
    rates = np.clip(np.array([category.rate for category in CATEGORIES]) + 0.042 * score, 0.6, 1.09)
    expected_due = _expected_due(territory, calendar)
    expected_due *= level(_later(expected_due) * rates * here, placed_targets)
    due = whole(expected_due, draw) * allowed
    due_targets = holdings.targets("placements", "due", KINDS)
    for figure in holdings.of("placements", "placed/due"):
        placed = next(
            other
            for other in holdings.of("placements", "placed")
            if (other.region_code, other.first, other.last, other.categories)
            == (figure.region_code, figure.first, figure.last, figure.categories)
        )
        total = nearest_denominator(figure.value, figure.decimals, int(placed.value))
        due_targets.append(holdings.target(figure, total, KINDS))
    settle(due, due_targets, allowed, draw)

    placed = whole(_later(due.astype(float)) * rates, draw)
    settle(placed, placed_targets, allowed, draw)
    on_time_rate = np.clip(0.91 + 0.035 * character.score("punctual placement", 0.12), 0.55, 1)
    on_time = draw.binomial(placed, np.broadcast_to(on_time_rate[:, :, None], shape))
    settle(on_time, holdings.targets("placements", "placed_on_time", KINDS), allowed, draw, placed)

    present = allowed & ((due > 0) | (placed > 0) | (ALWAYS & territory.is_leaf[:, None]))
    return monthly(
        territory,
        calendar,
        present,
        {"category": [category.code for category in CATEGORIES]},
        {"due": Column(due), "placed": Column(placed), "placed_on_time": Column(on_time)},
    )


def _yearly(territory: Territory) -> np.ndarray:
    """People due in a usual year [R, C]: a city's and a province's office have their share."""
    people = territory.people[:, None] / 10_000
    yearly = np.array([category.yearly for category in CATEGORIES]) * people
    city = np.array([category.city_office for category in CATEGORIES])
    province = np.array([category.province_office for category in CATEGORIES])
    urban = np.array([category.urban for category in CATEGORIES])
    settling = 1 + urban * (territory.urban[:, None] - 0.45)
    draw = territory.stream("placement by place")
    liking = np.exp(0.3 * draw.standard_normal(yearly.shape))
    share = np.select(
        [territory.is_city_office[:, None], territory.is_province_office[:, None]],
        [city, province],
        1 - city - province,
    )
    return yearly * share * np.where(territory.is_leaf[:, None], settling * liking, 1)


def _expected_due(territory: Territory, calendar: Calendar) -> np.ndarray:
    """People due [M, R, C] before chance."""
    season = np.concatenate(
        [seasons.shares(category.season, calendar) for category in CATEGORIES], axis=2
    )
    years = seasons.year_factors(calendar, territory.stream("placement years"), 0.06)
    return season * years * _yearly(territory)


def _later(due: np.ndarray) -> np.ndarray:
    """When those due are placed if all are: some in the month, some one or two months on.

    What was due before the range is taken to be what was due in its first month.
    """
    before = np.concatenate([due[:1], due[:1], due])
    now, last, earlier = before[2:], before[1:-1], before[:-2]
    return DELAY[0] * now + DELAY[1] * last + DELAY[2] * earlier
