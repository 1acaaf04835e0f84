"""How places differ: cities that lead and lag, rise and fall, counties in trouble, late reports.

Everything is drawn from streams of the province, months first, so that a longer range ends in
other months but tells the same story about those it shares.
"""

import zlib

import numpy as np

from dashboard.demo.calendar import Calendar
from dashboard.demo.territory import Territory

# A turn for better or worse may come in any of these months, whatever range is made.
FIRST_TURN, LAST_TURN = -3.0, 3.0
MISSED_MONTHS = 0.004
LATE_LAST_MONTH = 0.033
LATE_MONTH_BEFORE = 0.006


class Character:
    """Scores of a province's places: about 0 on average, about 1 apart, higher is better."""

    def __init__(self, territory: Territory, calendar: Calendar):
        self.territory = territory
        self.calendar = calendar
        self._groups = int(territory.group.max()) + 1
        draw = territory.stream("ability")
        # A well-run city is well run in most things.
        self._ability = draw.standard_normal(self._groups)

    def standing(self, topic: str) -> np.ndarray:
        """A lasting score for each place [R]."""
        draw = self.territory.stream(f"standing of {topic}")
        province = 0.3 * draw.standard_normal()
        city = 0.5 * self._ability + 0.55 * draw.standard_normal(self._groups)
        place = 0.45 * draw.standard_normal(len(self.territory))
        troubled = draw.random(len(self.territory)) < 0.04
        trouble = troubled * (1.3 + draw.exponential(0.5, len(self.territory)))
        return province + city[self.territory.group] + place - trouble

    def score(self, topic: str, trend: float = 0.05) -> np.ndarray:
        """A score for each month and place [M, R]: standing, drift, turns and some noise.

        ``trend`` is what the whole nation gains in a year; good and bad years come on top.
        """
        draw = self.territory.stream(f"score of {topic}")
        time = self.calendar.time[:, None]
        group = self.territory.group
        drift = 0.13 * draw.standard_normal(self._groups)
        turned = draw.random(self._groups) < 0.3
        turn = (
            turned
            * draw.choice([-1.0, 1.0], self._groups)
            * (0.5 + 0.6 * draw.random(self._groups))
        )
        when = draw.uniform(FIRST_TURN, LAST_TURN, self._groups)
        nation = np.random.default_rng([self.territory.seed, zlib.crc32(topic.encode())])
        wave = 0.08 * nation.standard_normal(80) + 0.08 * draw.standard_normal(80)
        slope = trend + 0.05 * draw.standard_normal()
        noise = 0.2 * draw.standard_normal((len(self.calendar), len(self.territory)))
        of_city = (drift * time + turn * (time >= when))[:, group]
        of_year = slope * time + wave[self.calendar.year % 80, None]
        return self.standing(topic) + of_city + of_year + noise


def reported(territory: Territory, calendar: Calendar, table: str) -> np.ndarray:
    """Which places [M, R] have reported each month to a table.

    Now and then a county misses a month, and one in forty misses a quarter of a year; the last
    month still lacks the late ones. Late counties are mostly the same in every table. Offices
    report always: what they hold is their own.
    """
    months, places = len(calendar), len(territory)
    draw = territory.stream(f"reports of {table}")
    here = draw.random((months, places)) >= MISSED_MONTHS
    gap = territory.stream(f"gaps in {table}")
    starts = gap.uniform(FIRST_TURN, LAST_TURN, places)
    silent = gap.random(places) < 0.025
    time = calendar.time[:, None]
    here &= ~(silent & (time >= starts) & (time < starts + 0.25))
    # The last in line of a province's order of punctuality are late, each table a little otherwise.
    punctual = territory.stream("punctuality").random(places) + 0.08 * gap.random(places)
    line = np.argsort(punctual)
    leaves = [place for place in line if territory.is_leaf[place]]
    late = round(len(leaves) * LATE_LAST_MONTH)
    here[-1, territory.is_leaf] = True
    here[-1, leaves[:late]] = False
    if months > 1:
        before = round(len(leaves) * LATE_MONTH_BEFORE)
        here[-2, leaves[:before]] = False
    here[:, ~territory.is_leaf] = True
    return here
