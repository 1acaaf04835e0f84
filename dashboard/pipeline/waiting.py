"""Builds that wait: published or discarded once the steward has seen what they would move."""

import time
from pathlib import Path

import duckdb

from dashboard.builds_folder import (
    damage,
    is_build_id,
    kept_builds,
    read_record,
    waiting_builds,
    waiting_file,
)
from dashboard.pipeline.comparison import shown_build
from dashboard.pipeline.environment import answering_for_the_machine
from dashboard.pipeline.findings import NoSuchBuildError
from dashboard.pipeline.publish import building_alone, publish, remove_build, take_back
from dashboard.settings import Home

# So many seconds a note waits for pages that compare the build.
PATIENCE = 20.0


def publish_waiting(home: Home, build_id: str, note: str | None = None) -> str:
    """Publishes a build that waits and returns its id, which may be shortened to a beginning that
    only one has; ``note`` takes the place of the one it has.

    Raises NoSuchBuildError where none waits under it, where it can't be read, and where another
    build has been published since it was compared; BuildRunningError while a build runs.
    """
    with answering_for_the_machine(home.builds), building_alone(home):
        take_back(home)
        chosen = _waiting(home, build_id)
        path = waiting_file(home, chosen)
        if wrong := damage(path):
            raise NoSuchBuildError(
                f"构建 {chosen} {wrong}，不能发布。", f"Build {chosen} can't be read."
            )
        record = read_record(home, chosen)
        shown, _ = shown_build(home)
        if record.get("compared_with") != shown:
            raise NoSuchBuildError(
                f"构建 {chosen} 建成后，已发布的版本换成了 {shown or '无'}，没有与它比较过；"
                "请重新运行 build --check。",
                f"Build {chosen} was compared with another build than the one published now; "
                "run build --check again.",
            )
        record |= {"published": True, "waiting": False}
        if note is not None:
            _write_note(path, note)
            record["note"] = note
        publish(home, path, chosen, record)
        return chosen


def discard(home: Home, build_id: str) -> str:
    """Removes a build that waits, and returns its id. Raises as publish_waiting."""
    with answering_for_the_machine(home.builds), building_alone(home):
        take_back(home)
        chosen = _waiting(home, build_id)
        remove_build(home, chosen)
        return chosen


def _waiting(home: Home, build_id: str) -> str:
    """The one build that waits under an id or its beginning."""
    chosen = [one for one in waiting_builds(home) if one.startswith(build_id)]
    if len(chosen) > 1:
        raise NoSuchBuildError(
            f"有多个待发布的构建以 {build_id} 开头，请写完整。",
            f"Several builds that wait begin with {build_id}: write more of it.",
        )
    if chosen:
        return chosen[0]
    if published := [one for one in kept_builds(home) if one.startswith(build_id)]:
        raise NoSuchBuildError(
            f"构建 {published[0]} 已经发布过；要重新显示它，请运行 rollback {published[0]}。",
            f"Build {published[0]} was published already; rollback shows it again.",
        )
    if is_build_id(build_id) and read_record(home, build_id):
        raise NoSuchBuildError(
            f"构建 {build_id} 没有通过，没有留下数据；请按 {build_id}.json 改正后重新运行 build。",
            f"Build {build_id} was refused or held and left no data; mend what its record names.",
        )
    raise NoSuchBuildError(
        f"没有编号以 {build_id} 开头的待发布构建；运行 builds 可列出。",
        f"No build that waits begins with {build_id}; builds lists them.",
    )


def _write_note(path: Path, note: str) -> None:
    """A page that compares the build just now holds its file for a moment: it is waited for."""
    patience = time.monotonic() + PATIENCE
    while not _is_free(path) and time.monotonic() < patience:
        time.sleep(0.1)
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from build_info where key = 'note'")
        connection.execute("insert into build_info values ('note', $note)", {"note": note})


def _is_free(path: Path) -> bool:
    """Whether no other process holds the file open."""
    try:
        duckdb.connect(str(path)).close()
    except duckdb.IOException as refused:
        if "lock" in str(refused):
            return False
        raise
    return True
