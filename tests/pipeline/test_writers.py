"""The same rows from five writers, in the types and headers that each leaves behind."""

import datetime
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder
from tests.tiny_exports import Row

UTC = datetime.UTC
CHINA = datetime.timezone(datetime.timedelta(hours=8))

PLACEMENTS: list[Row] = [
    {
        "region_code": code,
        "month": datetime.date(2025, month, 1),
        "category": category,
        "due": 10 * month,
        "placed": 9 * month,
        "placed_on_time": 8 * month,
    }
    for code in ("440103", "441900")
    for month in (1, 2, 3)
    for category in ("transferred_officers", "self_employed")
]
RELIEF: list[Row] = [
    {
        "region_code": code,
        "month": datetime.date(2025, 1, 1),
        "programme": "hardship",
        "fund": "county",
        "budget": Decimal("20000.00") if code == "440103" else None,
        "spent": Decimal("1000.55"),
        "applications": 4,
        "decided": 3,
        "decided_on_time": 2,
        "recipients": 2,
    }
    for code in ("440103", "441900")
]
STATIONS: list[Row] = [
    {
        "station_id": str(number),
        "name": f"第{number}服务站 *粗体* \"引号\" '引号' =1+1",
        "tier": tier,
        "unit_code": unit,
        "region_code": "440103",
        "opened_on": datetime.date(2019, 5, number),
        "closed_on": datetime.date(2025, 6, 30) if number == 2 else None,
        "has_institution": True,
        "has_posts": number != 2,
        "has_people": True,
        "has_funding": True,
        "has_safeguards": False,
        "stars": 3 if number == 1 else None,
        "national_model": number == 1,
        "full_time": number,
        "part_time": None if number == 3 else 1,
    }
    for number, tier, unit in (
        (1, "town", "440103001"),
        (2, "village", "440103001101"),
        (3, "extended", None),
    )
]
ROWS = {"placements": PLACEMENTS, "relief": RELIEF, "stations": STATIONS}
LABELS = {
    "transferred_officers": "转业军官",
    "self_employed": "自主就业退役士兵",
    "hardship": "困难帮扶",
    "county": "县级",
    "town": "乡镇（街道）",
    "village": "村(社区)",
    "extended": "延伸",
}


def frame(table: str) -> pd.DataFrame:
    return pd.DataFrame(ROWS[table])


def by_pandas(table: str, path: Path) -> None:
    """Months as timestamps, categories as categoricals, whole numbers with gaps as floats."""
    written = frame(table)
    for column in written:
        if column in ("month", "opened_on", "closed_on"):
            written[column] = pd.to_datetime(written[column])
        elif column in ("category", "programme", "fund", "tier"):
            written[column] = written[column].astype("category")
        elif column in ("region_code", "unit_code", "station_id"):
            written[column] = pd.to_numeric(written[column])
        elif column in ("budget", "spent", "stars", "part_time", "decided_on_time"):
            written[column] = written[column].astype("float64")
    written.to_parquet(path)


def by_pandas_in_china(table: str, path: Path) -> None:
    """Timestamps with a zone, Chinese headers and labels, text for yes and no."""
    written = frame(table)
    for column in written:
        if column in ("month", "opened_on", "closed_on"):
            written[column] = pd.to_datetime(written[column]).dt.tz_localize("Asia/Shanghai")
        elif column.startswith("has_") or column == "national_model":
            written[column] = written[column].map({True: "是", False: "否"})
        elif column in ("category", "programme", "fund", "tier"):
            written[column] = written[column].map(LABELS)
    written = written.rename(
        columns={
            "region_code": "行政区划代码",
            "month": "月份",
            "category": "安置类别",
            "due": "应安置人数（人）",
            "programme": "帮扶项目",
            "spent": "支出(元)",
            "station_id": "站点编号",
            "opened_on": "成立日期",
            "has_posts": "有编制",
        }
    )
    written.to_parquet(path)


def by_arrow(table: str, path: Path) -> None:
    """Narrow integers, large strings, dictionaries, date64, decimals without places for codes."""
    kinds = {
        "month": pa.date64(),
        "opened_on": pa.date64(),
        "closed_on": pa.date64(),
        "budget": pa.decimal128(20, 4),
        "spent": pa.decimal128(20, 4),
    }
    columns: dict[str, Any] = {}
    for name in ROWS[table][0]:
        values = [row[name] for row in ROWS[table]]
        if name in ("region_code", "unit_code"):
            whole = [None if value is None else Decimal(value) for value in values]
            columns[name] = pa.array(whole, pa.decimal128(12, 0))
        elif name in kinds:
            columns[name] = pa.array(values, kinds[name])
        elif isinstance(values[0], bool):
            columns[name] = pa.array([int(value) for value in values], pa.int8())
        elif isinstance(values[0], int):
            columns[name] = pa.array(values, pa.uint16())
        elif name in ("category", "tier"):
            columns[name] = pa.array(values).dictionary_encode()
        else:
            columns[name] = pa.array(values, pa.large_string())
    pq.write_table(pa.table(columns), path)


def by_polars(table: str, path: Path) -> None:
    """Polars' own types: Int64, String, Categorical, Date, and months as 202503."""
    written = pl.DataFrame(ROWS[table], infer_schema_length=None)
    casts = [
        pl.col(name).cast(pl.Categorical)
        for name in ("category", "programme", "fund", "tier")
        if name in written.columns
    ]
    if "month" in written.columns:
        casts.append(pl.col("month").dt.strftime("%Y%m").cast(pl.Int32))
    written.with_columns(casts).write_parquet(path)


def by_duckdb(table: str, path: Path) -> None:
    """Everything as text, with what CHAR columns leave behind."""
    columns = ", ".join(f"{name}::varchar || '  ' as {name}" for name in ROWS[table][0])
    with duckdb.connect() as connection:
        connection.register("rows", pa.Table.from_pylist(ROWS[table]))
        written = connection.sql(f"select {columns} from rows")  # noqa: S608
        written.write_parquet(str(path))


def by_spark(table: str, path: Path) -> None:
    """A folder of parts, INT96 instants of China's midnight, binary text, a marker file."""
    path = path.with_suffix("")
    path.mkdir()
    (path / "_SUCCESS").touch()
    (path / ".part-00000.parquet.crc").write_bytes(b"crc")
    for part, rows in enumerate((ROWS[table][:1], ROWS[table][1:])):
        columns: dict[str, Any] = {}
        for name in ROWS[table][0]:
            values = [row[name] for row in rows]
            if name in ("month", "opened_on", "closed_on"):
                midnights = [
                    None
                    if day is None
                    else datetime.datetime.combine(day, datetime.time(), CHINA)
                    .astimezone(UTC)
                    .replace(tzinfo=None)
                    for day in values
                ]
                columns[name] = pa.array(midnights, pa.timestamp("ns"))
            elif isinstance(ROWS[table][0][name], str):
                text = [None if value is None else value.encode() for value in values]
                columns[name] = pa.array(text, pa.binary())
            elif isinstance(ROWS[table][0][name], Decimal):
                columns[name] = pa.array(values, pa.decimal128(18, 2))
            elif isinstance(ROWS[table][0][name], bool):
                columns[name] = pa.array(values, pa.bool_())
            else:
                columns[name] = pa.array(values, pa.int32())
        pq.write_table(
            pa.table(columns),
            path / f"part-{part:05}-c000.snappy.parquet",
            flavor="spark",
            use_deprecated_int96_timestamps=True,
        )


WRITERS: list[Callable[[str, Path], None]] = [
    by_pandas,
    by_pandas_in_china,
    by_arrow,
    by_polars,
    by_duckdb,
    by_spark,
]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_the_same_rows_are_accepted_from_every_writer(
    builder: Builder, writer: Callable[[str, Path], None]
) -> None:
    for table in ROWS:
        writer(table, builder.home.exports / f"{table}.parquet")
    built = builder.build()
    assert built.refused() == []
    for table, rows in ROWS.items():
        columns = ", ".join(rows[0])
        found = built.rows(f"select {columns} from facts_{table} order by all")  # noqa: S608
        expected = sorted((tuple(row.values()) for row in rows), key=repr)
        assert sorted(found, key=repr) == expected


def test_types_are_the_contracts(builder: Builder) -> None:
    by_pandas("relief", builder.home.exports / "relief.parquet")
    built = builder.build()
    types = dict(
        built.rows(
            "select column_name, data_type from duckdb_columns() where table_name = 'facts_relief'"
        )
    )
    assert types == {
        "region_code": "VARCHAR",
        "month": "DATE",
        "programme": (
            "ENUM('emergency', 'hardship', 'visits', 'price_subsidy', 'medical', 'pensions')"
        ),
        "fund": "ENUM('central', 'province', 'city', 'county', 'social')",
        "budget": "DECIMAL(18,2)",
        "spent": "DECIMAL(18,2)",
        "applications": "BIGINT",
        "decided": "BIGINT",
        "decided_on_time": "BIGINT",
        "recipients": "BIGINT",
        "file_id": "UINTEGER",
        "row_number": "UINTEGER",
    }


def test_a_hive_partitioned_folder_gives_its_columns(builder: Builder) -> None:
    """Partitions in English and Chinese, percent-encoded by Spark, a year and a month apart."""
    relief = pl.DataFrame(RELIEF, infer_schema_length=None).drop("month")
    for fund in ("county", "%E7%9C%81%E7%BA%A7"):
        folder = builder.home.exports / "relief" / "year=2025" / "month=3" / f"资金来源={fund}"
        folder.mkdir(parents=True)
        relief.drop("fund").write_parquet(folder / "data_0.parquet")
    folder = builder.home.exports / "placements" / "month=2025-03-01" / "category=转业军官"
    folder.mkdir(parents=True)
    placements = pl.DataFrame(PLACEMENTS[:1]).drop("month", "category")
    placements.write_parquet(folder / "data_0.parquet")
    built = builder.build()
    assert built.refused() == []
    assert built.rows(
        "select fund::varchar, month, count(*) from facts_relief group by all order by all"
    ) == [("county", datetime.date(2025, 3, 1), 2), ("province", datetime.date(2025, 3, 1), 2)]
    assert built.rows("select month, category from facts_placements") == [
        (datetime.date(2025, 3, 1), "transferred_officers")
    ]


def test_a_partition_without_value_is_empty(builder: Builder) -> None:
    folder = builder.home.exports / "placements" / "category=__HIVE_DEFAULT_PARTITION__"
    folder.mkdir(parents=True)
    pl.DataFrame(PLACEMENTS[:1]).drop("category").write_parquet(folder / "data_0.parquet")
    sound = folder.with_name("category=demobilised")
    sound.mkdir()
    pl.DataFrame(PLACEMENTS[1:2]).drop("category").write_parquet(sound / "data_0.parquet")
    assert builder.build().refused() == [("placements", 1, "category", None, "missing_value")]


def test_many_files_of_different_kinds_make_one_table(builder: Builder) -> None:
    """Files in a folder and beside it, from several writers, keep their own row numbers."""
    folder = builder.home.exports / "placements"
    folder.mkdir()
    pl.DataFrame(PLACEMENTS[:4]).write_parquet(folder / "first.parquet")
    pl.DataFrame(PLACEMENTS[4:6]).write_parquet(folder / "second.parquet")
    renamed = frame("placements").iloc[6:].rename(columns={"due": "应安置人数"})
    renamed.to_parquet(builder.home.exports / "placements_2025-03.parquet")
    built = builder.build()
    assert built.rows(
        "select f.path, count(*), min(p.row_number), max(p.row_number) from facts_placements as p "
        "inner join files as f on p.file_id = f.file_id group by f.path order by f.path"
    ) == [
        ("placements/first.parquet", 4, 1, 4),
        ("placements/second.parquet", 2, 1, 2),
        ("placements_2025-03.parquet", 6, 1, 6),
    ]
    assert built.rows("select sum(due) from facts_placements") == [
        (sum(row["due"] for row in PLACEMENTS),)
    ]


def test_text_is_kept_as_it_is(builder: Builder) -> None:
    names = [
        "**粗体** [链接](javascript:alert(1))",
        "<script>alert('x')</script>",
        "=cmd|' /C calc'!A0",
        "引号 \" ' ` ; drop table files; --",
        "换\n行与\0空字符",
        "{slot} :name $files %s",
    ]
    stations = [{**STATIONS[2], "station_id": n, "name": n} for n in names]
    pl.DataFrame(stations, infer_schema_length=None).write_parquet(
        builder.home.exports / "stations.parquet"
    )
    built = builder.build()
    assert {name for (name,) in built.rows("select name from facts_stations")} == set(names)


def test_paths_may_hold_anything(builder: Builder, tmp_path: Path) -> None:
    star = "*?" if os.name == "posix" else ""
    exports = tmp_path / f"导出 [一]'s 100% {star}份" / "month=2020-01"
    exports.mkdir(parents=True)
    frame("placements").to_parquet(exports / "placements '引号' [1].parquet")
    built = builder.build(exports=exports)
    assert built.rows("select path from files") == [("placements '引号' [1].parquet",)]
    assert built.outcomes("placements")["kept"] == len(PLACEMENTS)


@pytest.mark.parametrize(
    "kind", [pa.uint64(), pa.int8(), pa.float32(), pa.decimal128(38, 0), pa.decimal256(60, 0)]
)
def test_numbers_of_every_width(builder: Builder, kind: pa.DataType) -> None:
    """Counts, yuan, ids, days and words for yes and no may all come as any kind of number."""
    few = {name: pa.array([1, 2]).cast(kind) for name in ("stars", "full_time", "station_id")}
    flags = {have: pa.array([1, 0]).cast(kind) for have in STATIONS[0] if have.startswith("has_")}
    columns = {name: pa.array([row[name] for row in STATIONS[:2]]) for name in STATIONS[0]}
    pq.write_table(pa.table({**columns, **few, **flags}), builder.home.exports / "stations.parquet")
    spent = {"spent": pa.array([7, 8]).cast(kind), "recipients": pa.array([1, 2]).cast(kind)}
    columns = {name: pa.array([row[name] for row in RELIEF]) for name in RELIEF[0]}
    pq.write_table(pa.table({**columns, **spent}), builder.home.exports / "relief.parquet")
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select sum(spent), sum(recipients) from facts_relief") == [(15, 3)]
    assert built.rows(
        "select station_id, stars, full_time, has_posts from facts_stations order by all"
    ) == [("1", 1, 1, True), ("2", 2, 2, False)]


def test_months_and_codes_as_numbers(builder: Builder) -> None:
    """A month as 2025.1 is refused: it may have been 2025.10."""
    rows = {name: [row[name] for row in PLACEMENTS[:4]] for name in PLACEMENTS[0]}
    months = [202501, 20250201, 2025.1, 2025.03]
    codes = [440103, 441900000000, 440103, 440103]
    columns = {**rows, "month": pa.array(months, pa.float64()), "region_code": codes}
    pq.write_table(pa.table(columns), builder.home.exports / "placements.parquet")
    built = builder.build()
    assert built.rows("select region_code, month::varchar from facts_placements order by all") == [
        ("440103", "2025-01-01"),
        ("441900", "2025-02-01"),
    ]
    assert [row[1:] for row in built.refused()] == [
        (3, "month", "2025.1", "unreadable_value"),
        (4, "month", "2025.03", "unreadable_value"),
    ]
