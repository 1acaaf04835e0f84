"""The five haves, stars, national models and staff of stations, with published figures held."""

import numpy as np

from dashboard.demo.calendar import Calendar, end_of_month
from dashboard.demo.character import Character
from dashboard.demo.holding import Holdings, nearest_numerator
from dashboard.demo.station_registry import VILLAGE, Registry, active, of_figure
from dashboard.demo.territory import Territory

HAVES = ("has_institution", "has_posts", "has_people", "has_funding", "has_safeguards")
# Odds against each have at an average village station; higher tiers have all but everything.
LACKING = np.array([0.005, 0.030, 0.010, 0.021, 0.019])
LACKING_OF_TIER = np.array([0.0, 0.05, 0.12, 0.45, 1.0, 1.4])
# Full-time and part-time staff by tier: province, city, county, town, village, extended.
FULL_TIME = np.array([55.0, 17.0, 8.5, 1.6, 0.12, 0.4])
PART_TIME = np.array([6.0, 4.0, 3.0, 1.7, 0.98, 1.6])
STARRED = np.array([0.98, 0.95, 0.9, 0.76, 0.61, 0.3])
MODEL = np.array([0.6, 0.5, 0.33, 0.16, 0.125, 0.0])  # of those with four or five stars
# Stations younger than this, counted from the range's end, have not been rated.
UNRATED_DAYS = 400


def quality(
    territory: Territory,
    calendar: Calendar,
    character: Character,
    holdings: Holdings,
    registry: Registry,
) -> dict[str, np.ndarray]:
    """The columns from has_institution to part_time, one entry a station."""
    draw = territory.stream("station quality")
    standing = character.standing("stations")[registry.place]
    columns: dict[str, np.ndarray] = {}
    # Who lacks one thing is likelier to lack another.
    luck = np.exp(0.8 * draw.standard_normal(len(registry)) - 0.32)
    against = LACKING_OF_TIER[registry.tier] * luck * np.exp(-0.5 * standing)
    for have, share in zip(HAVES, LACKING, strict=True):
        columns[have] = draw.random(len(registry)) >= np.minimum(share * against, 0.6)
    stars = _stars(territory, calendar, character, holdings, registry, draw)
    columns["stars"] = stars
    columns["national_model"] = _models(territory, holdings, registry, stars, draw)
    full, part = _staff(territory, holdings, registry, columns["has_people"], standing, draw)
    columns["full_time"], columns["part_time"] = full, part
    return columns


def _stars(
    territory: Territory,
    calendar: Calendar,
    character: Character,
    holdings: Holdings,
    registry: Registry,
    draw: np.random.Generator,
) -> np.ndarray:
    standing = character.standing("stars")[registry.place]
    high = draw.random(len(registry)) < np.clip(
        STARRED[registry.tier] + 0.09 * standing, 0.05, 0.99
    )
    upper = draw.choice([3, 4, 5], len(registry), p=[0.62, 0.26, 0.12])
    lower = draw.choice([0, 1, 2], len(registry), p=[0.45, 0.2, 0.35])
    young = registry.opened > np.datetime64(calendar.last_day) - UNRATED_DAYS
    stars = np.where(young, 0, np.where(high, upper, lower))
    for figure in holdings.of("stations", "stars>=3/station_id"):
        inside = of_figure(territory, registry, figure)
        inside &= active(registry, end_of_month(figure.last))
        wanted = nearest_numerator(figure.value, figure.decimals, int(inside.sum()))
        surplus = wanted - int((stars[inside] >= 3).sum())
        if surplus > 0:
            stars[draw.choice(np.flatnonzero(inside & (stars < 3)), surplus, replace=False)] = 3
        elif surplus < 0:
            stars[draw.choice(np.flatnonzero(inside & (stars == 3)), -surplus, replace=False)] = 2
    return stars.astype(np.int64)


def _models(
    territory: Territory,
    holdings: Holdings,
    registry: Registry,
    stars: np.ndarray,
    draw: np.random.Generator,
) -> np.ndarray:
    model = (stars >= 4) & (draw.random(len(registry)) < MODEL[registry.tier])
    for figure in holdings.of("stations", "national_model"):
        region = of_figure(territory, registry, figure)
        inside = region & active(registry, end_of_month(figure.last))
        model[region & ~inside] = False
        surplus = int(figure.value) - int(model[inside].sum())
        pool = inside & (stars >= 3) & ~model if surplus > 0 else inside & model
        changed = draw.choice(np.flatnonzero(pool), abs(surplus), replace=False)
        model[changed] = surplus > 0
    return model


def _staff(
    territory: Territory,
    holdings: Holdings,
    registry: Registry,
    has_people: np.ndarray,
    standing: np.ndarray,
    draw: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Full-time and part-time staff; nobody where the station has no people, else somebody."""
    size = np.exp(0.12 * standing)
    full = draw.poisson(FULL_TIME[registry.tier] * size)
    part = draw.poisson(np.maximum(PART_TIME[registry.tier] * size - 0.85, 0.02)) + 1
    part = np.where((registry.tier < VILLAGE) & (full > 0), part - 1, part)
    full, part = np.where(has_people, full, 0), np.where(has_people, part, 0)
    for figure in holdings.of("stations", "full_time+part_time"):
        inside = of_figure(territory, registry, figure) & has_people
        inside &= active(registry, end_of_month(figure.last))
        surplus = int(figure.value) - int((full + part)[inside].sum())
        while surplus:
            pool = np.flatnonzero(
                inside if surplus > 0 else inside & (part > 0) & (full + part > 1)
            )
            if not len(pool):
                raise ValueError(f"published figures, line {figure.line}: staff can't be so few")
            changed = draw.choice(pool, min(abs(surplus), len(pool)), replace=False)
            part[changed] += 1 if surplus > 0 else -1
            surplus -= len(changed) if surplus > 0 else -len(changed)
    return full.astype(np.int64), part.astype(np.int64)
