"""The export of targets: headers, what is refused, and that a build without it lacks nothing."""

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.pipeline.report import report_text
from tests.pipeline.support import Builder
from tests.targets import GUANGDONG, LIWAN, target
from tests.tiny_exports import tiny_rows, write_tiny_exports


def write(builder: Builder, columns: dict[str, list[object]]) -> None:
    write_tiny_exports(builder.home.exports, {"employment": tiny_rows()["employment"]})
    pq.write_table(pa.table(columns), builder.home.exports / "年度目标_2026.parquet")


def test_chinese_headers_names_of_indicators_and_a_year_that_lies_ahead(builder: Builder) -> None:
    write(
        builder,
        {
            "地区代码": ["440103", "440103"],
            "年度": ["2026年", "2025"],
            "指标名称": ["预算执行率", "relief_on_time_rate"],
            "全年目标": ["95", "90"],
            "一季度": ["20", None],
            "上半年": ["45", None],
        },
    )
    found = builder.build().rows("select year, indicator, target, months from targets order by 1")
    assert [(year, code, value) for year, code, value, _ in found] == [
        (2025, "relief_on_time_rate", 90),
        (2026, "budget_execution", 95),
    ]
    assert found[1][3] == [None, None, 20, None, None, 45, *[None] * 5]


def test_what_can_t_be_is_refused(builder: Builder) -> None:
    good = target(GUANGDONG, "placement_rate", 120)
    rows = [
        good,
        target(GUANGDONG, "no_such_rate", 95),
        target("449999", "placement_rate", 95),
        target(GUANGDONG, "village_coverage", 101),
        target(GUANGDONG, "budget_execution", 95, month_3=9500),
        target(GUANGDONG, "jobs_created", -1),
        target(LIWAN, "placement_rate", 95),
        target(LIWAN, "placement_rate", 96),
        target(GUANGDONG, "placement_rate", 95, year=1999),
    ]
    write_tiny_exports(
        builder.home.exports, {"employment": tiny_rows()["employment"], "targets": rows}
    )
    built = builder.build()
    assert {(row, reason) for _, row, _, _, reason in built.refused()} == {
        (2, "not_allowed"),
        (3, "unknown_region"),
        (4, "target_impossible"),
        (5, "target_impossible"),
        (6, "below_minimum"),
        (7, "conflicting_key"),
        (8, "conflicting_key"),
        (9, "below_minimum"),
    }
    said = [value for _, row, _, value, _ in built.refused() if row == 5]
    assert said == ["budget_execution = 9500.00"]
    assert built.rows("select indicator, target from targets") == [("placement_rate", 120)]


def test_without_them_nothing_is_absent_and_nothing_is_said(builder: Builder) -> None:
    write_tiny_exports(builder.home.exports, {"employment": tiny_rows()["employment"]})
    built = builder.build()
    assert "targets" not in built.report.tables_absent
    assert "units" in built.report.tables_absent
    assert "目标" not in report_text(built.report)
    assert built.rows("select count(*) from targets") == [(0,)]


def test_a_target_that_grows_tenfold_holds_nothing(builder: Builder) -> None:
    few = [target(LIWAN, "jobs_created", value, year) for value, year in ((9, 2024), (10, 2025))]
    tables = {"employment": tiny_rows()["employment"], "targets": few}
    write_tiny_exports(builder.home.exports, tables)
    builder.build()
    many = [one | {"target": one["target"] * 100_000_000} for one in few]
    write_tiny_exports(builder.home.exports, tables | {"targets": many})
    assert builder.build(accept=()).rows("select max(target) from targets") == [(1_000_000_000,)]
