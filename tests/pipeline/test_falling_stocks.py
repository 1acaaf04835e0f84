"""Stocks at the month's end that were exported as what the month brought, or as zero."""

import pytest

from tests.pipeline.support import Builder, write_file
from tests.tiny_exports import Row

COUNTIES = ("440103", "440104", "440105")


def tombs(*gathered: int, total: int = 100, code: str = "440103") -> list[Row]:
    """A county's months from January on."""
    return [
        {"region_code": code, "month": f"2025-{month:02}", "total": total, "gathered": number}
        for month, number in enumerate(gathered, 1)
    ]


def test_what_each_month_brought_in_place_of_the_stock(builder: Builder) -> None:
    """Of 30, 31 and 32 tombs gathered the months say 30, 1 and 1; 60 are the most."""
    rows = [*tombs(30, 1, 1), *tombs(60, 2, 1, code="440104"), *tombs(40, 0, 0, code="440105")]
    write_file(builder, "scattered_tombs", rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.row_count, problem.row_number) == (
        "stocks_fall",
        "gathered",
        3,
        5,
    )
    assert "越秀区 2025-02 由 60 减为 2（scattered_tombs.parquet 第 5 行）" in problem.zh
    assert builder.build(accept=["stocks_fall:scattered_tombs"]).report.accepted


def test_one_countys_fall_is_remarked(builder: Builder) -> None:
    """Two counties of three: one may have corrected its records."""
    rows = [row for code in COUNTIES[:2] for row in tombs(30, 14, code=code)]
    write_file(builder, "scattered_tombs", [*rows, *tombs(30, 31, code="440105")])
    built = builder.build(accept=())
    assert built.rows(
        "select reason, column_name, region_code, month::varchar, value, row_count from findings"
        " where reason like 'stock%'"
    ) == [("stock_falls", "gathered", "440104", "2025-02-01", "14", 2)]


@pytest.mark.parametrize("gathered", [(30, 30, 30), (30, 15), (9, 0), (30, 60, 90)])
def test_what_stocks_do_is_not_said(builder: Builder, gathered: tuple[int, ...]) -> None:
    """The same for months, half of them gone at once, fewer than ten, and growth."""
    rows = [row for code in COUNTIES for row in tombs(*gathered, code=code)]
    write_file(builder, "scattered_tombs", rows)
    built = builder.build(accept=())
    assert built.rows("select reason from findings where reason like 'stock%'") == []
