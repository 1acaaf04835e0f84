"""Columns that some files lack: said, and held where a figure would mix rows with and without."""

import pyarrow as pa

from tests.pipeline.support import ACCEPTED, Builder, relief, station, write_file
from tests.tiny_exports import Row

NATION = (
    "select sum(relief_spent), sum(relief_budget) from mart_relief where region_code = '100000'"
)


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def test_files_of_one_year_of_which_one_lacks_a_column_hold_the_build(builder: Builder) -> None:
    """Spent 100 of 200 and 100 of nobody knows what are not 100 %."""
    write_file(builder, "relief_44", [relief(budget=200, spent=100)])
    write_file(builder, "relief_43", [without(relief(region_code="430302", spent=100), "budget")])
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.table) == ("column_in_some_files", "relief")
    assert "“帮扶援助”（relief）2025 年的文件有的有“本月下达预算”（budget）列" in problem.zh
    assert "relief_43.parquet 没有，relief_44.parquet 有" in problem.zh
    built = builder.build(accept=["column_in_some_files:relief"])
    assert built.rows(NATION) == [(200, 200)]
    (remark,) = [one for one in built.report.remarks if one.reason == "column_absent"]
    assert "这些文件的行没有由它得出的数" in remark.zh


def test_a_column_that_comes_with_a_new_year_is_only_remarked(builder: Builder) -> None:
    old = [without(relief(month=f"2024-{month:02}"), "budget") for month in range(1, 13)]
    write_file(builder, "relief_new", [relief(month="2025-01", budget=200)])
    old.append(without(relief(month="2024-12", programme="pensions", fund="central"), "budget"))
    write_file(builder, "relief_old", old)
    built = builder.build(accept=())
    assert [one.reason for one in built.report.remarks] == ["column_absent"]
    budgets = (
        "select sum(relief_budget), sum(pensions_budget) from {mart} "
        "where region_code = '{region}' and year(month) = {year}"
    )
    for region, mart in (
        ("440103", "mart_relief"),
        ("440000", "mart_above_relief"),
        ("440000", "totals_above_relief"),
    ):
        # What no file of 2024 says is not known; in 2025 none of the budget is of pensions.
        of_2024 = budgets.format(mart=mart, region=region, year=2024)
        assert built.rows(of_2024) == [(None, None)]
        assert built.rows(budgets.format(mart=mart, region=region, year=2025)) == [(200, 0)]


def test_a_column_that_all_files_lack_has_no_figure(builder: Builder) -> None:
    write_file(builder, "relief", [without(relief(), "budget")])
    built = builder.build(accept=())
    (remark,) = built.report.remarks
    assert "由它得出的指标没有数" in remark.zh
    assert built.rows(NATION)[0][1] is None


def test_a_column_without_values_is_no_absent_one(builder: Builder) -> None:
    """In most months no budget is issued; writers give such a column no type."""
    write_file(builder, "relief_01", [relief(month="2025-01", budget=200)])
    write_file(builder, "relief_02", [relief(month="2025-02", budget=None)], budget=pa.null())
    builder.build(accept=())


def test_what_no_indicator_is_made_of_holds_nothing(builder: Builder) -> None:
    write_file(builder, "relief_44", [relief()])
    rows = [
        without(
            relief(region_code="430302"), "budget", "applications", "decided", "decided_on_time"
        )
    ]
    write_file(builder, "relief_43", rows)
    (problem,) = builder.refusal(accept=ACCEPTED).problems
    assert (
        "“本月下达预算”（budget）、“办结数”（decided）、“按时办结数”（decided_on_time）列"
        in problem.zh
    )


def test_numbers_that_nobody_wrote_down_are_said(builder: Builder) -> None:
    """Staff of one station in two is no staff of both; an unrated station has no stars."""
    rows = [
        station(station_id="T1", full_time=3, part_time=1, stars=None),
        station(station_id="T2", full_time=None, part_time=2, stars=None),
    ]
    write_file(builder, "stations", rows)
    built = builder.build(accept=())
    (remark,) = [one for one in built.report.remarks if one.reason == "empty_numbers"]
    assert (remark.column, remark.row_count, remark.row_number) == ("full_time", 1, 2)
    assert "1 行的“专职人员”（full_time）为空（如 stations.parquet 第 2 行）" in remark.zh
    staff = "select sum(stations_full_time) from mart_stations where region_code = '100000'"
    assert built.rows(staff) == [(3,)]


def test_numbers_of_a_file_without_the_column_are_said_once(builder: Builder) -> None:
    write_file(builder, "stations", [without(station(), "full_time")])
    built = builder.build(accept=())
    said = [(one.reason, one.column) for one in built.report.remarks if one.column == "full_time"]
    assert said == [("column_absent", "full_time")]
