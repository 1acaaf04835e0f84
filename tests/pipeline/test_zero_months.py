"""Months of a city that were filled with zeros where nobody had reported."""

import pytest

from tests.pipeline.support import Builder, write_file
from tests.tiny_exports import Row

COUNTIES = ("440103", "440104")
YEAR = range(1, 13)


def volunteers(
    zeros: set[tuple[str, int]], number: int = 10, months: range = YEAR, year: int = 2024
) -> list[Row]:
    """Every county's volunteers, none in the months of ``zeros``."""
    return [
        {
            "region_code": code,
            "month": f"{year}-{month:02}",
            "measure": "petitions_received",
            "value": 0 if (code, month) in zeros else number + month,
        }
        for code in COUNTIES
        for month in months
    ]


def everywhere(*months: int) -> set[tuple[str, int]]:
    return {(code, month) for code in COUNTIES for month in months}


def test_the_newest_month_filled_with_zeros(builder: Builder) -> None:
    """In January each of the two counties has 11."""
    write_file(builder, "measures", volunteers(everywhere(12)))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count, problem.region_code) == ("zero_months", 1, "440100")
    assert "1 个市州（广州市）2024-12 的接待来访都是 0" in problem.zh
    assert "其他各月都不少于 22" in problem.zh
    assert builder.build(accept=["zero_months:measures"]).report.accepted


def test_a_form_for_a_year_filled_in_advance(builder: Builder) -> None:
    """Twelve months of work in 2023, and zeros from February 2024 on."""
    zeros = everywhere(*range(2, 9))
    rows = [*volunteers(set(), year=2023), *volunteers(zeros, months=range(1, 9))]
    write_file(builder, "measures", rows)
    (problem,) = builder.refusal().problems
    assert problem.reason == "zero_months"
    assert "2024-02 至 2024-08 的接待来访都是 0" in problem.zh


def test_a_table_whose_columns_are_its_numbers(builder: Builder) -> None:
    """Positions and all other numbers of a month are zero, not one of them alone."""
    numbers = ("positions", "intentions")
    rows = [
        {
            "region_code": code,
            "month": f"2024-{month:02}",
            **dict.fromkeys(numbers, 0 if month == 7 else 1_000 + month),
        }
        for code in COUNTIES
        for month in YEAR
    ]
    write_file(builder, "employment", rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count) == ("zero_months", 1)
    assert "2024-07 的所有数都是 0" in problem.zh


@pytest.mark.parametrize(
    "rows",
    [
        # One of the two counties; a season of three months; small numbers; ten other months.
        volunteers({("440103", 12)}),
        volunteers(everywhere(1, 7, 12)),
        volunteers(everywhere(12), number=8),
        volunteers(everywhere(11), months=range(1, 12)),
        # Every February.
        [row for year in (2022, 2023, 2024) for row in volunteers(everywhere(2), year=year)],
        # The newest three of thirteen.
        [
            *volunteers(set(), year=2023, months=range(3, 13)),
            *volunteers(everywhere(1, 2, 3), months=range(1, 4)),
        ],
        # Zeros that begin before the newest month that is none.
        [
            *volunteers(set(), year=2023),
            *volunteers(everywhere(1, 2, 4, 5), months=range(1, 6)),
        ],
    ],
)
def test_zeros_that_may_be_true_hold_nothing(builder: Builder, rows: list[Row]) -> None:
    write_file(builder, "measures", rows)
    assert builder.build(accept=()).report.published
