"""A month that is the sum since January among single months, and one that is another over again."""

from collections.abc import Callable

import pytest

from tests.pipeline.support import Builder, relief, write_file
from tests.tiny_exports import Row

COUNTIES = ("440103", "440104", "440105", "440106")
# Months of 1,000 to 1,400 yuan; those of March to August are 7,200 in all.
SPENT = {1: 1_000, 2: 1_400, 3: 1_100, 4: 1_300, 5: 1_200, 6: 1_000, 7: 1_400, 8: 1_200}

Spent = Callable[[str, int], float]


def single(code: str, month: int) -> float:
    """What a county spends in a month: no two counties and months are alike."""
    return SPENT[month] + 10 * int(code[-2:]) + month / 100


def rows(spent: Spent = single, regions: tuple[str, ...] = COUNTIES, year: int = 2025) -> list[Row]:
    return [
        relief(
            region_code=code,
            month=f"{year}-{month:02}",
            spent=spent(code, month),
            recipients=200 + month,
        )
        for code in regions
        for month in SPENT
    ]


def since_january(last: int, but: tuple[str, ...] = ()) -> Spent:
    """Single months, and in one the sum since January, but in some counties."""

    def spent(code: str, month: int) -> float:
        if month != last or code in but:
            return single(code, month)
        return sum(single(code, one) for one in range(1, month + 1))

    return spent


@pytest.mark.parametrize(
    ("last", "value", "before"), [(8, "10,080", "8,820"), (6, "7,360", "6,300")]
)
def test_the_newest_month_or_another_as_the_sum_since_january(
    builder: Builder, last: int, value: str, before: str
) -> None:
    """440106: eight months are 9,600 and 8 x 60, seven 8,400 and 7 x 60; six 7,000 and 6 x 60."""
    write_file(builder, "relief", rows(since_january(last)))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_count, problem.region_code) == (
        "month_of_the_year",
        "spent",
        1,
        "440106",
    )
    assert f"天河区 2025-0{last} 为 {value}，而此前各月相加为 {before}" in problem.zh
    assert builder.build(accept=["month_of_the_year:relief"]).report.accepted


def test_each_measure_is_named_with_its_own_file(builder: Builder) -> None:
    """Seven months of some 1,000 or 2,000; the eighth holds eight of them."""
    for place, (measure, number) in enumerate(
        [("petitions_received", 1_000), ("people_visited", 2_000)], 1
    ):
        exported = [
            {
                "region_code": code,
                "month": f"2025-{month:02}",
                "measure": measure,
                "value": number * (8 if month == 8 else 1) + int(code[-1]) + month % 3,
            }
            for code in COUNTIES
            for month in SPENT
        ]
        write_file(builder, f"measures_{place}", exported)
    found = {
        (one.path, one.row_count, one.en.split(" has ")[0]) for one in builder.refusal().problems
    }
    assert found == {
        ("measures_1.parquet", 1, "In measures, petitions_received"),
        ("measures_2.parquet", 1, "In measures, people_visited"),
    }


@pytest.mark.parametrize(
    "exported",
    [
        rows(),
        # Not in one county of four, in too few counties, and too early in the year.
        rows(since_january(8, but=("440104",))),
        rows(since_january(8), COUNTIES[:3]),
        rows(since_january(5)),
        # Far more than the year so far, as where all comes at once.
        rows(lambda code, month: single(code, month) * (20 if month == 8 else 1)),
        # As much as the year so far, most of which came in February.
        rows(lambda code, month: single(code, month) * {2: 10, 8: 18}.get(month, 1)),
    ],
)
def test_large_months_hold_nothing(builder: Builder, exported: list[Row]) -> None:
    write_file(builder, "relief", exported)
    assert builder.build(accept=()).report.published


def test_last_years_months_under_this_years_dates(builder: Builder) -> None:
    """The rows of January and February 2024 stand again under 2025."""
    this_year = [
        row if row["month"] <= "2025-02" else {**row, "spent": 2 * row["spent"]} for row in rows()
    ]
    write_file(builder, "relief", [*rows(year=2024), *this_year])
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count) == ("repeated_months", 1)
    assert "广州市 2025-01 与 2024-01（共 2 个月如此" in problem.zh


def july_as_august(regions: tuple[str, ...], but: str = "") -> list[Row]:
    """Single months, and July's rows again as August's, in one county with one person more."""
    months = [row for row in rows(regions=regions) if row["month"] < "2025-08"]
    return months + [
        {**row, "month": "2025-08", "recipients": 207 + (row["region_code"] == but)}
        for row in months
        if row["month"] == "2025-07"
    ]


def test_a_month_over_again(builder: Builder) -> None:
    """Four counties with logarithms of 7.3, 6.9 and 3.2: 69 in all."""
    write_file(builder, "relief", july_as_august(COUNTIES))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.month, problem.row_count) == (
        "repeated_months",
        "2025-08-01",
        1,
    )
    assert "广州市 2025-08 与 2025-07（共 1 个月如此，文件 relief.parquet）" in problem.zh
    assert builder.build(accept=["repeated_months:relief"]).report.accepted


@pytest.mark.parametrize(
    "exported",
    [
        # One person more in one county; too little to tell; always the same.
        july_as_august(COUNTIES, but="440104"),
        july_as_august(COUNTIES[:3]),
        [{**row, "spent": 2_000.0, "recipients": 200} for row in rows()],
    ],
)
def test_months_that_are_alike_without_being_copied_hold_nothing(
    builder: Builder, exported: list[Row]
) -> None:
    write_file(builder, "relief", exported)
    assert builder.build(accept=()).report.published
