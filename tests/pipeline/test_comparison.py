"""What doesn't go with the published build holds a build, until it is accepted."""

import shutil
from collections.abc import Callable

import duckdb
import polars as pl
import pytest

from dashboard.pipeline import report_text
from dashboard.pipeline.publish import current_build_id
from tests.pipeline.support import Builder, placement, relief, station
from tests.tiny_exports import Row, tiny_rows, write_tiny_exports

ONE_TABLE = {"placements": tiny_rows()["placements"]}


def write(builder: Builder, table: str, rows: list[Row]) -> None:
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(
        builder.home.exports / f"{table}.parquet"
    )


def months(count: int, **changes: object) -> list[Row]:
    return [placement(month=f"2025-{number:02}", **changes) for number in range(1, count + 1)]


@pytest.fixture(scope="module")
def two_tables(new_builder: Callable[[], Builder]) -> Builder:
    builder = new_builder()
    write(builder, "placements", months(3))
    write(builder, "relief", [relief(spent=1000)])
    builder.build(accept=())
    return builder


@pytest.fixture
def published(two_tables: Builder, builder: Builder) -> Builder:
    """A home where placements of three months and a row of relief are published."""
    shutil.copytree(two_tables.home.path, builder.home.path, dirs_exist_ok=True)
    return builder


def test_the_same_exports_hold_nothing(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports)
    builder.build(accept=())
    report = builder.build(accept=()).report
    assert report.accepted == []
    assert "not_compared" not in {one["reason"] for one in report.remark_counts}


def test_a_table_that_is_gone(published: Builder) -> None:
    builder, build_id = published, current_build_id(published.home)
    (builder.home.exports / "relief.parquet").unlink()
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.table) == ("table_gone", "relief")
    assert problem.zh.startswith("已发布的数据有“帮扶援助”（relief，1 行），这一版没有")
    assert current_build_id(builder.home) == build_id
    assert builder.problems(accept=["table_gone:placements"]) == ["table_gone"]
    built = builder.build(accept=["table_gone:relief"])
    assert [one.acceptance for one in built.report.accepted] == ["table_gone:relief"]
    assert "已确认（--accept table_gone:relief）" in report_text(built.report)
    # Accepted once, it is what the next build is compared with.
    assert builder.build(accept=()).report.accepted == []


def test_months_that_are_gone(builder: Builder) -> None:
    write(builder, "placements", months(10))
    builder.build(accept=())
    write(builder, "placements", months(10)[7:])
    (problem,) = builder.refusal().problems
    assert problem.reason == "months_gone"
    assert "2025-01 至 2025-07 中的 7 个月" in problem.zh


@pytest.mark.parametrize(("kept", "held"), [(90, []), (89, ["rows_shrink"])])
def test_a_registry_that_shrinks_by_more_than_a_tenth(
    builder: Builder, kept: int, held: list[str]
) -> None:
    stations = [
        station(station_id=f"S{number}", unit_code=None, tier="extended") for number in range(100)
    ]
    write(builder, "stations", stations)
    builder.build(accept=())
    write(builder, "stations", stations[:kept])
    if held:
        assert builder.problems() == held
    else:
        builder.build(accept=())


def test_a_monthly_table_shrinks_only_in_the_months_that_both_have(builder: Builder) -> None:
    write(builder, "placements", months(4))
    builder.build(accept=())
    write(builder, "placements", [*months(3), *months(3, region_code="440104")])
    assert builder.problems() == ["months_gone"]
    write(builder, "placements", [*months(3), *months(4, region_code="440104")])
    builder.build()
    write(builder, "placements", [*months(2), *months(3, region_code="440104"), *months(9)[5:]])
    assert builder.problems() == ["months_gone", "rows_shrink"]


@pytest.mark.parametrize(
    ("spent", "held"),
    [(1000, []), (10000, []), (10001, ["measure_moves"]), (99, ["measure_moves"])],
)
def test_a_measure_that_moves_more_than_tenfold(
    published: Builder, spent: int, held: list[str]
) -> None:
    builder = published
    write(builder, "relief", [relief(spent=spent)])
    if held:
        (problem,) = builder.refusal().problems
        assert problem.reason == held[0]
        assert problem.column == "支出（spent）"
    else:
        builder.build(accept=())


@pytest.fixture(scope="module")
def many_cities(new_builder: Callable[[], Builder]) -> Builder:
    """Relief of 12 cities in 12 months, 50,000 yuan each."""
    builder = new_builder()
    write(builder, "relief", of_cities(lambda _: 50_000))
    builder.build(accept=())
    return builder


CITIES = [f"44{number:02}00" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14)]


def of_cities(spent: Callable[[str], float | None]) -> list[Row]:
    return [
        relief(region_code=code, month=f"2024-{month:02}", spent=spent(code), recipients=1)
        for code in CITIES
        for month in range(1, 13)
        if spent(code) is not None
    ]


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (None, "“帮扶援助”（relief）由 12 行减为 0 行（广州市，两版都有的月份）"),
        (
            5,
            "“帮扶援助”（relief）的 支出（spent） 合计由 600,000 变为 60（广州市，两版都有的月份）",
        ),
        (5_000, ""),
    ],
    ids=["gone", "in another unit", "a tenth"],
)
def test_one_city_of_many(many_cities: Builder, spent: float | None, said: str) -> None:
    """A twelfth of the rows is no tenth, and the total moves by a twelfth."""
    builder = many_cities
    write(builder, "relief", of_cities(lambda code: spent if code == "440100" else 50_000))
    if said:
        (problem,) = builder.refusal().problems
        assert problem.zh.startswith(said)
    else:
        builder.build(accept=())


def test_a_city_of_nine_rows_may_be_gone(builder: Builder) -> None:
    rows = of_cities(lambda code: None if code == "440100" else 50_000)
    few = [
        relief(region_code="440100", month=f"2024-0{month}", spent=500) for month in range(1, 10)
    ]
    write(builder, "relief", [*rows, *few])
    builder.build(accept=())
    write(builder, "relief", rows)
    assert builder.build(accept=()).report.published


def test_one_city_that_is_gone_while_all_others_move(many_cities: Builder) -> None:
    """11 cities spend 20 times as much: said once, and the twelfth beside it."""
    write(many_cities, "relief", of_cities(lambda code: None if code == "440100" else 1_000_000))
    problems = many_cities.refusal(accept=["impossible_rate:relief"]).problems
    assert [(one.reason, "广州市" in one.zh) for one in problems] == [
        ("measure_moves", False),
        ("rows_shrink", True),
    ]


def test_small_totals_and_new_ones_hold_nothing(builder: Builder) -> None:
    write(builder, "relief", [relief(spent=20_000, recipients=3, budget=None)])
    builder.build(accept=())
    write(builder, "relief", [relief(spent=20_000, recipients=99, budget=2_000_000)])
    builder.build(accept=())


def test_a_demonstration_never_takes_the_place_of_real_data_in_silence(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, ONE_TABLE)
    builder.build(accept=())
    write_tiny_exports(builder.home.exports, ONE_TABLE, demonstration=True)
    assert builder.problems() == ["demonstration_over_real"]


def test_real_data_after_a_demonstration_is_not_compared(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, ONE_TABLE, demonstration=True)
    builder.build(accept=())
    for path in builder.home.exports.glob("*.parquet"):
        path.unlink()
    write(builder, "placements", months(1))
    report = builder.build(accept=()).report
    assert [one["reason"] for one in report.remark_counts] == ["not_compared"]


def why_not_compared(builder: Builder) -> list[str]:
    return [one.zh for one in builder.build(accept=()).report.remarks]


@pytest.mark.parametrize(
    "written",
    [
        "20251120T000000-abcdef.duckdb\n".encode("utf-16"),
        b"",
        b"nowhere.duckdb\n",
        b"20991231T000000-abcdef.duckdb\n",
        None,
    ],
)
def test_a_damaged_pointer_is_no_leave_to_lose_a_table(
    published: Builder, written: bytes | None
) -> None:
    """Pages show the newest whole build then, and it is what the next is compared with."""
    builder = published
    (builder.home.exports / "relief.parquet").unlink()
    if written is None:
        builder.home.current.unlink()
    else:
        builder.home.current.write_bytes(written)
    assert builder.problems() == ["table_gone"]


def test_instead_of_a_damaged_build_the_newest_whole_one_is_compared(published: Builder) -> None:
    builder = published
    second = builder.build(accept=()).report.build_id
    (builder.home.builds / f"{second}.duckdb").write_bytes(b"no build")
    (builder.home.exports / "relief.parquet").unlink()
    assert builder.problems() == ["table_gone"]


def test_where_no_build_opens_that_is_said(builder: Builder) -> None:
    write(builder, "placements", months(1))
    first = builder.build(accept=()).report.build_id
    path = builder.home.builds / f"{first}.duckdb"
    path.write_bytes(b"no build")
    (why,) = why_not_compared(builder)
    assert "没有与已发布的数据比较：已发布的数据版本的文件不是数据库，或已损坏" in why
    for build in builder.home.builds.glob("*.duckdb"):
        build.unlink()
    builder.home.current.write_bytes(b"\xff\xfe")
    (why,) = why_not_compared(builder)
    assert "没有与已发布的数据比较：CURRENT 不是 UTF-8 文本" in why


def test_nothing_published_is_nothing_to_compare_with(builder: Builder) -> None:
    write(builder, "placements", months(1))
    assert why_not_compared(builder) == []


def test_a_build_of_another_version_is_not_compared(builder: Builder) -> None:
    write(builder, "placements", months(1))
    first = builder.build(accept=()).report.build_id
    with duckdb.connect(str(builder.home.builds / f"{first}.duckdb")) as connection:
        connection.execute("update build_info set value = '0' where key = 'format'")
    (why,) = why_not_compared(builder)
    assert "没有与已发布的数据比较：已发布的数据版本由其他版本的程序建立" in why
