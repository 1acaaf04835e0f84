"""A whole build: what it says of itself, what it refuses to publish, and that it repeats."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboard.contracts import load_contracts
from dashboard.database import open_current
from dashboard.pipeline import Progress, report_text
from dashboard.settings import Home
from tests.pipeline.support import Builder, Built, placement, relief
from tests.tiny_exports import TODAY, Row, tiny_rows, write_tiny_exports

# The tables that a report says are absent where they are.
MISSED = [name for name, contract in load_contracts().items() if not contract.optional]


def write(builder: Builder, table: str, rows: list[Row]) -> None:
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(
        builder.home.exports / f"{table}.parquet"
    )


def contents(built: Built) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a build, rows in one order, without what is the build's own."""
    path = built.home.builds / f"{built.report.build_id}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()  # noqa: S608
            for (name,) in names
            if name != "build_info"
        }


def test_the_tiny_exports_build_to_what_was_worked_out_by_hand(tiny_home: Home) -> None:
    database = open_current(tiny_home)
    assert database.info.data_from == date(2024, 1, 1)
    assert database.info.data_through == date(2025, 10, 1)
    assert database.info.tables_absent == frozenset()
    assert database.info.demonstration is False
    with database._connection.cursor() as cursor:
        sums = cursor.execute(
            "select sum(placements_due), sum(placements_placed) from mart_placements "
            "where region_code = '440100' and month between '2025-01-01' and '2025-10-01'"
        ).fetchone()
        assert sums == (365, 394)
        spent = cursor.execute(
            "select sum(relief_spent), sum(relief_budget) from mart_relief "
            "where region_code = '440100' and month between '2025-01-01' and '2025-10-01'"
        ).fetchone()
        assert [float(value) for value in spent or ()] == [30015.0, 60000.0]


def test_the_same_exports_give_the_same_numbers(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports)
    twice = placement(category="demobilised")
    write(builder, "placements_wrong", [placement(due=-1), twice, twice])
    first, second = contents(builder.build()), contents(builder.build())
    assert set(first) >= {f"facts_{table}" for table in load_contracts()}
    assert first == second


def test_the_report_says_everything(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, {"placements": tiny_rows()["placements"]})
    write(builder, "placements_more", [placement(due=-1, 备注="x"), placement(month="2025-12")])
    (builder.home.exports / "notes.txt").write_text("x")
    built = builder.build()
    said = json.loads(
        (builder.home.builds / f"{built.report.build_id}.json").read_text(encoding="utf-8")
    )
    assert said == built.report.as_json()
    table = said["tables"][0]
    assert (table["read"], table["kept"], table["refused"]) == (439, 437, 2)
    assert table["refused_by_reason"] == {"below_minimum": 1, "future_date": 1}
    file = table["files"][1]
    content = (builder.home.exports / "placements_more.parquet").read_bytes()
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert file["bytes"] == len(content)
    assert file["rows"] == 2
    assert "Polars" in file["writer"]
    assert file["columns_ignored"] == ["备注"]
    assert said["files_ignored"] == ["notes.txt"]
    assert said["tables_absent"] == [table for table in MISSED if table != "placements"]
    assert (said["data_from"], said["data_through"]) == ("2024-01-01", "2025-10-01")
    assert said["published"] is True
    assert set(said["versions"]) == {"dashboard", "duckdb", "python"}
    assert sum(one["failed"] for one in said["identities"]) == 0
    assert sum(one["checked"] for one in said["identities"]) > 20
    text = report_text(built.report)
    assert "placements_more.parquet 第 1 行 due = -1：“应安置人数”小于 0" in text
    assert "移交安置：未使用的列 备注" in text
    assert "就业创业（employment）：没有文件" in text
    assert f"✓ 已发布 {built.report.build_id}，数据截至 2025-10-01" in text


def test_terminals_are_not_driven_by_what_is_in_the_data(builder: Builder) -> None:
    write(builder, "placements", [placement(), placement(category="\x1b[31m红\x00" + "长" * 99)])
    text = report_text(builder.build().report)
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "�[31m红�" in text


@pytest.mark.parametrize("absent", MISSED)
def test_any_table_may_be_absent(builder: Builder, absent: str) -> None:
    rows = tiny_rows()
    del rows[absent]
    write_tiny_exports(builder.home.exports, rows)
    built = builder.build()
    assert built.report.tables_absent == [absent]
    assert built.rows(f"select count(*) from facts_{absent}") == [(0,)]  # noqa: S608
    assert built.outcomes(absent) == dict.fromkeys(
        ("read", "kept", "refused", "identical", "superseded", "recoded"), 0
    )


def test_a_registry_alone_reaches_the_month_of_the_build(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, {"stations": tiny_rows()["stations"]})
    report = builder.build().report
    assert report.data_through == f"{report.built_at[:7]}-01"


def test_one_file_that_is_marked_makes_a_demonstration(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, {"relief": tiny_rows()["relief"]}, demonstration=True)
    write_tiny_exports(builder.home.exports, {"placements": tiny_rows()["placements"]})
    built = builder.build(accept=["demonstration_mixed"])
    assert built.report.demonstration is True
    assert built.rows("select value from build_info where key = 'demonstration'") == [("true",)]
    assert dict(built.rows("select table_name, demonstration from files")) == {
        "placements": False,
        "relief": True,
    }
    assert "（演示数据）" in report_text(built.report)


def test_more_than_five_percent_refused_refuses_the_build(builder: Builder) -> None:
    """Five of a hundred are accepted, six are not."""
    months = [f"{year}-{month:02}" for year in range(2017, 2026) for month in range(1, 13)][:100]
    rows = [placement(month=month) for month in months]
    write(builder, "placements", [*rows[5:], *(placement(due=-1) for _ in range(5))])
    built = builder.build(accept=())
    assert built.outcomes("placements")["refused"] == 5
    write(builder, "placements", [*rows[6:], *(placement(due=-1) for _ in range(6))])
    refusal = builder.refusal(accept=["months_gone"])
    assert [problem.reason for problem in refusal.problems] == ["too_many_refused"]
    assert "100 行，其中 6 行不合格，超过 5%" in refusal.problems[0].zh
    assert refusal.report is not None
    assert len(refusal.report.refused_rows) == 6
    listed = builder.home.builds / f"{refusal.report.build_id}.refused.csv"
    assert len(listed.read_text(encoding="utf-8-sig").splitlines()) == 7
    assert (
        builder.build(accept=["too_many_refused", "months_gone"]).outcomes("placements")["kept"]
        == 94
    )


def test_conflicts_count_among_the_refused(builder: Builder) -> None:
    sound = placement(month="2025-04")
    write(builder, "placements", [placement(due=1), placement(due=2), sound])
    assert builder.problems() == ["too_many_refused"]


def test_remarks_refuse_nothing(builder: Builder) -> None:
    """Over 300 % with ten persons or more; ten times the month before and not small."""
    write(
        builder,
        "placements",
        [
            placement(due=3, placed=10),
            placement(due=3, placed=9, placed_on_time=8, region_code="440104"),
            placement(due=0, placed=50, region_code="441900"),
            placement(due=400, placed=10, region_code="430302", month="2025-01"),
            placement(due=400, placed=100, region_code="430302", month="2025-02"),
            placement(due=400, placed=999, region_code="430302", month="2025-03"),
            # Two categories together make the month; a month between makes it no jump.
            placement(due=99, placed=9, region_code="430304", month="2025-01"),
            placement(due=99, placed=9, region_code="430304", month="2025-01", category="复员"),
            placement(due=99, placed=179, region_code="430304", month="2025-02"),
            placement(due=99, placed=9, region_code="430321", month="2025-01"),
            placement(due=300, placed=300, region_code="430321", month="2025-03"),
        ],
    )
    write(
        builder,
        "relief",
        [
            relief(spent=100_000, month="2025-01", budget=100_000),
            relief(spent=1_000_000, month="2025-02"),
            relief(spent=10_000, month="2025-01", region_code="440104"),
            relief(spent=999_999, month="2025-02", region_code="440104"),
        ],
    )
    built = builder.build(accept=())
    assert built.refused() == []
    assert built.rows(
        "select reason, region_code, month::varchar, value from findings where grade = 'remark' "
        "order by reason, region_code"
    ) == [
        ("placed_ten_times_last_month", "430302", "2025-02-01", "10 → 100"),
        ("placement_rate_over_300", "440103", "2025-03-01", "10 ÷ 3"),
        ("spent_ten_times_last_month", "440103", "2025-02-01", "100000.00 → 1000000.00"),
    ]
    text = report_text(built.report)
    assert "移交安置 placed_ten_times_last_month 1 处：\n    430302 2025-02-01 已安置人数" in text
    assert sum(one["count"] for one in built.report.remark_counts) == 3


def test_progress_goes_from_nothing_to_all(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports)
    seen: list[Progress] = []
    builder.build(on_progress=seen.append)
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    titles = [contract.title for contract in load_contracts().values()]
    said = [p.message_zh for p in seen if p.message_zh.startswith("正在读取")]
    assert sorted(said) == sorted(f"正在读取{title}" for title in titles)
    # The largest first: of the tiny exports the register of stations.
    assert said[0] == "正在读取服务中心（站）"


def test_the_day_of_the_build_is_today(builder: Builder) -> None:
    """The month that has just begun is no future; the next one is."""
    write(builder, "placements", [placement(month="2025-11"), placement(month="2025-12")])
    assert builder.build(today=TODAY).outcomes("placements")["kept"] == 1
    assert builder.build(today=date(2025, 12, 1)).outcomes("placements")["kept"] == 2


def test_reference_tables_are_in_every_build(builder: Builder) -> None:
    write(builder, "placements", [placement()])
    first, second = builder.build(), builder.build()
    for built in (first, second):
        assert built.rows("select name from regions where code = '440103'") == [("荔湾区",)]
        assert built.rows("select name from reference_units where unit_code = '440103001'") == [
            ("沙面街道",)
        ]
        assert built.rows("select new_code from region_changes where old_code = '320602'") == [
            ("320613",)
        ]


def test_a_changed_reference_is_taken_up(builder: Builder, tmp_path: Path) -> None:
    write(builder, "placements", [placement()])
    builder.build()
    changed = tmp_path / "changed"
    changed.mkdir()
    for path in builder.reference.iterdir():
        (changed / path.name).write_bytes(
            path.read_bytes().replace("荔湾区".encode(), "荔湾县".encode())
        )
    built = builder.build(reference=changed)
    assert built.rows("select name from regions where code = '440103'") == [("荔湾县",)]
    assert len(list(builder.home.builds.glob(".reference-*"))) == 1
