"""The export ``measures``: everything else that is counted, by the measure's code."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa

from dashboard.demo import seasons
from dashboard.demo.apportion import whole
from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character, reported
from dashboard.demo.holding import Holdings, Target, level, settle
from dashboard.demo.tables import Column, monthly
from dashboard.demo.task_dates import task_dates
from dashboard.demo.territory import Territory
from dashboard.indicators import DUE_MONTHS
from dashboard.systems import catalogue

MONTHS_OF_A_YEAR = 12
# The first cards were issued in 2022; since most people have theirs, fewer are issued each year.
CARDS = {2022: 1.3, 2023: 1.0, 2024: 0.55, 2025: 0.2, 2026: 0.13}
CARDS_LATER = 0.1


@dataclass(frozen=True)
class Count:
    """One measure: how many a year in ten thousand inhabitants, when, and who reports it.

    ``known``: the share of counties that have anything to count. ``city`` and ``province``: what
    their own offices count, as a share of all their people's. ``part_of``: the measure it can't
    pass, with ``share`` of it; ``yearly`` is then not used. ``spread``: how far counties differ.
    ``dated``: counted from the days of what ``part_of`` counts, which it may pass in a month.
    """

    code: str
    yearly: float
    season: tuple[int, ...] = seasons.EVEN
    known: float = 1.0
    city: float = 0.0
    province: float = 0.0
    spread: float = 0.35
    growth: float = 0.03
    part_of: str = ""
    share: float = 0.0
    years: bool = False
    dated: bool = False

    @property
    def every(self) -> int:
        """Months between two reports, which hold what happened since the last one."""
        return MONTHS_OF_A_YEAR // len(DUE_MONTHS[catalogue().measures[self.code].reported])


COUNTS = (
    Count("memorial_visitors", 3_700, seasons.TOMB_SWEEPING, 0.93, spread=0.6),
    Count("people_visited", 245, seasons.VISITS, city=0.01),
    Count("petitions_received", 19.5, seasons.COMPLAINTS, city=0.12, province=0.02),
    Count("petitions_resolved", 0, part_of="petitions_received", share=0.94),
    Count("petitions_on_time", 0, part_of="petitions_resolved", share=0.96),
    Count("cards_applied", 95, spread=0.15, growth=0, years=True),
    Count("cards_issued", 0, part_of="cards_applied", share=0.93),
    Count("recuperated", 0.72, seasons.MERIT, known=0.8, city=0.2),
    Count("medicine_delivered", 1.6, seasons.MERIT, known=0.85, city=0.08),
    Count("double_support_listed", 0.18, seasons.MERIT, city=0.25, province=0.02),
    Count("double_support_done", 0, part_of="double_support_listed", share=0.92),
    Count("children_placed", 1.2, seasons.SCHOOL, known=0.7, city=0.15, spread=0.8),
    Count("spouses_employed", 0.16, seasons.MERIT, known=0.6, city=0.2, spread=0.7),
    Count("families_visited", 1.4, seasons.VISITS, known=0.9, city=0.05),
    Count("volunteers", 6.0, seasons.LECTURES, growth=0.05),
    Count("volunteer_hours", 1_280, seasons.LECTURES, growth=0.06, spread=0.45),
    Count("volunteer_teams", 0.07, seasons.LECTURES, known=0.8),
    Count("market_entities", 7.5, seasons.MERIT, growth=0.04, spread=0.5),
    Count("studios", 0.12, seasons.LECTURES, known=0.75),
    Count("cadre_activities", 0.08, seasons.LECTURES, known=0.35, city=0.25, spread=0.6),
    Count("cadre_medical_cases", 0.016, known=0.3, city=0.3, spread=0.6),
    Count("lecture_audience", 22, seasons.LECTURES, known=0.9, city=0.12, province=0.03),
    Count("media_reports", 0.5, seasons.LECTURES, city=0.35, province=0.06),
    Count("tasks_set", 0.03, seasons.LECTURES, city=0.25, province=0.12, spread=0.2),
    Count("tasks_done", 0, part_of="tasks_set", share=0.95, dated=True),
    Count("rectification_set", 0.1, seasons.LECTURES, city=0.25, province=0.12, spread=0.3),
    Count("rectification_done", 0, part_of="rectification_set", share=0.93),
)


def measures(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per place, month and measure that the place reports, zeros among them.

    Grouped by how often they are reported; within that by place, month and measure.
    """
    tables = []
    ordered = sorted(COUNTS, key=lambda count: count.every)
    for _, group in groupby(ordered, key=lambda count: count.every):
        counts = list(group)
        made: dict[str, np.ndarray] = {}
        present: dict[str, np.ndarray] = {}
        for count in counts:
            if count.dated:
                of = count.part_of
                present[count.code] = present[of]
                dated = task_dates(territory, calendar, holdings, made[of], present[of])
                made[count.code] = dated.counted(made[of].shape, calendar)
            elif count.part_of:
                of = made[count.part_of]
                present[count.code] = present[count.part_of]
                made[count.code] = _part(territory, character, holdings, count, of)
            else:
                made[count.code], present[count.code] = _counted(
                    territory, calendar, character, holdings, count
                )
        if not any(mask.any() for mask in present.values()):
            continue
        tables.append(
            monthly(
                territory,
                calendar,
                np.stack([present[count.code] for count in counts], axis=2),
                {"measure": [count.code for count in counts]},
                {
                    "value": Column(
                        100 * np.stack([made[count.code] for count in counts], axis=2), cents=True
                    )
                },
            )
        )
    return pa.concat_tables(tables)


def tasks_given(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> tuple[np.ndarray, np.ndarray]:
    """How many tasks were set by report and place [M, R], and which reports there are."""
    (count,) = (count for count in COUNTS if count.code == "tasks_set")
    return _counted(territory, calendar, character, holdings, count)


def _counted(
    territory: Territory,
    calendar: Calendar,
    character: Character,
    holdings: Holdings,
    count: Count,
) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of a measure that is no part of another [M, R], and which are reported."""
    here = reported(territory, calendar, f"measures {count.every}")
    here &= ((calendar.month_of_year + 1) % count.every == 0)[:, None]
    expected = _expected(territory, calendar, character, count)
    present = here & (expected.max(axis=0) > 0) & (expected > 0)
    parts = [other for other in COUNTS if other.part_of == count.code]
    values = _whole(territory, holdings, count, parts, expected * present, present)
    return values, present


def _expected(
    territory: Territory, calendar: Calendar, character: Character, count: Count
) -> np.ndarray:
    """How many are expected in each report [M, R]; 0 where the place doesn't count it."""
    draw = territory.stream(f"count of {count.code}")
    liking = np.exp(count.spread * draw.standard_normal(len(territory)))
    known = draw.random(len(territory)) < count.known
    share = np.select(
        [territory.is_city_office, territory.is_province_office],
        [count.city, count.province],
        liking * known,
    )
    season = seasons.shares(count.season, calendar)[:, 0, 0]
    if count.every > 1:
        # A report covers the months since the last one.
        full = np.array(count.season, dtype=float) / sum(count.season)
        since = sum(np.roll(full, back) for back in range(count.every))
        season = np.asarray(since)[calendar.month_of_year]
    years = (1.0 + count.growth) ** (calendar.year - 2024)
    if count.years:
        later = {year: CARDS_LATER for year in calendar.years.tolist() if year > max(CARDS)}
        years = np.array([(CARDS | later).get(year, 0.0) for year in calendar.year.tolist()])
    trend = np.exp(0.12 * character.score(f"count of {count.code}"))
    noise = np.exp(0.16 * draw.standard_normal(trend.shape))
    yearly = count.yearly / 10_000 * territory.people * share
    return (season * years)[:, None] * yearly * trend * noise


def _whole(
    territory: Territory,
    holdings: Holdings,
    count: Count,
    parts: list[Count],
    expected: np.ndarray,
    allowed: np.ndarray,
) -> np.ndarray:
    """Whole numbers [M, R] with published totals held, its own or those of what is part of it."""
    draw = territory.stream(f"numbers of {count.code}")
    targets = holdings.targets("measures", count.code)
    needed = list(targets)
    for part in parts:
        for target in holdings.targets("measures", part.code):
            if not any(_same(target, other) for other in targets):
                total = round(target.total / part.share)
                needed.append(
                    Target(total, target.months, target.places, target.kinds, target.depth)
                )
    values = expected[:, :, None]
    values = whole(values * level(values, needed), draw)
    # What is only needed for a part may miss its total; what was published may not.
    settle(values, targets, allowed[:, :, None], draw)
    return values[:, :, 0]


def _part(
    territory: Territory,
    character: Character,
    holdings: Holdings,
    count: Count,
    of: np.ndarray,
) -> np.ndarray:
    """What of another measure's numbers came to an end well [M, R], none more than there were."""
    draw = territory.stream(f"numbers of {count.code}")
    score = character.score(f"share of {count.part_of}")
    values = draw.binomial(of, np.clip(count.share + 0.025 * score, 0.4, 1))[:, :, None]
    targets = holdings.targets("measures", count.code)
    settle(values, targets, (of > 0)[:, :, None], draw, of[:, :, None])
    return values[:, :, 0]


def _same(one: Target, other: Target) -> bool:
    return bool(
        (one.months == other.months).all()
        and (one.places == other.places).all()
        and (one.kinds == other.kinds).all()
    )
