"""Amounts and counts in floats of 32 bits: what these have rounded is said."""

from decimal import Decimal

import numpy as np
import pyarrow as pa

from tests.pipeline.support import Builder, relief, write_file

SINGLE = pa.float32()
# A yuan each for so many persons can not be.
ONE_YUAN_EACH = "impossible_rate:relief"
NUMBERS = {"440103": 7.0, "440104": float("inf"), "440105": float("-inf"), "440106": float("nan")}


def test_units_that_were_rounded_hold_the_build(builder: Builder) -> None:
    """20,000,001 is 20,000,000 there; every number to 16,777,215 is itself."""
    rows = [relief(region_code="440103", spent=16_777_215.0, recipients=16_777_215.0)]
    rows += [relief(region_code="440104", spent=20_000_001.0, recipients=20_000_001.0)]
    write_file(builder, "relief", rows, spent=SINGLE, recipients=SINGLE)
    found = {
        (one.reason, one.column): one for one in builder.refusal(accept=[ONE_YUAN_EACH]).problems
    }
    assert found.keys() == {("units_rounded", "spent"), ("units_rounded", "recipients")}
    spent = found["units_rounded", "spent"]
    assert (spent.row_count, spent.row_number, spent.value) == (1, 2, "20000000.0")
    assert builder.build(accept=["units_rounded:relief", ONE_YUAN_EACH]).report.accepted


def test_cents_that_were_rounded_are_remarked(builder: Builder) -> None:
    """131,072.01 is 131,072.02 there, and 131,071.99 itself."""
    rows = [
        relief(region_code="440103", spent=131_071.99, recipients=131_072.0),
        relief(region_code="440104", spent=131_072.01, recipients=131_073.0),
    ]
    write_file(builder, "relief", rows, spent=SINGLE, recipients=SINGLE)
    built = builder.build(accept=[ONE_YUAN_EACH])
    assert built.rows(
        "select reason, column_name, row_count, row_number, value from findings "
        "where reason like '%_rounded'"
    ) == [("cents_rounded", "spent", 1, 2, "131072.02")]


def test_doubles_hold_them_all(builder: Builder) -> None:
    write_file(builder, "relief", [relief(spent=20_000_001.01, recipients=20_000_001)])
    built = builder.build(accept=[ONE_YUAN_EACH])
    assert built.rows("select spent, recipients from facts_relief") == [
        (pa.scalar("20000001.01").cast(pa.decimal128(18, 2)).as_py(), 20_000_001)
    ]


def test_what_is_no_number_is_refused_as_ever(builder: Builder) -> None:
    """Infinity is larger than every bound, and no amount."""
    rows = [relief(region_code=code, spent=spent) for code, spent in NUMBERS.items()]
    write_file(builder, "relief", rows, spent=SINGLE)
    built = builder.build()
    assert built.rows("select region_code, spent from facts_relief") == [("440103", 7)]
    assert built.rows("select reason from findings where reason like '%_rounded'") == []


def test_floats_of_16_bits_hold_less(builder: Builder) -> None:
    """2,049 is 2,048 there and 16.01 is 16.02; 15.99 is told apart from the cents beside it."""
    half = [np.float16(number) for number in (15.99, 16.01, 2_049)]
    rows = [
        relief(region_code=code, spent=number, recipients=2)
        for code, number in zip(("440103", "440104", "440105"), half, strict=True)
    ]
    write_file(builder, "relief", rows, spent=pa.float16())
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.row_count, problem.row_number) == ("units_rounded", 1, 3)
    built = builder.build(accept=["units_rounded:relief"])
    assert built.rows(
        "select row_count, row_number from findings where reason = 'cents_rounded'"
    ) == [(1, 2)]


def test_limits_with_more_digits_than_a_column_holds(builder: Builder) -> None:
    """Of 38 digits 30 stand behind the point: no place for the limit of a million millions."""
    spent = pa.decimal128(38, 30)
    rows = [relief(spent=Decimal("1000.5")), relief(region_code="440104", spent=Decimal("-0.001"))]
    write_file(builder, "relief", rows, spent=spent)
    built = builder.build()
    assert built.rows("select spent from facts_relief") == [(Decimal("1000.50"),)]
    assert [reason for *_, reason in built.refused()] == ["below_minimum"]
