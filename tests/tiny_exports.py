"""A tiny set of all nine exports whose every figure can be worked out by hand.

Ten leaf regions report, each with a weight, every month from 2024-01 to 2025-10::

    440103 荔湾 1   440104 越秀 2   441900 东莞 3   (广东 6, of which 广州 3)
    430302 雨湖 1   430304 岳塘 1   430321 湘潭县 2   430381 湘乡 1   430382 韶山 1   (湘潭 6)
    500101 万州 4   429004 仙桃 2                                      (nation 18)

韶山 430382 is late: it has reported nothing monthly for 2025-09 and 2025-10.

placements  a leaf and month: self_employed due 10·weight, placed 9·weight in 2024 and 10·weight in
            2025, on time 8·weight; retired_cadres due 2·weight, placed 3·weight, on time 2·weight.
            广州's own office 440100, 2025-01: transferred_officers due 5, placed 4, on time 3.
            So 广州 2025-01…10: due 12·3·10 + 5 = 365, placed 13·3·10 + 4 = 394, rate 107.9 %;
            2024-01…10: due 360, placed 12·3·10 = 360, rate 100 %.
employment  a leaf and month: job_fairs 1, employers 10, positions 100, intentions 30, trained 20,
            certified 15, employed_after_training 10, businesses_started 1, jobs_created 5,
            each times the weight.
relief      a leaf and month: hardship from the county's fund, spent 1000.50·weight, applications
            4·weight, decided 3·weight, on time 2·weight, recipients 2·weight, budget 20000·weight
            in January and none else; pensions from the centre's fund, spent 5000·weight,
            recipients 10·weight, budget 60000·weight in January, no applications.
            广东's own office 440000, 2025-03: emergency from the province's fund, spent 100000,
            recipients 5, one application decided on time.
            So 广州 2025-01…10 without pensions: spent 1000.50·3·10 = 30015, budget 60000, 50.0 %.
scattered_tombs  湘潭县 430321: total 100, gathered 50 and one more each month (2024-01 50, 2025-10
            71); 仙桃 429004: total 40, gathered 40.
measures    a leaf and month: memorial_visitors 1000·weight; petitions_received 10·weight and
            petitions_resolved 9·weight.
units       2024 and 2025, every leaf: 2·weight towns and 3·weight villages.
stations    see STATIONS: 荔湾 has a centre, both its towns' and two of three villages' stations;
            越秀 a centre, one town of four (another closed on 2025-06-30) and an extended station;
            every other leaf a centre (东莞's is of tier city); 广东 and 广州 one centre each.
memorial_sites  see SITES: of 广州's three rated ceremony sites one is complete from 2024-07-15,
            one lacks its exhibition, one lacks both.
tasks       see TASKS. At the end of 2025-10 广州 has two open, one of them overdue (K2, due on
            the last day of June and so since July); K3 was overdue at the end of September. The
            nation has four open and one overdue; K8 is set after the last month.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

WEIGHTS = {
    "440103": 1,
    "440104": 2,
    "441900": 3,
    "430302": 1,
    "430304": 1,
    "430321": 2,
    "430381": 1,
    "430382": 1,
    "500101": 4,
    "429004": 2,
}
MONTHS = [date(year, month, 1) for year in (2024, 2025) for month in range(1, 13)][:22]
LATE_REGION, LATE_MONTHS = "430382", MONTHS[-2:]
# The day on which the tiny exports are built: nothing in them lies after it.
TODAY = date(2025, 11, 20)

Row = dict[str, Any]

_HAVES = ("has_institution", "has_posts", "has_people", "has_funding", "has_safeguards")
_ITEMS = (
    "names_wall_on",
    "exhibition_on",
    "sign_on",
    "approved_on",
    "scope_on",
    "land_registered_on",
)


def _station(
    station_id: str,
    tier: str,
    region_code: str,
    unit_code: str | None = None,
    *,
    lacks: tuple[str, ...] = (),
    stars: int | None = None,
    closed_on: date | None = None,
    national_model: bool = False,
) -> Row:
    return {
        "station_id": station_id,
        "name": f"{station_id}退役军人服务站",
        "tier": tier,
        "unit_code": unit_code,
        "region_code": region_code,
        "opened_on": date(2019, 3, 1),
        "closed_on": closed_on,
        **{have: have not in lacks for have in _HAVES},
        "stars": stars,
        "national_model": national_model,
        "full_time": 2,
        "part_time": 1,
    }


STATIONS: list[Row] = [
    _station("P440000", "province", "440000", "440000", stars=5, national_model=True),
    _station("C440100", "city", "440100", "440100", stars=5),
    _station("C441900", "city", "441900", stars=3),
    *(_station(f"D{code}", "county", code, code, stars=4) for code in WEIGHTS if code != "441900"),
    _station("T440103001", "town", "440103", "440103001", stars=3),
    _station("T440103002", "town", "440103", "440103002", lacks=("has_posts",), stars=2),
    _station("V440103001101", "village", "440103", "440103001101"),
    _station(
        "V440103002101", "village", "440103", "440103002101", lacks=("has_posts", "has_funding")
    ),
    _station("T440104001", "town", "440104", "440104001", stars=3),
    _station("T440104003", "town", "440104", "440104003", closed_on=date(2025, 6, 30)),
    _station("E440104", "extended", "440104"),
]


def _site(
    site_id: str,
    region_code: str,
    protection: str,
    kind: str,
    *done: date | None,
    ceremony: bool = True,
) -> Row:
    """``done``: the days of _ITEMS in their order; what is left out was not done."""
    days = (*done, *(None,) * (len(_ITEMS) - len(done)))
    return {
        "site_id": site_id,
        "name": f"{site_id}烈士陵园",
        "region_code": region_code,
        "protection": protection,
        "kind": kind,
        "public_ceremony": ceremony,
        **dict(zip(_ITEMS, days, strict=True)),
    }


_2023, _2024 = date(2023, 5, 1), date(2024, 7, 15)
SITES: list[Row] = [
    _site("M1", "440103", "national", "cemetery", _2023, _2024, _2023, _2023, _2023, _2024),
    _site("M2", "440103", "county", "hall", _2023, None, _2023),
    _site("M3", "440104", "municipal", "monument"),
    _site("M4", "440104", "unrated", "tomb", ceremony=False),
    _site("M5", "430321", "provincial", "cemetery", _2023, _2023, _2023, _2023, _2023, _2023),
    _site("M6", "430382", "national", "statue", _2023, date(2025, 3, 10), _2023, _2023),
    _site("M7", "429004", "county", "tower", _2023, _2023, ceremony=False),
    _site("M8", "500101", "county", "columbarium", None, _2023),
]


def _task(
    task_id: str,
    level: str,
    region_code: str,
    set_on: date,
    due_on: date | None = None,
    done_on: date | None = None,
) -> Row:
    return {
        "task_id": task_id,
        "title": f"{task_id}重点任务",
        "level": level,
        "region_code": region_code,
        "set_on": set_on,
        "due_on": due_on,
        "done_on": done_on,
    }


TASKS: list[Row] = [
    _task("K1", "province", "440103", date(2025, 1, 10), date(2025, 3, 31), date(2025, 3, 20)),
    _task("K2", "city", "440103", date(2025, 2, 1), date(2025, 6, 30)),
    _task("K3", "city", "440104", date(2025, 5, 1), date(2025, 8, 31), date(2025, 10, 15)),
    _task("K4", "county", "440104", date(2025, 9, 1), date(2025, 12, 31)),
    _task("K5", "province", "440100", date(2024, 6, 1), date(2024, 12, 31), date(2024, 12, 1)),
    _task("K6", "county", "430302", date(2025, 10, 20)),
    # Due on the period's last day, and not done by its end: not overdue until that day has passed.
    _task("K7", "county", "430321", date(2025, 10, 1), date(2025, 10, 31)),
    _task("K8", "city", "441900", date(2025, 11, 5), date(2026, 1, 31)),
]


def _reports() -> Iterator[tuple[Row, int]]:
    """Region and month of every leaf's report, with the region's weight."""
    for code, weight in WEIGHTS.items():
        for month in MONTHS:
            if not (code == LATE_REGION and month in LATE_MONTHS):
                yield {"region_code": code, "month": month}, weight


def _placements() -> Iterator[Row]:
    for report, weight in _reports():
        placed = 9 if report["month"].year == 2024 else 10
        for category, due, done, on_time in (
            ("self_employed", 10, placed, 8),
            ("retired_cadres", 2, 3, 2),
        ):
            yield {
                **report,
                "category": category,
                "due": due * weight,
                "placed": done * weight,
                "placed_on_time": on_time * weight,
            }
    yield {
        "region_code": "440100",
        "month": date(2025, 1, 1),
        "category": "transferred_officers",
        "due": 5,
        "placed": 4,
        "placed_on_time": 3,
    }


def _employment() -> Iterator[Row]:
    each = {
        "job_fairs": 1,
        "employers": 10,
        "positions": 100,
        "intentions": 30,
        "trained": 20,
        "certified": 15,
        "employed_after_training": 10,
        "businesses_started": 1,
        "jobs_created": 5,
    }
    for report, weight in _reports():
        yield {**report, **{column: count * weight for column, count in each.items()}}


def _relief() -> Iterator[Row]:
    for report, weight in _reports():
        january = report["month"].month == 1
        yield {
            **report,
            "programme": "hardship",
            "fund": "county",
            "budget": Decimal(20_000 * weight) if january else None,
            "spent": Decimal("1000.50") * weight,
            "applications": 4 * weight,
            "decided": 3 * weight,
            "decided_on_time": 2 * weight,
            "recipients": 2 * weight,
        }
        yield {
            **report,
            "programme": "pensions",
            "fund": "central",
            "budget": Decimal(60_000 * weight) if january else None,
            "spent": Decimal(5_000) * weight,
            "applications": None,
            "decided": None,
            "decided_on_time": None,
            "recipients": 10 * weight,
        }
    yield {
        "region_code": "440000",
        "month": date(2025, 3, 1),
        "programme": "emergency",
        "fund": "province",
        "budget": None,
        "spent": Decimal(100_000),
        "applications": 1,
        "decided": 1,
        "decided_on_time": 1,
        "recipients": 5,
    }


def _scattered_tombs() -> Iterator[Row]:
    for number, month in enumerate(MONTHS):
        yield {"region_code": "430321", "month": month, "total": 100, "gathered": 50 + number}
        yield {"region_code": "429004", "month": month, "total": 40, "gathered": 40}


def _measures() -> Iterator[Row]:
    for report, weight in _reports():
        for measure, value in (
            ("memorial_visitors", 1000),
            ("petitions_received", 10),
            ("petitions_resolved", 9),
        ):
            yield {**report, "measure": measure, "value": Decimal(value * weight)}


def _units() -> Iterator[Row]:
    for code, weight in WEIGHTS.items():
        for year in (2024, 2025):
            for tier, units in (("town", 2), ("village", 3)):
                yield {"region_code": code, "year": year, "tier": tier, "units": units * weight}


def tiny_rows() -> dict[str, list[Row]]:
    """Every export's rows by its name, as Python values; each call gives rows of its own."""
    return {
        "placements": list(_placements()),
        "employment": list(_employment()),
        "stations": [dict(row) for row in STATIONS],
        "relief": list(_relief()),
        "memorial_sites": [dict(row) for row in SITES],
        "scattered_tombs": list(_scattered_tombs()),
        "measures": list(_measures()),
        "tasks": [dict(row) for row in TASKS],
        "units": list(_units()),
    }


_TYPES = {
    "month": pa.date32(),
    "value": pa.decimal128(18, 2),
    "budget": pa.decimal128(18, 2),
    "spent": pa.decimal128(18, 2),
    "unit_code": pa.string(),
}


def arrow_table(rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table in the contract's own types."""
    columns = {}
    for name in rows[0]:
        of_name = pa.float64() if name.startswith("month_") else None
        kind = _TYPES.get(name, pa.date32() if name.endswith("_on") else of_name)
        columns[name] = pa.array([row[name] for row in rows], kind)
    return pa.table(columns)


def write_tiny_exports(
    exports: Path, tables: dict[str, list[Row]] | None = None, *, demonstration: bool = False
) -> None:
    """Writes ``<table>.parquet`` of each table (all nine unless given) into the folder."""
    exports.mkdir(parents=True, exist_ok=True)
    for name, rows in (tiny_rows() if tables is None else tables).items():
        table = arrow_table(rows)
        if demonstration:
            table = table.replace_schema_metadata({b"dashboard.demonstration": b"true"})
        pq.write_table(table, exports / f"{name}.parquet")
