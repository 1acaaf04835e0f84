"""Rows with the same key: counted once, settled by the newest delivery, held, or refused."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.pipeline import report_text
from dashboard.settings import REFERENCE
from tests.pipeline.support import Builder, Rows, placement, relief, station
from tests.tiny_exports import Row


def write(builder: Builder, file: str, rows: list[Row], **metadata: str) -> None:
    path = builder.home.exports / f"{file}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame.write_parquet(path, metadata=metadata or None)


def outcomes(**counts: int) -> dict[str, int]:
    names = ("read", "kept", "refused", "identical", "superseded", "recoded")
    return {name: counts.get(name, 0) for name in names}


def test_identical_rows_count_once_the_first_stays(builder: Builder) -> None:
    write(builder, "placements_1", [placement(), placement(region_code="440104"), placement()])
    write(builder, "placements_2", [placement(), placement(month="2025-04")])
    built = builder.read()
    assert built.outcomes("placements") == outcomes(read=5, kept=3, identical=2)
    assert built.refused() == []
    assert built.rows(
        "select file_id, row_number from facts_placements order by file_id, row_number"
    ) == [(1, 1), (1, 2), (2, 2)]
    # Where the others stand, and what they say the same as.
    assert built.rows(
        "select region_code, month::varchar, file_id, row_number, kept_file_id, kept_row_number "
        "from identical_rows order by file_id, row_number"
    ) == [("440103", "2025-03-01", 1, 3, 1, 1), ("440103", "2025-03-01", 2, 1, 1, 1)]


def test_conflicting_rows_are_all_refused(builder: Builder) -> None:
    """Three rows of one key, two of them alike: nobody knows which to believe."""
    write(builder, "placements_1", [placement(), placement(due=11), placement(month="2025-04")])
    write(builder, "placements_2", [placement()])
    built = builder.read()
    assert built.outcomes("placements") == outcomes(read=4, kept=1, refused=3)
    key = "region_code, month, category"
    value = "440103, 2025-03-01, self_employed"
    assert built.rows("select file_id, row_number, column_name, row_key, reason from refused") == [
        (1, 1, key, value, "conflicting_key"),
        (1, 2, key, value, "conflicting_key"),
        (2, 1, key, value, "conflicting_key"),
    ]


def test_a_refused_row_takes_no_part_in_a_conflict(builder: Builder) -> None:
    write(builder, "placements", [placement(), placement(due=-1)])
    built = builder.read()
    assert built.outcomes("placements") == outcomes(read=2, kept=1, refused=1)
    assert [row[-1] for row in built.refused()] == ["below_minimum"]


def test_the_same_key_in_other_spelling_is_the_same_key(builder: Builder) -> None:
    spellings = ["自主就业", "自主　就业 退役士兵", "Self-Employed"]
    others = [
        placement(month="202503", category=one, region_code="440103000000") for one in spellings
    ]
    write(builder, "placements", [placement(), *others])
    assert builder.read().outcomes("placements") == outcomes(read=4, kept=1, identical=3)


def reasons(built: Rows) -> list[tuple[str | None, str, str | None, int | None]]:
    """Table, reason, path and count of the findings on which file holds."""
    return built.rows(
        "select table_name, reason, path, row_count from findings "
        "where table_name is not null order by all"
    )


def told(built: Rows, table: str = "stations") -> dict[str, tuple[int, ...]]:
    """Rows of each file: kept, refused, identical, superseded, added, won."""
    (report,) = [one for one in built.report.tables if one.table == table]
    assert all(file.unaccounted == 0 for file in report.files)
    return {
        file.path.removesuffix(".parquet"): (
            file.kept,
            file.refused,
            file.identical,
            file.superseded,
            file.added,
            file.won,
        )
        for file in report.files
    }


def stations(built: Rows) -> list[tuple[str, int]]:
    return built.rows("select station_id, stars from facts_stations order by station_id")


class TestARegistry:
    """Delivered whole again and again."""

    def test_the_newest_full_refresh_says_what_there_is(self, builder: Builder) -> None:
        """2025-10 is newer than 2025-9, numbers being numbers."""
        write(
            builder,
            "stations_2025-9",
            [station(stars=1), station(station_id="S2"), station(station_id="S3", stars=2)],
        )
        write(
            builder,
            "stations_2025-10",
            [station(stars=4), station(station_id="S2"), station(station_id="S4")],
        )
        built = builder.read(accept=())
        assert built.outcomes("stations") == outcomes(read=6, kept=3, identical=1, superseded=2)
        assert stations(built) == [("S1", 4), ("S2", 3), ("S4", 3)]
        assert told(built) == {
            "stations_2025-9": (0, 0, 1, 2, 0, 0),
            "stations_2025-10": (3, 0, 0, 0, 1, 1),
        }
        assert reasons(built) == [("stations", "only_in_older_file", "stations_2025-9.parquet", 1)]
        (remark,) = [one for one in built.report.remarks if one.reason == "only_in_older_file"]
        assert "S3" in remark.zh
        assert "stations_2025-10.parquet" in remark.zh

    def test_a_hundred_in_march_and_ninety_in_april_are_ninety(self, builder: Builder) -> None:
        march = [station(station_id=f"S{number:03}") for number in range(100)]
        write(builder, "2025-03/stations", march)
        write(builder, "2025-04/stations", march[:90])
        built = builder.read(accept=())
        assert built.outcomes("stations") == outcomes(
            read=190, kept=90, identical=90, superseded=10
        )
        assert "S090、S091、S092、S093、S094" in built.report.remarks[0].zh

    def test_what_the_files_say_of_themselves_comes_before_their_names(
        self, builder: Builder
    ) -> None:
        write(builder, "stations_2025-10", [station(stars=4)], as_of="2025-09-30")
        write(builder, "stations_2025-09", [station(stars=5)], as_of="2025-10-31")
        assert stations(builder.read(accept=())) == [("S1", 5)]

    @pytest.mark.parametrize(
        "other", ["stations_备份", "stations_更正", "stations (1)", "a/stations"]
    )
    def test_without_an_order_files_that_disagree_hold_the_build(
        self, builder: Builder, other: str
    ) -> None:
        rest = [station(station_id=f"S{number}") for number in range(2, 30)]
        write(builder, "stations", [station(stars=1), *rest])
        write(builder, other, [station(stars=5), *rest])
        assert builder.problems(reading=True) == ["files_without_order"]
        (problem,) = builder.refusal(reading=True).problems
        for path in ("stations.parquet", f"{other}.parquet"):
            assert path in problem.zh
            assert path in problem.en
        assert problem.row_count == 1
        built = builder.read(accept=["files_without_order:stations"])
        assert built.outcomes("stations") == outcomes(read=58, kept=28, refused=2, identical=28)
        assert ("S1", 1) not in stations(built)

    def test_every_pair_that_disagrees_is_named(self, builder: Builder) -> None:
        for number in range(1, 5):
            rows = [station(station_id=f"S{one}", stars=number) for one in range(1, 4)]
            write(builder, f"stations_{number}", rows)
        problems = builder.refusal(reading=True).problems
        assert problems[0].reason == "nothing_kept"
        found = [one for one in problems if one.reason == "files_without_order"]
        assert [(one.path, one.row_count) for one in found] == [("stations_1.parquet", 3)] * 3
        assert all(f"stations_{n}.parquet" in found[n - 2].zh for n in (2, 3, 4))

    def test_pairs_are_named_up_to_a_bound(self, builder: Builder) -> None:
        rest = [station(station_id=f"T{one}") for one in range(9)]
        for number in range(1, 24):
            write(builder, f"stations_{number}", [station(full_time=number), *rest])
        built = builder.read(accept=["files_without_order", "too_many_refused"])
        counted = dict(built.rows("select reason, count(*) from findings group by reason"))
        assert counted["files_without_order"] == 20
        (rest,) = built.rows(
            "select row_count from findings where reason = 'more_files_without_order'"
        )
        assert rest == (2,)

    def test_one_date_for_several_files_is_one_delivery(self, builder: Builder) -> None:
        """Parts by province; what is wrong among them is wrong within one delivery."""
        write(builder, "stations_广东_2025-09", [station(), station(station_id="S9")])
        write(builder, "stations_广东_2025-10", [station(stars=4)])
        write(builder, "stations_湖南_2025-10", [station(station_id="S2")])
        built = builder.read(accept=())
        assert stations(built) == [("S1", 4), ("S2", 3)]
        write(builder, "stations_湖北_2025-10", [station(stars=5)])
        assert "files_without_order" in builder.problems(reading=True)

    def test_files_without_dates_are_parts_if_they_agree(self, builder: Builder) -> None:
        write(builder, "stations_1", [station(), station(station_id="S2")])
        write(builder, "stations_2", [station(station_id="S2"), station(station_id="S3")])
        built = builder.read(accept=())
        assert built.outcomes("stations") == outcomes(read=4, kept=3, identical=1)
        assert reasons(built) == []

    def test_parts_that_one_program_wrote_have_no_age(self, builder: Builder) -> None:
        """Spark's append: rows that disagree are conflicts, whatever their random names."""
        rest = [station(station_id=f"S{number}") for number in range(2, 60)]
        write(builder, "stations/part-00000-e0c1.c000.snappy", [station(stars=1), *rest])
        write(builder, "stations/part-00000-2a77.c000.snappy", [station(stars=5)])
        built = builder.read(accept=())
        assert built.outcomes("stations") == outcomes(read=60, kept=58, refused=2)
        assert built.rows("select row_key, reason from refused") == [("S1", "conflicting_key")] * 2

    def test_a_conflict_within_the_newest_file_does_not_lose_the_older_row(
        self, builder: Builder
    ) -> None:
        rest = [station(station_id=f"S{number}") for number in range(2, 60)]
        write(builder, "stations_2025-09", [station(stars=1), *rest])
        write(builder, "stations_2025-10", [station(stars=2), station(stars=3), *rest])
        built = builder.read(accept=())
        assert stations(built)[0] == ("S1", 1)
        assert told(built) == {
            "stations_2025-09": (1, 0, 58, 0, 1, 0),
            "stations_2025-10": (58, 2, 0, 0, 0, 0),
        }

    def test_nor_does_a_row_that_can_not_be_right(self, builder: Builder) -> None:
        """The station is there still, though nobody can read how many stars it has now."""
        rest = [station(station_id=f"S{number}") for number in range(2, 60)]
        write(builder, "stations_2025-09", [station(stars=1), *rest])
        write(builder, "stations_2025-10", [station(stars=9), *rest])
        built = builder.read(accept=())
        assert stations(built)[0] == ("S1", 1)
        assert told(built)["stations_2025-10"] == (58, 1, 0, 0, 0, 0)
        assert reasons(built) == []

    def test_additions_are_named_so(self, builder: Builder) -> None:
        write(builder, "stations_2025-09", [station(stars=1), station(station_id="S2")])
        write(builder, "stations_2025-10_增量", [station(stars=4), station(station_id="S3")])
        built = builder.read(accept=())
        assert stations(built) == [("S1", 4), ("S2", 3), ("S3", 3)]
        assert reasons(built) == []

    def test_or_say_so_themselves(self, builder: Builder) -> None:
        delivery = {"dashboard.delivery": "additions"}
        write(builder, "stations_2025-09", [station(stars=1), station(station_id="S2")])
        write(builder, "stations_2025-10", [station(stars=4)], **delivery)
        assert stations(builder.read(accept=())) == [("S1", 4), ("S2", 3)]

    def test_a_full_refresh_of_something_else_holds_the_build(self, builder: Builder) -> None:
        """One province in September, another in October."""
        write(builder, "stations_2025-09", [station(station_id=f"A{n}") for n in range(10)])
        write(builder, "stations_2025-10", [station(station_id=f"B{n}") for n in range(10)])
        assert builder.problems(reading=True) == ["little_in_common"]
        built = builder.read(accept=["little_in_common"])
        assert built.outcomes("stations") == outcomes(read=20, kept=10, superseded=10)

    def test_one_citys_new_file_is_not_the_whole_registry(self, builder: Builder) -> None:
        """湘潭's ten stations are a quarter of all, and none of them is in October's delivery."""
        own = [station(station_id=f"A{n}") for n in range(30)]
        others = [station(station_id=f"B{n}", region_code="430302") for n in range(10)]
        write(builder, "2025-09_stations_广州", own)
        write(builder, "2025-09_stations_湘潭", others)
        write(builder, "2025-10_stations_广州", own)
        (problem,) = builder.refusal(reading=True).problems
        assert problem.reason == "city_left_out"
        assert "没有湘潭市的任何一行，而较早的" in problem.zh
        assert problem.row_count == 10
        write(builder, "2025-10_stations_湘潭", others[:1])
        assert builder.read(accept=()).outcomes("stations")["kept"] == 31

    @pytest.mark.parametrize(
        ("kept", "gone", "rows", "named"),
        [
            ("420102", "429004", 10, "湖北省不属各市的部分"),
            ("110101", "500229", 10, "重庆市"),
            ("500101", "500229", 10, ""),
            ("440103", "430302", 9, ""),
        ],
        ids=["in no city", "a municipality", "a part of one", "few rows"],
    )
    def test_what_is_a_city(
        self, builder: Builder, kept: str, gone: str, rows: int, named: str
    ) -> None:
        own = [station(station_id=f"A{n}", region_code=kept) for n in range(30)]
        others = [station(station_id=f"B{n}", region_code=gone) for n in range(rows)]
        write(builder, "2025-09_stations", [*own, *others])
        write(builder, "2025-10_stations", own)
        if named:
            (problem,) = builder.refusal(reading=True).problems
            assert f"没有{named}的任何一行" in problem.zh
            assert f"has no row of {named}, of which" in problem.en
        else:
            assert builder.read(accept=()).outcomes("stations")["kept"] == 30

    def test_three_deliveries(self, builder: Builder) -> None:
        for number, stars in ((7, 2), (8, 2), (9, 5)):
            write(builder, f"stations_2025-0{number}", [station(stars=stars)])
        built = builder.read(accept=())
        assert built.outcomes("stations") == outcomes(read=3, kept=1, superseded=2)
        assert built.rows("select stars, file_id from facts_stations") == [(5, 3)]

    def test_a_former_code_is_settled_like_any_other(self, builder: Builder) -> None:
        """330103 下城 was merged into 拱墅: a registry that holds it, in two deliveries."""
        old = station(region_code="330103", unit_code=None, tier="county")
        write(builder, "stations_2025-09", [old, station(station_id="S2")])
        write(builder, "stations_2025-10", [{**old, "stars": 5}, station(station_id="S2")])
        built = builder.read(reference=REFERENCE)
        assert stations(built) == [("S1", 5), ("S2", 3)]


class TestMonths:
    """Each delivery adds to those before, and corrects them."""

    def test_a_later_file_corrects_what_an_earlier_one_said(self, builder: Builder) -> None:
        march, april = placement(), placement(month="2025-04-01")
        write(builder, "placements_2025-03", [march])
        write(builder, "placements_2025-04", [{**march, "due": 12, "placed": 11}, april])
        built = builder.build(accept=())
        assert built.outcomes("placements") == outcomes(read=3, kept=2, superseded=1)
        assert built.rows("select month::varchar, due from facts_placements order by month") == [
            ("2025-03-01", 12),
            ("2025-04-01", 10),
        ]
        assert told(built, "placements") == {
            "placements_2025-03": (0, 0, 0, 1, 0, 0),
            "placements_2025-04": (2, 0, 0, 0, 1, 1),
        }
        assert reasons(built) == [
            ("placements", "corrected_value", "placements_2025-04.parquet", 1)
        ]
        key = "440103, 2025-03-01, self_employed"
        assert built.rows("select * from corrections") == [
            ("placements", key, 2, 1, 1, 1, "due", "10", "12"),
            ("placements", key, 2, 1, 1, 1, "placed", "9", "11"),
        ]
        file = Path(built.report.corrections_file or "")
        assert file.read_text(encoding="utf-8-sig").splitlines()[1] == (
            f'placements,"{key}",due,10,12,placements_2025-04.parquet,1,'
            "placements_2025-03.parquet,1"
        )
        text = report_text(built.report)
        assert "placements_2025-04.parquet 更正了 placements_2025-03.parquet 的 1 行" in text
        assert f"第 1 行（{key}）due：10 → 12" in text

    def test_nothing_goes_that_a_later_file_does_not_repeat(self, builder: Builder) -> None:
        write(builder, "placements_2025-03", [placement()])
        write(builder, "placements_2025-04", [placement(month="2025-04-01")])
        built = builder.read(accept=())
        assert built.outcomes("placements") == outcomes(read=2, kept=2)

    def test_unless_it_is_called_full(self, builder: Builder) -> None:
        march = [placement(month=f"2025-0{n}-01") for n in (1, 2, 3)]
        write(builder, "placements_2025-03", march)
        write(builder, "placements_2025-04_全量", march[:2])
        built = builder.read(accept=())
        assert built.outcomes("placements") == outcomes(read=5, kept=2, identical=2, superseded=1)

    @pytest.mark.parametrize(
        "names",
        [
            ("placements_2025-10", "placements_2025-10_更正"),
            ("relief_1", "relief_2"),
            ("a/placements", "b/placements"),
        ],
    )
    def test_without_an_order_nobody_knows_which_holds(
        self, builder: Builder, names: tuple[str, str]
    ) -> None:
        """A month's file beside its correction of the same date; nothing and zero differ."""
        table = names[0].split("/")[-1].split("_")[0]
        row = relief(budget=None) if table == "relief" else placement()
        other = {**row, **({"budget": 0.0} if table == "relief" else {"placed": 8})}
        rest = [{**row, "month": f"2024-{n:02}-01"} for n in range(1, 13)]
        rest += [{**row, "month": f"2023-{n:02}-01"} for n in range(1, 13)]
        rest += [{**row, "month": f"2022-{n:02}-01"} for n in range(1, 13)]
        write(builder, names[0], [row, *rest])
        write(builder, names[1], [other])
        (problem,) = builder.refusal(reading=True, accept=["too_many_refused"]).problems
        assert problem.reason == "files_without_order"
        for name in names:
            assert f"{name}.parquet" in problem.zh

    def test_corrections_are_named_up_to_a_bound(self, builder: Builder) -> None:
        for number in range(1, 25):
            write(builder, f"placements_2025-01-{number:02}", [placement(due=10 + number)])
        built = builder.read(accept=())
        assert built.outcomes("placements") == outcomes(read=24, kept=1, superseded=23)
        counted = dict(built.rows("select reason, count(*) from findings group by reason"))
        assert counted["corrected_value"] == 20
        (rest,) = built.rows(
            "select row_count from findings where reason = 'more_corrected_values'"
        )
        assert rest == (3,)

    def test_parts_that_conflict_in_the_newest_leave_the_older_row(self, builder: Builder) -> None:
        write(builder, "placements_2025-03", [placement()])
        write(builder, "placements_2025-04", [placement(due=12), placement(due=13)])
        built = builder.read(accept=["too_many_refused"])
        assert built.outcomes("placements") == outcomes(read=3, kept=1, refused=2)
        assert built.rows("select due, file_id from facts_placements") == [(10, 1)]
