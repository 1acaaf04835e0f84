"""Every reason for which a row is refused, one sound row beside each refused one."""

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.settings import Home
from tests.pipeline.support import Builder, Built, placement, relief, station
from tests.tiny_exports import Row

MEMORIAL: Row = {
    "site_id": "M1",
    "name": "烈士陵园",
    "region_code": "440103",
    "protection": "national",
    "kind": "cemetery",
    "public_ceremony": True,
    "names_wall_on": "2023-05-01",
}
TOMBS: Row = {"region_code": "440103", "month": "2025-03", "total": 10, "gathered": 4}
TASK = {
    "task_id": "K1",
    "title": "任务",
    "level": "city",
    "region_code": "440103",
    "set_on": "2025-01-01",
    "due_on": "2025-12-31",
    "done_on": None,
}
UNITS: Row = {"region_code": "440103", "year": 2025, "tier": "town", "units": 22}
EMPLOYMENT: Row = {
    "region_code": "440103",
    "month": "2025-03",
    "positions": 10,
    "intentions": 3,
    "trained": 4,
    "employed_after_training": 2,
}
MEASURE: Row = {
    "region_code": "440103",
    "month": "2025-03",
    "measure": "memorial_visitors",
    "value": 5,
}

# Table, the sound row, what makes it faulty, and the faults: column, value, reason.
CASES: list[tuple[str, Row, Row, list[tuple[str, str | None, str]]]] = [
    ("placements", placement(), {"due": None}, [("due", None, "missing_value")]),
    ("placements", placement(), {"category": ""}, [("category", "", "missing_value")]),
    ("placements", placement(), {"month": "  "}, [("month", "  ", "missing_value")]),
    ("placements", placement(), {"region_code": None}, [("region_code", None, "missing_value")]),
    ("stations", station(), {"name": " \t"}, [("name", None, "missing_value")]),
    ("stations", station(), {"name": "全市 合 计："}, [("name", "全市 合 计：", "total_row")]),
    ("stations", station(), {"station_id": "Total"}, [("station_id", "Total", "total_row")]),
    ("stations", station(), {"station_id": None}, [("station_id", None, "missing_value")]),
    ("placements", placement(), {"month": "去年"}, [("month", "去年", "unreadable_value")]),
    ("placements", placement(), {"month": "2025-13"}, [("month", "2025-13", "unreadable_value")]),
    ("stations", station(), {"opened_on": "5月"}, [("opened_on", "5月", "unreadable_value")]),
    (
        "memorial_sites",
        MEMORIAL,
        {"names_wall_on": "有"},
        [("names_wall_on", "有", "unreadable_value")],
    ),
    ("units", UNITS, {"year": 2025.5}, [("year", "2025.5", "unreadable_value")]),
    ("placements", placement(), {"due": 9.5}, [("due", "9.5", "not_whole")]),
    ("placements", placement(), {"due": -1}, [("due", "-1", "below_minimum")]),
    ("relief", relief(), {"spent": -0.001}, [("spent", "-0.001", "below_minimum")]),
    (
        "placements",
        placement(),
        {"month": "1970-01-01"},
        [("month", "1970-01-01", "below_minimum")],
    ),
    ("units", UNITS, {"year": 1900}, [("year", "1900", "below_minimum")]),
    ("stations", station(), {"stars": 6}, [("stars", "6", "above_maximum")]),
    (
        "placements",
        placement(),
        {"category": "转业" * 9},
        [("category", "转业" * 9, "not_allowed")],
    ),
    ("stations", station(), {"tier": "国家级"}, [("tier", "国家级", "not_allowed")]),
    ("measures", MEASURE, {"measure": "money"}, [("measure", "money", "not_allowed")]),
    ("measures", MEASURE, {"value": 0.95}, [("value", "0.95", "fraction_of_a_count")]),
    (
        "measures",
        {**MEASURE, "measure": "volunteer_hours", "value": 5.5},
        {"value": -0.5},
        [("value", "-0.5", "below_minimum")],
    ),
    ("placements", placement(), {"region_code": "越秀"}, [("region_code", "越秀", "bad_pattern")]),
    (
        "placements",
        placement(),
        {"region_code": "44010"},
        [("region_code", "44010", "bad_pattern")],
    ),
    (
        "stations",
        station(station_id="S2", tier="county", unit_code="440103"),
        {"unit_code": "4401"},
        [("unit_code", "4401", "bad_pattern")],
    ),
    (
        "placements",
        placement(),
        {"region_code": "449999"},
        [("region_code", "449999", "unknown_region")],
    ),
    # 江干区 went to 上城区 and 钱塘区 in 2021: units to cover belong to a county, not to the city.
    (
        "units",
        UNITS,
        {"region_code": "330104"},
        [("region_code", "330104", "region_split")],
    ),
    (
        "placements",
        placement(),
        {"region_code": "810000"},
        [("region_code", "810000", "region_not_reporting")],
    ),
    ("units", UNITS, {"region_code": "440100"}, [("region_code", "440100", "region_not_leaf")]),
    ("placements", placement(), {"month": "2025-12"}, [("month", "2025-12", "future_date")]),
    (
        "stations",
        station(),
        {"closed_on": "2025-11-21"},
        [("closed_on", "2025-11-21", "future_date")],
    ),
    ("units", UNITS, {"year": 2026}, [("year", "2026", "future_date")]),
    # 2206 for 2026: it would never be overdue.
    ("tasks", TASK, {"due_on": "2206-06-30"}, [("due_on", "2206-06-30", "above_maximum")]),
    (
        "placements",
        placement(),
        {"placed_on_time": 10},
        [("placed_on_time", "10 > 9", "placed_on_time_over_placed")],
    ),
    ("relief", relief(), {"decided": 5}, [("decided", "5 > 4", "decided_over_applications")]),
    (
        "relief",
        relief(),
        {"decided_on_time": 4},
        [("decided_on_time", "4 > 3", "decided_on_time_over_decided")],
    ),
    (
        "relief",
        relief(),
        {"decided": None},
        [
            (
                "applications",
                "applications = 4, decided = , decided_on_time = 2",
                "applications_incomplete",
            )
        ],
    ),
    ("scattered_tombs", TOMBS, {"gathered": 11}, [("gathered", "11 > 10", "gathered_over_total")]),
    (
        "employment",
        EMPLOYMENT,
        {"positions": None},
        [("positions", "positions = , intentions = 3", "intentions_without_positions")],
    ),
    (
        "employment",
        {**EMPLOYMENT, "region_code": "440104"},
        {"trained": None},
        [("trained", "trained = , employed_after_training = 2", "employed_without_trained")],
    ),
    # Filled in beforehand for every county, and sent empty by those that report nothing.
    (
        "employment",
        {**EMPLOYMENT, "region_code": "440105"},
        dict.fromkeys(("positions", "intentions", "trained", "employed_after_training")),
        [("job_fairs", None, "nothing_reported")],
    ),
    (
        "stations",
        station(),
        {"closed_on": "2019-04-30"},
        [("closed_on", "2019-04-30 < 2019-05-01", "closed_before_opened")],
    ),
    (
        "stations",
        station(),
        {"tier": "extended"},
        [("unit_code", "440103001", "extended_with_unit")],
    ),
    ("stations", station(), {"unit_code": None}, [("unit_code", None, "town_unit_code")]),
    ("stations", station(), {"tier": "village"}, [("unit_code", "440103001", "village_unit_code")]),
    # Every fault of a row is told, not only the first.
    (
        "placements",
        placement(),
        {"region_code": "449999", "due": -5, "placed": None},
        [
            ("due", "-5", "below_minimum"),
            ("placed", None, "missing_value"),
            ("region_code", "449999", "unknown_region"),
        ],
    ),
]


def write(builder: Builder, file: str, rows: list[Row]) -> None:
    """Writes rows as they are: numbers as numbers, the rest as text."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    pq.write_table(pa.table(columns), builder.home.exports / f"{file}.parquet")


def case_name(number: int) -> str:
    table, _, _, faults = CASES[number]
    return f"{table}-{'-'.join(sorted({reason for *_, reason in faults}))}"


@pytest.fixture(scope="module")
def built(small_reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build of a file a case: its sound row, made faulty; and the sound rows themselves."""
    builder = Builder(Home(tmp_path_factory.mktemp("refusals")), small_reference)
    builder.home.exports.mkdir()
    for number, (table, sound, changes, _) in enumerate(CASES):
        write(builder, f"{table}_case_{number}", [{**sound, **changes}])
        if number == 0 or CASES[number - 1][0] != table or CASES[number - 1][1] != sound:
            write(builder, f"{table}_sound_{number}", [sound])
    return builder.build()


@pytest.mark.parametrize("number", range(len(CASES)), ids=case_name)
def test_a_row_is_refused_for_its_reason_alone(built: Built, number: int) -> None:
    table, _, _, faults = CASES[number]
    found = built.rows(
        "select r.table_name, r.row_number, r.column_name, r.value, r.reason "
        "from refused as r inner join files as f on r.file_id = f.file_id "
        "where f.path = $path order by r.column_name, r.reason",
        path=f"{table}_case_{number}.parquet",
    )
    assert found == [(table, 1, *fault) for fault in faults]


def test_the_sound_rows_are_kept(built: Built) -> None:
    assert built.rows(
        "select count(*) from files as f where f.path like '%sound%' and f.file_id in "
        "(select r.file_id from refused as r)"
    ) == [(0,)]
    for table in sorted({case[0] for case in CASES}):
        outcomes = built.outcomes(table)
        sound = {repr(case[1]) for case in CASES if case[0] == table}
        assert outcomes["refused"] == sum(case[0] == table for case in CASES)
        assert outcomes["kept"] + outcomes["superseded"] == len(sound)
        assert outcomes["identical"] == outcomes["read"] - outcomes["refused"] - len(sound)


def test_a_reason_is_a_sentence_in_both_languages(builder: Builder) -> None:
    write(builder, "placements", [placement(due=-1), placement(category="军官"), placement()])
    built = builder.build()
    assert built.rows("select message_zh, message_en from refused order by row_number") == [
        ("“应安置人数”小于 0", "due is below 0"),
        (
            "“安置类别”不是允许的取值（转业军官、逐月领取退役金、复员干部、安排工作退役士兵、"
            "自主就业退役士兵、军休干部）",
            "category is none of the values allowed (transferred_officers, monthly_pension, "
            "demobilised, assigned_work, self_employed, retired_cadres)",
        ),
    ]


def test_a_reason_says_what_to_write(builder: Builder) -> None:
    rows = [placement(region_code="荔湾区", due="1"), placement(due="许多"), placement(due="10")]
    write(builder, "placements", [*rows, placement(due="2000000000")])
    read = builder.read()
    assert read.rows("select message_zh from refused where row_number = 4") == [
        ("“应安置人数”大于 1,000,000,000",)
    ]
    assert read.rows("select do_zh, do_en from refused where row_number < 3 order by all") == [
        (
            "请填写六位行政区划代码，如 440103",
            "write the region's code of six digits, such as 440103",
        ),
        ("请填写阿拉伯数字，如 1234", "write digits, such as 1234"),
    ]


def test_years_are_written_without_thousands_apart(builder: Builder) -> None:
    write(builder, "units", [UNITS, {**UNITS, "year": 1900}])
    said = builder.read().rows("select message_zh, message_en from refused")
    assert said == [("“年份”小于 2000", "year is below 2000")]


def test_refused_values_are_listed_in_a_guarded_csv(builder: Builder) -> None:
    wrong = ['=HYPERLINK("x")', "＝1+1", "  =1+1", "\u3000@a", "\u200b-1", "\t=1", "军官"]
    rows = [placement(category=value) for value in wrong]
    write(builder, "placements", [placement(), *rows])
    report = builder.build().report
    listed = builder.home.builds / f"{report.build_id}.refused.csv"
    assert report.refused_rows_files == [str(listed)]
    listed = (builder.home.builds / f"{report.build_id}.refused.csv").read_bytes()
    assert listed.startswith(b"\xef\xbb\xbf")
    records = csv.DictReader(io.StringIO(listed.decode("utf-8-sig"), newline=""), strict=True)
    assert [record["值"] for record in records] == [f"'{value}" for value in wrong[:-1]] + ["军官"]
