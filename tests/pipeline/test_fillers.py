"""Numbers of nothing but nines, which forms and systems write where there is no number."""

from decimal import Decimal

import pyarrow as pa

from tests.pipeline.support import Builder, relief, write_file


def test_numbers_of_nines_are_said_and_counts_of_many_hold(builder: Builder) -> None:
    numbers = [(9998, 9999.0), (9999, 999999.0), (99999, 9.99), (999999, 99999999.99)]
    rows = [
        relief(region_code=f"44010{place}", recipients=count, spent=Decimal(str(spent)))
        for place, (count, spent) in enumerate(numbers, start=3)
    ]
    write_file(builder, "relief", rows, spent=pa.decimal128(18, 2))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.column, problem.value) == (
        "filler_number",
        "recipients",
        "999999",
    )
    assert "relief.parquet 第 4 行" in problem.zh
    built = builder.build(accept=["filler_number:relief"])
    assert built.rows(
        "select column_name, value, row_number from findings "
        "where reason = 'perhaps_filler_number' order by row_number, column_name"
    ) == [("recipients", "9999", 2), ("recipients", "99999", 3)]


def test_nines_of_a_measure_are_told_by_its_name(builder: Builder) -> None:
    """Measures are counts, though their column takes fractions; 9999 of one may be by chance."""
    numbers = [("people_visited", 999999.0), ("volunteer_hours", 999999.5), ("studios", 9999.0)]
    rows = [
        {"region_code": "440103", "month": "2025-03", "measure": name, "value": value}
        for name, value in numbers
    ]
    write_file(builder, "measures", rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.value, problem.row_number) == ("filler_number", "999999", 1)
    assert "“走访服务对象”（value）有 1 行是 999999" in problem.zh
    assert "have 999999 as people_visited (" in problem.en
    built = builder.build(accept=["filler_number:measures"])
    assert built.rows("select reason from findings where reason like '%filler%'") == [
        ("filler_number",)
    ]
