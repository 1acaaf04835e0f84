"""The list of refused rows that is sent back to whoever exported."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.pipeline import refused_list
from tests.pipeline.support import Builder, placement
from tests.tiny_exports import Row


def write(builder: Builder, rows: list[Row], file: str = "placements") -> None:
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    pq.write_table(pa.table(columns), builder.home.exports / f"{file}.parquet")


def listed(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_refused_row_is_listed_with_its_place_and_what_to_do(builder: Builder) -> None:
    write(builder, [placement(month="2025-04", due="12人")])
    write(builder, [placement()], "placements_2025")
    (row,) = listed(builder.build().report.refused_rows_files[0])
    assert row == {
        "文件": "placements.parquet",
        "行号": "1",
        "表": "placements",
        "行政区划代码": "440103",
        "月份": "2025-04-01",
        "主键": "440103, 2025-04-01, self_employed",
        "列": "due",
        "值": "12人",
        "冲突的另一值": "",
        "原因代码": "number_with_unit",
        "原因": "“应安置人数”带有单位或文字，不是单纯的数字",
        "今后怎么改": "请只写数字：1.2万写作12000，1.5亿写作150000000，12人写作12；"
        "目标95%写作95，其他列的5%按个数填写",
    }


def test_a_row_whose_key_cant_be_read_is_listed_as_it_was_written(builder: Builder) -> None:
    write(builder, [placement(), placement(region_code="越秀", month="三月")])
    rows = listed(builder.build().report.refused_rows_files[0])
    assert {row["列"] for row in rows} == {"region_code", "month"}
    assert {row["主键"] for row in rows} == {"越秀, 三月, self_employed"}


def test_conflicting_rows_are_listed_with_what_the_other_says(builder: Builder) -> None:
    write(builder, [placement(placed=9), placement(placed=8), placement(month="2025-04")])
    rows = listed(builder.build().report.refused_rows_files[0])
    assert [(row["主键"], row["值"], row["冲突的另一值"]) for row in rows] == [
        ("440103, 2025-03-01, self_employed", "placed = 9", "placed = 8"),
        ("440103, 2025-03-01, self_employed", "placed = 8", "placed = 9"),
    ]


def test_reasons_are_listed_with_their_counts_and_examples(builder: Builder) -> None:
    rows = [placement(month=f"2025-{month:02}", due=-month) for month in range(1, 8)]
    write(builder, [*rows, placement(due=1, category="=1+1")])
    write(builder, [placement()], "placements_2025")
    report = builder.build().report
    assert report.refused_reasons_file is not None
    first, second = listed(report.refused_reasons_file)
    assert (first["列"], first["原因代码"], first["行数"]) == ("due", "below_minimum", "7")
    assert first["值举例"] == "'-1；-2；-3；-4；-5"
    assert (second["列"], second["值举例"]) == ("category", "'=1+1")
    assert (second["首见文件"], second["首见行号"]) == ("placements.parquet", "8")


def test_a_long_list_is_divided_for_spreadsheets(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of ten faults, the four of one row together, and the whole in Parquet."""
    monkeypatch.setattr(refused_list, "SHEET_ROWS", 10)
    rows = [placement(category=f"类别{n}", due=-1, placed=-1) for n in range(12)]
    write(builder, rows)
    write(builder, [placement()], "placements_2025")
    report = builder.build().report
    *parts, whole = report.refused_rows_files
    lines = [listed(part) for part in parts]
    assert [len(part) for part in lines] == [12, 8, 12, 8, 8]
    assert [Path(part).name.partition(".")[2] for part in parts] == [
        "refused.csv",
        "refused-2.csv",
        "refused-3.csv",
        "refused-4.csv",
        "refused-5.csv",
    ]
    numbers = [int(row["行号"]) for part in lines for row in part]
    assert numbers == sorted(numbers)
    with duckdb.connect() as connection:
        counted = connection.execute("select count(*) from read_parquet($whole)", {"whole": whole})
        assert counted.fetchall() == [(48,)]


def test_lists_of_builds_that_are_gone_are_removed(builder: Builder) -> None:
    write(builder, [placement(due=-1)])
    assert builder.problems() == ["nothing_kept"]
    assert len(list(builder.home.builds.glob("*.refused*"))) == 2
    write(builder, [placement()])
    builder.build()
    assert list(builder.home.builds.glob("*.refused*")) == []
