"""A newer file that puts a row's region, month or category right leaves the older row beside it."""

import pytest

from tests.pipeline.support import Builder, placement, write_file
from tests.tiny_exports import Row

CODES = ("440103", "440104", "440105", "440106")
OLD, NEW = "placements_2025-10", "placements_2025-11"


def reports(*months: str, codes: tuple[str, ...] = CODES) -> list[Row]:
    """A row of each region and month, with numbers of its own."""
    return [
        row(code, month, 20 + 7 * CODES.index(code) + 30 * (int(month[5:7]) - 1))
        for month in months
        for code in codes
    ]


def row(code: str, month: str, placed: int, category: str = "self_employed") -> Row:
    return placement(
        region_code=code,
        month=month,
        category=category,
        due=placed + 4,
        placed=placed,
        placed_on_time=placed - 3,
    )


def changed(rows: list[Row], at: int, **changes: str) -> list[Row]:
    return [{**one, **changes} if number == at else one for number, one in enumerate(rows)]


@pytest.mark.parametrize(
    ("older", "was", "now"),
    [
        (
            changed(reports("2025-03-01"), 1, region_code="440117"),
            "440117, 2025-03-01, self_employed",
            "440104, 2025-03-01, self_employed",
        ),
        (
            changed(reports("2025-03-01"), 1, category="assigned_work"),
            "440104, 2025-03-01, assigned_work",
            "440104, 2025-03-01, self_employed",
        ),
    ],
)
def test_a_row_that_was_moved(builder: Builder, older: list[Row], was: str, now: str) -> None:
    """越秀's 57 of 61 would count twice."""
    write_file(builder, OLD, older)
    write_file(builder, NEW, reports("2025-03-01"))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.value, problem.row_count) == ("moved_rows", was, 1)
    assert f"如“{was}”改为“{now}”" in problem.zh


@pytest.mark.parametrize(("at", "rows"), [((1, 2), 2), ((1,), 0)])
def test_two_rows_of_another_month(builder: Builder, at: tuple[int, ...], rows: int) -> None:
    """A month tells half as much as a region: 越秀's 57 and 海珠's 64 together, not one alone."""
    older = reports("2025-03-01")
    for number in at:
        older = changed(older, number, month="2025-04-01")
    write_file(builder, OLD, older)
    write_file(builder, NEW, reports("2025-03-01"))
    if not rows:
        assert builder.read(accept=()).outcomes("placements")["kept"] == 5
        return
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.row_count) == ("moved_rows", rows)


def test_a_later_file_that_sends_nothing_again_moves_nothing(builder: Builder) -> None:
    """从化 is late and has the numbers of 越秀; months follow with those of the month before."""
    write_file(builder, OLD, reports("2025-03-01"))
    late = row("440117", "2025-03-01", 87)
    write_file(builder, NEW, [late, changed(reports("2025-03-01"), 1, month="2025-04-01")[1]])
    assert builder.read().outcomes("placements")["kept"] == 6


def test_months_that_are_alike_are_not_moved(builder: Builder) -> None:
    """越秀, late with March, always has the same numbers."""
    same = [row("440104", f"2025-0{month}-01", 40) for month in (4, 5)]
    march = reports("2025-03-01", codes=("440103", "440105", "440106"))
    write_file(builder, OLD, [*march, *same])
    write_file(builder, NEW, [*march, row("440104", "2025-03-01", 40)])
    assert builder.read().outcomes("placements")["kept"] == 6


def test_a_row_of_small_numbers_shows_nothing(builder: Builder) -> None:
    march = reports("2025-03-01")
    write_file(builder, OLD, [*march, row("440117", "2025-03-01", 4)])
    write_file(builder, NEW, [*march, row("440118", "2025-03-01", 4)])
    assert builder.read().outcomes("placements")["kept"] == 6


def test_a_row_that_a_newer_file_leaves_out_is_said_to_count(builder: Builder) -> None:
    write_file(builder, OLD, reports("2025-03-01"))
    write_file(builder, NEW, reports("2025-03-01", codes=CODES[:3]))
    built = builder.read()
    found = built.rows(
        "select region_code, value, row_count from findings where reason = 'row_left_out'"
    )
    assert found == [("440106", "440106, 2025-03-01, self_employed", 1)]
    assert built.outcomes("placements")["kept"] == 4


def test_a_row_that_is_refused_in_the_newer_file_is_not_left_out(builder: Builder) -> None:
    march = reports("2025-03-01")
    write_file(builder, OLD, march)
    write_file(builder, NEW, [*march[:3], {**march[3], "placed": -1}])
    built = builder.read()
    assert built.rows("select 1 from findings where reason = 'row_left_out'") == []
