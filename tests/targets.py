"""The tiny exports with targets, and jobs of 2024 that were not made evenly over the year.

jobs_created, 5·weight a leaf and month, but for 荔湾 30 in 2024-01: 85 of its year, 75 to October.
越秀 and 万州 reported nothing of employment in 2024. To October 2025: 荔湾 50, 越秀 100, 广州 150,
万州 200.
"""

from typing import Any

from dashboard.builds_folder import read_current
from dashboard.database import open_kept
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.tiny_exports import Row, tiny_rows

NATION, GUANGDONG, GUANGZHOU, LIWAN, YUEXIU = "100000", "440000", "440100", "440103", "440104"
XIANGTAN, CHONGQING, WANZHOU, XIANTAO = "430300", "500000", "500101", "429004"
JOBS, RATE, ON_TIME = "jobs_created", "placement_rate", "placement_on_time_rate"
OVERDUE, COMPLETION = "tasks_overdue_rate", "memorial_completion"


def target(
    code: str, indicator: str, value: float, year: int = 2025, **months: float | None
) -> Row:
    """A row of the export; ``months`` as month_9=120."""
    return {
        "region_code": code,
        "year": year,
        "indicator": indicator,
        "target": value,
        **{f"month_{month}": months.get(f"month_{month}") for month in range(1, 12)},
    }


TARGETS = [
    target(LIWAN, JOBS, 85),
    target(YUEXIU, JOBS, 120),
    target(WANZHOU, JOBS, 240),
    target(GUANGZHOU, JOBS, 200, month_9=120),
    target(NATION, JOBS, 5000),
    target(NATION, RATE, 95),
    target(GUANGDONG, ON_TIME, 90),
    target(GUANGZHOU, OVERDUE, 40),
    target(NATION, RATE, 99, year=2024),
    target(XIANGTAN, COMPLETION, 90),
]


def rows_with_targets() -> dict[str, list[Row]]:
    """Every export's rows, those of targets among them."""
    tables: dict[str, list[dict[str, Any]]] = tiny_rows()
    employment = []
    for row in tables["employment"]:
        first = row["month"].year == 2024
        if first and row["region_code"] in (YUEXIU, WANZHOU):
            continue
        if first and row["region_code"] == LIWAN and row["month"].month == 1:
            row = row | {"jobs_created": 30}
        employment.append(row)
    return tables | {"employment": employment, "targets": TARGETS}


def reader_of(home: Home) -> Reader:
    """What pages read the published build of a home with."""
    database = open_kept(home, str(read_current(home).build_id))
    return Reader(Session(database, RegionTree.load()), catalogue())
