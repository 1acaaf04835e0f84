"""Monthly job fairs, training and businesses."""

import numpy as np
import pyarrow as pa

from dashboard.demo import seasons
from dashboard.demo.apportion import whole
from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character, reported
from dashboard.demo.holding import Holdings, level, nearest_numerator, settle
from dashboard.demo.tables import Column, monthly
from dashboard.demo.territory import Territory

FAIRS_OF_COUNTY, FAIRS_OF_CITY, FAIRS_OF_PROVINCE = 4.2, 5.0, 6.0
EMPLOYERS_OF_FAIR, POSITIONS_OF_FAIR = 34, 430
TRAINED_YEARLY, TRAINED_AT_CITY, TRAINED_AT_PROVINCE = 1.5, 0.12, 0.10
BUSINESSES_YEARLY, JOBS_OF_BUSINESS = 0.9, 4.2


def employment(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per place and month reported."""
    draw = territory.stream("employment")
    allowed = reported(territory, calendar, "employment")[:, :, None]
    shape = allowed.shape
    score = character.score("employment")[:, :, None]
    made: dict[str, np.ndarray] = {}

    def make(
        column: str, expected: np.ndarray, spread: float = 0.0, caps: np.ndarray | None = None
    ) -> np.ndarray:
        """Whole numbers around ``expected``, none above its cap, with their totals held."""
        targets = holdings.targets("employment", column)
        rate = np.broadcast_to(expected, shape) * allowed
        if spread:
            rate = rate * np.exp(spread * draw.standard_normal(shape) - spread**2 / 2)
        values = whole(rate * level(rate, targets), draw)
        if caps is not None:
            values = np.minimum(values, caps)
        settle(values, targets, allowed, draw, caps)
        made[column] = values
        return values

    def yearly(per_ten_thousand: float, city: float, province: float) -> np.ndarray:
        """By people at leaves, and as a share of all people's at offices [R, 1]."""
        share = np.select(
            [territory.is_city_office, territory.is_province_office], [city, province], 1
        )
        return (per_ten_thousand * share * territory.people / 10_000)[:, None]

    growth = seasons.year_factors(calendar, territory.stream("employment years"), 0.07)
    fairs_season = seasons.shares(seasons.FAIRS, calendar) * growth
    of_place = np.select(
        [territory.is_city_office, territory.is_province_office],
        [FAIRS_OF_CITY, FAIRS_OF_PROVINCE],
        FAIRS_OF_COUNTY * np.sqrt(territory.people / 450_000),
    )
    fairs = make("job_fairs", of_place[:, None] * fairs_season * np.exp(0.2 * score), 0.3)
    make("employers", fairs * EMPLOYERS_OF_FAIR * np.exp(0.15 * score), 0.35)
    positions = make("positions", fairs * POSITIONS_OF_FAIR * np.exp(0.15 * score), 0.4)
    make("intentions", positions * np.clip(0.05 + 0.014 * score, 0.008, 0.3), 0.25, positions)

    training = seasons.shares(seasons.TRAINING, calendar) * growth
    trained = make(
        "trained",
        yearly(TRAINED_YEARLY, TRAINED_AT_CITY, TRAINED_AT_PROVINCE)
        * training
        * np.exp(0.15 * score),
        0.5,
    )
    make("certified", trained * np.clip(0.92 + 0.02 * score, 0.5, 1), caps=trained)
    employed = make(
        "employed_after_training", trained * np.clip(0.83 + 0.045 * score, 0.4, 1), caps=trained
    )
    rates = []
    for figure in holdings.of("employment", "employed_after_training/trained"):
        cells = holdings.target(figure, 0).cells
        total = nearest_numerator(figure.value, figure.decimals, int(trained[cells].sum()))
        rates.append(holdings.target(figure, total))
    settle(employed, rates, allowed, draw, trained)

    started = make(
        "businesses_started",
        yearly(BUSINESSES_YEARLY, 0, 0) * seasons.shares(seasons.MERIT, calendar) * growth,
        0.4,
    )
    make("jobs_created", started * JOBS_OF_BUSINESS, 0.3)

    present = np.broadcast_to(allowed, shape)
    return monthly(
        territory,
        calendar,
        present,
        {},
        {name: Column(values) for name, values in made.items()},
    )
