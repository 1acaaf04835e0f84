"""Rates of a city's year that can't be hold the build; those that are only high or low don't."""

from typing import Any

import pytest

from tests.pipeline.support import Builder, placement, relief, write_file
from tests.tiny_exports import Row

COUNTIES = ("440103", "440104")


def help_given(months: range = range(1, 7), **changes: Any) -> list[Row]:
    return [
        relief(region_code=code, month=f"2025-{month:02}", **changes)
        for code in COUNTIES
        for month in months
    ]


def test_money_in_ten_thousand_yuan_from_the_first_delivery_on(builder: Builder) -> None:
    """Twelve rows of a thousand persons who got 120 万元 together: 1,440 for 12,000."""
    write_file(builder, "relief", help_given(spent=120.0, recipients=1_000))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.region_code, problem.row_count) == (
        "impossible_rate",
        "440100",
        1,
    )
    assert "“帮扶人均支出”" in problem.zh
    assert (
        "如广州市 2025 年“帮扶支出”共 1,440，“帮扶人次”共 12,000（文件 relief.parquet）"
        in problem.zh
    )
    assert builder.build(accept=["impossible_rate:relief"]).report.accepted


def test_a_budget_in_ten_thousand_yuan(builder: Builder) -> None:
    """12 million yuan spent of 12 × 120."""
    write_file(builder, "relief", help_given(spent=1_000_000.0, budget=120.0, recipients=1_000))
    (problem,) = builder.refusal().problems
    assert problem.reason == "impossible_rate"
    assert "“帮扶支出”共 12,000,000，“帮扶预算”共 1,440" in problem.zh


def test_spending_in_ten_thousand_yuan_beside_a_budget_in_yuan(builder: Builder) -> None:
    """Both the budget and the amount per head show it."""
    rows = help_given(spent=120.0, budget=1_500_000.0, recipients=1_000)
    write_file(builder, "relief", rows)
    assert builder.problems() == ["impossible_rate", "impossible_rate"]


def test_rates_in_a_column_of_counts(builder: Builder) -> None:
    """95 for 95 % in each of 12 rows, of whom 4 were due."""
    write_file(
        builder,
        "placements",
        [
            placement(region_code=code, month=f"2025-{month:02}", due=4, placed=95)
            for code in COUNTIES
            for month in range(1, 7)
        ],
    )
    (problem,) = builder.refusal().problems
    assert "“已安置人数”共 1,140，“应安置人数”共 48" in problem.zh


def test_a_municipality_has_no_city(builder: Builder) -> None:
    rows = [
        relief(region_code=code, month=f"2025-{month:02}", spent=120.0, recipients=1_000)
        for code in ("500101", "500103")
        for month in range(1, 7)
    ]
    write_file(builder, "relief", rows)
    (problem,) = builder.refusal().problems
    assert (problem.region_code, problem.row_count) == ("500000", 1)


LISTED = "double_support_listed"
DONE = "double_support_done"


def items(months: range, listed: int, done: int) -> list[Row]:
    return [
        {"region_code": code, "month": f"2025-{month:02}", "measure": measure, "value": value}
        for code in COUNTIES
        for month in months
        for measure, value in ((LISTED, listed), (DONE, done))
    ]


def test_a_year_that_begins_late_bears_more(builder: Builder) -> None:
    """What was listed in January is done until December: 1,200 of 16 in June and September."""
    write_file(builder, "measures", items(range(6, 10, 3), 4, 300))
    assert builder.build(accept=()).report.published


def test_a_year_that_begins_in_march_has_all_of_it(builder: Builder) -> None:
    """A quarter's items stand in its last month: 16 listed, 1,200 done."""
    write_file(builder, "measures", items(range(3, 7, 3), 4, 300))
    (problem,) = builder.refusal().problems
    assert "如广州市 2025 年““双清单”完成”共 1,200，““双清单”任务”共 16" in problem.zh


@pytest.mark.parametrize(
    "rows",
    [
        # Six yuan a head; 900 persons in all; a fair budget; ten times a budget; nothing spent;
        # little spent of a budget until March; a small budget.
        help_given(spent=6_000.0, recipients=1_000),
        help_given(range(1, 10), spent=1.0, recipients=50),
        help_given(spent=2_000.0, budget=1_500_000.0, recipients=1),
        help_given(spent=1_000_000.0, budget=100_000.0, recipients=1_000),
        help_given(spent=0.0, budget=1_500_000.0, recipients=10),
        help_given(range(1, 4), spent=1_000.0, budget=1_500_000.0, recipients=10),
        help_given(spent=5.0, budget=15_000.0, recipients=1),
    ],
)
def test_what_may_be_true_holds_nothing(builder: Builder, rows: list[Row]) -> None:
    write_file(builder, "relief", rows)
    assert builder.build(accept=()).report.published
