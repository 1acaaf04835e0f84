"""Yearly targets of a few indicators: invented, as all numbers here are."""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character
from dashboard.demo.employment import employment
from dashboard.demo.holding import Holdings
from dashboard.demo.tables import MONEY
from dashboard.demo.territory import Territory
from dashboard.regions import NATION

# The nation's, in percent. Half of the provinces set their own, a little beside it.
RATES = {
    "placement_rate": 95,
    "budget_execution": 93,
    "relief_on_time_rate": 91,
    "memorial_completion": 88,
    "tasks_overdue_rate": 30,
}
BESIDE = (-1, 1, 2)
# A province's first city sets one of its own, so much above the nation's.
SEAT, ABOVE = "placement_rate", 2
# Budgets are to be spent by the ends of quarters, where a province sets a target of its own.
MILESTONES = {3: 0.2, 6: 0.45, 9: 0.7}
# The amount that provinces and cities are to reach: last year's and so much more, rounded.
AMOUNT, GROWTH, ROUNDED, LEAST = "jobs_created", 1.03, 10, 100
YEARS = 2
MONTHS = range(1, 12)


def targets(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """One row per year, indicator and region of the province that has a target of its own."""
    rows = []
    jobs = _yearly(territory, employment(territory, calendar, character, holdings))
    for year in calendar.years[-YEARS:].tolist():
        draw = territory.stream(f"targets {year}")
        for indicator, nations in RATES.items():
            own, beside = draw.random() < 0.5, draw.choice(BESIDE)
            if own:
                rows.append(_row(territory.province.code, year, indicator, nations + int(beside)))
        seat = f"{territory.province.code[:2]}0100"
        if seat in territory.tree:
            rows.append(_row(seat, year, SEAT, RATES[SEAT] + ABOVE))
        for code, reached in sorted(jobs.get(year - 1, {}).items()):
            if reached >= LEAST:
                wanted = round(reached * GROWTH / ROUNDED) * ROUNDED
                rows.append(_row(code, year, AMOUNT, wanted))
    return _table(rows)


def of_nation(calendar: Calendar, parts: Sequence[pa.Table]) -> pa.Table:
    """The nation's targets beside those of the provinces made: of amounts their sum."""
    rows = [
        _row(NATION, year, indicator, value)
        for year in calendar.years[-YEARS:].tolist()
        for indicator, value in RATES.items()
    ]
    of_provinces = pa.concat_tables(parts).filter(
        (pc.field("indicator") == AMOUNT) & pc.ends_with(pc.field("region_code"), "0000")
    )
    sums = of_provinces.group_by("year").aggregate([("target", "sum")]).to_pylist()
    rows += [_row(NATION, one["year"], AMOUNT, one["target_sum"]) for one in sums]
    return _table(rows)


def _yearly(territory: Territory, table: pa.Table) -> dict[int, dict[str, int]]:
    """Jobs created by year and region: of the province and of its cities."""
    tree = territory.tree
    table = table.append_column("year", pc.year(table["month"]))
    found: dict[int, dict[str, int]] = {}
    for row in table.group_by(["region_code", "year"]).aggregate([(AMOUNT, "sum")]).to_pylist():
        place = tree[row["region_code"]]
        sums = found.setdefault(row["year"], {})
        for code in {place.province or place.code, place.city or place.code}:
            if not tree[code].is_leaf or tree[code].city is None:
                sums[code] = sums.get(code, 0) + row[f"{AMOUNT}_sum"]
    return found


def _row(code: str, year: int, indicator: str, target: float | Decimal) -> dict[str, Any]:
    months = {}
    if indicator == "budget_execution" and code != NATION:
        months = {
            f"month_{month}": Decimal(round(share * float(target)))
            for month, share in MILESTONES.items()
        }
    return {
        "region_code": code,
        "year": year,
        "indicator": indicator,
        "target": Decimal(target),
        **months,
    }


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    names = ["target", *(f"month_{month}" for month in MONTHS)]
    return pa.table(
        {
            "region_code": pa.array([row["region_code"] for row in rows], pa.string()),
            "year": pa.array([row["year"] for row in rows], pa.int64()),
            "indicator": pa.array([row["indicator"] for row in rows], pa.string()),
            **{name: pa.array([row.get(name) for row in rows], MONEY) for name in names},
        }
    )
