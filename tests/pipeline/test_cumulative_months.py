"""Sums since January in a column of single months hold the build; what only grows does not."""

import pytest

from tests.pipeline.support import Builder, relief, write_file
from tests.tiny_exports import Row

COUNTIES = ("440103", "440104", "440105")
EIGHT = range(1, 9)


def rows(spent, months=EIGHT, year=2025, regions=COUNTIES):
    """``spent`` gives what a region spends in a month."""
    return [
        relief(region_code=code, month=f"{year}-{month:02}", spent=float(spent(code, month)))
        for code in regions
        for month in months
    ]


def test_sums_since_january_are_found(builder: Builder) -> None:
    """1,000 yuan a month, told as 1,000, 2,000, ... 8,000."""
    write_file(builder, "relief", rows(lambda code, month: 1_000 * month + int(code[-1])))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_count) == ("cumulative_months", "spent", 1)
    assert "海珠区 2025-01 为 1,005，到 2025-08 为 8,005（文件 relief.parquet）" in problem.zh
    assert builder.build(accept=["cumulative_months:relief"]).report.accepted


def test_a_year_of_them_after_a_sound_one_is_found(builder: Builder) -> None:
    sound = rows(lambda _, month: 1_000 + month % 3, year=2024)
    write_file(builder, "relief", [*sound, *rows(lambda _, month: 1_000 * month)])
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count) == ("cumulative_months", 1)


def test_ten_months_of_one_county_are_enough(builder: Builder) -> None:
    """The logarithm of the factorial of 10 is 15.1."""
    write_file(
        builder, "relief", rows(lambda _, month: 10 * month, range(1, 11), regions=COUNTIES[:1])
    )
    assert [one.reason for one in builder.refusal().problems] == ["cumulative_months"]


def test_a_county_that_sends_its_month_before_all_others_hides_nothing(builder: Builder) -> None:
    """The city has 9,000 in January, 33,000 in September and, of one county, 12,000 in October."""
    early = rows(lambda _, month: 1_000 * (month + 2), range(10, 11), regions=COUNTIES[:1])
    write_file(builder, "relief", [*rows(lambda _, m: 1_000 * (m + 2), range(1, 10)), *early])
    (problem,) = builder.refusal().problems
    assert "荔湾区 2025-01 为 3,000，到 2025-10 为 12,000" in problem.zh


def measures(name, spent):
    return [
        {"region_code": code, "month": f"2025-{month:02}", "measure": name, "value": spent(month)}
        for code in COUNTIES
        for month in EIGHT
    ]


def test_each_measure_is_named_with_its_own_file(builder: Builder) -> None:
    write_file(builder, "measures_1", measures("petitions_received", lambda _: 5))
    write_file(builder, "measures_2", measures("people_visited", lambda month: 100 * month))
    write_file(builder, "measures_3", measures("memorial_visitors", lambda month: 10 * month))
    found = {
        (one.row_count, one.path, one.zh.split("（value）")[0], one.en.split(" rises")[0])
        for one in builder.refusal().problems
    }
    assert found == {
        (
            1,
            "measures_2.parquet",
            "“其他统计”（measures）的“走访服务对象”",
            "In measures, people_visited",
        ),
        (
            1,
            "measures_3.parquet",
            "“其他统计”（measures）的“祭扫参观人次”",
            "In measures, memorial_visitors",
        ),
    }


def test_a_first_delivery_that_begins_in_july(builder: Builder) -> None:
    """Sums since January grow from 7,000 to 12,000 only."""
    late = rows(lambda _, month: 1_000 * month, range(7, 13), year=2024)
    write_file(builder, "relief", late)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count) == ("cumulative_months", 1)
    assert "2024-07 为 7,000，到 2024-12 为 12,000" in problem.zh


GUANGZHOU = ("440103", "440104", "440105", "440106", "440111", "440112", "440113", "440114")


def quarters(values: tuple[int, ...], regions: tuple[str, ...] = GUANGZHOU) -> list[Row]:
    return [
        {"region_code": code, "month": f"2024-{month:02}", "measure": "volunteers", "value": value}
        for code in regions
        for month, value in zip((3, 6, 9, 12), values, strict=True)
    ]


def test_sums_of_quarters(builder: Builder) -> None:
    """Eight times the logarithm of 24 is 25.4."""
    write_file(builder, "measures", quarters((10, 20, 30, 40)))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count) == ("cumulative_months", 1)
    assert "“新增志愿者”" in problem.zh


@pytest.mark.parametrize(
    "exported",
    [
        quarters((10, 20, 30, 40), GUANGZHOU[:7]),
        quarters((10, 20, 15, 40)),
        quarters((10, 15, 20, 29)),
    ],
)
def test_quarters_that_rise_a_little_or_in_few_counties_hold_nothing(
    builder: Builder, exported: list[Row]
) -> None:
    write_file(builder, "measures", exported)
    assert builder.build(accept=()).report.published


@pytest.mark.parametrize(
    "exported",
    [
        # To 1.7 times in a year; a season; nothing but once; always the same.
        rows(lambda _, month: 1_000 * 1.07**month),
        rows(lambda _, month: 1_000 * min(month, 10 - month)),
        rows(lambda _, month: 5_000 if month == 8 else 0),
        rows(lambda _, __: 1_000),
        # June falls below May, one step of eleven.
        rows(lambda _, month: 1_000 * (month if month != 6 else 4), range(1, 13), year=2024),
        # By a third from July to December.
        rows(lambda _, month: 1_000 * 1.06 ** (month - 7), range(7, 13), year=2024),
        # Another county goes up and down; too few months; too few of one county.
        rows(lambda code, month: 1_000 * (month if code != "440105" else 1 + 3 * (month % 2))),
        rows(lambda _, month: 1_000 * month, range(1, 6)),
        rows(lambda _, month: 1_000 * month, regions=COUNTIES[:1]),
    ],
)
def test_what_grows_or_varies_holds_nothing(builder: Builder, exported) -> None:
    write_file(builder, "relief", exported)
    assert builder.build(accept=()).report.published
