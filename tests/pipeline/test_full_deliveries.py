"""A full delivery is held against every one before it, not against the last alone."""

from tests.pipeline.support import Builder, placement, station, write_file
from tests.tiny_exports import Row


def stations(code: str, count: int, **changes: object) -> list[Row]:
    return [station(station_id=f"{code}{n}", region_code=code, **changes) for n in range(count)]


def test_a_part_that_came_in_between_hides_nothing(builder: Builder) -> None:
    """October and November have 广州 alone; of September 15 of 25 rows are not in them."""
    write_file(builder, "stations_2025-09", stations("440103", 10) + stations("430302", 15))
    write_file(builder, "stations_2025-10", stations("440103", 10))
    write_file(builder, "stations_2025-11", stations("440103", 10))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.row_count) == ("little_in_common", 15)
    assert "较早的 stations_2025-09.parquet 共 25 行中有 15 行不在其中" in problem.zh


def test_nor_where_it_was_the_smaller_city(builder: Builder) -> None:
    write_file(builder, "stations_2025-09", stations("440103", 30) + stations("430302", 10))
    write_file(builder, "stations_2025-10", stations("440103", 30))
    write_file(builder, "stations_2025-11", stations("440103", 30))
    (problem,) = builder.refusal(reading=True).problems
    assert (problem.reason, problem.row_count) == ("city_left_out", 10)
    assert "没有湘潭市的任何一行，而较早的 stations_2025-09.parquet 有 10 行" in problem.zh


def test_additions_between_two_full_deliveries(builder: Builder) -> None:
    """October adds one month of 越秀, which November has, too; 湘潭's twelve rows are gone."""
    months = [f"2024-{month:02d}-01" for month in range(1, 13)]
    first = [placement(region_code=c, month=m) for c in ("440104", "430302") for m in months]
    added = [placement(region_code="440104", month="2025-09-01")]
    write_file(builder, "placements_2025-09 全量", first)
    write_file(builder, "placements_2025-10 增量", added)
    write_file(builder, "placements_2025-11 全量", first[:12] + added)
    assert builder.problems(reading=True) == ["city_left_out"]


def test_rows_that_come_and_go_hold_nothing(builder: Builder) -> None:
    """湘潭 had nine stations in September, fewer than a city that is missed; a file of additions
    had a single row, a mistake, which no later one has."""
    write_file(builder, "stations_2025-08_增量", [station(station_id="MISTAKE")])
    write_file(builder, "stations_2025-09", stations("440103", 30) + stations("430302", 9))
    write_file(builder, "stations_2025-10", stations("440103", 30))
    assert builder.read(accept=()).outcomes("stations")["kept"] == 30


def test_states_that_begin_to_be_dated_leave_nothing_out(builder: Builder) -> None:
    """The same stations; those of September had no month of their own."""
    write_file(builder, "stations_2025-09", stations("440103", 12))
    write_file(builder, "stations_2025-10", stations("440103", 12, as_of="2025-09"))
    built = builder.read(accept=())
    assert built.outcomes("stations")["kept"] == 12
    assert built.outcomes("stations")["superseded"] == 12
    assert built.rows("select 1 from findings where reason = 'only_in_older_file'") == []
