"""What a day or a month means however it is written, what stands for none, and what is early."""

import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder, placement, remarks, site, station, write_file

DAY = datetime.date
# The last two digits of counties of 广州.
COUNTIES = ("03", "04", "05", "06", "11", "12", "13")


# --- days and months ------------------------------------------------------------------------------
APART = [
    (2025, 3, "2025-03-01"),
    (2025.0, 3.0, "2025-03-01"),
    ("2025年", "3月", "2025-03-01"),
    ("2025年度", "03月份", "2025-03-01"),
    ("二〇二五年", "十月", "2025-10-01"),
    ("2025.0", "10.0", "2025-10-01"),
    ("2025", "202503", "2025-03-01"),
]
APART_HEADERS = [("年", "月"), ("年度", "月份"), ("year", "month")]


@pytest.mark.parametrize("headers", APART_HEADERS, ids=str)
def test_a_year_and_a_month_apart_make_the_month(
    builder: Builder, headers: tuple[str, str]
) -> None:
    """Each way of writing them in a file of its own."""
    for number, (year, month, _) in enumerate(APART):
        row = {**placement(region_code=f"4401{COUNTIES[number]}")}
        del row["month"]
        write_file(builder, f"placements_{number}", [{**row, headers[0]: year, headers[1]: month}])
    read = builder.read()
    assert read.refused() == []
    assert read.rows(
        "select path, month::varchar from facts_placements inner join files using (file_id) "
        "order by path"
    ) == [(f"placements_{number}.parquet", month) for number, (*_, month) in enumerate(APART)]
    assert [file.columns_ignored for file in read.report.tables[0].files] == [[]] * len(APART)


def test_a_year_and_a_month_that_contradict_one_another_are_refused(builder: Builder) -> None:
    rows = [{**placement(month="202503"), "年": 2024}, {**placement(month="202504"), "年": 2025}]
    write_file(builder, "placements", rows)
    assert [row[1:] for row in builder.read().refused()] == [
        (1, "month", "2024 / 202503", "unreadable_value")
    ]


TAKEN_FOR = [
    (1735660800000, "毫秒时间戳，即北京时间 2025-01-01 00:00"),
    ("1735660800", "秒时间戳，即北京时间 2025-01-01 00:00"),
    (638712864000000000, ".NET 时间刻度，即 2025-01-01"),
    (45717, "Excel 日期序号，即 2025-03-01"),
    (660, "1970 年以来的月数，即 2025-01-01"),
    ("3月", "只有月，没有年份"),
    ("2025", "只有年份，没有月"),
    ("2025年第一季度", "一个季度，不是一个月"),
    ("2025年1-3月", "多个月的累计，不是一个月"),
    ("民国114年3月", "民国纪年，即 2025 年"),
    ("01/03/2025", "2025 年的日与月顺序不明"),
    (2025.1, "小数，2025 年 1 月或 10 月都写作 2025.1"),
]


def test_what_a_month_was_taken_for_in_vain_stands_in_its_sentence(builder: Builder) -> None:
    """Each in a file of its own, as a column of its type."""
    write_file(builder, "placements", [placement()])
    for number, (month, _) in enumerate(TAKEN_FOR):
        write_file(builder, f"placements_2025_{number:02}", [placement(month=month)])
    read = builder.read()
    assert read.rows(
        "select path, message_zh, reason from refused inner join files using (file_id) order by all"
    ) == [
        (
            f"placements_2025_{number:02}.parquet",
            f"“月份”读不出日期（像是{said}）",
            "unreadable_value",
        )
        for number, (_, said) in enumerate(TAKEN_FOR)
    ]


def test_a_day_says_what_it_lacks_and_what_to_write(builder: Builder) -> None:
    days = {"2019年5月": "只有 2019 年 5 月，没有日", "2019": "只有年份，没有月"}
    rows = [
        station(station_id=f"S{n}", opened_on=day) for n, day in enumerate(["2019-05-01", *days])
    ]
    write_file(builder, "stations", [*rows, station(station_id="S9", opened_on="1900-01-01")])
    said = builder.read().rows("select message_zh, do_zh from refused order by row_number")
    assert said == [
        *(
            (f"“成立日期”读不出日期（像是{lack}）", "请填写年、月、日，如 2025-03-01")
            for lack in days.values()
        ),
        ("“成立日期”为空（只写占位的文字或日期也是空）", "请补填后重新导出"),
    ]


def test_a_dotted_month_is_january_only_where_october_keeps_its_zero(builder: Builder) -> None:
    """2025.10 as a number is 2025.1, and as text what became of the number."""
    months = [f"2025.{month}" for month in (1, 2, 11)]
    write_file(builder, "placements", [placement(month=month) for month in months])
    read = builder.read()
    assert [row[3] for row in read.refused()] == ["2025.1"]
    write_file(builder, "placements", [placement(month=month) for month in [*months, "2025.10"]])
    read = builder.read()
    assert read.refused() == []
    assert read.rows("select list(month(month) order by month) from facts_placements") == [
        ([1, 2, 10, 11],)
    ]


def test_each_export_shows_for_itself_whether_it_keeps_the_zero(builder: Builder) -> None:
    """2024.10 of one office is no proof that another's 2025.1 is January."""
    write_file(builder, "placements_a", [placement(month=month) for month in ("2024.1", "2024.10")])
    row = placement(month="2025.1", region_code="440104")
    write_file(builder, "placements_b", [row, row | {"month": "2025.11"}])
    read = builder.read()
    assert [row[3] for row in read.refused()] == ["2025.1"]
    months = "select strftime(month, '%Y-%m') from facts_placements order by month"
    assert read.rows(months) == [("2024-01",), ("2024-10",), ("2025-11",)]


def test_a_day_of_october_is_no_proof_of_a_kept_zero(builder: Builder) -> None:
    write_file(builder, "placements", [placement(month=month) for month in ("2024.10.3", "2025.1")])
    assert [row[3] for row in builder.read().refused()] == ["2025.1"]


def test_files_that_one_program_wrote_together_keep_the_zero_together(builder: Builder) -> None:
    (builder.home.exports / "placements").mkdir()
    for number, month in enumerate(("2025.1", "２０２５.10")):
        write_file(builder, f"placements/part-0000{number}-1a", [placement(month=month)])
    read = builder.read()
    assert read.refused() == []
    assert read.rows("select list(month(month) order by month) from facts_placements") == [
        ([1, 10],)
    ]


def test_a_state_of_a_dotted_month_is_doubtful_like_any(builder: Builder) -> None:
    rows = [station(as_of="2025.1"), station(station_id="S2", as_of="2025.02")]
    write_file(builder, "stations", rows)
    assert [row[2:4] for row in builder.read().refused()] == [("as_of", "2025.1")]


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00", "9999-12-31 23:59:59.9999999"],
)
def test_extreme_days_as_text_are_no_errors(builder: Builder, value: str) -> None:
    write_file(builder, "placements", [placement(), placement(month=value)])
    assert builder.read().outcomes("placements")["refused"] == 1


@pytest.mark.parametrize(
    "kind", [pa.timestamp("us"), pa.timestamp("us", "UTC"), pa.timestamp("ms"), pa.timestamp("s")]
)
def test_extreme_moments_are_no_errors(builder: Builder, kind: pa.DataType) -> None:
    moments = [
        datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC),
        datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC),
        datetime.datetime(1, 1, 1, tzinfo=datetime.UTC),
    ]
    if kind.tz is None:
        moments = [moment.replace(tzinfo=None) for moment in moments]
    rows = [placement(month=moment) for moment in moments]
    write_file(builder, "placements", rows, month=kind)
    assert builder.read().outcomes("placements")["kept"] == 1


@pytest.mark.parametrize("unit", ["ns", "us"])
def test_the_ends_of_a_type_are_no_errors(builder: Builder, unit: str) -> None:
    """Moments without a zone that no calendar has."""
    march = {"ns": 10**9, "us": 10**6}[unit] * 1740787200
    numbers = pa.array([march, -(2**63) + 1, 2**63 - 1]).cast(pa.timestamp(unit))
    arrays = {name: pa.array([value] * 3) for name, value in placement().items()}
    pq.write_table(
        pa.table({**arrays, "month": numbers}), builder.home.exports / "placements.parquet"
    )
    read = builder.read()
    assert read.outcomes("placements")["kept"] == 1
    assert read.outcomes("placements")["refused"] == 2


# --- what stands for no day -----------------------------------------------------------------------
SENTINELS = [DAY(1900, 1, 1), DAY(1970, 1, 1), DAY(1, 1, 1), DAY(1899, 12, 30), DAY(1753, 1, 1)]


@pytest.mark.parametrize("as_text", [False, True])
def test_a_day_that_stands_for_none_is_not_done(builder: Builder, as_text: bool) -> None:
    """List and rate follow the same rule: the day is gone from the facts that both are made of."""
    days: list[Any] = [*SENTINELS, DAY(9999, 12, 31), DAY(2023, 5, 1)]
    if as_text:
        days = [*map(str, days[:-1]), "0000-00-00 00:00:00", "2023-05-01"]
    sites = [site(n, names_wall_on=day, exhibition_on=day) for n, day in enumerate(days)]
    write_file(builder, "memorial_sites", sites)
    read = builder.read()
    assert read.refused() == []
    assert read.rows(
        "select count(*), count(names_wall_on), max(names_wall_on) from facts_memorial_sites"
    ) == [(len(days), 1, DAY(2023, 5, 1))]
    count = len(days) - 1
    assert remarks(read) == [
        ("remark", "sentinel_date", name, 1, "1900-01-01", count)
        for name in ("exhibition_on", "names_wall_on")
    ]


def test_an_end_that_stands_for_none_is_open(builder: Builder) -> None:
    stations = [
        station(station_id="S1", closed_on=DAY(9999, 12, 31)),
        station(station_id="S2", closed_on=None),
    ]
    write_file(builder, "stations", stations)
    read = builder.read(accept=())
    assert [one["reason"] for one in read.report.remark_counts] == ["sentinel_end_date"]
    assert read.rows("select count(*), count(closed_on) from facts_stations") == [(2, 0)]


def test_a_required_day_that_stands_for_none_is_missing(builder: Builder) -> None:
    stations = [station(opened_on=DAY(2020, 1, 1)), station(opened_on=DAY(1900, 1, 1))]
    write_file(builder, "stations", stations)
    assert [row[1:] for row in builder.read().refused()] == [
        (2, "opened_on", "1900-01-01", "missing_value")
    ]


def test_a_day_before_all_that_can_be_is_refused(builder: Builder) -> None:
    write_file(builder, "memorial_sites", [site(1), site(2, names_wall_on=DAY(202, 5, 1))])
    assert [row[1:] for row in builder.read().refused()] == [
        (2, "names_wall_on", "0202-05-01", "below_minimum")
    ]


# --- months that are early ------------------------------------------------------------------------
MONTH_ENDS = [DAY(2024, 12, 31), DAY(2025, 1, 31), DAY(2025, 2, 28)]
MIDNIGHTS = [datetime.datetime(day.year, day.month, day.day, 16) for day in MONTH_ENDS]


@pytest.mark.parametrize(
    "months",
    [
        MONTH_ENDS,
        MIDNIGHTS,
        [str(day) for day in MONTH_ENDS],
        [str(moment) for moment in MIDNIGHTS],
        [day.strftime("%Y%m%d") for day in MONTH_ENDS],
        [int(day.strftime("%Y%m%d")) for day in MONTH_ENDS],
        MONTH_ENDS[-1:],
    ],
    ids=["days", "moments", "text", "text of moments", "compact", "numbers", "one month"],
)
def test_a_column_of_month_ends_holds(builder: Builder, months: list[Any]) -> None:
    write_file(builder, "placements", [placement(month=month) for month in months])
    assert builder.problems(reading=True) == ["month_end_column"]
    read = builder.build(accept=["month_end_column:placements"])
    assert read.rows("select max(month) from facts_placements") == [(DAY(2025, 2, 1),)]


def test_one_file_of_month_ends_holds_beside_others(builder: Builder) -> None:
    write_file(builder, "placements_2025-01", [placement(month=DAY(2025, 1, 1))])
    write_file(builder, "placements_2025-02", [placement(month=DAY(2025, 2, 28))])
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.path) == ("month_end_column", "placements_2025-02.parquet")


def test_some_month_ends_hold_nothing(builder: Builder) -> None:
    days = [DAY(2025, 1, 31), DAY(2025, 2, 3)]
    write_file(builder, "placements", [placement(month=day) for day in days])
    assert builder.read(accept=()).outcomes("placements")["kept"] == 2


def test_midnights_with_a_zone_are_read_on_chinas_clock(builder: Builder) -> None:
    moments = [moment.replace(tzinfo=datetime.UTC) for moment in MIDNIGHTS]
    write_file(builder, "placements", [placement(month=moment) for moment in moments])
    read = builder.read(accept=())
    assert read.rows("select list(month(month) order by month) from facts_placements") == [
        ([1, 2, 3],)
    ]


def test_days_that_are_all_at_sixteen_hold(builder: Builder) -> None:
    stations = [
        station(station_id=f"S{day}", opened_on=datetime.datetime(2020, 5, day, 16))
        for day in (3, 4, 5)
    ]
    write_file(builder, "stations", stations)
    assert builder.problems(reading=True) == ["utc_midnight_column"]


@pytest.mark.parametrize(
    "written",
    [
        "2020-05-{day:02} 16:00:00",
        "2020/5/{day} 16:00",
        "2020-05-{day:02}T16:00:00.000",
        "2020年5月{day}日 下午4:00",
        "202005{day:02}160000",
        "202005{day:02}T160000",
    ],
)
def test_days_of_text_that_are_all_at_sixteen_hold(builder: Builder, written: str) -> None:
    days = [written.format(day=day) for day in (3, 4, 5)]
    rows = [station(station_id=day, opened_on=day) for day in days]
    write_file(builder, "stations", rows)
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.column) == ("utc_midnight_column", "opened_on")
    assert days[0] in problem.zh


@pytest.mark.parametrize(
    "days",
    [
        ["2020-05-03 16:00:00Z", "2020-05-04 16:00:00Z", "2020-05-05 16:00:00Z"],
        ["2020-05-03 16:00 +0800", "2020-05-04 16:00 +0800", "2020-05-05 16:00 +0800"],
        ["2020-05-03 16:00:00", "2020-05-04 16:00:00", "2020-05-05 00:00:00"],
        ["2020-05-03 16:00:00", "2020-05-04 16:00:00", "2020-05-05"],
        ["2020-05-03 16:00:00", "2020-05-04 16:00:00"],
    ],
)
def test_days_of_text_with_a_zone_or_at_other_times_hold_nothing(
    builder: Builder, days: list[str]
) -> None:
    write_file(builder, "stations", [station(station_id=day, opened_on=day) for day in days])
    builder.read(accept=())


def test_a_day_that_stands_for_none_is_not_at_sixteen(builder: Builder) -> None:
    """Beside days that are, it says nothing of the clock."""
    ends = ["2024-05-03 16:00:00", "2024-05-04 16:00:00", "2024-05-05 16:00:00", "9999-12-31", None]
    rows = [station(station_id=f"S{n}", closed_on=end) for n, end in enumerate(ends)]
    write_file(builder, "stations", rows)
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.column) == ("utc_midnight_column", "closed_on")


def test_months_of_text_that_are_all_at_sixteen_hold(builder: Builder) -> None:
    months = [f"2025-0{month}-14 16:00:00" for month in (1, 2, 3)]
    write_file(builder, "placements", [placement(month=month) for month in months])
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.column) == ("utc_midnight_column", "month")
