"""The builds folder as its readers see it: what CURRENT names, which builds are kept, which open.

People and programs write into this folder: CURRENT may be empty, binary or UTF-16 (PowerShell's
``>``), a folder, or name something elsewhere; a build may be cut short or somebody else's. Nothing
here raises for what is found there; it is said instead.
"""

import errno
import json
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dashboard.marts import build_format
from dashboard.queries import named_queries
from dashboard.regions import NATION
from dashboard.settings import SERVING_DISK, SERVING_MEMORY, SERVING_THREADS, Home

LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "access_mode": "READ_ONLY",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": SERVING_MEMORY,
    "max_temp_directory_size": SERVING_DISK,
    "threads": SERVING_THREADS,
    "lock_configuration": "true",
}
# What follows the id of a build that waits to be published.
WAITING = ".duckdb.waiting"
# A name that stays in the folder, on every system.
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}(\.duckdb)?", re.ASCII)
_LONGEST_POINTER = 1_000  # bytes; more is no pointer
# What DuckDB says of a file that another process writes to, and of one that it can't open.
_IN_USE, _NOT_OPENED = "Could not set lock", "Cannot open file"
_HEADERS = 3 * 4096  # bytes of a DuckDB file before its first block


class UnreadableBuildError(Exception):
    """A build that can't be shown. The text says why in Chinese; it continues "数据版本 …"."""


class DamagedBuildError(UnreadableBuildError):
    """A build's file is no whole build: cut short, changed, something else, or gone."""


class InaccessibleBuildError(UnreadableBuildError):
    """A build that the system does not open just now: no permission, too many open files, in use.

    It may well be whole, so none is shown in its stead."""


class OtherVersionError(UnreadableBuildError):
    """A build that another version of the program made, with other tables."""


class BuildInfo(NamedTuple):
    """What a build says of itself, as every page's foot shows it.

    ``own_region`` is the department's own: pages know nothing above or beside it. ``accepted`` are
    the Chinese sentences of what the steward said yes to, ``note`` the line that they wrote.
    """

    build_id: str
    built_at: str
    data_from: date
    data_through: date
    data_settled_through: date
    demonstration: bool
    tables_absent: frozenset[str]
    own_region: str = NATION
    accepted: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says. ``build_id`` is None where it names no possible build; then ``damage``
    says in Chinese what is wrong with it ('' where there is no CURRENT).

    ``inaccessible``: the file exists, but the system can't open it now.
    """

    build_id: str | None
    damage: str = ""
    inaccessible: bool = False


def read_current(home: Home) -> Pointer:
    """The build that CURRENT names, whether it is there or not; never raises for its contents."""
    try:
        if not home.current.exists():
            return Pointer(None)
        if not home.current.is_file():
            return Pointer(None, "CURRENT 不是文件")
        with home.current.open("rb") as file:
            written = file.read(_LONGEST_POINTER + 1)
    except OSError as refused:
        return Pointer(None, f"CURRENT {_why_not_opened(refused)}", inaccessible=True)
    if not written.strip():
        return Pointer(None, "CURRENT 是空的")
    try:
        name = written.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return Pointer(None, "CURRENT 不是 UTF-8 文本")
    if len(written) > _LONGEST_POINTER or not _NAME.fullmatch(name):
        return Pointer(None, "CURRENT 写的不是数据版本的文件名")
    return Pointer(name.removesuffix(".duckdb"))


def build_file(home: Home, build_id: str) -> Path:
    return home.builds / f"{build_id}.duckdb"


def waiting_file(home: Home, build_id: str) -> Path:
    """A build that was made and waits to be published. No reader takes it for one that is kept."""
    return home.builds / f"{build_id}{WAITING}"


def waiting_builds(home: Home) -> list[str]:
    """The ids of every build that waits to be published, the newest first."""
    try:
        names = [path.name for path in home.builds.glob(f"*{WAITING}") if path.is_file()]
    except OSError:
        return []
    ids = [name.removesuffix(WAITING) for name in names]
    return sorted((one for one in ids if is_build_id(one)), reverse=True)


def is_build_id(text: str) -> bool:
    """Whether a text could be the id of a build, and stays in the folder as part of a name."""
    return bool(_NAME.fullmatch(text)) and not text.endswith(".duckdb")


def kept_builds(home: Home) -> list[str]:
    """The ids of every build that was published and is kept, the newest first.

    One that is being published, or whose record says that it was not, is none.
    """
    try:
        files = [path for path in home.builds.glob("*.duckdb") if path.is_file()]
        marks = {mark.name.removesuffix(".publishing") for mark in home.builds.glob("*.publishing")}
    except OSError:
        return []
    current = read_current(home).build_id
    ids = [path.stem for path in files if is_build_id(path.stem)]
    return sorted(
        (
            one
            for one in ids
            if one == current
            or (one not in marks and read_record(home, one).get("published") is not False)
        ),
        reverse=True,
    )


def read_record(home: Home, build_id: str) -> dict[str, Any]:
    """A build's record, {} where it has none that can be read."""
    try:
        record = json.loads((home.builds / f"{build_id}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def newest_whole(home: Home) -> str | None:
    """The newest kept build that can be read; None where there is none."""
    return next((one for one in kept_builds(home) if not damage(build_file(home, one))), None)


def damage(path: Path) -> str:
    """Why a build can't be shown, '' where it can."""
    return str(unreadable(path) or "")


def unreadable(path: Path) -> UnreadableBuildError | None:
    """What opening a build raises; None where it opens."""
    try:
        open_build(path)[0].close()
    except UnreadableBuildError as why:
        return why
    return None


def open_build(path: Path) -> tuple[duckdb.DuckDBPyConnection, BuildInfo]:
    """A build opened for reading, locked down, and what it says of itself.

    Raises DamagedBuildError, InaccessibleBuildError, OtherVersionError. Blocks are checked when
    they are read; here it is looked whether all are there.
    """
    try:
        if not path.is_file():
            raise DamagedBuildError("的文件不在了")
        # The system's own word on it, which DuckDB's errors do not tell from damage.
        path.open("rb").close()
    except FileNotFoundError:
        raise DamagedBuildError("的文件不在了") from None
    except OSError as refused:
        raise InaccessibleBuildError(f"的文件{_why_not_opened(refused)}") from None
    try:
        # Every connection to one file in one process must be opened alike. The builds' folder may
        # be for reading only: what is too large to sort in memory goes elsewhere.
        spilled = Path(tempfile.gettempdir()) / f"dashboard-{os.getpid()}-{path.stem}"
        config = LOCKED_DOWN | {"temp_directory": str(spilled)}
        connection = duckdb.connect(str(path), config=config)
    except duckdb.Error as failed:
        if _IN_USE in str(failed):
            raise InaccessibleBuildError("的文件正被其他程序占用") from None
        if _NOT_OPENED in str(failed):
            raise InaccessibleBuildError("的文件现在打不开") from None
        raise DamagedBuildError("的文件不是数据库，或已损坏") from None
    try:
        ((block_size, blocks),) = connection.execute(named_queries()["build_size"]).fetchall()
        if path.stat().st_size < _HEADERS + block_size * blocks:
            raise DamagedBuildError("的文件不完整")
        said = dict(connection.execute(named_queries()["build_info"]).fetchall())
        return connection, _info(said)
    except (duckdb.Error, OSError):
        connection.close()
        raise DamagedBuildError("的文件不是本程序建立的，或已损坏") from None
    except UnreadableBuildError:
        connection.close()
        raise


def _why_not_opened(refused: OSError) -> str:
    """Why the system does not open a file, in Chinese; it follows the file's name."""
    if refused.errno in (errno.EACCES, errno.EPERM):
        return "没有读取权限"
    if refused.errno in (errno.EMFILE, errno.ENFILE):
        return "打不开：本机打开的文件太多"
    return f"打不开：{refused.strerror}"


def _info(said: dict[str, str]) -> BuildInfo:
    if said.get("format") not in (None, build_format()):
        raise OtherVersionError("由其他版本的程序建立")
    try:
        return BuildInfo(
            build_id=said["build_id"],
            built_at=said["built_at"],
            data_from=date.fromisoformat(said["data_from"]),
            data_through=date.fromisoformat(said["data_through"]),
            data_settled_through=date.fromisoformat(said["data_settled_through"]),
            demonstration=said["demonstration"] == "true",
            tables_absent=frozenset(json.loads(said["tables_absent"])),
            own_region=said.get("own_region", NATION),
            accepted=tuple(one["zh"] for one in json.loads(said["accepted"])),
            note=said.get("note", ""),
        )
    except (KeyError, ValueError, TypeError):
        raise DamagedBuildError("没有完整的记录") from None
