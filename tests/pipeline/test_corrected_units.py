"""A correction in another unit is held; one that puts a unit right is not."""

from tests.pipeline.support import Builder, relief, write_file
from tests.tiny_exports import Row

OLD, NEW = "relief_2025-10", "relief_2025-11"
SPENT = (310_500.0, 280_000.0, 455_250.0, 390_000.0)


def spending(*amounts: float) -> list[Row]:
    return [
        relief(month=f"2025-{month:02d}-01", spent=spent, budget=1e6)
        for month, spent in enumerate(amounts, 1)
    ]


def test_a_correction_in_another_unit(builder: Builder) -> None:
    """February and March are sent again in 万元; nothing else has moved."""
    write_file(builder, OLD, spending(*SPENT))
    write_file(builder, NEW, spending(31.05, 28.0, 45.53)[1:])
    problem = next(
        one for one in builder.refusal(reading=True).problems if one.reason == "corrected_unit"
    )
    assert (problem.column, problem.row_count) == ("spent", 2)
    assert "第 1 行由 280,000.00 改为 28.00" in problem.zh


def test_a_correction_that_puts_the_unit_right(builder: Builder) -> None:
    write_file(builder, OLD, spending(SPENT[0], 28.0, *SPENT[2:]))
    write_file(builder, NEW, spending(*SPENT)[1:2])
    built = builder.read(accept=())
    assert built.rows("select spent::double from facts_relief order by month") == [
        (spent,) for spent in SPENT
    ]


def test_a_whole_year_in_another_unit(builder: Builder) -> None:
    """There is nothing that it could be held against but what it replaces."""
    yuan, ten_thousands = spending(*SPENT), spending(*(round(one / 10_000, 2) for one in SPENT))
    write_file(builder, OLD, yuan)
    write_file(builder, NEW, ten_thousands)
    assert "corrected_unit" in builder.problems(reading=True)
    write_file(builder, OLD, ten_thousands)
    write_file(builder, NEW, yuan)
    assert builder.read(accept=()).outcomes("relief")["superseded"] == 4


def test_a_correction_by_another_factor(builder: Builder) -> None:
    write_file(builder, OLD, spending(*SPENT))
    write_file(builder, NEW, spending(SPENT[0], 280.0)[1:])
    assert builder.read(accept=()).outcomes("relief")["superseded"] == 1
