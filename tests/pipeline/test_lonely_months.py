"""Months that few reported: far from the others they hold a table, beside them not."""

from datetime import date

import polars as pl
import pytest

from dashboard.pipeline.lonely_months import Reached, find_ends
from tests.pipeline.support import Builder, placement


def reached(*months: tuple[int, int, int]) -> list[Reached]:
    """Years, months and regions; a region has a row a month."""
    return [Reached(date(year, month, 1), regions, regions) for year, month, regions in months]


FULL = [(2025, month, 124) for month in range(1, 10)]


@pytest.mark.parametrize(
    ("months", "lonely", "few"),
    [
        (FULL, [], []),
        # One county is early, by one month and by three.
        ([*FULL, (2025, 10, 1)], [], [(2025, 10)]),
        (
            [*FULL, (2025, 10, 1), (2025, 11, 1), (2025, 12, 1)],
            [],
            [(2025, n) for n in (10, 11, 12)],
        ),
        # Mistyped: 2002 for 2025, 2026 for 2025.
        ([(2002, 5, 1), *FULL], [(2002, 5)], []),
        ([*FULL, (2026, 6, 2)], [(2026, 6)], []),
        ([(1999, 1, 1), (2002, 5, 3), *FULL, (2025, 10, 1)], [(1999, 1), (2002, 5)], [(2025, 10)]),
        # A sixth of the regions are not few.
        ([(2002, 5, 20), *FULL], [], []),
        # Small tables: one of three.
        ([(2002, 5, 1), (2025, 1, 3), (2025, 2, 3)], [(2002, 5)], []),
        # Half-yearly reports: five silent months are usual.
        ([(2024, 6, 90), (2024, 12, 100), (2025, 6, 1)], [], [(2025, 6)]),
        # One region that reports alone: its own longest stretch counts.
        ([(2002, 5, 1), *((2025, month, 1) for month in range(1, 10))], [(2002, 5)], []),
        ([(2024, 1, 1), (2025, 1, 1), (2025, 2, 1)], [], []),
        ([(2020, 3, 1), (2021, 3, 1), (2025, 3, 1)], [], []),
        ([], [], []),
    ],
)
def test_the_ends_of_a_table(months, lonely, few):
    ends = find_ends(reached(*months))
    assert [(one.month.year, one.month.month) for one in ends.lonely] == lonely
    assert [(one.month.year, one.month.month) for one in ends.few] == few


def test_years_are_counted_in_years():
    years = [Reached(date(year, 1, 1), 100, 100) for year in (2022, 2023, 2024)]
    early = Reached(date(2021, 1, 1), 1, 1)
    assert find_ends([early, *years], 12).lonely == []
    mistyped = Reached(date(2002, 1, 1), 1, 1)
    assert find_ends([mistyped, *years], 12).lonely == [mistyped]


def test_a_mistyped_month_holds_the_build_and_is_found(builder: Builder) -> None:
    rows = [
        placement(region_code=code, month=f"2025-0{month}-01")
        for month in range(1, 8)
        for code in ("440103", "440104", "441900")
    ]
    rows.insert(4, placement(region_code="440104", month="2002-05-01"))
    pl.DataFrame(rows).write_parquet(builder.home.exports / "placements.parquet")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.month, problem.row_number) == ("lonely_month", "2002-05-01", 5)
    assert "placements.parquet 第 5 行，越秀区" in problem.zh
    built = builder.build(accept=["lonely_month:placements"])
    assert built.report.data_from == "2002-05-01"


LEAVES = [f"4401{number:02}" for number in (3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18)]
LEAVES += [f"4303{number:02}" for number in (2, 4, 21, 81, 82)]
LEAVES += [f"4302{number:02}" for number in (2, 3, 4, 12, 23)]


@pytest.mark.parametrize(
    ("month", "reason", "do"),
    [
        ("2025-10-01", "few_reported_month", "默认时期不含该月"),
        ("2024-12-01", "few_reported_early_month", "请核对月份是否填错"),
    ],
)
def test_a_month_that_few_reported_is_a_remark(
    builder: Builder, month: str, reason: str, do: str
) -> None:
    """One of 21 counties is early, or was before all others: it is published, and said of."""
    rows = [
        placement(region_code=code, month=f"2025-{number:02}-01")
        for number in range(1, 10)
        for code in LEAVES
    ]
    rows.append(placement(month=month))
    pl.DataFrame(rows).write_parquet(builder.home.exports / "placements.parquet")
    built = builder.build(accept=())
    (remark,) = built.report.remarks
    assert (remark.reason, remark.month) == (reason, month)
    assert f"{month[:7]} 只有 1 个地区上报（最多的月份有 21 个）" in remark.zh
    assert do in remark.zh
    assert built.rows("select count(*) from facts_placements") == [(190,)]


def test_a_year_that_few_reported_is_no_month(builder: Builder) -> None:
    rows = [
        {"region_code": code, "year": year, "tier": "village", "units": 3}
        for year, codes in ((2023, LEAVES), (2024, LEAVES), (2025, LEAVES[:1]))
        for code in codes
    ]
    pl.DataFrame(rows).write_parquet(builder.home.exports / "units.parquet")
    built = builder.build(accept=())
    (remark,) = [one for one in built.report.remarks if one.reason != "units_differ_from_list"]
    assert (remark.reason, remark.month) == ("few_reported_year", "2025-01-01")
    assert "2025 年只有 1 个地区上报（最多的年份有 21 个）" in remark.zh
    assert "月" not in remark.zh
