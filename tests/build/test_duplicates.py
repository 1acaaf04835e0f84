"""Rows with the same key: counted once, settled by the newest file, or all refused."""

import polars as pl

from tests.build.support import Builder, placement, station
from tests.tiny_exports import Row


def write(builder: Builder, file: str, rows: list[Row]) -> None:
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(
        builder.home.exports / f"{file}.parquet"
    )


def outcomes(**counts: int) -> dict[str, int]:
    names = ("read", "kept", "refused", "identical", "superseded", "recoded")
    return {name: counts.get(name, 0) for name in names}


def test_identical_rows_count_once_the_first_stays(builder: Builder) -> None:
    write(builder, "placements_1", [placement(), placement(region_code="440104"), placement()])
    write(builder, "placements_2", [placement(), placement(month="2025-04")])
    built = builder.build()
    assert built.outcomes("placements") == outcomes(read=5, kept=3, identical=2)
    assert built.refused() == []
    assert built.rows(
        "select file_id, row_number from facts_placements order by file_id, row_number"
    ) == [(1, 1), (1, 2), (2, 2)]


def test_conflicting_rows_are_all_refused(builder: Builder) -> None:
    """Three rows of one key, two of them alike: nobody knows which to believe."""
    write(builder, "placements_1", [placement(), placement(due=11), placement(month="2025-04")])
    write(builder, "placements_2", [placement()])
    built = builder.build()
    assert built.outcomes("placements") == outcomes(read=4, kept=1, refused=3)
    key = "region_code, month, category"
    value = "440103, 2025-03-01, self_employed"
    assert built.rows("select file_id, row_number, column_name, value, reason from refused") == [
        (1, 1, key, value, "conflicting_key"),
        (1, 2, key, value, "conflicting_key"),
        (2, 1, key, value, "conflicting_key"),
    ]


def test_a_refused_row_takes_no_part_in_a_conflict(builder: Builder) -> None:
    write(builder, "placements", [placement(), placement(due=-1)])
    built = builder.build()
    assert built.outcomes("placements") == outcomes(read=2, kept=1, refused=1)
    assert [row[-1] for row in built.refused()] == ["below_minimum"]


def test_the_same_key_in_other_spelling_is_the_same_key(builder: Builder) -> None:
    write(
        builder,
        "placements",
        [placement(), placement(month="202503", category="自主就业", region_code="440103000000")],
    )
    assert builder.build().outcomes("placements") == outcomes(read=2, kept=1, identical=1)


def test_in_a_registry_the_newest_file_wins(builder: Builder) -> None:
    """2025-10 is newer than 2025-9, numbers being numbers. What it does not repeat still holds."""
    write(
        builder,
        "stations_2025-9",
        [station(stars=1), station(station_id="S2"), station(station_id="S3", stars=2)],
    )
    write(builder, "stations_2025-10", [station(stars=4), station(station_id="S2")])
    built = builder.build()
    assert built.outcomes("stations") == outcomes(read=5, kept=3, identical=1, superseded=1)
    assert built.rows("select station_id, stars from facts_stations order by station_id") == [
        ("S1", 4),
        ("S2", 3),
        ("S3", 2),
    ]


def test_a_conflict_within_the_newest_file_is_refused(builder: Builder) -> None:
    """Going back to what the older file says would hide that the newest is wrong."""
    write(builder, "stations_1", [station(stars=1)])
    write(builder, "stations_2", [station(stars=2), station(stars=3)])
    built = builder.build()
    assert built.outcomes("stations") == outcomes(read=3, refused=2, superseded=1)
    assert [row[2:] for row in built.refused()] == [("station_id", "S1", "conflicting_key")] * 2


def test_three_files_of_a_registry(builder: Builder) -> None:
    """Two older files agree and the newest differs: both are superseded."""
    for number, stars in ((1, 2), (2, 2), (3, 5)):
        write(builder, f"stations_{number}", [station(stars=stars)])
    built = builder.build()
    assert built.outcomes("stations") == outcomes(read=3, kept=1, superseded=2)
    assert built.rows("select stars, file_id from facts_stations") == [(5, 3)]
