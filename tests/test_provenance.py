"""Every figure is followed home: its parts and its rows add up to it, by hand and at random."""

import random
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dashboard.database import open_current
from dashboard.demo.command import register
from dashboard.observations import CategoryFilter
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.provenance import BY_MONTH, BY_REGION, SIDES, UNCOUNTED, Ground, Side, Trace, cents
from dashboard.provenance_beside import corrections, identical, refused
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import OutOfScopeError, Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.tiny_exports import TODAY, arrow_table, tiny_rows, write_tiny_exports

TEN = Period(2025, 1, 10)
GUANGDONG, GUANGZHOU, LIWAN, YUEXIU = "440000", "440100", "440103", "440104"


def reader_of(home: Home) -> Reader:
    return Reader(Session(open_current(home), RegionTree.load()), catalogue())


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return reader_of(tiny_home)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The tiny exports with rows of 2025-02 more: 东山 440102, which became part of 越秀 in 2005,
    and one of 越秀 that is refused, since nobody can be due less than nothing; a newer file
    corrects 荔湾's January from 10 placed to 9. 东山's row stands there twice. 越秀 opened a
    station on 2025-11-05."""
    home = Home(tmp_path_factory.mktemp("told"))
    tables = tiny_rows()
    more = {"month": date(2025, 2, 1), "category": "transferred_officers", "due": 7}
    tables["placements"] += [
        {"region_code": "440102", **more, "placed": 6, "placed_on_time": 5},
        {"region_code": YUEXIU, **more, "due": -1, "placed": 1, "placed_on_time": 1},
        {"region_code": "440102", **more, "placed": 6, "placed_on_time": 5},
    ]
    new = dict(tables["stations"][-1])
    new |= {"station_id": "T-new", "name": "新站", "opened_on": date(2025, 11, 5)}
    tables["stations"].append(new)
    write_tiny_exports(home.exports, tables)
    corrected = [
        row | {"placed": 9}
        for row in tables["placements"]
        if (row["region_code"], row["month"], row["category"])
        == (LIWAN, date(2025, 1, 1), "self_employed")
    ]
    newer = home.exports / "placements_2025-12.parquet"
    pq.write_table(arrow_table(corrected), newer)
    (home.exports / "placements.parquet").rename(home.exports / "placements_2025-11.parquet")
    build(home, today=TODAY)
    return reader_of(home)


def trace(
    reader: Reader,
    indicator: str,
    region: str,
    side: Side = "numerator",
    period: Period = TEN,
    **limits: list[str],
) -> Trace:
    one = reader.catalogue.indicators[indicator]
    return Trace(reader, one, side, region, period, CategoryFilter(**limits))


def rows_of(one: Trace, **asked: str) -> list[dict]:
    query = one.rows(**asked)
    return one.reader.session.rows(query.query, **query.parameters, most=10_000, skip=0)


def check(one: Trace) -> None:
    """The parts by every way and the rows come to the figure."""
    if one.figure is None:
        assert not one.parts(BY_MONTH)
        return
    for by, value in one.sums():
        assert cents(value) == cents(one.figure), (one.indicator.code, one.side, by)
    assert one.unexplained == 0, (one.indicator.code, one.side, one.code, one.period)
    if one.ground is not Ground.COUNTIES:
        counted = sum(float(row["value"]) for row in rows_of(one))
        assert len(rows_of(one)) < 10_000
        assert cents(counted - one.excess) == cents(one.figure)


def test_a_rate_is_followed_to_both_its_parts_and_their_rows(reader: Reader) -> None:
    above = trace(reader, "placement_rate", GUANGZHOU)
    below = trace(reader, "placement_rate", GUANGZHOU, "denominator")
    assert (above.figure, below.figure) == (394, 365)
    assert above.amount.name == "已安置人数"
    parts = {part.name: part.value for part in above.parts(BY_REGION) if part.value is not None}
    assert parts == {"荔湾": 130, "越秀": 260, "本级": 4}
    assert {part.absence for part in above.parts(BY_REGION) if part.value is None} == {"未上报"}
    months = [part.value for part in above.parts(BY_MONTH)]
    assert months == [43, *[39] * 9]
    categories = {part.code: part.value for part in above.parts("placement_category")}
    assert categories == {"transferred_officers": 4, "self_employed": 300, "retired_cadres": 90}
    rows = rows_of(above)
    assert len(rows) == 2 * 10 * 2 + 1 == above.counted.rows
    own = next(row for row in rows if row["region_code"] == GUANGZHOU)
    assert (own["value"], own["source_file"], own["source_row"]) == (4, "placements.parquet", 437)
    assert len(own["sha256"]) == 64
    check(above)
    check(below)


def test_the_row_number_leads_to_the_row_of_the_file(tiny_home: Home, reader: Reader) -> None:
    table = pq.read_table(tiny_home.exports / "placements.parquet").to_pylist()
    for row in rows_of(trace(reader, "placement_rate", LIWAN)):
        # Row 1 holds the headings, as a spreadsheet counts.
        found = next(
            table[n]
            for n in (row["source_row"] - 1, row["source_row"] - 2)
            if table[n]["region_code"] == LIWAN
            and table[n]["month"] == row["month"]
            and table[n]["category"] == row["placement_category"]
        )
        assert found["placed"] == row["value"]


def test_conditions_and_filters_leave_only_the_rows_that_count(reader: Reader) -> None:
    spent = trace(reader, "relief_spent", GUANGZHOU)
    assert spent.figure == 30015
    assert {row["programme"] for row in rows_of(spent)} == {"hardship"}
    limited = trace(reader, "relief_spent", GUANGDONG, fund=["province"])
    assert (limited.figure, [float(row["value"]) for row in rows_of(limited)]) == (100000, [100000])
    assert [part.code for part in limited.parts("fund")] == ["province"]
    for one in (spent, limited, trace(reader, "pensions_spent", GUANGZHOU)):
        check(one)


def test_a_task_of_the_year_counts_from_january(reader: Reader) -> None:
    budget = trace(reader, "budget_execution", GUANGZHOU, "denominator", Period(2025, 7, 9))
    assert budget.figure == 60000
    assert {row["month"] for row in rows_of(budget)} == {date(2025, 1, 1)}
    check(budget)


def test_a_snapshot_counts_the_rows_of_its_last_month(reader: Reader) -> None:
    tombs = trace(reader, "tombs_gathered_rate", "430300")
    assert tombs.ways == [BY_REGION]
    assert [(row["month"], row["value"]) for row in rows_of(tombs)] == [(date(2025, 10, 1), 71)]
    check(tombs)


def test_a_station_counts_between_opening_and_closing(told: Reader) -> None:
    active = trace(told, "stations_active", YUEXIU)
    assert active.figure == 3
    why = {row["unit_id"]: row["state"] for row in rows_of(active, state=UNCOUNTED)}
    assert why == {"T440104003": "closed", "T-new": "not_yet"}
    spring = trace(told, "stations_active", YUEXIU, period=Period(2025, 4, 5))
    assert spring.figure == 4
    assert "T440104003" in {row["unit_id"] for row in rows_of(spring)}
    check(active)
    check(spring)
    haves = trace(told, "five_haves_rate", GUANGZHOU)
    lacking = {row["unit_id"] for row in rows_of(haves, state="lacks")}
    assert lacking == {"T440103002", "V440103002101"}
    check(haves)


def test_a_site_counts_for_an_item_from_the_day_it_was_done(reader: Reader) -> None:
    halls = trace(reader, "exhibition_rate", GUANGZHOU)
    counted = {row["unit_id"] for row in rows_of(halls)}
    why = {row["unit_id"]: row["state"] for row in rows_of(halls, state=UNCOUNTED)}
    assert (halls.figure, counted) == (1, {"M1"})
    assert why == {"M2": "not_done", "M3": "not_done", "M4": "unrated"}
    before = trace(reader, "exhibition_rate", GUANGZHOU, period=Period(2024, 1, 6))
    assert [row["state"] for row in rows_of(before, state="not_yet")] == ["not_yet"]
    for one in (halls, before):
        check(one)
    hunan = trace(reader, "memorial_completion", "430000", "denominator")
    assert hunan.figure == 2
    check(hunan)


def test_a_task_is_overdue_until_it_is_done(reader: Reader) -> None:
    overdue = trace(reader, "tasks_overdue", GUANGZHOU)
    why = {row["unit_id"]: row["state"] for row in rows_of(overdue, state="")}
    expected = {"K1": "done_in_time", "K2": "counted", "K3": "done", "K4": "not_yet"}
    assert why == expected | {"K5": "done_in_time"}
    check(overdue)
    september = trace(reader, "tasks_overdue", GUANGZHOU, period=Period(2025, 9, 9))
    assert {row["unit_id"] for row in rows_of(september)} == {"K2", "K3"}
    check(september)


def test_coverage_is_followed_to_the_units_and_their_stations(reader: Reader) -> None:
    towns = trace(reader, "town_coverage", GUANGZHOU)
    below = trace(reader, "town_coverage", GUANGZHOU, "denominator")
    assert (towns.figure, below.figure) == (3, 6)
    served = {row["station_id"] for row in rows_of(towns)}
    assert served == {"T440103001", "T440103002", "T440104001"}
    (closed,) = rows_of(towns, state="closed")
    assert (closed["station_id"], closed["value"]) == ("T440104003", 0)
    assert rows_of(towns, state="no_station")
    assert sorted(row["value"] for row in rows_of(below)) == [2, 4]
    check(towns)
    check(below)
    counties = trace(reader, "county_coverage", GUANGZHOU, "denominator")
    assert (counties.figure, counties.counted.rows) == (2, 2)


def test_no_more_is_covered_than_there_is_to_cover(tmp_path: Path) -> None:
    """Of three villages with a station the export of units to cover knows two; two stations of one
    village count once. For a unit stands the first station that opened of those that are open; of
    those that closed the last."""
    tables = tiny_rows()
    for row in tables["units"]:
        if row["region_code"] == LIWAN and row["tier"] == "village":
            row["units"] = 1
    again = next(dict(row) for row in tables["stations"] if row["station_id"] == "V440103001101")
    long_ago = {"opened_on": date(2001, 1, 1), "closed_on": date(2002, 1, 1)}
    tables["stations"] += [
        again | {"station_id": "V-again"},
        again | {"station_id": "V-closed"} | long_ago,
        dict(tables["stations"][-2]) | {"station_id": "T-closed"} | long_ago,
    ]
    write_tiny_exports(tmp_path / "exports", tables)
    build(Home(tmp_path), today=TODAY)
    villages = trace(reader_of(Home(tmp_path)), "village_coverage", LIWAN)
    assert (villages.figure, villages.counted.value, villages.excess) == (1, 2, 1)
    assert villages.counted.stations == 3
    assert [(row["station_id"], row["stations"]) for row in rows_of(villages)] == [
        ("V440103001101", 2),
        ("V440103002101", 1),
    ]
    (found,) = rows_of(villages, search="V440103002")
    assert (found["unit_id"], found["total"]) == ("440103002101", 1)
    assert rows_of(villages, search="V-closed") == []
    check(villages)
    towns = trace(reader_of(Home(tmp_path)), "town_coverage", YUEXIU)
    (closed,) = rows_of(towns, state="closed")
    assert (closed["unit_id"], closed["station_id"]) == ("440104003", "T440104003")
    assert {row["state"] for row in rows_of(towns, search="街道", state="uncounted")} == {
        "closed",
        "no_station",
    }
    nation = trace(reader_of(Home(tmp_path)), "village_coverage", "100000")
    assert nation.excess == 1
    check(nation)


def test_what_is_not_known_to_be_covered_has_no_explanation(tiny_copy: Home) -> None:
    """A mart that lost a village is no excess of what there is to cover."""
    database = next(tiny_copy.builds.glob("2*.duckdb"))
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update totals_above_stations set villages_covered = villages_covered - 1 "
            "where region_code = $1 and villages_covered > 0 and month = ("
            "select max(month) from totals_above_stations "
            "where region_code = $1 and villages_covered > 0)",
            [GUANGZHOU],
        )
    villages = trace(reader_of(tiny_copy), "village_coverage", GUANGZHOU)
    assert (villages.excess, villages.unexplained) == (0, -1)


def test_rows_of_an_old_code_are_carried_and_named(told: Reader) -> None:
    placed = trace(told, "placement_rate", YUEXIU)
    assert placed.figure == 260 + 6
    assert (placed.counted.recoded, placed.counted.recoded_value) == (1, 6)
    (carried,) = [row for row in rows_of(placed) if row["reported_region_code"]]
    assert (carried["reported_region_code"], carried["value"]) == ("440102", 6)
    assert rows_of(placed, search="440102") == [carried]
    check(placed)


def test_refused_and_corrected_rows_stand_beside(told: Reader) -> None:
    placed = trace(told, "placement_rate", GUANGZHOU)
    assert placed.figure == 394 + 6 - 1
    asked = refused(placed, everything=False)
    (negative,) = told.session.rows(asked.query, **asked.parameters, most=50, skip=0)
    assert (negative["region_code"], negative["column_name"], negative["value"]) == (
        YUEXIU,
        "due",
        "-1",
    )
    later = trace(told, "placement_rate", GUANGZHOU, period=Period(2025, 3, 10))
    other = refused(later, everything=False)
    assert told.session.rows(other.query, **other.parameters, most=50, skip=0) == []
    asked = corrections(placed)
    assert asked is not None
    (corrected,) = told.session.rows(asked.query, **asked.parameters, most=50, skip=0)
    assert (corrected["old_value"], corrected["new_value"]) == ("10", "9")
    assert corrected["source_file"] == "placements_2025-12.parquet"
    check(placed)


def test_a_row_that_says_the_same_as_another_counts_once_and_is_named(told: Reader) -> None:
    placed = trace(told, "placement_rate", YUEXIU)
    asked = identical(placed)
    (twice,) = told.session.rows(asked.query, **asked.parameters, most=50, skip=0)
    assert (twice["region_code"], twice["month"]) == (YUEXIU, date(2025, 2, 1))
    assert twice["source_row"] == twice["kept_row"] + 2
    assert twice["source_file"] == twice["kept_file"] == "placements_2025-11.parquet"
    for other in (trace(told, "placement_rate", LIWAN), trace(told, "stations_active", YUEXIU)):
        asked = identical(other)
        assert told.session.rows(asked.query, **asked.parameters, most=50, skip=0) == []


def test_who_did_not_report_is_named(reader: Reader) -> None:
    missing = trace(reader, "placement_rate", "430300").missing()
    assert [(region.code, months) for region, months in missing] == [("430382", [9, 10])]


def test_a_search_finds_by_region_and_file(reader: Reader) -> None:
    one = trace(reader, "placement_rate", GUANGZHOU)
    assert {row["region_code"] for row in rows_of(one, search="越秀")} == {YUEXIU}
    assert one.totals("越秀").rows == 20
    assert one.totals("placements.parquet").rows == 41
    assert one.totals("不存在").rows == 0


def test_another_region_is_refused(tiny_home: Home) -> None:
    tree = RegionTree.load()
    narrow = Reader(Session(open_current(tiny_home), tree.under(GUANGZHOU)), catalogue())
    asked = trace(reader_of(tiny_home), "placement_rate", "430000").rows()
    with pytest.raises(OutOfScopeError):
        narrow.session.rows(asked.query, **asked.parameters, most=1, skip=0)


def test_a_rate_that_is_not_known_has_no_figure_on_either_side(reader: Reader) -> None:
    """Of 2024 it is known how many stations there were, not how many had three stars."""
    year = Period(2024, 1, 12)
    one = trace(reader, "three_star_share", GUANGZHOU, "denominator", year)
    assert one.whole.numerator is not None
    assert one.observation.denominator is None
    assert one.figure is None
    assert not one.parts(BY_REGION)


def test_an_amount_has_no_denominator(reader: Reader) -> None:
    with pytest.raises(ValueError, match="no denominator"):
        trace(reader, "relief_spent", GUANGZHOU, "denominator")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("code", catalogue().indicators)
def test_every_figure_of_the_tiny_build_adds_up(reader: Reader, code: str, side: Side) -> None:
    if side == "denominator" and not reader.catalogue.indicators[code].is_rate:
        return
    for region in ("100000", GUANGDONG, GUANGZHOU, YUEXIU, "430321"):
        check(trace(reader, code, region, side))
        check(trace(reader, code, region, side, Period(2024, 4, 6)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A demonstration of two cities over three years, with what is planted in it."""
    import argparse

    home = Home(tmp_path_factory.mktemp("small"))
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    span = ["--from", "2024-01", "--to", "2026-10"]
    parsed = parser.parse_args(["demo", "--cities", "4401,4407", *span, "--out", str(home.exports)])
    assert parsed.run(parsed) == 0
    build(home, today=date(2026, 11, 26))
    return reader_of(home)


def test_random_figures_of_a_demonstration_are_followed_to_their_rows(small: Reader) -> None:
    """From a random figure to its rows, and from each row back to what the file says."""
    chance = random.Random(10)
    tree = small.tree.under(GUANGDONG)
    regions = [
        one.code for city in (GUANGZHOU, "440700") for one in (tree[city], *tree.leaves(city))
    ]
    indicators = list(small.catalogue.indicators.values())
    seen = 0
    for _ in range(60):
        indicator = chance.choice(indicators)
        first = chance.randint(1, 10)
        period = Period(chance.choice((2025, 2026)), first, chance.randint(first, 10))
        side: Side = chance.choice(SIDES) if indicator.is_rate else "numerator"
        one = Trace(small, indicator, side, chance.choice([GUANGDONG, *regions]), period)
        check(one)
        seen += one.figure is not None
    assert seen > 30
