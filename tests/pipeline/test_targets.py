"""The export of targets: headers, what is refused, and that a build without it lacks nothing."""

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.pipeline import BuildRefusedError
from dashboard.pipeline.report import report_text
from tests.pipeline.support import Builder
from tests.targets import GUANGDONG, LIWAN, YUEXIU, target
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


def test_targets_in_ten_thousands_hold_the_build(builder: Builder) -> None:
    """300 (万元) is no target of counties that spent millions."""
    relief = tiny_rows()["relief"]
    spent = sum(row["spent"] for row in relief if str(row["month"]).startswith("2025"))
    assert spent > 1_000_000

    def problems(*rows: dict[str, object]) -> list[str]:
        write_tiny_exports(builder.home.exports, {"relief": relief, "targets": [*rows]})
        try:
            builder.build()
        except BuildRefusedError as refused:
            return [one.zh for one in refused.problems]
        return []

    nation = "100000"
    assert problems(target(nation, "relief_spent", 3_000_000), target(nation, "job_fairs", 3)) == []
    (said,) = problems(target(nation, "relief_spent", 300, year=2026))
    assert "帮扶支出有 1 个目标与实际相差百倍以上，如全国（100000）2026 年目标 300 元" in said
    assert "，2025 年实际 " in said
    assert said.endswith("加 --accept target_in_another_unit:targets 发布。")
    (said,) = problems(target(nation, "relief_spent", 9 * 10**11))
    assert "2025 年目标 900,000,000,000 元" in said


def test_what_can_t_be_is_refused(builder: Builder) -> None:
    good = target(GUANGDONG, "placement_rate", 120)
    rows = [
        good,
        target(GUANGDONG, "no_such_rate", 95),
        target("449999", "placement_rate", 95),
        target(GUANGDONG, "village_coverage", 101),
        target(GUANGDONG, "trained_employed_rate", 95, month_3=9500),
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
    assert said == ["trained_employed_rate = 9500.00"]
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
    # Against what there was they are no targets, and that alone holds the build.
    built = builder.build(accept=["target_in_another_unit"])
    assert built.rows("select max(target) from targets") == [(1_000_000_000,)]


def test_what_is_written_as_something_else_is_refused(builder: Builder) -> None:
    rows = [
        target(LIWAN, "placement_rate", 0.95),
        target(YUEXIU, "placement_rate", 1),
        # None is none, and of what should be little there may be little.
        target(GUANGDONG, "placement_rate", 0),
        target(GUANGDONG, "tasks_overdue_rate", 0.5),
        # Each month by itself, and a month that is to pass the year.
        target(LIWAN, "jobs_created", 120, month_3=40, month_6=30),
        target(YUEXIU, "jobs_created", 120, month_6=130),
        target(LIWAN, "budget_execution", 95, month_3=40, month_6=30),
        target(GUANGDONG, "jobs_created", 120, month_3=30, month_6=30, month_9=120),
        # What stands may fall before it grows.
        target(GUANGDONG, "tombs_gathered_rate", 80, month_3=90, month_6=70),
    ]
    write_tiny_exports(
        builder.home.exports, {"employment": tiny_rows()["employment"], "targets": rows}
    )
    built = builder.build()
    assert [(row, value, reason) for _, row, _, value, reason in built.refused()] == [
        (1, "placement_rate = 0.95", "target_as_share"),
        (2, "placement_rate = 1.00", "target_as_share"),
        (5, "jobs_created = 40.00, 30.00, 120.00", "milestones_fall"),
        (6, "jobs_created = 130.00, 120.00", "milestones_fall"),
        (7, "budget_execution = 40.00, 30.00, 95.00", "milestones_fall"),
    ]


def test_only_a_code_of_the_very_region_is_taken(builder: Builder) -> None:
    rows = [
        # 江东区 of 衡阳 was divided, 顺德市 is 顺德区 under another number, 370171 is a zone, and
        # 崇川 320602 was merged with 港闸.
        target("430402", "jobs_created", 92),
        target("430400", "jobs_created", 900),
        target("440681", "jobs_created", 91),
        target("370171", "jobs_created", 50),
        target("370100", "jobs_created", 500),
        target("320602", "jobs_created", 30),
    ]
    write_tiny_exports(
        builder.home.exports, {"employment": tiny_rows()["employment"], "targets": rows}
    )
    built = builder.build()
    assert [(value, reason) for _, _, _, value, reason in built.refused()] == [
        ("430402", "region_not_same"),
        ("370171", "region_not_same"),
        ("320602", "region_not_same"),
    ]
    assert built.rows("select region_code, target from targets order by all") == [
        ("370100", 500),
        ("430400", 900),
        ("440606", 91),
    ]
    # Nothing is said to count where it does not.
    said = {reason for (reason,) in built.rows("select reason from findings")}
    assert "code_after_its_end" in said
    assert not said & {"divided_code", "zone_code"}
