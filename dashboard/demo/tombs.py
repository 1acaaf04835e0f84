"""Scattered tombs of martyrs and how many have been gathered: a stock reported monthly."""

import numpy as np
import pyarrow as pa

from dashboard.demo.apportion import apportion
from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character, reported
from dashboard.demo.holding import Holdings, nearest_numerator
from dashboard.demo.tables import Column, monthly
from dashboard.demo.territory import Territory

TOMBS_OF_COUNTY = 60
GATHERED_AT_START_OF_2024 = 1.55  # log-odds: 82 in a hundred
GATHERED_A_YEAR = 0.34


def scattered_tombs(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per leaf and month reported. Some town districts have no such tomb, and say so."""
    draw = territory.stream("scattered tombs")
    leaves = territory.is_leaf
    rural = 1.25 - territory.urban
    size = TOMBS_OF_COUNTY * rural * np.exp(0.9 * draw.standard_normal(len(territory)))
    none = (draw.random(len(territory)) < 0.5 * territory.urban) | ~leaves
    # A few more are found each year.
    found = np.exp(0.006 * calendar.time[:, None] * draw.random(len(territory)))
    total = np.where(none, 0, np.round(size * found)).astype(np.int64)

    # Counties gather in campaigns, not by a few tombs each month.
    campaigns = np.cumsum(draw.exponential(1.0, (len(calendar), len(territory))) ** 3, axis=0)
    effort = campaigns / 6 / 12 + calendar.time[0]
    standing = character.standing("tombs")
    odds = GATHERED_AT_START_OF_2024 + GATHERED_A_YEAR * effort + 0.55 * standing
    share = 1 / (1 + np.exp(-odds))
    gathered = np.minimum(np.maximum.accumulate(np.round(total * share), axis=0), total)
    gathered = gathered.astype(np.int64)

    here = reported(territory, calendar, "scattered_tombs") & leaves
    for figure in holdings.of("scattered_tombs", "gathered/total"):
        target = holdings.target(figure, 0)
        month = int(np.flatnonzero(target.months)[0])
        places = target.places & here[month]
        wanted = nearest_numerator(figure.value, figure.decimals, int(total[month, places].sum()))
        _gather(gathered, total, month, places, wanted, draw)
    return monthly(
        territory,
        calendar,
        here[:, :, None],
        {},
        {"total": Column(total[:, :, None]), "gathered": Column(gathered[:, :, None])},
    )


def _gather(
    gathered: np.ndarray,
    total: np.ndarray,
    month: int,
    places: np.ndarray,
    wanted: int,
    draw: np.random.Generator,
) -> None:
    """Changes ``gathered`` [M, R] so that in ``month`` the places have ``wanted`` together.

    Each place's whole course moves with it: tombs still to be gathered (or those gathered) shrink
    by the same part in every month, so that the course goes on rising.
    """
    now = gathered[month, places]
    if wanted >= now.sum():
        left = total[month, places] - now
        part = apportion(wanted - int(now.sum()), left, draw, left) / np.maximum(left, 1)
        course = gathered[:, places] + part * (total - gathered)[:, places]
        exact = now + np.round(part * left)
    else:
        part = apportion(wanted, now, draw, now) / np.maximum(now, 1)
        course = gathered[:, places] * part
        exact = np.round(now * part)
    course = np.round(course)
    course[month] = exact
    course[:month] = np.minimum(course[:month], exact)
    course[month:] = np.maximum(course[month:], exact)
    gathered[:, places] = np.minimum(np.maximum.accumulate(course, axis=0), total[:, places])
