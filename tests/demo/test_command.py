"""The command: same arguments, same bytes; it scales; it never touches real exports."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.demo.province import TABLES
from tests.demo.conftest import demo
from tests.demo.reading import connect

SHORT = ("--from", "2025-11", "--to", "2026-02")


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
    }


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first, second, other = tmp_path / "first", tmp_path / "second", tmp_path / "other"
    for folder in (first, second):
        assert demo(*SHORT, "--provinces", "46,54", "--out", folder) == 0
    assert demo(*SHORT, "--provinces", "46,54", "--seed", 2, "--out", other) == 0
    assert hashes(first) == hashes(second)
    assert hashes(first).keys() == hashes(other).keys()
    assert hashes(first)["relief/460000.parquet"] != hashes(other)["relief/460000.parquet"]


def test_a_province_is_the_same_whatever_others_are_made(exports: Path, tmp_path: Path) -> None:
    assert demo("--provinces", "43", "--out", tmp_path / "alone") == 0
    together, alone = connect(exports), connect(tmp_path / "alone")
    for table in TABLES:
        query = f"select * from {table} where region_code like '43%' order by all"  # noqa: S608
        assert together.execute(query).fetchall() == alone.execute(query).fetchall()


def test_every_file_is_marked(exports: Path) -> None:
    files = list(exports.rglob("*.parquet"))
    assert len(files) == 14
    for file in files:
        assert pq.read_metadata(file).metadata[b"dashboard.demonstration"] == b"true"


def test_scale_repeats_the_monthly_tables_further_back(tmp_path: Path) -> None:
    for scale in (1, 3):
        folder = tmp_path / str(scale)
        assert demo(*SHORT, "--provinces", "46", "--scale", scale, "--out", folder) == 0
    once, thrice = connect(tmp_path / "1"), connect(tmp_path / "3")
    for table in ("placements", "employment", "relief", "scattered_tombs", "measures"):
        count = f"select count(*), count(distinct (region_code, month)) from {table}"  # noqa: S608
        rows, keys = once.execute(count).fetchone() or (0, 0)
        assert thrice.execute(count).fetchone() == (3 * rows, 3 * keys)
    for table in ("stations", "memorial_sites", "units"):
        count = f"select count(*) from {table}"  # noqa: S608
        assert once.execute(count).fetchone() == thrice.execute(count).fetchone()
    months = thrice.execute("select distinct month from relief order by 1").fetchall()
    assert [str(month)[:7] for (month,) in months] == [
        f"{year}-{month}"
        for first in (2023, 2024, 2025)
        for year, month in (
            (first, "11"),
            (first, "12"),
            (first + 1, "01"),
            (first + 1, "02"),
        )
    ]


def test_scale_leaves_no_gap_where_the_range_is_longer_than_a_year(tmp_path: Path) -> None:
    arguments = ("--from", "2024-09", "--to", "2026-02", "--provinces", "46", "--scale", 2)
    assert demo(*arguments, "--out", tmp_path) == 0
    query = "select count(distinct month), min(month), max(month) from employment"
    count, first, last = connect(tmp_path).execute(query).fetchone() or (0, None, None)
    assert (count, str(first), str(last)) == (18 + 24, "2022-09-01", "2026-02-01")


def test_a_city_has_the_rows_that_its_province_would_hold(tmp_path: Path) -> None:
    assert demo(*SHORT, "--provinces", "46", "--out", tmp_path / "province") == 0
    assert demo(*SHORT, "--cities", "4601,460200", "--out", tmp_path / "cities") == 0
    province, cities = connect(tmp_path / "province"), connect(tmp_path / "cities")
    for table in TABLES:
        inside = (
            "select * from query_table($table) where region_code[:4] in ('4601', '4602') "
            "order by all"
        )
        expected = province.execute(inside, {"table": table}).fetchall()
        assert expected, table
        assert cities.execute(inside, {"table": table}).fetchall() == expected, table
        count = cities.execute("select count(*) from query_table($table)", {"table": table})
        assert count.fetchone() == (len(expected),)


def test_real_exports_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = tmp_path / "移交安置.parquet"
    pq.write_table(pa.table({"month": [1]}), real)
    before = real.read_bytes()
    assert demo(*SHORT, "--provinces", "46", "--out", tmp_path) == 1
    assert "移交安置.parquet" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [real]
    assert real.read_bytes() == before


def test_an_earlier_demonstration_is_replaced_whole(tmp_path: Path) -> None:
    assert demo(*SHORT, "--provinces", "46,54", "--out", tmp_path / "exports") == 0
    (tmp_path / "exports.writing").mkdir()
    assert demo(*SHORT, "--provinces", "54", "--out", tmp_path / "exports") == 0
    assert {path.name for path in (tmp_path / "exports" / "relief").iterdir()} == {"540000.parquet"}
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]


def test_what_was_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo(*SHORT, "--provinces", "46", "--out", tmp_path) == 0
    said = capsys.readouterr().out
    assert all(table in said for table in TABLES)
    assert "演示数据" in said
    assert "left out" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--provinces", "99"),
        ("--provinces", "71"),
        ("--provinces", "Guangdong"),
        ("--cities", "4699"),
        ("--cities", "460000"),
        ("--cities", "46"),
        ("--cities", "4601", "--provinces", "46"),
        ("--from", "2026-11"),
        ("--to", "2026-13"),
        ("--scale", "0"),
        ("--scale", "5"),
        ("--from", "1999-12"),
        ("--seed", "x"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    try:
        status = demo(*arguments, "--out", tmp_path / "exports")
    except SystemExit as end:
        status = end.code
    assert status == 3
    assert not (tmp_path / "exports").exists()
