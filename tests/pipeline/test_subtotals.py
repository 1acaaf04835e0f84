"""Totals beside their parts are found; what only looks like them is not."""

import polars as pl
import pytest

from dashboard.contracts import load_contracts
from dashboard.marts import mart_contract
from dashboard.pipeline.marts import build_marts
from dashboard.pipeline.subtotals import subtotals
from tests.pipeline.support import Builder, placement, relief
from tests.test_marts import prepared

MONTHS = (1, 2, 3)


def found(connection, rows):
    """The regions named among placements of (region, month, category, due, placed)."""
    connection.executemany(
        "insert into facts_placements values (?, make_date(2025, ?, 1), ?, ?, ?, 0)", rows
    )
    build_marts(connection)
    findings = subtotals(connection, load_contracts()["placements"], mart_contract("placements"))
    return [one.en for one in findings]


@pytest.fixture
def connection():
    import duckdb

    with duckdb.connect() as made:
        yield prepared(made)


def counties(months=MONTHS, due=100, category="x"):
    return [(code, month, category, due + month, 80) for code in ("a1", "a2") for month in months]


def total(code, months=MONTHS, due=200, placed=160, category="x"):
    return [(code, month, category, due + 2 * month, placed) for month in months]


def test_a_citys_and_its_provinces_totals_are_named(connection):
    rows = [*counties(), *total("A"), *total("P"), *total("100000")]
    (sentence,) = found(connection, rows)
    assert "rows of 3 regions" in sentence
    for code in ("A", "P", "100000"):
        assert f"{code} (2025-01–2025-03)" in sentence


def test_a_first_delivery_of_one_month(connection):
    """202 and 160: their logarithms add up to 10."""
    (sentence,) = found(connection, [*counties(months=(1,)), *total("A", months=(1,))])
    assert "A (2025-01–2025-01)" in sentence


def test_the_newest_month_is_the_first_to_carry_totals(connection):
    """30,006 and 30,000: their logarithms add up to 20.6."""
    rows = [(code, month, "x", 15_000 + month, 15_000) for code in ("a1", "a2") for month in MONTHS]
    (sentence,) = found(connection, [*rows, ("A", 3, "x", 30_006, 30_000)])
    assert "A (2025-03–2025-03)" in sentence


FEW = [
    (code, month, category, 100 + month, 80)
    for code in ("a1", "a2")
    for category in ("x", "y")
    for month in MONTHS
]


def test_a_newest_month_of_several_categories_is_looked_at_as_one(connection):
    """206 and 160 of two categories: their logarithms add up to 20.8."""
    (sentence,) = found(connection, [*FEW, ("A", 3, "x", 206, 160), ("A", 3, "y", 206, 160)])
    assert "A (2025-03–2025-03)" in sentence


def test_a_newest_month_of_which_one_category_is_a_sum_is_not(connection):
    assert found(connection, [*FEW, ("A", 3, "x", 206, 160), ("A", 3, "y", 7, 3)]) == []


def test_one_county_alone_in_the_newest_month_is_no_sum(connection):
    rows = [("a1", month, "x", 30_000 + month, 30_000) for month in MONTHS]
    assert found(connection, [*rows, ("A", 3, "x", 30_003, 30_000)]) == []


def test_small_numbers_of_one_month_are_equal_by_chance(connection):
    rows = [*counties(months=(1,), due=9), *total("A", months=(1,), due=18)]
    few = [(*row[:4], row[4] // 10) for row in rows]
    assert found(connection, few) == []


def test_a_provinces_total_of_cities_that_report_themselves(connection):
    rows = [(code, month, "x", 100 + month, 80) for code in ("A", "C") for month in MONTHS]
    (sentence,) = found(connection, [*rows, *total("P")])
    assert "rows of 1 regions" in sentence
    assert "P (2025-01–2025-03)" in sentence


def test_one_citys_own_rows_again_are_no_sum(connection):
    rows = [(code, month, "x", 100, 80) for code in ("A", "P") for month in MONTHS]
    assert found(connection, rows) == []


def test_a_province_that_adds_a_total_and_other_counties(connection):
    """The province's total is of the counties of A and of X; A carries a total of its own."""
    other = [("X", month, "x", 50, 40) for month in MONTHS]
    rows = [*counties(), *total("A"), *other, *total("P", due=250, placed=200)]
    (sentence,) = found(connection, rows)
    assert "rows of 2 regions" in sentence


def test_a_provinces_total_over_a_citys_own_rows(connection):
    """A's rows are its own office's; P adds them and the counties up."""
    own = [("A", month, "x", 7, 3) for month in MONTHS]
    (sentence,) = found(connection, [*counties(), *own, *total("P", due=207, placed=163)])
    assert "rows of 1 regions" in sentence
    assert "P (2025-01" in sentence


def test_totals_of_some_categories_only(connection):
    own = [("A", month, "y", 31, 29) for month in MONTHS]
    rows = [*counties(), *counties(category="y"), *total("A"), *own]
    (sentence,) = found(connection, rows)
    assert "rows of 1 regions" in sentence


def test_totals_of_some_months_only(connection):
    """One county came late in the others: there the total is larger than what is there."""
    rows = [*counties(months=(1, 2)), *total("A", months=(1, 2, 3, 4, 5, 6, 7))]
    rows += [("a1", month, "x", 100, 80) for month in (3, 4, 5, 6, 7)]
    (sentence,) = found(connection, rows)
    assert "A (2025-01–2025-02)" in sentence


@pytest.mark.parametrize(
    "own",
    [
        total("A", months=(1,)),
        total("A", due=201),
        # One measure of two is another.
        total("A", placed=150),
        [("A", month, "x", 0, 0) for month in MONTHS],
    ],
    ids=["one month", "other sums", "one measure", "zeros"],
)
def test_what_a_city_does_itself_is_its_own(connection, own):
    assert found(connection, [*counties(), *own]) == []


def test_one_county_alone_is_no_sum(connection):
    rows = [("a1", month, "x", 100, 80) for month in MONTHS]
    rows += [("A", month, "x", 100, 80) for month in MONTHS]
    assert found(connection, rows) == []


def test_all_zeros_are_no_sum(connection):
    rows = [(code, month, "x", 0, 0) for code in ("a1", "a2", "A") for month in MONTHS]
    assert found(connection, rows) == []


def test_small_numbers_are_equal_by_chance(connection):
    rows = [(code, month, "x", 1, 0) for code in ("a1", "a2") for month in MONTHS]
    rows += [("A", month, "x", 2, 0) for month in MONTHS]
    assert found(connection, rows) == []


def test_a_total_of_money_in_whole_yuan(builder: Builder) -> None:
    """1234.56 + 317.33 is 1551.89, and stands as 1552."""
    rows = [
        relief(region_code=code, month=f"2025-0{month}-01", spent=spent, recipients=recipients)
        for month in MONTHS
        for code, spent, recipients in (
            ("440103", 1234.56, 20),
            ("440104", 317.33, 30),
            ("440100", 1552, 50),
        )
    ]
    rows = [
        {
            **row,
            **{
                name: count * (2 if row["region_code"] == "440100" else 1)
                for name, count in (("applications", 40), ("decided", 30), ("decided_on_time", 20))
            },
        }
        for row in rows
    ]
    pl.DataFrame(rows).write_parquet(builder.home.exports / "relief.parquet")
    assert builder.problems() == ["subtotals"]


def test_the_build_is_held_until_the_steward_takes_them_for_their_own(builder: Builder) -> None:
    rows = [
        placement(
            region_code=code, month=f"2025-0{month}-01", due=due, placed=due, placed_on_time=0
        )
        for month in MONTHS
        for code, due in (("440103", 40), ("440104", 60), ("440100", 100))
    ]
    pl.DataFrame(rows).write_parquet(builder.home.exports / "placements.parquet")
    (problem,) = builder.refusal().problems
    assert problem.reason == "subtotals"
    assert "广州市（2025-01–2025-03）" in problem.zh
    assert "--accept subtotals:placements" in problem.zh
    built = builder.build(accept=["subtotals:placements"])
    assert built.rows(
        "select sum(placements_due) from mart_placements where region_code = '440100'"
    ) == [(600,)]


def near(code, *more, months=MONTHS, due=200, placed=160):
    """A total of an older delivery: its parts have grown since."""
    return [
        (code, month, "x", due + 2 * month - off, placed - off)
        for month, off in zip(months, more, strict=True)
    ]


NEARLY = tuple(range(1, 8))


def test_totals_of_an_older_delivery_are_nearly_what_lies_below(connection):
    """Seven months of two numbers of which the counties now have 1 to 4 more: 0.5 to 2.5 %."""
    own = near("A", 1, 2, 3, 4, 3, 2, 1, months=NEARLY)
    (sentence,) = found(connection, [*counties(months=NEARLY), *own])
    assert "rows of 1 regions are within 3% of the sum" in sentence
    assert "A (2025-01–2025-07)" in sentence


@pytest.mark.parametrize(
    "own",
    [
        # Some months far off; four months, which may be so by chance; an office of its own.
        near("A", 1, 40, 3, 4, 30, 2, 1, months=NEARLY),
        near("A", 1, 2, 3, 4, months=NEARLY[:4]),
        near("A", 1, 2, 3, 4, 3, 2, 1, months=NEARLY, due=150, placed=120),
    ],
)
def test_what_is_near_now_and_then_is_no_total(connection, own):
    assert found(connection, [*counties(months=NEARLY), *own]) == []


def test_a_total_beside_one_that_is_nearly_so(connection):
    """Both are told, so that accepting the first does not hide the second."""
    others = [(code, month, "x", 100 + month, 80) for code in ("m1", "m2") for month in NEARLY]
    rows = [*counties(months=NEARLY), *total("A", months=NEARLY), *others]
    first, second = found(connection, [*rows, *near("M", 1, 2, 3, 4, 3, 2, 1, months=NEARLY)])
    assert "equal the sum of what lies below them: A (" in first
    assert "in nearly all months: M (" in second
    assert second.endswith("publish it with --accept near_subtotals:placements.")
