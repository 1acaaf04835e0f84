"""Monthly relief and pensions by programme and fund: budget, spending, applications, recipients."""

from decimal import Decimal

import numpy as np
import pyarrow as pa

from dashboard.demo import seasons
from dashboard.demo.apportion import whole
from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character, reported
from dashboard.demo.holding import Holdings, Target, level, settle
from dashboard.demo.relief_budget import HUNDRED_YUAN, budgets
from dashboard.demo.relief_pairs import KINDS, PAIRS
from dashboard.demo.tables import Column, monthly
from dashboard.demo.territory import Territory

CENT = Decimal("0.01")
PENSION = np.array([pair.pension for pair in PAIRS])
SUBSIDY = np.array([pair.subsidy for pair in PAIRS])
APPLIED = np.array([pair.applied for pair in PAIRS])
# How often prices rise enough in a year for the subsidy to start, and how often a year that was
# published says they did: Guangzhou paid it three times in 2023.
STARTS_OF_SUBSIDY = (0, 1, 1, 2, 2, 3, 4)
PUBLISHED_STARTS = {("440000", 2023): 3}
USUAL_STARTS = 3


def relief(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per place, month, programme and fund in which money was issued or spent."""
    draw = territory.stream("relief")
    here = np.broadcast_to(
        reported(territory, calendar, "relief")[:, :, None],
        (len(calendar), len(territory), len(PAIRS)),
    )
    recipient_targets = holdings.targets("relief", "recipients", KINDS)
    budget_targets = holdings.targets("relief", "budget", KINDS, CENT)
    # Where a budget was published, all of it is taken to be spent.
    spent_targets = [*holdings.targets("relief", "spent", KINDS, CENT), *budget_targets]

    to_december = Calendar(calendar.first, calendar.last.replace(month=12))
    made = slice(len(calendar))
    years = seasons.year_factors(to_december, territory.stream("relief years"), 0.05)
    planned = _season(territory, to_december) * years * _yearly(territory)
    planned *= level(planned[made] * here, recipient_targets)
    cents = 100 * _each(territory, to_december)
    cents *= level(planned[made] * cents[made] * here, spent_targets)
    expected = planned[made]
    allowed = here & (expected > 0)

    unevenly = np.where(PENSION, 0.01, 0.22) * draw.standard_normal(here.shape)
    recipients = whole(expected * np.exp(unevenly) * allowed, draw)
    settle(recipients, recipient_targets, allowed, draw)
    differing = np.where(PENSION, 0.008, 0.10) * draw.standard_normal(here.shape)
    spent = np.round(recipients * cents[made] * np.exp(differing)).astype(np.int64)
    settle(spent, spent_targets, allowed & (recipients > 0), draw)

    budget = budgets(
        spent,
        planned=planned * cents,
        planned_in=to_december,
        here=here,
        calendar=calendar,
        execution=_execution(character, calendar),
        exact=_paid_in_full(budget_targets, here.shape),
        draw=draw,
    )
    # The subsidy has no yearly budget: it is issued when prices rise, for the months they do.
    budget[:, :, SUBSIDY] = -(-spent[:, :, SUBSIDY] // HUNDRED_YUAN) * HUNDRED_YUAN

    decided, applications, on_time = _decisions(territory, character, recipients, draw)
    present = here & ((budget > 0) | (spent > 0) | (recipients > 0))
    return monthly(
        territory,
        calendar,
        present,
        {"programme": [pair.programme for pair in PAIRS], "fund": [pair.fund for pair in PAIRS]},
        {
            "budget": Column(budget, cents=True),
            "spent": Column(spent, cents=True),
            "applications": Column(applications, kinds=APPLIED),
            "decided": Column(decided, kinds=APPLIED),
            "decided_on_time": Column(on_time, kinds=APPLIED),
            "recipients": Column(recipients),
        },
    )


def _yearly(territory: Territory) -> np.ndarray:
    """Persons helped in a usual year [R, C]; 0 where a county does not know the pair."""
    draw = territory.stream("relief by place")
    shape = (len(territory), len(PAIRS))
    liking = np.exp(0.3 * draw.standard_normal(shape))
    known = draw.random(shape) < np.array([pair.reach for pair in PAIRS])
    at_city = np.array([pair.city_office for pair in PAIRS])
    at_province = np.array([pair.province_office for pair in PAIRS])
    per_person = np.array([pair.yearly for pair in PAIRS]) / 10_000
    # The province's own visits have no counterpart in counties, so no number of theirs to share.
    office_only = np.where(per_person == 0, 1 / 10_000, per_person)
    rate = np.select(
        [territory.is_city_office[:, None], territory.is_province_office[:, None]],
        [office_only * at_city, office_only * at_province],
        per_person * liking * known,
    )
    return rate * territory.people[:, None]


def _season(territory: Territory, calendar: Calendar) -> np.ndarray:
    """The share of a year's help that each month brings [M, 1, C]."""
    season = np.concatenate([seasons.shares(pair.season, calendar) for pair in PAIRS], axis=2)
    draw = territory.stream("price subsidy")
    started = np.zeros((80, 12), dtype=bool)
    for year in range(80):
        starts = int(draw.choice(STARTS_OF_SUBSIDY))
        starts = PUBLISHED_STARTS.get((territory.province.code, 2000 + year), starts)
        started[year, draw.permutation(12)[:starts]] = True
    active = started[calendar.year % 80, calendar.month_of_year]
    season[:, :, SUBSIDY] = active[:, None, None] / USUAL_STARTS
    return season


def _each(territory: Territory, calendar: Calendar) -> np.ndarray:
    """Yuan for one person [M, R, C], two in a hundred more each year."""
    draw = territory.stream("relief for one")
    place = np.exp(0.12 * draw.standard_normal((len(territory), len(PAIRS))))
    rising = 1.02 ** (calendar.year - 2024)
    return rising[:, None, None] * place * np.array([pair.each for pair in PAIRS])


def _execution(character: Character, calendar: Calendar) -> np.ndarray:
    """Share of a year's budget that is spent by its end [M, R, C], the same all year."""
    score = character.score("relief execution", 0.0)
    first_month = np.searchsorted(calendar.year, calendar.year)
    of_relief = np.clip(0.935 + 0.045 * score, 0.62, 0.995)[first_month]
    of_pensions = np.clip(0.985 + 0.006 * score, 0.95, 0.998)[first_month]
    return np.where(PENSION, of_pensions[:, :, None], of_relief[:, :, None])


def _paid_in_full(targets: list[Target], shape: tuple[int, ...]) -> np.ndarray:
    """Where what was issued is known exactly, so that exactly what was spent was issued."""
    exact = np.zeros(shape, dtype=bool)
    for target in targets:
        exact |= target.cells
    return exact


def _decisions(
    territory: Territory,
    character: Character,
    recipients: np.ndarray,
    draw: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Decided, applied for and decided on time, from those who got help in the end."""
    score = character.score("relief decisions", 0.2)[:, :, None]
    refused = np.clip(0.07 - 0.01 * score, 0.01, 0.3)
    pending = np.clip(0.05 - 0.012 * score, 0.005, 0.3)
    decided = recipients + whole(recipients * refused, draw)
    applications = decided + whole(decided * pending, draw)
    on_time = draw.binomial(
        decided, np.broadcast_to(np.clip(0.91 + 0.035 * score, 0.5, 1), decided.shape)
    )
    return decided, applications, on_time
