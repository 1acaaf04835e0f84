"""What is published stays whole: killed builds, two at once, readers, going back, keeping five."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest
from filelock import FileLock

from dashboard.database import open_current
from dashboard.pipeline import (
    BuildRunningError,
    NoSuchBuildError,
    build,
    published_builds,
    rollback,
)
from dashboard.pipeline.publish import KEPT_BUILDS, current_build_id
from dashboard.settings import ROOT, Home
from tests.pipeline.support import Builder, Built, killed_at, placement
from tests.tiny_exports import TODAY

BUILDING = (
    "from datetime import date; from dashboard.pipeline import build",
    "build(Home(Path(sys.argv[1])), reference=Path(sys.argv[2]), today=date(2025, 11, 20))",
)


def write(builder: Builder, due: int) -> None:
    pl.DataFrame([placement(due=due)]).write_parquet(builder.home.exports / "placements.parquet")


def due(home: Home) -> int:
    """What the published build says, read as a page would."""
    path = home.builds / home.current.read_text(encoding="utf-8").strip()
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("select sum(due) from facts_placements").fetchone()
        assert row is not None
        return row[0]


def leftovers(home: Home) -> set[str]:
    """Files that belong to no build that is kept."""
    kept = {build.build_id for build in published_builds(home)}
    return {
        path.name
        for path in home.builds.iterdir()
        if path.name.partition(".")[0] not in kept
        and path.name not in ("CURRENT", ".lock")
        and not path.name.startswith(".reference-")
    }


@pytest.fixture
def published(builder: Builder) -> Built:
    write(builder, due=1)
    return builder.build()


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_killed_at_any_step_the_published_build_stays(builder: Builder, published: Built) -> None:
    """Steps are killed one after the other until a build comes through."""
    write(builder, due=2)
    killed = 0
    with killed_at(*BUILDING, str(builder.home.path), str(builder.reference)) as until:
        for step in range(1, 60):
            before = due(builder.home)
            if (ended := until(step)) == 0:
                break
            assert ended == -signal.SIGKILL
            killed += 1
            # Whole, and the old or the new: never neither.
            assert due(builder.home) in (before, 2)
            assert current_build_id(builder.home) in {
                one.build_id for one in published_builds(builder.home)
            }
    assert killed >= 6
    assert due(builder.home) == 2
    write(builder, due=3)
    builder.build()
    assert due(builder.home) == 3
    assert leftovers(builder.home) == set()


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_killed_at_a_random_moment_the_published_build_stays(
    builder: Builder, published: Built
) -> None:
    write(builder, due=2)
    imports = "import sys; from pathlib import Path; from dashboard.settings import Home"
    program = "; ".join((imports, *BUILDING))
    command = [sys.executable, "-c", program, str(builder.home.path), str(builder.reference)]
    moments = random.Random(20261122)
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
            time.sleep(moments.uniform(0.3, 2.5))
            process.kill()
        assert due(builder.home) in (1, 2)
    write(builder, due=3)
    builder.build()
    assert due(builder.home) == 3
    assert leftovers(builder.home) == set()


def test_a_refused_build_leaves_what_was_published(builder: Builder, published: Built) -> None:
    (builder.home.exports / "placements.parquet").write_bytes(b"no parquet")
    refusal = builder.refusal()
    assert refusal.report is not None
    assert due(builder.home) == 1
    assert current_build_id(builder.home) == published.report.build_id
    record = builder.home.builds / f"{refusal.report.build_id}.json"
    assert json.loads(record.read_text(encoding="utf-8"))["published"] is False
    write(builder, due=2)
    builder.build()
    assert not record.exists()


def test_an_unexpected_end_leaves_no_trace(builder: Builder, published: Built) -> None:
    def interrupt(progress: object) -> None:
        if getattr(progress, "message_en", "") == "Making the marts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.build(on_progress=interrupt)
    assert due(builder.home) == 1
    assert leftovers(builder.home) == set()
    builder.build()


def test_the_second_of_two_builds_says_so_and_leaves(builder: Builder, published: Built) -> None:
    ends: list[BaseException] = []

    def second(progress: object) -> None:
        if not ends:
            try:
                build(builder.home, reference=builder.reference, today=TODAY)
            except BuildRunningError as running:
                ends.append(running)

    builder.build(on_progress=second)
    assert [str(end) for end in ends] == ["另一个构建正在进行，本次没有执行；请等它结束后再运行。"]


def test_another_process_holds_the_lock(builder: Builder, published: Built) -> None:
    holding = (
        "import sys, time; from filelock import FileLock; "
        "lock = FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    lock = builder.home.builds / ".lock"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(lock)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(BuildRunningError):
            builder.build()
        with pytest.raises(BuildRunningError):
            rollback(builder.home)
        process.kill()
    # The lock ends with the process that held it, however it ended.
    builder.build()


def test_readers_take_up_a_new_build_and_never_see_a_mixture(
    builder: Builder, published: Built
) -> None:
    """Eight threads read through dashboard.database while builds replace each other."""
    seen: list[list[int]] = [[] for _ in range(8)]
    errors: list[BaseException] = []
    done = threading.Event()

    def read(mine: list[int]) -> None:
        try:
            # As often as a page is asked for; without a rest they would hold up the builds.
            while not done.wait(0.02):
                database = open_current(builder.home)
                with database._connection.cursor() as cursor:
                    row = cursor.execute(
                        "select (select sum(due) from facts_placements), "
                        "(select sum(placements_due) from mart_placements where region_code = "
                        "'100000')"
                    ).fetchone()
                assert row is not None
                assert row[0] == row[1]
                mine.append(int(row[0]))
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)

    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    for number in (2, 3, 4):
        write(builder, due=number)
        builder.build()
    time.sleep(0.5)
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    for mine in seen:
        assert mine == sorted(mine)
        assert mine[-1] == 4


def test_the_last_five_are_kept(builder: Builder) -> None:
    ids = []
    for number in range(1, KEPT_BUILDS + 3):
        write(builder, due=number)
        ids.append(builder.build().report.build_id)
    kept = sorted(ids)[-KEPT_BUILDS:]
    listed = published_builds(builder.home)
    assert {one.build_id for one in listed} == set(kept)
    assert [one.current for one in listed] == [True, *[False] * (KEPT_BUILDS - 1)]
    assert {path.stem for path in builder.home.builds.glob("2*.json")} == set(kept)


def test_going_back_and_forth(builder: Builder) -> None:
    ids = []
    for number in (1, 2, 3):
        write(builder, due=number)
        ids.append(builder.build().report.build_id)
    assert rollback(builder.home) == ids[1]
    assert due(builder.home) == 2
    assert rollback(builder.home) == ids[0]
    assert due(builder.home) == 1
    with pytest.raises(NoSuchBuildError, match="没有可以退回的构建"):
        rollback(builder.home)
    assert rollback(builder.home, ids[2]) == ids[2]
    assert due(builder.home) == 3
    with pytest.raises(NoSuchBuildError):
        rollback(builder.home, "19990101")
    with pytest.raises(NoSuchBuildError, match="有多个构建以 2 开头"):
        rollback(builder.home, "2")
    write(builder, due=4)
    builder.build()
    assert due(builder.home) == 4


def test_a_build_gone_back_to_is_never_dropped(builder: Builder) -> None:
    write(builder, due=1)
    first = builder.build().report.build_id
    for number in range(2, KEPT_BUILDS + 1):
        write(builder, due=number)
        builder.build()
    rollback(builder.home, first)
    assert due(builder.home) == 1
    assert len(published_builds(builder.home)) == KEPT_BUILDS


def test_nothing_published_yet(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert published_builds(home) == []
    assert current_build_id(home) is None
    with pytest.raises(NoSuchBuildError):
        rollback(home)


def test_the_lock_is_free_after_a_build(builder: Builder, published: Built) -> None:
    with FileLock(builder.home.builds / ".lock", timeout=0):
        pass
