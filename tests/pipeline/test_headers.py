"""Columns of one field, columns that look like one, and types that can't be read."""

import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder, placement, station
from tests.tiny_exports import Row


def write(builder: Builder, columns: list[tuple[str, Any]], file: str = "placements") -> None:
    """Writes columns by name, two of one name too; each is a list, or one value for one row."""
    arrays = [pa.array(values if isinstance(values, list) else [values]) for _, values in columns]
    table = pa.Table.from_arrays(arrays, names=[name for name, _ in columns])
    pq.write_table(table, builder.home.exports / f"{file}.parquet")


def placed_twice(first: str, second: str, values: Any, others: Any) -> list[tuple[str, Any]]:
    row = placement()
    count = len(values)
    columns = [(name, [value] * count) for name, value in row.items() if name != "placed"]
    months = [f"2025-{month:02}" for month in range(1, count + 1)]
    columns = [(name, months if name == "month" else value) for name, value in columns]
    return [*columns, (first, values), (second, others)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("placed", "placed"),
        ("placed", "Placed"),
        ("已安置人数", "已安置人数"),
        ("已安置", "完成数"),
        ("已安置人数", "已安置人数（人）"),
        ("placed", "已安置人数"),
        ("placed", "placed_1"),
        ("placed", "placed.1"),
        ("placed", "placed.2"),
        ("placed", "placed (2)"),
        ("placed", "placed_right"),
        ("placed_x", "placed_y"),
        ("placed.x", "placed.y"),
        ("placed...6", "placed...7"),
    ],
)
def test_two_columns_of_one_field_are_refused_unless_they_agree(
    builder: Builder, first: str, second: str
) -> None:
    write(builder, placed_twice(first, second, [8, 9], [8, 7]))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column) == ("ambiguous_column", "placed")
    assert f"{first}（第 6 列）、{second}（第 7 列）" in problem.zh
    assert problem.detail == "9 / 7"
    write(builder, placed_twice(first, second, [8, 9], [8, 9]))
    built = builder.read(accept=())
    assert built.rows("select list(placed order by month) from facts_placements") == [([8, 9],)]
    assert built.rows("select grade, reason, column_name from findings") == [
        ("remark", "same_column_twice", "placed")
    ]
    assert [file.columns_ignored for file in built.report.tables[0].files] == [[]]


def test_of_three_columns_of_one_field_each_is_compared(builder: Builder) -> None:
    columns = [*((name, [value]) for name, value in placement().items()), ("placed.1", [9])]
    write(builder, [*columns, ("placed.2", [8])])
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.detail) == ("ambiguous_column", "9 / 8")
    assert "placed.2（第 8 列）" in problem.zh


def test_columns_agree_by_what_they_mean(builder: Builder) -> None:
    """8 and 8.0, today's code and the same with zeros, a month as text and as a day."""
    columns = [
        *((name, [value]) for name, value in placement().items()),
        ("已安置人数", [9.0]),
        ("行政区划代码", ["440103000000"]),
        ("月份", [datetime.date(2025, 3, 1)]),
        ("安置类别", ["自主就业退役士兵"]),
    ]
    write(builder, columns)
    built = builder.read(accept=())
    assert built.outcomes("placements")["kept"] == 1
    assert built.rows("select column_name from findings order by 1") == [
        ("category",),
        ("month",),
        ("placed",),
        ("region_code",),
    ]


def test_a_second_column_may_leave_values_out_but_add_none(builder: Builder) -> None:
    write(builder, placed_twice("placed", "placed_1", [8, 9], [8, None]))
    assert builder.read(accept=()).outcomes("placements")["kept"] == 2
    write(builder, placed_twice("placed", "placed_1", [8, None], [8, 9]))
    assert builder.problems() == ["ambiguous_column"]


@pytest.mark.parametrize(
    ("folder", "other"),
    [("month=2025-03", "2025-04-01"), ("year=2025/month=3", "2024-03-01")],
    ids=["a month", "a year and a month"],
)
def test_a_folder_that_contradicts_its_files_is_refused(
    builder: Builder, folder: str, other: str
) -> None:
    place = builder.home.exports / "placements" / folder
    place.mkdir(parents=True)

    def write_month(month: str) -> None:
        table = pa.table({name: [value] for name, value in placement(month=month).items()})
        pq.write_table(table, place / "part-0.parquet")

    write_month("2025-03-01")
    built = builder.read(accept=())
    assert built.rows("select count(*) from findings") == [(0,)]
    assert built.rows("select month from facts_placements") == [(datetime.date(2025, 3, 1),)]
    write_month(other)
    assert builder.problems() == ["ambiguous_column"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("专职人员（万人）", "full_time"),
        ("专职人员数", "full_time"),
        ("星级（颗）", "stars"),
        ("full_time_staf", "full_time"),
    ],
)
def test_an_unused_column_that_looks_like_a_field_is_remarked(
    builder: Builder, header: str, field: str
) -> None:
    row = {name: value for name, value in station().items() if name not in ("stars", "full_time")}
    write(builder, [*((name, [value]) for name, value in row.items()), (header, [1])], "stations")
    built = builder.read(accept=())
    assert built.rows(
        "select reason, column_name, value from findings where reason <> 'column_absent'"
    ) == [("unused_lookalike", field, f"{header}（第 15 列）")]


def test_an_unused_column_that_looks_like_none_is_only_listed(builder: Builder) -> None:
    columns = [(name, [value]) for name, value in placement().items()]
    write(builder, [*columns, ("备注", ["无"]), ("region_name", ["越秀区"])])
    built = builder.read(accept=())
    assert built.rows("select count(*) from findings") == [(0,)]
    (file,) = built.report.tables[0].files
    assert file.columns_ignored == ["备注", "region_name"]


@pytest.mark.parametrize(
    ("column", "array", "shown"),
    [
        ("month", pa.array([datetime.time(1)]), "TIME"),
        ("region_code", pa.array([["440103"]]), "VARCHAR[]"),
        ("due", pa.array([True]), "BOOLEAN"),
        ("due", pa.array([{"value": 1}]), "STRUCT"),
    ],
)
def test_a_column_of_another_kind_is_named(
    builder: Builder, column: str, array: pa.Array, shown: str
) -> None:
    arrays = {name: pa.array([value]) for name, value in placement().items()} | {column: array}
    pq.write_table(pa.table(arrays), builder.home.exports / "placements.parquet")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column) == ("unreadable_type", column)
    assert shown in problem.zh


KINDS: list[tuple[str, pa.DataType, Any]] = [
    ("due", pa.decimal256(50, 2), None),
    ("due", pa.float16(), None),
    ("due", pa.uint64(), None),
    ("month", pa.date64(), datetime.date(2025, 3, 1)),
    ("month", pa.timestamp("ns"), datetime.datetime(2025, 3, 1)),
    # Midnight in China, as pandas writes moments with a zone.
    ("month", pa.timestamp("ns", "Asia/Shanghai"), datetime.datetime(2025, 2, 28, 16)),
    ("region_code", pa.binary(6), b"440103"),
    ("region_code", pa.string_view(), "440103"),
    ("region_code", pa.float32(), 440103),
    ("region_code", pa.uint32(), 440103),
]


@pytest.mark.parametrize(("column", "kind", "value"), KINDS, ids=lambda part: str(part))
def test_columns_of_rare_types_are_read(
    builder: Builder, column: str, kind: pa.DataType, value: Any
) -> None:
    row: Row = placement()
    arrays = {name: pa.array([value]) for name, value in row.items()}
    if value is None:
        arrays[column] = pa.array([row[column]]).cast(kind)
    else:
        arrays[column] = pa.array([value], kind)
    pq.write_table(pa.table(arrays), builder.home.exports / "placements.parquet")
    assert builder.read().rows("select region_code, month, due from facts_placements") == [
        ("440103", datetime.date(2025, 3, 1), 10)
    ]


def test_a_file_without_rows_is_read(builder: Builder) -> None:
    folder = builder.home.exports / "placements"
    folder.mkdir()
    table = pa.table({name: [value] for name, value in placement().items()})
    pq.write_table(table, folder / "part-0.parquet")
    pq.write_table(table.slice(0, 0), folder / "part-1.parquet")
    assert builder.read(accept=()).outcomes("placements")["read"] == 1


def test_headers_in_another_encoding_are_named_as_such(builder: Builder) -> None:
    """pyarrow writes UTF-8 alone: the bytes of a header are exchanged afterwards."""
    path = builder.home.exports / "placements.parquet"
    row = {**placement(), "zzzz": 1}
    table = pa.table({name: [value] for name, value in row.items()})
    pq.write_table(table, path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"zzzz", "备注".encode("gbk")))
    assert builder.problems() == ["header_not_utf8"]
