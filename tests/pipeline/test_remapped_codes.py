"""A newer file by today's codes beside an older one by those of then holds the build.

下城 330103 was merged into 拱墅 330105 in 2021, 渝北 500112 was divided in 2025.
"""

import pytest

from tests.pipeline.support import Builder, write_file
from tests.tiny_exports import Row

MONTHS = ("2020-01", "2020-02", "2020-03")
OLD, NEW = "measures_2021-01", "measures_2022-01"


def petitions(months: tuple[str, ...] = MONTHS, **values: int) -> list[Row]:
    """``values`` are a month's, by ``c`` and the code."""
    return [
        {
            "region_code": code[1:],
            "month": month,
            "measure": "petitions_received",
            "value": value,
        }
        for month in months
        for code, value in values.items()
    ]


def test_a_merged_code_that_a_newer_file_has_mapped(builder: Builder) -> None:
    """10 and 20 in each of three months became 31, and would be 41."""
    write_file(builder, OLD, petitions(c330103=10, c330105=20))
    write_file(builder, NEW, petitions(c330105=31))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.table, problem.value, problem.row_count) == (
        "remapped_code",
        "measures",
        "330103",
        1,
    )
    assert (
        "下城区（330103）2020-01 至 2020-03 在 measures_2021-01.parquet 中为 30，"
        "而拱墅区由 60 增至 93（文件 measures_2022-01.parquet）" in problem.zh
    )
    built = builder.build(accept=["remapped_code:measures"])
    assert built.rows("select sum(value)::int from facts_measures") == [(123,)]


def test_a_divided_code(builder: Builder) -> None:
    """渝北's 40 are 10 of 北碚, which had 8 of its own, and 30 of 两江新区."""
    write_file(builder, OLD, petitions(c500112=40, c500109=8))
    write_file(builder, NEW, petitions(c500109=18, c500157=30))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.value) == ("remapped_code", "500112")
    assert "为 120，而北碚区、两江新区由 24 增至 144" in problem.zh


def test_a_mapped_code_after_its_end(builder: Builder) -> None:
    """The old code was used by mistake; the newer file has put it right."""
    write_file(builder, OLD, petitions(("2023-05",), c330103=10))
    write_file(builder, "measures_2024-01", petitions(("2023-05",), c330105=10))
    assert [one.reason for one in builder.refusal().problems] == ["remapped_code"]


@pytest.mark.parametrize(
    ("older", "newer", "name"),
    [
        # Both files have both codes; the heir alone is corrected, by less; other months; a full
        # delivery, beside which the older file is no more.
        (petitions(c330103=10, c330105=20), petitions(c330103=11, c330105=31), NEW),
        (petitions(c330103=10, c330105=20), petitions(c330105=24), NEW),
        (petitions(c330103=10, c330105=20), petitions(("2021-06",), c330105=30), NEW),
        (petitions(c330103=10, c330105=20), petitions(c330105=31), f"{NEW} 全量"),
    ],
)
def test_what_is_not_mapped(
    builder: Builder, older: list[Row], newer: list[Row], name: str
) -> None:
    write_file(builder, OLD, older)
    write_file(builder, name, newer)
    assert "remapped_code" not in {one.reason for one in builder.build().report.accepted}


def test_files_without_an_order(builder: Builder) -> None:
    """Nobody knows which is newer: what they say of one key is held for that."""
    write_file(builder, "measures_a", petitions(c330103=10, c330105=20))
    write_file(builder, "measures_b", petitions(c330105=31))
    reasons = {one.reason for one in builder.refusal().problems}
    assert "files_without_order" in reasons
    assert "remapped_code" not in reasons


def measured(measure: str, **values: int) -> list[Row]:
    return [{**one, "measure": measure} for one in petitions(**values)]


def test_a_newer_file_of_one_measure_is_held_against_that_measure(builder: Builder) -> None:
    """The 1,000 visitors that it does not have do not hide that 10 petitions were added to 20."""
    visitors = measured("memorial_visitors", c330103=900, c330105=1000)
    write_file(builder, OLD, petitions(c330103=10, c330105=20) + visitors)
    write_file(builder, NEW, petitions(c330105=31))
    (problem,) = builder.refusal(reading=True).problems
    assert problem.reason == "remapped_code"
    assert "为 30，而拱墅区由 60 增至 93" in problem.zh


def test_another_measure_by_todays_codes_is_none_of_the_code(builder: Builder) -> None:
    write_file(builder, OLD, petitions(c330103=10, c330105=20))
    write_file(builder, NEW, measured("memorial_visitors", c330105=1000))
    assert builder.read(accept=()).outcomes("measures")["kept"] == 9


def test_a_code_that_the_newest_file_tells_again(builder: Builder) -> None:
    """A last file corrects 下城 by its old code, after another had mapped it."""
    write_file(builder, OLD, petitions(c330103=10, c330105=20))
    write_file(builder, NEW, petitions(c330105=31))
    write_file(builder, "measures_2022-02", petitions(c330103=12))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.value) == ("remapped_code", "330103")
    assert "为 36，而拱墅区由 60 增至 93" in problem.zh


def test_a_file_by_the_codes_of_then_that_comes_last(builder: Builder) -> None:
    """It has both regions: what was mapped is corrected."""
    write_file(builder, OLD, petitions(c330103=10, c330105=20))
    write_file(builder, NEW, petitions(c330105=31))
    write_file(builder, "measures_2022-02", petitions(c330103=10, c330105=20))
    built = builder.read(accept=())
    assert built.rows("select sum(value)::int from facts_measures") == [(90,)]


def test_a_code_that_was_mapped_to_one_that_has_ended_itself(builder: Builder) -> None:
    """云台 320704 was divided in 2001; a part of it is 新浦 320705, which was merged in 2014."""
    write_file(builder, OLD, petitions(c320704=10, c320705=20))
    write_file(builder, NEW, petitions(c320705=31))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.value) == ("remapped_code", "320704")
    assert "由 60 增至 93" in problem.zh


def test_a_zone(builder: Builder) -> None:
    """The zone's 10 are 衡南's now; 衡阳县 was corrected by less."""
    write_file(builder, OLD, petitions(c430471=10, c430422=20, c430421=50))
    write_file(builder, NEW, petitions(c430422=30, c430421=52))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.value) == ("remapped_code", "430471")
    assert "为 30，而衡南县由 60 增至 90" in problem.zh


def test_a_zone_beside_counties_that_are_corrected(builder: Builder) -> None:
    write_file(builder, OLD, petitions(c430471=10, c430422=20, c430421=50))
    write_file(builder, NEW, petitions(c430422=24, c430421=80))
    assert builder.read(accept=()).outcomes("measures")["superseded"] == 6
