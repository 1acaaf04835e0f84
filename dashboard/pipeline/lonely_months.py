"""Months that very few report, far from those that the others do: most likely mistyped."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import (
    FEW_SHARE,
    LONELY_ROWS_ALONE,
    LONELY_SILENCE,
    LONELY_SILENCE_ALONE,
)
from dashboard.pipeline.findings import Finding, finding, months_named
from dashboard.pipeline.staging import template


class Reached(NamedTuple):
    """A month, its rows and how many regions reported it; of a yearly table each January."""

    month: date
    rows: int
    regions: int


class Ends(NamedTuple):
    """``lonely``: months far from the others. ``few``: those beside them that few reported."""

    lonely: list[Reached]
    few: list[Reached]


def find_ends(months: Sequence[Reached], step: int = 1) -> Ends:
    """What few regions reported before and after the months that the others did.

    ``months`` are in order; ``step`` is how many months lie between two of them where none is
    missing (12 for years). One early reporter beside the others is ``few``; what lies behind a
    silence that is longer than any between the others is ``lonely``. Where one region alone
    reports, the others are its own months, but for stretches of few rows.
    """
    if not months:
        return Ends([], [])
    fullest = max(one.regions for one in months)
    least = max(1.0, FEW_SHARE * fullest)
    if fullest > 1:
        silence = LONELY_SILENCE
        among = [place for place, one in enumerate(months) if one.regions > least]
    else:
        silence = LONELY_SILENCE_ALONE // step
        among = _without_few_rows(months, step, silence)
    first, last = among[0], among[-1]
    inner = [_silent(months[n], months[n + 1], step) for n in range(first, last)]
    bound = max(silence, 1 + max(inner, default=0))
    before, after = first, last
    while before > 0 and _silent(months[before - 1], months[before], step) < bound:
        before -= 1
    while after + 1 < len(months) and _silent(months[after], months[after + 1], step) < bound:
        after += 1
    beside = [*months[before:first], *months[last + 1 : after + 1]]
    return Ends(
        lonely=[*months[:before], *months[after + 1 :]],
        few=[one for one in beside if one.regions < FEW_SHARE * fullest],
    )


def lonely_months(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """What holds a table for its lonely months, and a remark on those that few reported yet."""
    month = "make_date(year, 1, 1)" if contract.is_yearly else "month"
    facts = f"facts_{contract.name}"
    asked = template("reached_months").format(facts=facts, of_month=month)
    found = [Reached(*row) for row in connection.execute(asked).fetchall()]
    ends = find_ends(found, 12 if contract.is_yearly else 1)
    fullest = max((one.regions for one in found), default=0)
    named = {"table": contract.name, "title": contract.title}
    findings = []
    if ends.lonely:
        place = connection.execute(
            template("rows_of_month").format(facts=facts, of_month=month),
            {"month": ends.lonely[0].month},
        ).fetchone()
        region, name, path, row_number = place or (None, None, None, None)
        others = [one.month for one in found if one not in ends.lonely]
        months_zh, months_en = months_named([one.month for one in ends.lonely])
        findings.append(
            finding(
                "lonely_month",
                count=sum(one.rows for one in ends.lonely),
                region_code=region,
                region=name,
                month=ends.lonely[0].month,
                path=path,
                row_number=row_number,
                months_zh=months_zh,
                months_en=months_en,
                others=f"{others[0]:%Y-%m}–{others[-1]:%Y-%m}",
                **named,
            )
        )
    full = [one.month for one in found if one not in ends.lonely and one not in ends.few]
    for one in ends.few:
        reason, form = "few_reported_month", "%Y-%m"
        if contract.is_yearly:
            reason, form = "few_reported_year", "%Y"
        elif one.month < full[0]:
            reason = "few_reported_early_month"
        findings.append(
            finding(
                reason,
                count=one.regions,
                fullest=fullest,
                month=one.month,
                when=f"{one.month:{form}}",
                **named,
            )
        )
    return findings


def _silent(earlier: Reached, later: Reached, step: int) -> int:
    """How many months (or years) nobody reported between two."""
    apart = (later.month.year - earlier.month.year) * 12 + later.month.month - earlier.month.month
    return apart // step - 1


def _without_few_rows(months: Sequence[Reached], step: int, silence: int) -> list[int]:
    """The months' places but for stretches of few rows; stretches are ``silence`` apart."""
    stretches: list[list[int]] = [[0]]
    for place in range(1, len(months)):
        if _silent(months[place - 1], months[place], step) >= silence:
            stretches.append([])
        stretches[-1].append(place)
    rows = [sum(months[place].rows for place in places) for places in stretches]
    least = LONELY_ROWS_ALONE * max(rows)
    return [
        place
        for places, count in zip(stretches, rows, strict=True)
        if count > least or count == max(rows)
        for place in places
    ]
