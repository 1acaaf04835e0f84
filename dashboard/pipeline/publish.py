"""The builds folder: what is published, going back, and cleaning up after the killed.

A build is written under ``<id>.duckdb.building``. When it is whole, ``<id>.publishing`` is put
beside it, it takes its own name, CURRENT is replaced, and the mark goes. Killed anywhere on the
way, CURRENT still names a whole build, and the next build removes what was left.

A build that was only made to be looked at (``build --check``) waits as ``<id>.duckdb.waiting``
until it is published or discarded (waiting.py), or a later build is published.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dashboard.builds_folder import (
    build_file,
    damage,
    kept_builds,
    read_current,
    read_record,
    waiting_builds,
    waiting_file,
)
from dashboard.pipeline.environment import answering_for_the_machine
from dashboard.pipeline.findings import BuildRunningError, NoSuchBuildError
from dashboard.settings import Home

KEPT_BUILDS = 5
# On Windows a file can't be replaced while a reader has it open; readers of CURRENT are brief.
_PATIENCE_SECONDS = 10
# What the mark of a build says that waited before it was published.
_WAITED = "waited"
_STEM = "%Y%m%dT%H%M%S"
_ID = f"{'[0-9]' * 8}T{'[0-9]' * 6}-{'[0-9a-f]' * 6}"


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """A build that is kept. ``report`` is its record, empty where that can't be read."""

    build_id: str
    path: Path
    current: bool
    report: dict[str, Any]


def new_build_id(home: Home, now: datetime) -> str:
    """YYYYMMDDTHHMMSS-xxxxxx: ids sort in the order in which builds were made.

    Where the clock was set back, or two builds fall into one second, the id counts on from the
    newest one: what is newest never depends on the clock. The record says when it was built.
    """
    stem = now.strftime(_STEM)
    newest = max((path.name[: len(stem)] for path in _found(home, f"{_ID}.*")), default="")
    if newest >= stem:
        stem = (datetime.strptime(newest, _STEM) + timedelta(seconds=1)).strftime(_STEM)
    return f"{stem}-{secrets.token_hex(3)}"


@contextmanager
def building_alone(home: Home) -> Iterator[None]:
    """Holds the lock of the builds folder; raises BuildRunningError where another holds it.

    The lock is the operating system's: it ends with the process, however that ends.
    """
    home.builds.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.builds / ".lock", timeout=0):
            yield
    except Timeout:
        raise BuildRunningError from None


def published_builds(home: Home) -> list[PublishedBuild]:
    """Every build that is kept, the newest first."""
    current = current_build_id(home)
    return [
        PublishedBuild(one, build_file(home, one), one == current, read_record(home, one))
        for one in kept_builds(home)
    ]


def current_build_id(home: Home) -> str | None:
    """The published build's id; None where nothing is published or CURRENT is damaged."""
    return read_current(home).build_id


def publish(home: Home, building: Path, build_id: str, report: dict[str, Any]) -> Path:
    """Gives a finished build its name, points CURRENT at it, and drops the oldest builds and what
    waited longer than this one."""
    target = home.builds / f"{build_id}.duckdb"
    mark = home.builds / f"{build_id}.publishing"
    mark.write_text(_WAITED if building == waiting_file(home, build_id) else "", encoding="utf-8")
    write_record(home, build_id, report)
    _to_disk(building)
    building.replace(target)
    _point(home, build_id)
    mark.unlink()
    for older in waiting_builds(home):
        if older < build_id:
            remove_build(home, older)
    _drop_oldest(home)
    return target


def keep_waiting(home: Home, building: Path, build_id: str, report: dict[str, Any]) -> None:
    """Keeps a finished build until it is published or discarded."""
    write_record(home, build_id, report)
    _to_disk(building)
    building.replace(waiting_file(home, build_id))


def write_record(home: Home, build_id: str, report: dict[str, Any]) -> None:
    """Writes a build's record beside the builds."""
    write_text(home.builds / f"{build_id}.json", json.dumps(report, ensure_ascii=False, indent=2))


def rollback(home: Home, build_id: str | None = None) -> str:
    """Points CURRENT at an older build and returns its id; without an id, the one before.

    Where CURRENT or the build that it names is damaged, the newest whole build is meant without
    an id, which the pages show already. An id may be shortened to a beginning that only one build
    has. Raises NoSuchBuildError where there is none that can be read, BuildRunningError while a
    build runs.
    """
    with answering_for_the_machine(home.builds), building_alone(home):
        builds = published_builds(home)
        if build_id is None:
            current = current_build_id(home)
            if current is not None and not damage(build_file(home, current)):
                builds = [build for build in builds if build.build_id < current]
            chosen = [build for build in builds if not damage(build.path)][:1]
        else:
            chosen = [build for build in builds if build.build_id.startswith(build_id)]
        if len(chosen) > 1:
            raise NoSuchBuildError(
                f"有多个构建以 {build_id} 开头，请写完整。",
                f"Several builds begin with {build_id}: write more of it.",
            )
        if not chosen:
            raise NoSuchBuildError("没有可以退回的构建。", "There is no such build to go back to.")
        if wrong := damage(chosen[0].path):
            raise NoSuchBuildError(
                f"构建 {chosen[0].build_id} {wrong}，不能退回。",
                f"Build {chosen[0].build_id} can't be read.",
            )
        _point(home, chosen[0].build_id)
        return chosen[0].build_id


def clean_up(home: Home) -> None:
    """Removes what killed builds left. Only for the holder of the lock."""
    take_back(home)
    for pattern in ("*.building", "*.building.wal", ".reference-*.making*", "*.new"):
        for leftover in _found(home, pattern):
            remove(leftover)
    for spilled in _found(home, "*.building.tmp"):
        shutil.rmtree(spilled, ignore_errors=True)
    for pattern in (f"{_ID}.json", f"{_ID}.refused*", f"{_ID}.corrections.csv"):
        for record in _found(home, pattern):
            build_id = record.name.partition(".")[0]
            if not any(f(home, build_id).exists() for f in (build_file, waiting_file)):
                remove(record)


def take_back(home: Home) -> None:
    """Undoes publishing that was killed on its way: what waited before waits again."""
    current = current_build_id(home)
    for mark in _found(home, "*.publishing"):
        build_id = mark.name.removesuffix(".publishing")
        if build_id != current and mark.read_text(encoding="utf-8", errors="replace") == _WAITED:
            if build_file(home, build_id).exists():
                build_file(home, build_id).replace(waiting_file(home, build_id))
            unpublished = {"published": False, "waiting": True}
            write_record(home, build_id, read_record(home, build_id) | unpublished)
        elif build_id != current:
            for suffix in ("duckdb", "json"):
                remove(home.builds / f"{build_id}.{suffix}")
        remove(mark)


def remove(path: Path) -> None:
    """Removes a file, if it is there. On Windows one that is still open stays for next time."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return


def remove_build(home: Home, build_id: str) -> None:
    """Removes a build, and then all that stands beside it."""
    files = [build_file(home, build_id), waiting_file(home, build_id)]
    for file in files:
        remove(file)
    if not any(file.exists() for file in files):
        for record in _found(home, f"{build_id}.*"):
            remove(record)


def _drop_oldest(home: Home) -> None:
    for build in published_builds(home)[KEPT_BUILDS:]:
        if not build.current:
            remove_build(home, build.build_id)


def _point(home: Home, build_id: str) -> None:
    write_text(home.current, f"{build_id}.duckdb\n")


def write_text(path: Path, text: str) -> None:
    """Replaces a file in one step: a reader sees the old text or the new, whole."""
    new = path.with_name(f"{path.name}.new")
    if new.is_dir():
        shutil.rmtree(new)
    new.write_text(text, encoding="utf-8")
    _to_disk(new)
    if path.is_dir() and not path.is_symlink():
        # A file can't take a folder's place.
        path.rename(_free_name(path.with_name(f"{path.name}.damaged")))
    _patiently(lambda: new.replace(path))


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}-{number}") for number in range(1, 1_000_000))
    return path if not path.exists() else next(name for name in names if not name.exists())


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _patiently(action: Callable[[], object]) -> None:
    started = time.monotonic()
    while True:
        try:
            action()
            return
        except PermissionError:
            if time.monotonic() - started > _PATIENCE_SECONDS:
                raise
            time.sleep(0.05)


def _found(home: Home, pattern: str) -> list[Path]:
    return sorted(home.builds.glob(pattern))
