"""Values as people write them: what is read, what counts as empty, and what is said of it."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.build.text import blanks
from tests.build.support import Builder, Built, placement, station
from tests.tiny_exports import TODAY, Row

DAY = datetime.date


def write(builder: Builder, file: str, rows: list[Row], **kinds: pa.DataType) -> None:
    """Writes rows as they are; ``kinds`` are the types of columns that need one."""
    columns: dict[str, Any] = {
        name: pa.array([row[name] for row in rows], kinds.get(name)) for name in rows[0]
    }
    pq.write_table(pa.table(columns), builder.home.exports / f"{file}.parquet")


def remarks(built: Built) -> list[tuple[Any, ...]]:
    """Grade, reason, column, first row, value and count of everything found."""
    return built.rows(
        "select grade, reason, column_name, row_number, value, row_count from findings "
        "where reason <> 'accept_not_needed' order by reason, column_name"
    )


# --- blanks ---------------------------------------------------------------------------------------
BLANKS = [
    *(" ", "\t", "\r\n", "\u3000", "\xa0", "\ufeff", "\u200b", "\u200f", "\u202f", "\u2009"),
    *("\u2060", "\u200d", "\x00", "\x85", "\xad", "\u2028", "\u202e", "\u2066", "\u061c"),
    *("\u3164", "\ufe0f", "\U000e0020"),
]


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank[0]):04X}")
def test_blanks_at_both_ends_make_no_difference_anywhere(builder: Builder, blank: str) -> None:
    """Ids, names, codes, categories, regions, days and numbers as text are trimmed alike."""
    plain = station(full_time="12")
    spaced = {
        name: f"{blank}{value}{blank}" if isinstance(value, str) else value
        for name, value in plain.items()
    }
    nothing = {**plain, "station_id": blank}
    write(builder, "stations", [plain, spaced, nothing])
    built = builder.build()
    assert built.rows(
        "select station_id, name, unit_code, tier, region_code, opened_on, full_time "
        "from facts_stations"
    ) == [
        ("S1", plain["name"], "440103001", "town", "440103", DAY(2019, 5, 1), 12),
    ]
    assert built.outcomes("stations")["identical"] == 1
    assert [row[1:] for row in built.refused()] == [(3, "station_id", None, "missing_value")]


def test_blanks_inside_are_kept(builder: Builder) -> None:
    name = "沙面\u3000街道 退役\u200b军人服务站"
    write(builder, "stations", [station(name=name)])
    assert builder.build().rows("select name from facts_stations") == [(name,)]


def test_no_shown_character_is_blank() -> None:
    assert not set(blanks()) & set("aA0-_=+'一龥（）！Ａ，。·—…№①")


# --- numbers --------------------------------------------------------------------------------------
READ = {
    "1234": 1234,
    "1,234": 1234,
    "1，234": 1234,
    "１２３４": 1234,
    "1 234": 1234,
    "1\xa0234": 1234,
    "1\u3000234": 1234,
    "1,234,567": 1234567,
    "'1234": 1234,
    "+1234": 1234,
    "1234.00": 1234,
    "1234.": 1234,
    "1.234e3": 1234,
    "１２３．０": 123,
    "1,234.0": 1234,
}
REFUSED = {
    "1.2万": "number_with_unit",
    "3亿": "number_with_unit",
    "12人": "number_with_unit",
    "12 元": "number_with_unit",
    "12%": "number_with_unit",
    "约12": "number_with_unit",
    ">12": "number_with_unit",
    "1_234": "unreadable_value",
    "1,23": "unreadable_value",
    "12,34,567": "unreadable_value",
    "1.234,5": "unreadable_value",
    "#DIV/0!": "unreadable_value",
    "inf": "unreadable_value",
    "12.5": "not_whole",
    "1e-12": "not_whole",
    "0.9999999999": "not_whole",
    "12.00000000001": "not_whole",
    "-1": "below_minimum",
    "1000000001": "above_maximum",
    "9" * 30: "unreadable_value",
    "1e400": "unreadable_value",
}


def test_whole_numbers_as_text(builder: Builder) -> None:
    texts = [*READ, *REFUSED]
    rows = [station(station_id=f"S{n}", full_time=text) for n, text in enumerate(texts)]
    write(builder, "stations", rows)
    built = builder.build()
    kept = dict(built.rows("select station_id, full_time from facts_stations"))
    assert {texts[int(number[1:])]: value for number, value in kept.items()} == READ
    refused = {value: reason for _, _, _, value, reason in built.refused()}
    assert refused == REFUSED


def test_a_refused_number_says_what_to_do(builder: Builder) -> None:
    write(builder, "stations", [station(), station(station_id="S2", full_time=2)])
    write(builder, "stations_2025", [station(station_id="S3", full_time="1.2万")])
    built = builder.build()
    assert built.rows("select value, message_zh, do_zh from refused") == [
        (
            "1.2万",
            "“专职人员”带有单位或文字，不是单纯的数字",
            "请只写数字：1.2万写作12000，1.5亿写作150000000，12人写作12，5%按个数填写",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (pa.float64(), float("inf"), "unreadable_value"),
        (pa.float64(), 1e300, "unreadable_value"),
        (pa.float64(), 1e-12, "not_whole"),
        (pa.float64(), 12.5, "not_whole"),
        (pa.int64(), 2**62, "above_maximum"),
        (pa.uint64(), 2**64 - 1, "unreadable_value"),
        (pa.decimal128(38, 0), 10**37, "unreadable_value"),
    ],
)
def test_numbers_beyond_what_can_be_are_refused(
    builder: Builder, kind: pa.DataType, value: float, reason: str
) -> None:
    from decimal import Decimal

    exact = pa.types.is_decimal(kind)
    values = [Decimal(10), Decimal(value)] if exact else [10, value]
    rows = [placement(due=values[0]), placement(due=values[1], month="2025-04")]
    write(builder, "placements", rows, due=kind)
    assert [row[-1] for row in builder.build().refused()] == [reason]


def test_sums_of_the_largest_numbers_stay_within_their_type(builder: Builder) -> None:
    rows = [
        {
            "region_code": "440103",
            "month": f"2025-{month:02}",
            "measure": measure,
            "value": 10**12,
        }
        for month in range(1, 10)
        for measure in ("memorial_visitors", "petitions_received")
    ]
    write(builder, "measures", rows)
    built = builder.build()
    assert built.rows("select sum(value) from facts_measures") == [(18 * 10**12,)]


# --- days and months ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2025, 3, "2025-03-01"),
        (2025.0, 3.0, "2025-03-01"),
        ("2025年", "3月", "2025-03-01"),
        ("2025年度", "03月份", "2025-03-01"),
        ("二〇二五年", "十月", "2025-10-01"),
        ("2025.0", "10.0", "2025-10-01"),
        ("2025", "202503", "2025-03-01"),
    ],
)
@pytest.mark.parametrize("headers", [("年", "月"), ("年度", "月份"), ("year", "month")])
def test_a_year_and_a_month_apart_make_the_month(
    builder: Builder, year: Any, month: Any, expected: str, headers: tuple[str, str]
) -> None:
    row = {name: value for name, value in placement().items() if name != "month"}
    write(builder, "placements", [{**row, headers[0]: year, headers[1]: month}])
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select month::varchar from facts_placements") == [(expected,)]
    assert [file.columns_ignored for file in built.report.tables[0].files] == [[]]


def test_a_year_and_a_month_that_contradict_one_another_are_refused(builder: Builder) -> None:
    rows = [{**placement(month="202503"), "年": 2024}, {**placement(month="202504"), "年": 2025}]
    write(builder, "placements", rows)
    assert [row[1:] for row in builder.build().refused()] == [
        (1, "month", "2024 / 202503", "unreadable_value")
    ]


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (1735660800000, "毫秒时间戳，即北京时间 2025-01-01 00:00"),
        ("1735660800", "秒时间戳，即北京时间 2025-01-01 00:00"),
        (638712864000000000, ".NET 时间刻度，即 2025-01-01"),
        (45717, "Excel 日期序号，即 2025-03-01"),
        (660, "1970 年以来的月数，即 2025-01-01"),
        ("3月", "只有月，没有年份"),
        ("2025", "只有年份，没有月"),
        ("2025年第一季度", "一个季度，不是一个月"),
        ("2025年1-3月", "多个月的累计，不是一个月"),
        ("01/03/2025", "2025 年的日与月顺序不明"),
        (2025.1, "小数，2025 年 1 月或 10 月都写作 2025.1"),
    ],
)
def test_what_a_month_was_taken_for_in_vain_stands_in_its_sentence(
    builder: Builder, month: Any, said: str
) -> None:
    write(builder, "placements", [placement()])
    write(builder, "placements_2025", [placement(month=month)])
    built = builder.build()
    assert built.rows("select message_zh, reason from refused") == [
        (f"“月份”读不出日期（像是{said}）", "unreadable_value")
    ]


def test_a_dotted_month_is_january_only_where_october_keeps_its_zero(builder: Builder) -> None:
    """2025.10 as a number is 2025.1, and as text what became of the number."""
    months = [f"2025.{month}" for month in (1, 2, 11)]
    write(builder, "placements", [placement(month=month) for month in months])
    built = builder.build()
    assert [row[3] for row in built.refused()] == ["2025.1"]
    write(builder, "placements", [placement(month=month) for month in [*months, "2025.10"]])
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select list(month(month) order by month) from facts_placements") == [
        ([1, 2, 10, 11],)
    ]


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00", "9999-12-31 23:59:59.9999999"],
)
def test_extreme_days_as_text_are_no_errors(builder: Builder, value: str) -> None:
    write(builder, "placements", [placement(), placement(month=value)])
    assert builder.build().outcomes("placements")["refused"] == 1


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
    write(builder, "placements", rows, month=kind)
    assert builder.build().outcomes("placements")["kept"] == 1


# --- what stands for no day -----------------------------------------------------------------------
SENTINELS = [DAY(1900, 1, 1), DAY(1970, 1, 1), DAY(1, 1, 1), DAY(1899, 12, 30), DAY(1753, 1, 1)]


def site(number: int, **changes: Any) -> Row:
    return {
        "site_id": f"M{number}",
        "name": "烈士陵园",
        "region_code": "440103",
        "protection": "county",
        "kind": "cemetery",
        "public_ceremony": True,
        "names_wall_on": None,
        "exhibition_on": None,
        **changes,
    }


@pytest.mark.parametrize("as_text", [False, True])
def test_a_day_that_stands_for_none_is_not_done(builder: Builder, as_text: bool) -> None:
    """List and rate follow the same rule: the day is gone from the facts that both are made of."""
    days: list[Any] = [*SENTINELS, DAY(9999, 12, 31), DAY(2023, 5, 1)]
    if as_text:
        days = [*map(str, days[:-1]), "0000-00-00 00:00:00", "2023-05-01"]
    sites = [site(n, names_wall_on=day, exhibition_on=day) for n, day in enumerate(days)]
    write(builder, "memorial_sites", sites)
    built = builder.build()
    assert built.refused() == []
    assert built.rows(
        "select count(*), count(names_wall_on), max(names_wall_on) from facts_memorial_sites"
    ) == [(len(days), 1, DAY(2023, 5, 1))]
    count = len(days) - 1
    assert remarks(built) == [
        ("remark", "sentinel_date", name, 1, "1900-01-01", count)
        for name in ("exhibition_on", "names_wall_on")
    ]


def test_an_end_that_stands_for_none_is_open(builder: Builder) -> None:
    stations = [
        station(station_id="S1", closed_on=DAY(9999, 12, 31)),
        station(station_id="S2", closed_on=None),
    ]
    write(builder, "stations", stations)
    built = builder.build(accept=())
    assert [one["reason"] for one in built.report.remark_counts] == ["sentinel_end_date"]
    assert built.rows("select count(*), count(closed_on) from facts_stations") == [(2, 0)]


def test_a_required_day_that_stands_for_none_is_missing(builder: Builder) -> None:
    stations = [station(opened_on=DAY(2020, 1, 1)), station(opened_on=DAY(1900, 1, 1))]
    write(builder, "stations", stations)
    assert [row[1:] for row in builder.build().refused()] == [
        (2, "opened_on", "1900-01-01", "missing_value")
    ]


def test_a_day_before_all_that_can_be_is_refused(builder: Builder) -> None:
    write(builder, "memorial_sites", [site(1), site(2, names_wall_on=DAY(202, 5, 1))])
    assert [row[1:] for row in builder.build().refused()] == [
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
    write(builder, "placements", [placement(month=month) for month in months])
    assert builder.problems() == ["month_end_column"]
    built = builder.build(accept=["month_end_column:placements"])
    assert built.rows("select max(month) from facts_placements") == [(DAY(2025, 2, 1),)]


def test_one_file_of_month_ends_holds_beside_others(builder: Builder) -> None:
    write(builder, "placements_2025-01", [placement(month=DAY(2025, 1, 1))])
    write(builder, "placements_2025-02", [placement(month=DAY(2025, 2, 28))])
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.path) == ("month_end_column", "placements_2025-02.parquet")


def test_some_month_ends_hold_nothing(builder: Builder) -> None:
    days = [DAY(2025, 1, 31), DAY(2025, 2, 3)]
    write(builder, "placements", [placement(month=day) for day in days])
    assert builder.build(accept=()).outcomes("placements")["kept"] == 2


def test_midnights_with_a_zone_are_read_on_chinas_clock(builder: Builder) -> None:
    moments = [moment.replace(tzinfo=datetime.UTC) for moment in MIDNIGHTS]
    write(builder, "placements", [placement(month=moment) for moment in moments])
    built = builder.build(accept=())
    assert built.rows("select list(month(month) order by month) from facts_placements") == [
        ([1, 2, 3],)
    ]


def test_days_that_are_all_at_sixteen_hold(builder: Builder) -> None:
    stations = [
        station(station_id=f"S{day}", opened_on=datetime.datetime(2020, 5, day, 16))
        for day in (3, 4, 5)
    ]
    write(builder, "stations", stations)
    assert builder.problems() == ["utc_midnight_column"]


# --- missing as text ------------------------------------------------------------------------------
MISSING = [
    "nan",
    "None",
    "NULL",
    "NaT",
    "N/A",
    "<NA>",
    "无",
    "—",
    "-",
    "/",
    "空",
    "暂无",
    "ＮＵＬＬ",
]


@pytest.mark.parametrize("word", MISSING)
def test_a_word_for_nothing_is_empty_and_counted(builder: Builder, word: str) -> None:
    optional = {"closed_on": word, "stars": word, "part_time": word}
    row = station(tier="extended", unit_code=word, **optional)
    write(builder, "stations", [row])
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select unit_code, closed_on, stars, part_time from facts_stations") == [
        (None, None, None, None)
    ]
    assert [found[:3] for found in remarks(built)] == [
        ("remark", "missing_as_text", name)
        for name in ("closed_on", "part_time", "stars", "unit_code")
    ]


@pytest.mark.parametrize("word", MISSING)
def test_no_station_is_named_none(builder: Builder, word: str) -> None:
    write(builder, "stations", [station(), station(station_id="S2", name=word)])
    assert [row[1:] for row in builder.build().refused()] == [(2, "name", word, "missing_value")]


def test_nothing_is_a_value_where_the_field_gives_it_a_meaning(builder: Builder) -> None:
    write(builder, "stations", [station(has_posts="无"), station(station_id="S2", has_posts="有")])
    write(builder, "memorial_sites", [site(1, protection="无")])
    built = builder.build()
    assert built.rows("select has_posts from facts_stations order by station_id") == [
        (False,),
        (True,),
    ]
    assert built.rows("select protection from facts_memorial_sites") == [("unrated",)]


# --- text in another encoding ---------------------------------------------------------------------
def write_bytes(path: Path, column: str, content: list[bytes], rows: list[Row]) -> None:
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    columns[column] = pa.array(content, pa.binary())
    pq.write_table(pa.table(columns), path)


def test_a_category_in_gbk_names_its_column_and_row(builder: Builder) -> None:
    rows = [placement(), placement(month="2025-04")]
    content = [b"self_employed", "自主就业".encode("gbk")]
    write_bytes(builder.home.exports / "placements.parquet", "category", content, rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_number) == ("not_utf8", "category", 2)
    assert "不是 UTF-8 编码（像是 GBK：自主就业）" in problem.zh


def test_one_bad_byte_among_three_thousand_rows_is_found(builder: Builder) -> None:
    rows = [site(number) for number in range(3000)]
    content = ["烈士陵园".encode() for _ in rows]
    content[1234] = b"\xe7\x83\x88\xff\xe5\xa3\xab"
    path = builder.home.exports / "memorial_sites.parquet"
    write_bytes(path, "name", content, rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_number) == ("not_utf8", "name", 1235)


def test_an_unused_column_may_be_in_any_encoding(builder: Builder) -> None:
    rows = [{**placement(), "备注": None}]
    path = builder.home.exports / "placements.parquet"
    write_bytes(path, "备注", ["越秀".encode("gbk")], rows)
    assert builder.build(accept=()).outcomes("placements")["kept"] == 1


GARBLED = ["烈士陵园0".encode().decode("latin-1"), "退役军人".encode("gbk").decode("latin-1")]


@pytest.mark.parametrize("name", [*GARBLED, "锟斤拷锟斤拷", "烈士�园"])
def test_garbled_names_are_remarked(builder: Builder, name: str) -> None:
    write(builder, "memorial_sites", [site(1), site(2, name=name)])
    assert remarks(builder.build()) == [("remark", "garbled_text", "name", 2, name, 1)]


# --- ids ------------------------------------------------------------------------------------------
def test_ids_that_lost_their_digits_are_refused(builder: Builder) -> None:
    ids = [12.0, float(2**53), 4.40103e17]
    rows = [station(station_id=number) for number in ids]
    write(builder, "stations", rows)
    built = builder.build()
    assert built.rows("select station_id from facts_stations") == [("12",)]
    assert [(row[1], row[-1]) for row in built.refused()] == [
        (2, "digits_lost"),
        (3, "digits_lost"),
    ]


def test_an_id_in_a_spreadsheets_notation_lost_its_digits(builder: Builder) -> None:
    ids = ["4.40103E+17", "0001E5", "1.10", "440103001001000123"]
    write(builder, "stations", [station(station_id=number) for number in ids])
    built = builder.build()
    assert [row[3:] for row in built.refused()] == [("4.40103E+17", "digits_lost")]
    assert sorted(built.rows("select station_id from facts_stations")) == [
        ("0001E5",),
        ("1.10",),
        ("440103001001000123",),
    ]


@pytest.mark.parametrize(
    "code", ["'440103001", "440103001.0", "４４０１０３００１", "440103001000"]
)
def test_codes_of_units_are_read_however_they_came(builder: Builder, code: str) -> None:
    write(builder, "stations", [station(unit_code=code, region_code="'440103")])
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select unit_code, region_code from facts_stations") == [
        ("440103001", "440103")
    ]


def test_ids_that_nearly_agree_are_remarked(builder: Builder) -> None:
    pairs = {
        "GZ-000": "'GZ-000",
        "GZ-001": "GZ–001",
        "GZ-002": "GZ－002",
        "GZ-003": "gz-003",
        "GZ-004": "ＧＺ-004",
        "00123": "123",
        "GZ-005": "GZ- 005",
    }
    ids = [*pairs, *pairs.values(), "GZ-100", "GZ-1000"]
    write(builder, "stations", [station(station_id=number) for number in ids])
    (found,) = [one for one in remarks(builder.build()) if one[1] == "near_duplicate_ids"]
    assert (found[2], found[5]) == ("station_id", len(pairs))
    assert "'GZ-000、GZ-000" in found[4]


def test_a_dash_more_or_less_is_nearly_the_same(builder: Builder) -> None:
    write(builder, "stations", [station(station_id=number) for number in ("GZ-1", "GZ1", "GZ2")])
    (found,) = [one for one in remarks(builder.build()) if one[1] == "near_duplicate_ids"]
    assert (found[4], found[5]) == ("GZ-1、GZ1", 1)


# --- today ----------------------------------------------------------------------------------------
def test_today_is_chinas_wherever_the_server_stands(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server fourteen hours west of China still writes yesterday."""
    import time
    from zoneinfo import ZoneInfo

    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    try:
        today = datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date()
        write(builder, "stations", [station(opened_on=today)])
        assert builder.build(today=None).outcomes("stations")["kept"] == 1
    finally:
        monkeypatch.undo()
        time.tzset()
    assert today >= TODAY
