"""A build that is only made to be looked at waits: no page and no clean-up takes it for another."""

import os
import signal

import polars as pl
import pyarrow.parquet as pq
import pytest

from dashboard.builds_folder import kept_builds, newest_whole, read_record, waiting_builds
from dashboard.database import open_current
from dashboard.pipeline import BuildRunningError, NoSuchBuildError, report_text, rollback
from dashboard.pipeline.publish import building_alone, current_build_id
from dashboard.pipeline.waiting import discard, publish_waiting
from tests.pipeline.support import Builder, killed_at, placement, relief
from tests.tiny_exports import Row

PUBLISHING = (
    "from dashboard.pipeline.waiting import publish_waiting",
    "publish_waiting(Home(Path(sys.argv[1])), sys.argv[2])",
)


def write(builder: Builder, table: str, *rows: Row) -> None:
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(
        builder.home.exports / f"{table}.parquet"
    )


@pytest.fixture
def published(builder: Builder) -> str:
    write(builder, "placements", placement(due=10), placement(region_code="440104", due=20))
    return builder.build().report.build_id


def made(builder: Builder, **changes: object) -> str:
    """The id of a build that waits, of placements with changes."""
    write(builder, "placements", placement(**changes), placement(region_code="440104", due=20))
    return builder.build(check=True).report.build_id


def test_it_is_none_that_is_kept_until_it_is_published(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    home = builder.home
    assert waiting_builds(home) == [waiting]
    assert kept_builds(home) == [published]
    assert newest_whole(home) == open_current(home).info.build_id == published
    home.current.unlink()
    assert open_current(home).info.build_id == published
    home.current.write_text(f"{published}.duckdb\n", encoding="utf-8")
    assert publish_waiting(home, waiting[:-2], "更正一处") == waiting
    assert (current_build_id(home), waiting_builds(home)) == (waiting, [])
    assert open_current(home).info.note == read_record(home, waiting)["note"] == "更正一处"
    record = read_record(home, waiting)
    assert (record["published"], record["waiting"]) == (True, False)
    assert rollback(home) == published


def test_its_note_stays_where_publishing_names_none(builder: Builder, published: str) -> None:
    waiting = builder.build(check=True, note="九月数据").report.build_id
    publish_waiting(builder.home, waiting)
    assert open_current(builder.home).info.note == "九月数据"


def test_it_stays_with_its_record_through_a_refused_build(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    (builder.home.exports / "placements.parquet").write_bytes(b"no parquet")
    builder.refusal()
    another = builder.refusal().report
    assert another is not None
    assert waiting_builds(builder.home) == [waiting]
    assert read_record(builder.home, waiting)["waiting"] is True
    with pytest.raises(NoSuchBuildError, match="没有通过，没有留下数据"):
        publish_waiting(builder.home, another.build_id)


def test_a_later_build_that_is_published_removes_it(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    second = made(builder, due=13)
    assert waiting_builds(builder.home) == [second, waiting]
    publish_waiting(builder.home, waiting)
    assert waiting_builds(builder.home) == [second]
    later = builder.build().report.build_id
    assert waiting_builds(builder.home) == []
    assert kept_builds(builder.home) == [later, waiting, published]
    assert not list(builder.home.builds.glob(f"{second}*"))


def test_discarded_it_leaves_nothing(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    assert discard(builder.home, waiting) == waiting
    assert not list(builder.home.builds.glob(f"{waiting}*"))
    with pytest.raises(NoSuchBuildError, match="没有编号以"):
        discard(builder.home, waiting)


def test_ids_that_mean_nothing_to_publish(builder: Builder, published: str) -> None:
    for act in (publish_waiting, discard):
        with pytest.raises(NoSuchBuildError, match=f"{published} 已经发布过"):
            act(builder.home, published)
        for wrong in ("1999", "../CURRENT", "*"):
            with pytest.raises(NoSuchBuildError, match="没有编号以"):
                act(builder.home, wrong)
    made(builder, due=12)
    made(builder, due=13)
    with pytest.raises(NoSuchBuildError, match="有多个待发布的构建以 2 开头"):
        publish_waiting(builder.home, "2")
    with building_alone(builder.home), pytest.raises(BuildRunningError):
        publish_waiting(builder.home, "2")


def test_one_compared_with_another_build_is_compared_again_first(
    builder: Builder, published: str
) -> None:
    second = builder.build().report.build_id
    waiting = made(builder, due=12)
    rollback(builder.home, published)
    with pytest.raises(NoSuchBuildError, match="请重新运行 build --check"):
        publish_waiting(builder.home, waiting)
    rollback(builder.home, second)
    assert publish_waiting(builder.home, waiting) == waiting


def test_a_damaged_one_is_not_published(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    (builder.home.builds / f"{waiting}.duckdb.waiting").write_bytes(b"no build")
    with pytest.raises(NoSuchBuildError, match="不能发布"):
        publish_waiting(builder.home, waiting)
    assert discard(builder.home, waiting) == waiting


def test_the_first_build_may_wait_too(builder: Builder) -> None:
    write(builder, "placements", placement())
    report = builder.build(check=True).report
    assert report.comparison is None
    assert not builder.home.current.exists()
    publish_waiting(builder.home, report.build_id)
    assert current_build_id(builder.home) == report.build_id


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_killed_while_it_is_published_it_waits_again(builder: Builder, published: str) -> None:
    waiting = made(builder, due=12)
    killed = 0
    with killed_at(*PUBLISHING, str(builder.home.path), waiting) as until:
        for step in range(1, 30):
            ended = until(step)
            if current_build_id(builder.home) == waiting:
                break
            assert ended == -signal.SIGKILL
            killed += 1
            assert current_build_id(builder.home) == published
            assert open_current(builder.home).info.build_id == published
    assert killed >= 4
    assert waiting_builds(builder.home) == []


def test_a_held_build_says_what_it_would_move_and_does_not_wait(
    builder: Builder, published: str
) -> None:
    write(builder, "placements", placement(due=2000), placement(region_code="440104", due=20))
    refusal = builder.refusal(check=True)
    assert refusal.report is not None
    said = report_text(refusal.report)
    assert "应安置人数（placements_due）2025年：30 人 → 2,020 人（+6,633.3%）" in said
    assert "没有发布" in said
    assert waiting_builds(builder.home) == []


def test_what_would_move_is_said(builder: Builder, published: str) -> None:
    write(builder, "placements", placement(due=13), placement(month="2025-04", due=7))
    write(builder, "relief", relief())
    report = builder.build(check=True).report
    compared = report.comparison
    assert compared is not None
    assert report.compared_with == published
    assert [
        (one.measure, one.year, one.before, one.after)
        for one in compared.moved_in("440100")
        if one.measure in ("placements_due", "placements_placed")
    ] == [("placements_due", 2025, 30, 13), ("placements_placed", 2025, 18, 9)]
    assert compared.new_months == {"placements": ("2025-04",)}
    assert [(one.path, one.kind) for one in compared.files] == [
        ("placements.parquet", "changed"),
        ("relief.parquet", "new"),
    ]
    assert [(one.table, one.kept_before, one.kept_after) for one in compared.tables] == [
        ("relief", 0, 1)
    ]
    regions = {one.source: (one.came, one.went) for one in compared.regions}
    assert regions == {"placements": ((), ("440104",)), "relief": (("440103",), ())}
    said = report_text(report)
    assert f"与已发布的 {published} 比较" in said
    assert "应安置人数（placements_due）2025年：30 人 → 13 人（−56.7%）" in said
    assert "移交安置：只有一版有的月份 2025-04" in said
    assert "文件新增：relief.parquet（1 行）" in said
    assert "帮扶援助：入库 0 → 1 行，拒收 0 → 0 行" in said
    assert "移交安置：少了 1 个地区（440104）" in said
    assert f"发布：python -m dashboard publish {report.build_id}" in said


def test_reasons_that_are_new_are_said(builder: Builder, published: str) -> None:
    write(builder, "placements", placement(due=10), placement(region_code="440104", due=-1))
    report = builder.build(check=True).report
    assert report.comparison is not None
    new = {one.reason: one.count for one in report.comparison.reasons if one.grade == "refused"}
    assert new == {"below_minimum": 1}
    assert "新的拒收：移交安置 below_minimum 1 处" in report_text(report)


def test_the_same_exports_move_nothing(builder: Builder, published: str) -> None:
    report = builder.build(check=True).report
    assert report.comparison is not None
    assert report.comparison.is_empty
    assert "没有变化。" in report_text(report)


def test_a_demonstration_is_not_compared_in_full_with_real_data(
    builder: Builder, published: str
) -> None:
    table = pl.DataFrame([placement()]).to_arrow()
    marked = table.replace_schema_metadata({b"dashboard.demonstration": b"true"})
    pq.write_table(marked, builder.home.exports / "placements.parquet")
    report = builder.build(check=True, accept=["demonstration_over_real", "rows_shrink"]).report
    assert report.comparison is None
