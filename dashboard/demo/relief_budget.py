"""The year's budget: issued in January, topped up in July and where it would not suffice."""

import itertools

import numpy as np

from dashboard.demo.calendar import Calendar

HUNDRED_YUAN = 10_000  # in cents
TOP_UP_MONTH = 6


def budgets(
    spent: np.ndarray,
    *,
    planned: np.ndarray,
    planned_in: Calendar,
    here: np.ndarray,
    calendar: Calendar,
    execution: np.ndarray,
    exact: np.ndarray,
    draw: np.random.Generator,
) -> np.ndarray:
    """Cents issued in each month [M, R, C], in round hundreds of yuan.

    A year's budget is what is ``planned`` for the whole of it ÷ the share that will be spent; the
    plan reaches to December (``planned_in``), also of a year that the range breaks off. What was
    issued in a month that a place missed stands in the next one it reported. Nowhere is more spent
    in a year than was issued so far. Where ``exact``, what was issued over the year is what was
    spent, to the cent.
    """
    issued = np.zeros(spent.shape, dtype=np.int64)
    for year in calendar.years:
        months = np.flatnonzero(calendar.year == year)
        wanted = planned[planned_in.year == year].sum(axis=0) / execution[months[0]]
        in_full = np.asarray(exact[months].any(axis=0))
        wanted = np.where(in_full, spent[months].sum(axis=0), wanted)
        first = np.clip(draw.normal(0.88, 0.07, wanted.shape), 0.6, 1)
        first_part = np.round(wanted * first / HUNDRED_YUAN).astype(np.int64) * HUNDRED_YUAN
        rest = np.round(wanted / HUNDRED_YUAN).astype(np.int64) * HUNDRED_YUAN - first_part
        top_up = months[calendar.month_of_year[months] == TOP_UP_MONTH]
        issued[months[0]] = first_part
        if len(top_up) and top_up[0] != months[0]:
            issued[top_up[0]] = np.maximum(rest, 0)
        _carry_on(issued, here, months)
        _suffice(issued, spent, months)
        _equal(issued, spent, months, in_full)
    return issued


def _carry_on(issued: np.ndarray, here: np.ndarray, months: np.ndarray) -> None:
    """Moves what was issued in a missed month to the next; what December misses is lost."""
    for month, following in itertools.pairwise(months):
        missed = np.where(here[month], 0, issued[month])
        issued[month] -= missed
        issued[following] += missed
    issued[months[-1]] = np.where(here[months[-1]], issued[months[-1]], 0)


def _suffice(issued: np.ndarray, spent: np.ndarray, months: np.ndarray) -> None:
    """Tops up where spending would pass what was issued so far."""
    lacking = np.maximum(0, np.cumsum(spent[months], axis=0) - np.cumsum(issued[months], axis=0))
    lacking = -(-np.maximum.accumulate(lacking, axis=0) // HUNDRED_YUAN) * HUNDRED_YUAN
    issued[months] += np.diff(lacking, axis=0, prepend=0)


def _equal(issued: np.ndarray, spent: np.ndarray, months: np.ndarray, exact: np.ndarray) -> None:
    """Takes back, from the last month on, what was issued beyond the year's spending."""
    beyond = np.where(exact, issued[months].sum(axis=0) - spent[months].sum(axis=0), 0)
    for month in months[::-1]:
        back = np.minimum(beyond, issued[month])
        issued[month] -= back
        beyond -= back
