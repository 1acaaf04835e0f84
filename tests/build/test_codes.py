"""Old region codes are carried to today's regions, where there is no doubt which."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.build.codes import Carried, RegionCodes
from dashboard.regions import Change, Level, Region, RegionTree
from tests.build.support import Builder, placement


def region(code: str, parent: str | None, level: Level, leaf: bool) -> Region:
    return Region(
        code, code, code, level, parent, None, None, leaf, "", int(code), "", "", reports=True
    )


def change(old: str, new: str | None, kind: str, share: float | None = 1.0) -> Change:
    return Change(old, old, new, new or "", 2020, kind, share, "")


@pytest.fixture
def codes() -> RegionCodes:
    """Two counties of one province. A was renumbered; B and C were merged; D was divided."""
    regions = [
        region("100000", None, Level.NATION, False),
        region("440000", "100000", Level.PROVINCE, False),
        region("440001", "440000", Level.COUNTY, True),
        region("440002", "440000", Level.COUNTY, True),
        replace(region("810000", "100000", Level.PROVINCE, True), reports=False),
    ]
    changes = [
        change("440011", "440001", "recode"),
        change("440012", "440002", "merge"),
        change("440013", "440002", "merge"),
        change("440014", "440001", "split", 0.5),
        change("440014", "440002", "split", 0.5),
        change("440015", None, "abolish"),
    ]
    return RegionCodes(RegionTree.from_regions(regions, changes))


@pytest.mark.parametrize(
    ("code", "carried"),
    [
        ("440001", Carried("440001")),
        ("440011", Carried("440001", "440011")),
        ("440012", Carried("440002", "440012")),
        ("440014", Carried(reason="region_split")),
        ("440015", Carried(reason="region_abolished")),
        ("440099", Carried(reason="unknown_region")),
        ("810000", Carried(reason="region_not_reporting")),
    ],
)
def test_a_code_is_carried_where_it_has_one_heir(
    codes: RegionCodes, code: str, carried: Carried
) -> None:
    assert codes.carry(code) == carried


def test_a_leaf_may_be_asked_for(codes: RegionCodes) -> None:
    assert codes.carry("440000") == Carried("440000")
    assert codes.carry("440000", leaf=True) == Carried(reason="region_not_leaf")
    assert codes.carry("440011", leaf=True) == Carried("440001", "440011")


def test_only_regions_that_reported_apart_keep_keys_apart(codes: RegionCodes) -> None:
    assert codes.merged == ["440012", "440013"]


def write(builder: Builder, rows: list[dict[str, object]]) -> None:
    path: Path = builder.home.exports / "placements.parquet"
    pl.DataFrame(rows).write_parquet(path)


def test_merged_regions_are_kept_apart_and_add_up(builder: Builder) -> None:
    """崇川 320602 and 港闸 320611 became 320613 in 2020; both reported the month."""
    write(
        builder,
        [
            placement(region_code="320602", due=10),
            placement(region_code="320611", due=20),
            placement(region_code="440103", due=40),
        ],
    )
    built = builder.build()
    assert built.refused() == []
    assert built.outcomes("placements")["recoded"] == 2
    assert built.rows(
        "select region_code, reported_region_code, due from facts_placements order by due"
    ) == [("320613", "320602", 10), ("320613", "320611", 20), ("440103", None, 40)]
    assert built.rows(
        "select sum(placements_due) from mart_placements where region_code = '320613'"
    ) == [(30,)]


def test_what_comes_behind_thousands_of_sound_rows_is_judged_all_the_same(
    builder: Builder,
) -> None:
    """Rows that may all be taken as they are are not judged one value at a time; where one may not
    be, all are, and none stands twice."""
    months = [date(year, month, 1) for year in range(2005, 2025) for month in range(1, 13)]
    categories = ("self_employed", "assigned_work", "demobilised", "retired_cadres")
    sound = [
        placement(region_code=code, month=month, category=category)
        for code in ("440103", "441900", "440100")
        for month in months
        for category in categories
    ]
    assert len(sound) > 2_000
    january = date(2025, 1, 1)
    late = [
        placement(region_code="320602", month=january, due=20),
        placement(region_code="440103", month=january, category="复员", due=30),
        placement(region_code="440103", month=date(2025, 2, 15), due=40),
        placement(region_code="999999", month=january, due=50),
        placement(region_code="440103", month=date(1999, 1, 1), due=60),
    ]
    write(builder, [*sound, *late])
    built = builder.build()
    assert built.outcomes("placements")["kept"] == len(sound) + 3
    assert sorted(row[-1] for row in built.refused()) == ["below_minimum", "unknown_region"]
    assert built.rows(
        "select region_code, reported_region_code, category, month from facts_placements "
        "where due > 10 order by due"
    ) == [
        ("320613", "320602", "self_employed", january),
        ("440103", None, "demobilised", january),
        ("440103", None, "self_employed", date(2025, 2, 1)),
    ]


def test_rows_of_one_merged_region_still_conflict(builder: Builder) -> None:
    write(
        builder,
        [
            placement(region_code="320602", due=10),
            placement(region_code="320602", due=11),
            placement(),
        ],
    )
    assert [row[-1] for row in builder.build().refused()] == ["conflicting_key"] * 2


def test_a_renumbered_region_is_one_region_under_both_codes(builder: Builder) -> None:
    """海门 was 320684 until 2020 and is 320614: the same month under both is said twice."""
    write(builder, [placement(region_code="320684"), placement(region_code="320614")])
    built = builder.build()
    assert built.outcomes("placements")["identical"] == 1
    assert built.rows("select region_code from facts_placements") == [("320614",)]
