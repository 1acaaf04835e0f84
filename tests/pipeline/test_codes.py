"""Old region codes are carried to today's regions, where there is no doubt which."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.database import Database
from dashboard.observations import own_part
from dashboard.periods import Period
from dashboard.pipeline.codes import CurrentCode, RegionCodes
from dashboard.reader import Reader
from dashboard.region_changes import Change, Zone
from dashboard.regions import Level, Region, RegionTree
from dashboard.session import Session
from dashboard.systems import catalogue
from tests.pipeline.support import ACCEPTED, Builder, Rows, placement, station, write_file


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
    zones = [Zone("440071", "高新区", "440000"), Zone("440072", "新区", "440000")]
    return RegionCodes(RegionTree.from_regions(regions, changes, zones), {"440072": "440001"})


@pytest.mark.parametrize(
    ("code", "carried"),
    [
        ("440001", CurrentCode("440001")),
        ("440011", CurrentCode("440001", "440011")),
        ("440012", CurrentCode("440002", "440012")),
        # Its heirs lie in one province: there its rows count, in no county.
        ("440014", CurrentCode("440000", "440014")),
        ("440071", CurrentCode("440000", "440071")),
        ("440015", CurrentCode(reason="region_abolished")),
        ("440099", CurrentCode(reason="unknown_region")),
        ("810000", CurrentCode(reason="region_not_reporting")),
    ],
)
def test_a_code_is_carried_where_it_has_one_heir(
    codes: RegionCodes, code: str, carried: CurrentCode
) -> None:
    assert codes.to_current(code) == carried


def test_a_leaf_may_be_asked_for(codes: RegionCodes) -> None:
    assert codes.to_current("440000") == CurrentCode("440000")
    assert codes.to_current("440000", "leaf") == CurrentCode(reason="region_not_leaf")
    assert codes.to_current("440011", "leaf") == CurrentCode("440001", "440011")
    assert codes.to_current("440014", "leaf") == CurrentCode(reason="region_split")
    assert codes.to_current("440071", "leaf") == CurrentCode(reason="region_not_leaf")


def test_the_very_region_may_be_asked_for(codes: RegionCodes) -> None:
    assert codes.to_current("440000", "same") == CurrentCode("440000")
    assert codes.to_current("440011", "same") == CurrentCode("440001", "440011")
    for code in ("440012", "440014", "440071", "440072"):
        assert codes.to_current(code, "same") == CurrentCode(reason="region_not_same")


def test_a_zone_counts_in_the_county_that_the_settings_name(codes: RegionCodes) -> None:
    assert codes.to_current("440072") == CurrentCode("440001", "440072")
    tree = RegionTree.from_regions([region("440000", None, Level.PROVINCE, True)], [])
    with pytest.raises(ValueError, match="440072: 440001"):
        RegionCodes(tree, {"440072": "440001"})


def test_only_regions_that_reported_apart_keep_keys_apart(codes: RegionCodes) -> None:
    assert sorted(codes.apart) == ["440012", "440013", "440014", "440015", "440071", "440072"]


def test_a_region_that_was_given_two_other_numbers_is_the_same(codes: RegionCodes) -> None:
    regions = [region("440000", None, Level.PROVINCE, False)]
    regions.append(region("440003", "440000", Level.COUNTY, True))
    changes = [change("440001", "440002", "recode"), change("440002", "440003", "recode")]
    assert not RegionCodes(RegionTree.from_regions(regions, changes)).apart


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
    # One row a key, in what an analyst takes away, too.
    assert built.rows(
        "select placements_due from levels_placements where region_code = '320613'"
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
    built = builder.read()
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
    assert [row[-1] for row in builder.read().refused()] == ["conflicting_key"] * 2


def test_a_renumbered_region_is_one_region_under_both_codes(builder: Builder) -> None:
    """海门 was 320684 until 2020 and is 320614: the same month under both is said twice."""
    write(builder, [placement(region_code="320684"), placement(region_code="320614")])
    built = builder.read()
    assert built.outcomes("placements")["identical"] == 1
    assert built.rows("select region_code from facts_placements") == [("320614",)]


def remarks(built: Rows) -> list[tuple[str, str, int]]:
    """Reason, value and count of every remark."""
    return built.rows(
        "select reason, value, row_count from findings "
        "where grade = 'remark' and reason <> 'accept_not_needed' order by all"
    )


def test_what_was_divided_counts_above_and_is_said(builder: Builder) -> None:
    """渝北 500112 was divided among 北碚 and 两江新区 in 2025."""
    months = [f"2024-{month:02}-01" for month in range(1, 13)]
    write(
        builder,
        [
            placement(region_code=code, month=month, due=100)
            for month in months
            for code in ("500109", "500112", "500105", "500101")
        ],
    )
    built = builder.build()
    assert built.refused() == []
    due = dict(
        built.rows("select region_code, sum(placements_due)::int from mart_placements group by all")
    )
    assert (due["500000"], due["500109"], due["500157"]) == (4800, 1200, 1200)
    assert remarks(built) == [("divided_code", "500112", 12)]
    assert built.rows("select * from undivided_years") == [
        ("500000", "500112", "placements", 2024, 0b1111_1111_1111, True)
    ]
    path = builder.home.builds / f"{built.report.build_id}.duckdb"
    with closing(Database(path)) as database:
        reader = Reader(Session(database, RegionTree.load()), catalogue())
        placed = reader.catalogue.indicators["placements_due"]
        year = Period(2024, 1, 12)
        observation = reader.observation(placed, "500000", year)
        # 37 districts of today are expected, and 渝北 of then.
        assert (observation.value, observation.reporting.all, observation.reporting.expected) == (
            4800,
            4,
            38,
        )
        assert observation.reporting.former == 1
        assert reader.series(placed, "500000", [year])[0].reporting == observation.reporting
        children = [region.code for region in reader.tree.children("500000")]
        apart = own_part(observation, reader.observations(placed, children, year))
        assert apart is not None
        assert (apart.region.name, apart.value) == ("重庆本级及未分到县区", 1200)


def test_a_code_after_its_end_and_beside_its_heir_is_said(builder: Builder) -> None:
    """下城 330103 was merged into 拱墅 330105 in March of 2021: in 2020 there were both."""
    write(
        builder,
        [
            placement(region_code=code, month=month, due=due)
            for month in ("2020-03-01", "2021-03-01", "2025-03-01")
            for code, due in (("330103", 10), ("330105", 20))
        ],
    )
    built = builder.build()
    assert built.rows(
        "select sum(placements_due)::int from mart_placements where region_code = '330105'"
    ) == [(90,)]
    assert remarks(built) == [
        ("code_after_its_end", "330103", 1),
        ("merged_codes_together", "330103", 2),
    ]
    (message,) = built.rows("select message_zh from findings where reason = 'code_after_its_end'")[
        0
    ]
    assert "2021 年以后仍用下城区的旧代码 330103" in message
    assert "330105" in message


def test_codes_since_2000_are_carried(builder: Builder) -> None:
    """密云县 was 110228 until 2015, 东山区 of 广州 440102 until 2005."""
    write(
        builder,
        [
            placement(region_code="110228", month="2014-03-01"),
            placement(region_code="440102", month="2003-03-01"),
        ],
    )
    built = builder.read(accept=["lonely_month:placements", *ACCEPTED])
    assert built.refused() == []
    assert built.rows("select region_code from facts_placements order by 1") == [
        ("110118",),
        ("440104",),
    ]


def test_a_zones_code_counts_in_its_city_or_in_the_county_named(builder: Builder) -> None:
    """济南高新区 was 370171 in the bureau's lists until 2022 and is 370176 since."""
    write(
        builder,
        [placement(region_code="370171"), placement(region_code="370176", month="2025-04-01")],
    )
    built = builder.build()
    assert built.rows("select distinct region_code from facts_placements") == [("370100",)]
    assert remarks(built) == [("zone_code", "370171", 1), ("zone_code", "370176", 1)]
    builder.home.settings.write_text('zones: {"370171": "370112"}', encoding="utf-8")
    assert builder.build().rows("select region_code from facts_placements order by month") == [
        ("370112",),
        ("370100",),
    ]
    builder.home.settings.write_text('zones: {"370171": "370199"}', encoding="utf-8")
    assert builder.problems() == ["bad_settings"]
    builder.home.settings.write_text("zones: {", encoding="utf-8")
    assert builder.problems() == ["bad_settings"]


def test_a_registrys_old_codes_are_carried_to_the_heir(builder: Builder) -> None:
    pl.DataFrame(
        [
            station(station_id="A1", tier="county", unit_code=None, region_code="371202"),
            station(station_id="A2", tier="county", unit_code=None, region_code="370102"),
        ]
    ).write_parquet(builder.home.exports / "stations.parquet")
    built = builder.build()
    assert built.rows(
        "select region_code, sum(counties_covered)::int, sum(counties)::int "
        "from mart_stations where region_code in ('370116', '370102', '370100') "
        "group by all order by 1"
    ) == [("370100", 2, 2), ("370102", 1, 1), ("370116", 1, 1)]
    assert ("code_after_its_end", "371202", 1) in remarks(built)


def test_a_state_of_when_a_code_was_in_force_is_not_after_its_end(builder: Builder) -> None:
    """下城 330103 ended in 2021: its state of 2020 is right, that of 2022 and today's are not."""
    rows = [
        station(tier="county", unit_code=None, region_code="330103", as_of=as_of)
        for as_of in ("2020-12", "2022-12", None)
    ]
    write_file(builder, "stations", rows[:1])
    assert remarks(builder.build()) == []
    write_file(builder, "stations", rows)
    (found,) = [one for one in builder.build().report.remarks if one.region_code]
    assert (found.reason, found.row_count, found.row_number) == ("code_after_its_end", 2, 2)


def test_units_under_an_old_and_a_new_code_add_up_and_are_said(builder: Builder) -> None:
    """江北 500105 became a part of 两江新区 500157 in 2025: 100 and 250 villages are 350."""
    said = [("500105", 2024, 90), ("500105", 2025, 100), ("500157", 2025, 250)]
    rows = [
        {"region_code": code, "year": year, "tier": "village", "units": units}
        for code, year, units in said
    ]
    write_file(builder, "units", rows)
    write_file(
        builder, "stations", [station(tier="county", unit_code="500157", region_code="500157")]
    )
    built = builder.build()
    assert built.rows(
        "select sum(villages)::int from mart_stations where region_code = '500157'"
    ) == [(350,)]
    found = {one.reason: one.zh for one in built.report.remarks}
    assert "两江新区 350 ≠ 0" in found["units_differ_from_list"]
    assert (
        "两江新区有 1 年（2025）同时有自己的代码 500157 和并入它的旧代码 500105 的行"
        in found["merged_codes_together"]
    )


def test_numbers_that_lead_back_to_themselves_lead_to_no_region() -> None:
    """440008 became 440009 and that 440008: following them never ended."""
    changes = [change("440008", "440009", "recode"), change("440009", "440008", "recode")]
    regions = [
        region("100000", None, Level.NATION, False),
        region("440000", "100000", Level.PROVINCE, True),
    ]
    known = RegionCodes(RegionTree(regions, changes))
    assert known.to_current("440008") == CurrentCode(reason="region_abolished")
    assert {"440008", "440009"} <= known.apart
