"""One region's rows under two codes hold the build; regions that are alike by chance don't."""

import pytest

from tests.pipeline.support import Builder, relief, write_file
from tests.tiny_exports import Row

YEARS = (2022, 2023, 2024)
FUNDS = ("central", "province", "county")


def help_given(
    code: str,
    add: int = 0,
    *,
    programmes: tuple[str, ...] = ("hardship", "emergency", "visits", "medical"),
    funds: tuple[str, ...] = ("county",),
) -> list[Row]:
    """Four programmes in every month of three years; the numbers differ from month to month."""
    return [
        relief(
            region_code=code,
            month=f"{year}-{month:02}",
            programme=programme,
            fund=fund,
            spent=float(10_000 * year + 137 * month + 11 * place + add),
            applications=40 + month,
            decided=30 + month,
            decided_on_time=20 + place,
            recipients=100 + month + place,
        )
        for year in YEARS
        for month in range(1, 13)
        for place, programme in enumerate(programmes)
        for fund in funds
    ]


def test_the_rows_of_one_county_under_two_codes(builder: Builder) -> None:
    """Compared are three Novembers and the newest months, November and December of 2024."""
    write_file(builder, "relief_1", help_given("440103"))
    write_file(builder, "relief_2", help_given("430302"))
    write_file(builder, "relief_3", help_given("440104", 1))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count, problem.region_code) == (
        "regions_alike",
        1,
        "440103",
    )
    assert "1 个地区的数与另一个地区完全相同，如荔湾区与雨湖区" in problem.zh
    assert "2022-11 至 2024-12 所比对的月份中有 4 个月如此，文件 relief_1.parquet" in problem.zh
    assert builder.build(accept=["regions_alike:relief"]).report.accepted


def test_a_first_delivery_of_one_month(builder: Builder) -> None:
    """Its twelve rows have five numbers each, whose logarithms add up to 387."""
    rows = help_given("440103", funds=FUNDS)
    month = [row for row in rows if row["month"] == "2024-12"]
    write_file(builder, "relief", [*month, *({**row, "region_code": "440104"} for row in month)])
    assert builder.problems() == ["regions_alike"]


def test_the_newest_month_alone(builder: Builder) -> None:
    """The rows of each county's earlier months are its own."""
    rows = [
        row if row["month"] == "2024-12" else {**row, "spent": row["spent"] + place}
        for place, code in enumerate(("440103", "440104"))
        for row in help_given(code, funds=FUNDS)
    ]
    write_file(builder, "relief", rows)
    (problem,) = builder.refusal().problems
    assert "2024-12 至 2024-12 所比对的月份中有 1 个月如此" in problem.zh


def employment(code: str, positions: int, months: range = range(1, 13)) -> list[Row]:
    return [
        {"region_code": code, "month": f"2024-{month:02}", "positions": positions, "intentions": 3}
        for month in months
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        # Other programmes with the same sums; one number of one row of each month is another.
        (
            "relief",
            [
                *help_given("440103"),
                *help_given(
                    "440104", programmes=("price_subsidy", "emergency", "visits", "medical")
                ),
            ],
        ),
        (
            "relief",
            [
                *help_given("440103"),
                *(
                    {**row, "recipients": 500} if row["programme"] == "visits" else row
                    for row in help_given("440104")
                ),
            ],
        ),
        # One month of four rows; small numbers that never change.
        (
            "relief",
            [
                row
                for code in ("440103", "440104")
                for row in help_given(code)
                if row["month"] == "2024-12"
            ],
        ),
        ("employment", [*employment("440103", 50), *employment("440104", 50)]),
    ],
)
def test_what_is_alike_by_chance_holds_nothing(
    builder: Builder, table: str, rows: list[Row]
) -> None:
    write_file(builder, table, rows)
    assert builder.build(accept=()).report.published
