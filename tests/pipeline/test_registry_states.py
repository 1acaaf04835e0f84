"""Several states of one registry: each holds from its month until the region's next."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from dashboard.pipeline.marts import build_marts
from tests.pipeline.support import Builder, placement, write_file
from tests.pipeline.support import station as station_row
from tests.test_marts import STATIONS, prepared, standing, station


def test_stars_are_those_of_the_state_and_dates_the_stations_own():
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            STATIONS,
            [
                # s1 rose from three to five stars by the end of 2025.
                station("s1", "u1", "2020-05-01", stars=3, as_of="2024-12-01", row=1),
                station("s1", "u1", "2020-05-01", stars=5, as_of="2025-12-01", row=2),
                # s2 opened between the two states, s3 is in the first alone.
                station("s2", "u2", "2025-03-10", stars=4, as_of="2025-12-01", row=3),
                station("s3", "u3", "2021-01-01", stars=4, as_of="2024-12-01", row=4),
                # s4 closed between the two; both say when, or the first does not know it yet.
                station("s4", None, "2020-01-01", tier="extended", as_of="2024-12-01", row=5),
                station(
                    "s4",
                    None,
                    "2020-01-01",
                    "2025-06-15",
                    tier="extended",
                    as_of="2025-12-01",
                    row=6,
                ),
                # Another county has no dated states.
                station("s9", "u9", "2020-01-01", region="a2", stars=5, row=7),
            ],
        )
        connection.execute(
            "insert into reference_units values ('u1', 'u1', null, 't', 'a1', 'village', '村'),"
            " ('u2', 'u2', null, 't', 'a1', 'village', '村'),"
            " ('u3', 'u3', null, 't', 'a1', 'village', '村')"
        )
        connection.execute("insert into facts_units values ('a1', 2020, 'village', 3)")
        assert [one.breaks for one in build_marts(connection) if one.failed] == []

        def at(month, *columns):
            return tuple(standing(connection, column, month, "a1") for column in columns)

        stars = ("stations_three_star", "stations_national_model")
        assert at("2023-01-01", *stars) == (3, 0)
        assert at("2025-11-01", *stars) == (4, 0)
        # s3 is gone with the second state; s1 has five stars since.
        assert at("2025-12-01", *stars) == (2, 1)
        assert at("2024-12-01", "stations_active", "villages_covered") == (3, 2)
        assert at("2025-03-01", "stations_active", "villages_covered") == (4, 3)
        assert at("2025-12-01", "stations_active", "villages_covered") == (2, 2)
        states = connection.execute("select * from registry_states order by all").fetchall()
        assert states == [("stations", "a1", date(2024, 12, 1))]


def test_a_region_above_has_dated_states_where_all_below_it_have():
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            STATIONS,
            [
                station("s1", "u1", "2020-05-01", as_of="2024-12-01", row=1),
                station("s2", "u2", "2020-05-01", as_of="2023-12-01", region="a2", row=2),
                station("s3", None, "2020-05-01", tier="extended", region="X", row=3),
            ],
        )
        build_marts(connection)
        states = connection.execute("select * from registry_states order by all").fetchall()
        assert states == [
            ("stations", "A", date(2024, 12, 1)),
            ("stations", "a1", date(2024, 12, 1)),
            ("stations", "a2", date(2023, 12, 1)),
        ]


def write(path: Path, *rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows).write_parquet(path)


def test_states_come_as_a_column_or_as_partitions(builder: Builder) -> None:
    exports = builder.home.exports
    for month, stars in (("2024-12", 2), ("2025-10", 4)):
        write(exports / "stations" / f"as_of={month}" / "part-0.parquet", station_row(stars=stars))
    built = builder.build()
    assert built.refused() == []
    assert built.rows("select as_of, stars from facts_stations order by all") == [
        (date(2024, 12, 1), 2),
        (date(2025, 10, 1), 4),
    ]
    (path,) = (exports / "stations" / "as_of=2025-10").iterdir()
    path.unlink()
    (path,) = (exports / "stations" / "as_of=2024-12").iterdir()
    write(
        path.parents[1] / "all.parquet",
        station_row(stars=2, as_of="2024年12月"),
        station_row(stars=4, as_of="2025年10月"),
        station_row(stars=4, as_of="2025年10月"),
    )
    path.unlink()
    built = builder.build()
    assert built.rows("select as_of, stars from facts_stations order by all") == [
        (date(2024, 12, 1), 2),
        (date(2025, 10, 1), 4),
    ]
    assert built.outcomes("stations")["identical"] == 1


def test_a_newer_delivery_leaves_older_states_where_they_are(builder: Builder) -> None:
    exports = builder.home.exports
    write(exports / "stations_2025-01.parquet", station_row(stars=2, as_of="2024-12-01"))
    write(exports / "stations_2025-11.parquet", station_row(stars=4, as_of="2025-10-01"))
    built = builder.build()
    assert built.rows("select as_of, stars from facts_stations order by all") == [
        (date(2024, 12, 1), 2),
        (date(2025, 10, 1), 4),
    ]


def test_a_state_that_begins_after_the_data_is_said(builder: Builder) -> None:
    """Rows without a month come after October's state, and monthly data reaches October."""
    exports = builder.home.exports
    dated = station_row(stars=2, as_of="2025-10")
    write(exports / "stations_a.parquet", dated)
    write(exports / "stations_b.parquet", station_row(stars=4), station_row(station_id="S2"))
    write(exports / "placements.parquet", placement(month="2025-10"))
    built = builder.build(accept=())
    (remark,) = built.report.remarks
    assert (remark.reason, remark.row_count) == ("state_to_come", 2)
    assert "有 2 行的状态从 2025-11 起算（如 stations_b.parquet 第 1 行）" in remark.zh
    assert "晚于数据截止的 2025-10" in remark.zh
    write(exports / "placements.parquet", placement(month="2025-11"))
    assert builder.build(accept=["months_gone"]).report.remarks == []
    write(exports / "stations_a.parquet", dated | {"as_of": "2025-09"})
    write(exports / "placements.parquet", placement(month="2025-10"))
    assert builder.build(accept=["months_gone"]).report.remarks == []


def test_a_state_of_the_changed_stations_alone_holds_the_build(builder: Builder) -> None:
    """Twelve stations in June; the state of October names two: ten would be gone from then on."""
    path = builder.home.exports / "stations.parquet"
    june = [station_row(station_id=f"S{n}", stars=2, as_of="2025-06") for n in range(12)]
    october = [row | {"stars": 4, "as_of": "2025-10"} for row in june]
    write(path, *june, *october[:2])
    (held,) = builder.refusal().problems
    assert held.reason == "state_lacks_stations"
    assert "荔湾区（440103）2025-10 的状态没有 2025-06 的 12 个未撤销站点中的 10 个" in held.zh
    assert held.zh.endswith("加 --accept state_lacks_stations:stations 发布。")
    # Half of them may be gone, and those that closed are not asked for.
    write(path, *june, *october[:6])
    assert builder.build(accept=()).refused() == []
    closed = [row | {"closed_on": "2025-09-30"} for row in june[:7]]
    write(path, *closed, *june[7:], *october[7:])
    assert builder.build(accept=("rows_shrink",)).refused() == []


def test_undated_rows_beside_dated_ones_of_one_time_hold_the_build(builder: Builder) -> None:
    """The undated are a state of their own, all that there is from July on."""
    path = builder.home.exports / "stations.parquet"
    dated = [station_row(station_id=f"S{n}", as_of="2025-06") for n in range(12)]
    undated = [station_row(station_id=f"T{n}", as_of=None) for n in range(12)]
    write(path, *dated, *undated)
    (held,) = builder.refusal().problems
    assert held.reason == "state_lacks_stations"
    assert "2025-07 的状态没有 2025-06 的 12 个未撤销站点中的 12 个" in held.zh


def test_a_state_that_is_sent_again_is_that_state(builder: Builder) -> None:
    """A mistake of September's state is put right in November; June's stays as it was."""
    june = [station_row(station_id=name, as_of="2025-06") for name in ("S1", "S2")]
    september = [station_row(station_id=f"S{number}", as_of="2025-09") for number in range(1, 6)]
    write_file(builder, "stations_2025-07", june)
    write_file(builder, "stations_2025-10", september)
    write_file(builder, "stations_2025-11", september[:4])
    built = builder.read(accept=())
    assert built.rows(
        "select as_of, count(*), max(station_id) from facts_stations group by 1 order by 1"
    ) == [(date(2025, 6, 1), 2, "S2"), (date(2025, 9, 1), 4, "S4")]
    assert built.rows(
        "select path, value, row_count from findings where reason = 'only_in_older_file'"
    ) == [("stations_2025-10.parquet", "S5", 1)]


def test_a_state_of_another_region_is_not_that_state(builder: Builder) -> None:
    """荔湾's state is sent again, 越秀's is not; additions leave nothing out."""
    of = {name: station_row(station_id=name, as_of="2025-09") for name in ("S1", "S2", "S3")}
    other = station_row(station_id="T1", region_code="440104", as_of="2025-09")
    write_file(builder, "stations_2025-10", [*of.values(), other])
    write_file(builder, "stations_2025-11", [of["S1"], of["S2"]])
    write_file(builder, "stations_2025-12_增量", [of["S1"]])
    kept = builder.read(accept=()).rows("select station_id from facts_stations order by 1")
    assert kept == [("S1",), ("S2",), ("T1",)]


def test_a_countys_only_station_that_moves_counts_once() -> None:
    """The county that it left has no later state that would say that it is gone."""
    with duckdb.connect() as connection:
        prepared(connection)
        connection.executemany(
            STATIONS,
            [
                station("s1", "u1", "2020-05-01", as_of="2024-12-01", row=1),
                station("s2", "u2", "2020-05-01", region="a2", as_of="2024-12-01", row=2),
                station("s1", "u1", "2020-05-01", region="a2", as_of="2025-06-01", row=3),
                station("s2", "u2", "2020-05-01", region="a2", as_of="2025-06-01", row=4),
            ],
        )
        build_marts(connection)

        def active(region: str, month: str):
            return standing(connection, "stations_active", month, region)

        assert [active("a1", month) for month in ("2025-05-01", "2025-06-01")] == [1, 0]
        assert [active("a2", month) for month in ("2025-05-01", "2025-06-01")] == [1, 2]
