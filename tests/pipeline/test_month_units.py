"""Months in 万元 beside months in yuan hold the build; what only varies does not."""

import pytest

from tests.pipeline.support import Builder, relief, write_file

MONTHS = (1, 2, 3, 4, 5)
REGIONS = ("440103", "440104", "430302")


def rows(spent, months=MONTHS, regions=REGIONS):
    """``spent`` gives what a region spends in a month."""
    return [
        relief(region_code=code, month=f"2025-0{month}", spent=float(spent(code, month)))
        for code in regions
        for month in months
    ]


def test_a_new_month_in_ten_thousands_is_found(builder: Builder) -> None:
    """50,000 yuan a row, and 5 in May."""
    write_file(builder, "relief_1", rows(lambda _, __: 50_000, months=MONTHS[:4]))
    write_file(builder, "relief_2", rows(lambda _, __: 5, months=(5,)))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_count) == (
        "month_in_another_unit",
        "spent",
        2,
    )
    assert (
        "湖南省 2025-05平均每行 5.00，其他月份为 50,000.00（文件 relief_2.parquet）" in problem.zh
    )
    assert builder.build(accept=["month_in_another_unit:relief"]).report.accepted


def test_one_province_among_others_is_found(builder: Builder) -> None:
    write_file(
        builder, "relief", rows(lambda code, month: 5 if (code, month) == ("430302", 2) else 50_000)
    )
    (problem,) = builder.refusal().problems
    assert (problem.region_code, problem.row_count) == ("430000", 1)


def test_each_measure_is_named(builder: Builder) -> None:
    write_file(
        builder,
        "measures",
        [
            {
                "region_code": code,
                "month": f"2025-0{month}",
                "measure": name,
                "value": 5 if month == 5 else 50_000,
            }
            for name in ("people_visited", "memorial_visitors")
            for code in REGIONS
            for month in MONTHS
        ],
    )
    problems = builder.refusal().problems
    assert [one.row_count for one in problems] == [2, 2]
    for zh, en in (("走访服务对象", "people_visited"), ("祭扫参观人次", "memorial_visitors")):
        (found,) = (one for one in problems if f"“{zh}”（value）" in one.zh)
        assert f"another size of {en}, as" in found.en


@pytest.mark.parametrize(
    "spent",
    [
        # A busy January; a quiet month; small amounts; months of every size.
        lambda _, month: 900_000 if month == 1 else 20_000,
        lambda _, month: 200 if month == 3 else 50_000,
        lambda _, month: 0.5 if month == 5 else 400,
        lambda _, month: 30**month / 20,
        # Nothing is no small amount.
        lambda _, month: 0 if month == 5 else 50_000,
        # Of two months each nobody knows which are meant otherwise.
        lambda _, month: (5, 5, 50_000, 50_000, 0)[month - 1],
    ],
)
def test_what_varies_holds_nothing(builder: Builder, spent) -> None:
    write_file(builder, "relief", rows(spent))
    assert builder.build(accept=()).report.published


def test_a_month_that_one_small_county_reported_is_no_other_unit(builder: Builder) -> None:
    """333 times less than the others' average, and 667 times less than their sum."""
    few = rows(lambda _, __: 150, months=(5,), regions=("440103",))
    write_file(builder, "relief", [*rows(lambda _, __: 50_000, months=MONTHS[:4]), *few])
    assert builder.build(accept=()).report.published
