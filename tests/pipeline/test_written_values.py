"""Values as people write them: what is read, what counts as empty, and what is said of it."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.pipeline.text import blanks
from tests.pipeline.support import Builder, Built, placement, remarks, site, station, write_file
from tests.tiny_exports import TODAY, Row

DAY = datetime.date


# --- blanks ---------------------------------------------------------------------------------------
BLANKS = [
    *(" ", "\t", "\r\n", "\u3000", "\xa0", "\ufeff", "\u200b", "\u200f", "\u202f", "\u2009"),
    *("\u2060", "\u200d", "\x00", "\x85", "\xad", "\u2028", "\u202e", "\u2066", "\u061c"),
    *("\u3164", "\ufe0f", "\U000e0020"),
]


@pytest.fixture(scope="module")
def with_blanks(new_builder: Callable[[], Builder]) -> Built:
    """Of each blank a file with a station, the same in blanks, and one without an id."""
    builder = new_builder()
    for number, blank in enumerate(BLANKS):
        plain = station(station_id=f"S{number}", full_time="12")
        spaced = {
            name: f"{blank}{value}{blank}" if isinstance(value, str) else value
            for name, value in plain.items()
        }
        nothing = {**plain, "station_id": blank}
        write_file(builder, f"stations_{number:02}", [plain, spaced, nothing])
    return builder.build()


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank[0]):04X}")
def test_blanks_at_both_ends_make_no_difference_anywhere(with_blanks: Built, blank: str) -> None:
    """Ids, names, codes, categories, regions, days and numbers as text are trimmed alike."""
    number = BLANKS.index(blank)
    assert with_blanks.rows(
        "select station_id, name, unit_code, tier, region_code, opened_on, full_time "
        "from facts_stations where station_id = $id",
        id=f"S{number}",
    ) == [
        (f"S{number}", station()["name"], "440103001", "town", "440103", DAY(2019, 5, 1), 12),
    ]
    path = f"stations_{number:02}.parquet"
    file = with_blanks.file(path)
    assert (file.kept, file.identical, file.refused) == (1, 1, 1)
    assert with_blanks.refused_in(path) == [(3, "station_id", None, "missing_value")]


def test_blanks_inside_are_kept(builder: Builder) -> None:
    name = "沙面\u3000街道 退役\u200b军人服务站"
    write_file(builder, "stations", [station(name=name)])
    assert builder.read().rows("select name from facts_stations") == [(name,)]


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
    write_file(builder, "stations", rows)
    built = builder.read()
    kept = dict(built.rows("select station_id, full_time from facts_stations"))
    assert {texts[int(number[1:])]: value for number, value in kept.items()} == READ
    refused = {value: reason for _, _, _, value, reason in built.refused()}
    assert refused == REFUSED


def test_a_refused_number_says_what_to_do(builder: Builder) -> None:
    write_file(builder, "stations", [station(), station(station_id="S2", full_time=2)])
    write_file(builder, "stations_2025", [station(station_id="S3", full_time="1.2万")])
    built = builder.read()
    assert built.rows("select value, message_zh, do_zh from refused") == [
        (
            "1.2万",
            "“专职人员”带有单位或文字，不是单纯的数字",
            "请只写数字：1.2万写作12000，1.5亿写作150000000，12人写作12；"
            "目标95%写作95，其他列的5%按个数填写",
        )
    ]


BEYOND = [
    (pa.float64(), float("inf"), "unreadable_value"),
    (pa.float64(), 1e300, "unreadable_value"),
    (pa.float64(), 1e-12, "not_whole"),
    (pa.float64(), 12.5, "not_whole"),
    (pa.int64(), 2**62, "above_maximum"),
    (pa.uint64(), 2**64 - 1, "unreadable_value"),
    (pa.decimal128(38, 0), 10**37, "unreadable_value"),
]


def test_numbers_beyond_what_can_be_are_refused(builder: Builder) -> None:
    for number, (kind, value, _) in enumerate(BEYOND):
        exact = pa.types.is_decimal(kind)
        values = [Decimal(10), Decimal(value)] if exact else [10, value]
        rows = [
            placement(due=due, month=f"20{10 + number}-0{month}")
            for month, due in enumerate(values, start=1)
        ]
        write_file(builder, f"placements_{number}", rows, due=kind)
    read = builder.read()
    assert read.rows(
        "select path, row_number, reason from refused inner join files using (file_id) order by all"
    ) == [(f"placements_{n}.parquet", 2, reason) for n, (*_, reason) in enumerate(BEYOND)]
    assert read.outcomes("placements")["kept"] == len(BEYOND)


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
    write_file(builder, "measures", rows)
    built = builder.read()
    assert built.rows("select sum(value) from facts_measures") == [(18 * 10**12,)]


# --- missing as text ------------------------------------------------------------------------------
MISSING = [
    *("nan", "None", "NULL", "NaT", "N/A", "<NA>", "N.A.", "ＮＵＬＬ"),
    *("无", "—", "-", "/", "～", "空", "暂无", "暂无数据", "未统计", "未上报", "不适用", "在建"),
]


def test_a_word_for_nothing_is_empty_and_counted(builder: Builder) -> None:
    rows = [
        station(
            station_id=f"S{number}",
            tier="extended",
            unit_code=word,
            closed_on=word,
            stars=word,
            part_time=word,
        )
        for number, word in enumerate(MISSING)
    ]
    write_file(builder, "stations", rows)
    read = builder.read()
    assert read.refused() == []
    assert read.rows(
        "select count(*), count(unit_code), count(closed_on), count(stars), count(part_time) "
        "from facts_stations"
    ) == [(len(MISSING), 0, 0, 0, 0)]
    assert [(*found[:3], found[5]) for found in remarks(read)] == [
        ("remark", "missing_as_text", name, len(MISSING))
        for name in ("closed_on", "part_time", "stars", "unit_code")
    ]


def test_no_station_is_named_none(builder: Builder) -> None:
    names = ["一站", *MISSING]
    rows = [station(station_id=f"S{number}", name=name) for number, name in enumerate(names)]
    write_file(builder, "stations", rows)
    assert [row[1:] for row in builder.read().refused()] == [
        (number, "name", word, "missing_value") for number, word in enumerate(MISSING, start=2)
    ]


def test_names_that_only_end_like_totals_are_names(builder: Builder) -> None:
    names = ["总站", "设计院站", "做好数据汇总", "Hotel", "综合统计"]
    rows = [station(station_id=f"S{number}", name=name) for number, name in enumerate(names)]
    write_file(builder, "stations", rows)
    assert builder.read().outcomes("stations")["kept"] == len(names)


def test_nothing_is_a_value_where_the_field_gives_it_a_meaning(builder: Builder) -> None:
    write_file(
        builder, "stations", [station(has_posts="无"), station(station_id="S2", has_posts="有")]
    )
    write_file(builder, "memorial_sites", [site(1, protection="无")])
    built = builder.read()
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
    assert builder.read(accept=()).outcomes("placements")["kept"] == 1


GARBLED = ["烈士陵园0".encode().decode("latin-1"), "退役军人".encode("gbk").decode("latin-1")]


@pytest.mark.parametrize("name", [*GARBLED, "锟斤拷锟斤拷", "烈士�园"])
def test_garbled_names_are_remarked(builder: Builder, name: str) -> None:
    write_file(builder, "memorial_sites", [site(1), site(2, name=name)])
    assert remarks(builder.read()) == [("remark", "garbled_text", "name", 2, name, 1)]


# --- ids ------------------------------------------------------------------------------------------
def test_ids_that_lost_their_digits_are_refused(builder: Builder) -> None:
    ids = [12.0, float(2**53), 4.40103e17]
    rows = [station(station_id=number) for number in ids]
    write_file(builder, "stations", rows)
    built = builder.read()
    assert built.rows("select station_id from facts_stations") == [("12",)]
    assert [(row[1], row[-1]) for row in built.refused()] == [
        (2, "digits_lost"),
        (3, "digits_lost"),
    ]


def test_an_id_in_a_spreadsheets_notation_lost_its_digits(builder: Builder) -> None:
    ids = ["4.40103E+17", "0001E5", "1.10", "440103001001000123"]
    write_file(builder, "stations", [station(station_id=number) for number in ids])
    built = builder.read()
    assert [row[3:] for row in built.refused()] == [("4.40103E+17", "digits_lost")]
    assert sorted(built.rows("select station_id from facts_stations")) == [
        ("0001E5",),
        ("1.10",),
        ("440103001001000123",),
    ]


def test_codes_of_units_are_read_however_they_came(builder: Builder) -> None:
    codes = ["'440103001", "440103001.0", "４４０１０３００１", "440103001000"]
    rows = [
        station(station_id=f"S{number}", unit_code=code, region_code="'440103")
        for number, code in enumerate(codes)
    ]
    write_file(builder, "stations", rows)
    read = builder.read()
    assert read.refused() == []
    assert (
        read.rows("select unit_code, region_code from facts_stations")
        == [("440103001", "440103")] * 4
    )


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
    write_file(builder, "stations", [station(station_id=number) for number in ids])
    (found,) = [one for one in remarks(builder.read()) if one[1] == "near_duplicate_ids"]
    assert (found[2], found[5]) == ("station_id", len(pairs))
    assert "'GZ-000、GZ-000" in found[4]


def test_one_id_in_several_states_is_one(builder: Builder) -> None:
    ids = [("'GZ-000", "2024-12"), ("'GZ-000", None), ("00123", "2024-12"), ("00123", None)]
    rows = [station(station_id=number, as_of=as_of) for number, as_of in ids]
    write_file(builder, "stations", rows)
    assert remarks(builder.read()) == []
    write_file(builder, "stations", [*rows, station(station_id="123", as_of=None)])
    (found,) = remarks(builder.read())
    assert (found[1], found[4], found[5]) == ("near_duplicate_ids", "00123、123", 1)


def test_a_dash_more_or_less_is_nearly_the_same(builder: Builder) -> None:
    write_file(
        builder, "stations", [station(station_id=number) for number in ("GZ-1", "GZ1", "GZ2")]
    )
    (found,) = [one for one in remarks(builder.read()) if one[1] == "near_duplicate_ids"]
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
        write_file(builder, "stations", [station(opened_on=today)])
        assert builder.build(today=None).outcomes("stations")["kept"] == 1
    finally:
        monkeypatch.undo()
        time.tzset()
    assert today >= TODAY


def test_today_is_that_of_the_department_s_own_zone(builder: Builder) -> None:
    """Of two departments 25 hours apart it is never the same day: only one has got to this one."""
    from zoneinfo import ZoneInfo

    east = datetime.datetime.now(ZoneInfo("Pacific/Kiritimati"))
    write_file(
        builder, "stations", [station(opened_on=f"{east:%Y-%m-%d}"), station(station_id="B")]
    )
    kept = []
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        builder.home.settings.write_text(f"time_zone: {zone}", encoding="utf-8")
        built = builder.build(today=None, accept=["rows_shrink", "too_many_refused"])
        moment = datetime.datetime.fromisoformat(built.report.built_at)
        assert moment.utcoffset() == datetime.datetime.now(ZoneInfo(zone)).utcoffset()
        kept.append(built.outcomes("stations")["kept"])
    assert kept == [2, 1]
