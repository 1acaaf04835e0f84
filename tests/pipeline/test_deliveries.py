"""Which file of a table is newer, and which says everything there is."""

from datetime import date

import pytest

from dashboard.contracts import load_contracts
from dashboard.pipeline.deliveries import Described, deliveries, delivery_findings

TODAY = date(2026, 11, 20)
CONTRACTS = load_contracts()


def ages(*paths: str, table: str = "stations") -> list[int]:
    return [one.age for one in deliveries(CONTRACTS[table], [Described(path) for path in paths])]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("stations_2026-09.parquet", "stations_2026-10.parquet"),
        ("stations_2025-9.parquet", "stations_2025-10.parquet"),
        ("stations_2026_09.parquet", "stations_2026_10.parquet"),
        ("stations_202612.parquet", "stations_202701.parquet"),
        ("stations_20261031.parquet", "stations_20261101.parquet"),
        ("stations_2026-10-31.parquet", "stations_2026-11-01.parquet"),
        ("stations_2026.10.31.parquet", "stations_2026.11.01.parquet"),
        ("服务站点台账_2026年9月.parquet", "服务站点台账_2026年10月.parquet"),
        ("2026年9月30日服务站点.parquet", "2026年10月8日服务站点.parquet"),
        ("stations_2026Q3.parquet", "stations_2026Q4.parquet"),
        ("stations_2025年.parquet", "stations_2026年.parquet"),
        ("stations_2025.parquet", "stations_2026.parquet"),
        ("stations_20261031T080000.parquet", "stations_20261031T200000.parquet"),
        ("stations_20261031080000.parquet", "stations_20261031200000.parquet"),
        ("ｓｔａｔｉｏｎｓ_２０２６０９.parquet", "stations_202610.parquet"),
        # In a folder; a folder of a partition, if it is no column's.
        ("2026-09/stations.parquet", "2026-10/stations.parquet"),
        ("stations/dt=20260930/000000_0", "stations/dt=20261031/000000_0"),
        ("stations/2026-09/part-00000-1a.parquet", "stations/2026-10/part-00000-0b.parquet"),
        # A month has its year in another folder.
        ("2026年/9月/stations.parquet", "2026年/10月/stations.parquet"),
        ("2025/stations_12月.parquet", "2026/stations_1月.parquet"),
        # Months reported and days of export, which agree.
        ("stations_2026-09_20261102.parquet", "stations_2026-10_20261103.parquet"),
        ("stations_2026-10_20261102.parquet", "stations_2026-10_20261103.parquet"),
        ("stations_2026-01至2026-09.parquet", "stations_2026-01至2026-10.parquet"),
    ],
)
def test_a_date_in_one_form_in_every_name_is_an_order(older: str, newer: str) -> None:
    assert ages(older, newer) == [0, 1]
    assert ages(newer, older) == [1, 0]


@pytest.mark.parametrize(
    "paths",
    [
        ("stations.parquet", "stations_备份.parquet"),
        ("stations.parquet", "stations_更正.parquet"),
        ("stations.parquet", "stations (1).parquet"),
        ("stations_9.parquet", "stations_10.parquet"),
        ("stations_v1.parquet", "stations_v2.parquet"),
        # A date in some, in several forms, without a year, or impossible.
        ("stations.parquet", "stations_2026-10.parquet"),
        ("stations_2026-09.parquet", "stations_202610.parquet"),
        ("stations_2026年9月.parquet", "stations_2026-10.parquet"),
        ("stations_9月.parquet", "stations_10月.parquet"),
        ("stations_202613.parquet", "stations_202614.parquet"),
        ("stations_440100.parquet", "stations_440300.parquet"),
        # Dates that contradict: the later month was exported earlier.
        ("stations_2026-09_20261103.parquet", "stations_2026-10_20261102.parquet"),
        # Random names that look like dates, and years of data.
        ("stations/20261031-1111-4111-8111-111111111111.parquet",
         "stations/20261101-1111-4111-8111-111111111111.parquet"),
        ("stations/region_code=110000/0.parquet", "stations/region_code=120000/0.parquet"),
        ("stations/year=2025/0.parquet", "stations/year=2026/0.parquet"),
    ],
)  # fmt: skip
def test_nothing_else_is_an_order(paths: tuple[str, ...]) -> None:
    assert ages(*paths) == [0, 0]


def test_months_as_partitions_are_columns_and_no_order() -> None:
    paths = ["placements/month=2025-03/0.parquet", "placements/month=2025-04/0.parquet"]
    assert ages(*paths, table="placements") == [0, 0]


def test_files_of_one_date_are_of_one_age() -> None:
    assert ages("stations_a_2026-10", "stations_b_2026-09", "stations_c_2026-10") == [1, 0, 1]
    assert ages("stations_2026-10.parquet") == [0]
    assert deliveries(CONTRACTS["stations"], []) == []


def metadata_ages(*said: dict[str, str], names: tuple[str, ...] = ("a", "b")) -> list[int]:
    files = [Described(name, metadata) for name, metadata in zip(names, said, strict=True)]
    return [one.age for one in deliveries(CONTRACTS["stations"], files)]


@pytest.mark.parametrize("key", ["dashboard.as_of", "as_of", "export_date"])
@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026-09", "2026-10"),
        ("2026-09-30", "2026-10-01"),
        ("2026-10-31T08:00:00", "2026-10-31T09:00:00"),
        ("2026-10-31T09:00:00+08:00", "2026-10-31T02:00:00Z"),
    ],
)
def test_what_the_files_say_of_themselves_is_an_order(key: str, older: str, newer: str) -> None:
    assert metadata_ages({key: newer}, {key: older}) == [1, 0]
    # It comes before the names.
    names = ("stations_2026-09", "stations_2026-10")
    assert metadata_ages({key: newer}, {key: older}, names=names) == [1, 0]


@pytest.mark.parametrize(
    "said",
    [
        ({"as_of": "2026-09"}, {}),
        ({"as_of": "2026-09"}, {"export_date": "2026-10"}),
        ({"as_of": "2026-09"}, {"as_of": "2026-10-31"}),
        ({"as_of": "2026-09"}, {"as_of": "last month"}),
        ({"as_of": "2026-10-31T08:00:00"}, {"as_of": "2026-10-31T09:00:00Z"}),
    ],
)
def test_metadata_in_some_files_or_in_several_forms_is_none(said: tuple[dict, dict]) -> None:
    assert metadata_ages(*said) == [0, 0]
    # Then the names may say it.
    names = ("stations_2026-09", "stations_2026-10")
    assert metadata_ages(*said, names=names) == [0, 1]


@pytest.mark.parametrize(
    ("table", "path", "metadata", "full"),
    [
        ("stations", "stations_2026-10.parquet", {}, True),
        ("placements", "placements_2026-10.parquet", {}, False),
        ("units", "units.parquet", {}, False),
        ("stations", "stations_2026-10_增量.parquet", {}, False),
        ("stations", "stations_delta_2026-10.parquet", {}, False),
        ("placements", "placements_2026-10_全量.parquet", {}, True),
        ("placements", "全量/2026-10/placements.parquet", {}, True),
        ("placements", "FULL/placements_增量.parquet", {}, False),
        ("stations", "stations_deltaville.parquet", {}, True),
        ("stations", "stations_全量增量.parquet", {}, True),
        ("stations", "stations.parquet", {"dashboard.delivery": "additions"}, False),
        ("placements", "placements_增量.parquet", {"dashboard.delivery": "full"}, True),
    ],
)
def test_full_or_additions(table: str, path: str, metadata: dict[str, str], full: bool) -> None:
    (one,) = deliveries(CONTRACTS[table], [Described(path, metadata)])
    assert one.full is full


@pytest.mark.parametrize(
    ("path", "writing"),
    [
        ("stations/part-00000-1b9d6bcd.c000.snappy.parquet", "stations/"),
        ("stations/part-0.parquet", "stations/"),
        ("stations/month=2025-03/000000_0", "stations/"),
        ("stations/data_0.parquet", "stations/"),
        ("stations/00000000.parquet", "stations/"),
        ("stations/00000-1-9f1c.parquet", "stations/"),
        ("stations/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d-0.parquet", "stations/"),
        # Names that people give.
        ("stations/1.parquet", "stations/1.parquet"),
        ("stations/440000.parquet", "stations/440000.parquet"),
        ("stations/更正.parquet", "stations/更正.parquet"),
        ("stations_2.parquet", "stations_2.parquet"),
    ],
)
def test_what_one_program_wrote_together(path: str, writing: str) -> None:
    (one,) = deliveries(CONTRACTS["stations"], [Described(path)])
    assert one.writing == writing


def said(*files: Described, table: str = "stations") -> list[tuple[str, str | None]]:
    return [(one.reason, one.path) for one in delivery_findings(CONTRACTS[table], files, TODAY)]


@pytest.mark.parametrize(
    ("paths", "other"),
    [
        (("stations_2026-09.parquet", "stations_202610.parquet"), "stations_202610.parquet"),
        (("stations.parquet", "stations_2026-10.parquet"), "stations.parquet"),
        (
            ("stations_2026-08.parquet", "stations_2026-09.parquet", "stations_新.parquet"),
            "stations_新.parquet",
        ),
        (("a_2026-09_20261103", "b_2026-10_20261102"), "b_2026-10_20261102"),
    ],
)
def test_dates_that_make_no_order_are_said(paths: tuple[str, ...], other: str) -> None:
    (found,) = delivery_findings(CONTRACTS["stations"], [Described(path) for path in paths], TODAY)
    assert (found.reason, found.row_count) == ("dates_without_order", len(paths))
    assert f"（如 {other}）" in found.zh
    assert found.path in paths
    assert found.path != other


def test_where_there_is_an_order_or_no_date_nothing_is_said() -> None:
    assert said(Described("stations_2026-09"), Described("stations_2026-10")) == []
    assert said(Described("stations_44"), Described("stations_43")) == []
    assert said(Described("stations_2026-09")) == []
    assert said() == []


@pytest.mark.parametrize("key", ["dashboard.as_of", "as_of", "export_date"])
def test_metadata_that_is_no_date_is_said(key: str) -> None:
    files = [Described("a", {key: "2026/10/31"}), Described("b", {key: "2026-10"})]
    assert said(*files) == [("dates_without_order", "b"), ("unreadable_file_date", "a")]
    files = [Described("a_2026-09", {key: "2026/10/31"}), Described("b_2026-10", {})]
    assert said(*files) == [("unreadable_file_date", "a_2026-09")]


@pytest.mark.parametrize("value", ["partial", "全量增量", "yes"])
def test_metadata_that_is_no_kind_of_delivery_is_said(value: str) -> None:
    assert said(Described("a", {"dashboard.delivery": value})) == [("unknown_delivery", "a")]
    assert said(Described("a", {"dashboard.delivery": "full"})) == []


def test_a_newest_file_dated_ahead_holds_the_build() -> None:
    """2062 for 2026: every later delivery would count as an older one."""

    def said(*paths: str, table: str = "stations") -> list[tuple[str, str]]:
        files = [Described(path) for path in paths]
        found = delivery_findings(CONTRACTS[table], files, TODAY)
        return [(one.path or "", one.zh) for one in found if one.reason == "file_date_ahead"]

    # Today is the 20th of November 2026.
    ((path, words),) = said("stations_2026-09.parquet", "stations_2062-10.parquet")
    assert path == "stations_2062-10.parquet"
    assert "的日期 2062-10 晚于构建当日，1 个文件因此算作旧文件" in words
    assert words.endswith("加 --accept file_date_ahead:stations 发布。")
    assert said("20260930/a.parquet", "20270115/a.parquet")
    assert said("2026年/a.parquet", "2028年/a.parquet")
    # The month that follows may be written at this one's end, and a year alone is all of it.
    assert not said("stations_2026-09.parquet", "stations_2026-12.parquet")
    assert not said("stations_2026Q3.parquet", "stations_2026Q4.parquet")
    assert not said("2025年/a.parquet", "2026年/a.parquet")
    # One file alone is the newest whatever it says; targets are of years that lie ahead.
    assert not said("stations_2062-10.parquet")
    assert not said("targets_2027.parquet", "targets_2028.parquet", table="targets")


def test_metadata_dated_ahead_holds_the_build() -> None:
    for ahead in ("2062-10", "2062-10-31", "2062-10-31T08:00:00", "2062-10-31T08:00:00+08:00"):
        past = ahead.replace("2062", "2026")
        files = [
            Described("a.parquet", {"dashboard.as_of": past}),
            Described("b.parquet", {"dashboard.as_of": ahead}),
        ]
        (found,) = delivery_findings(CONTRACTS["stations"], files, TODAY)
        assert (found.reason, found.path) == ("file_date_ahead", "b.parquet")
        assert "的日期 2062-10" in found.zh
