"""What the machine and not the exports prevents: permissions, a full disk, memory."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.pipeline.findings import (
    BuildRefusedError,
    EnvironmentRefusedError,
    Finding,
    finding,
)

_FULL = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
_FORBIDDEN = frozenset([errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST])
# DuckDB hands on the operating system's words and not its number.
_FULL_WORDS = ("No space left", "Disk quota", "File too large", "disk is full", "磁盘空间不足")


@contextmanager
def answering_for_the_machine(folder: Path) -> Iterator[None]:
    """Turns what the system refuses below ``folder`` into an EnvironmentRefusedError that says it
    in a sentence. Errors of any other kind pass."""
    try:
        yield
    except (OSError, MemoryError, duckdb.Error) as error:
        found = of_the_machine(error, folder)
        if found is None:
            raise
        raise EnvironmentRefusedError([found]) from error


@contextmanager
def naming_errors_of_our_own(
    folder: Path, *, table: str | None = None, title: str = ""
) -> Iterator[None]:
    """Turns an error of a statement that is not the machine's fault into a BuildRefusedError: what
    was published stays, and the maintainer gets the first line of it. ``table`` is the one that
    was being read, if any."""
    try:
        yield
    except duckdb.Error as error:
        if of_the_machine(error, folder):
            raise
        detail = first_line(error)
        if table is None:
            found = finding("internal_error", detail=detail)
        else:
            found = finding("reading_failed", table=table, title=title, detail=detail)
        raise BuildRefusedError([found]) from error


def of_the_machine(error: Exception, folder: Path) -> Finding | None:
    """What the machine refused; None where the error says nothing of the machine."""
    detail = first_line(error)
    if isinstance(error, duckdb.Error) and any(word in detail for word in _FULL_WORDS):
        return finding("disk_full", path=folder)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return finding("out_of_memory", detail=detail)
    if not isinstance(error, OSError):
        return None
    place = folder if error.filename is None else error.filename
    detail = error.strerror or detail
    if error.errno in _FULL:
        return finding("disk_full", path=place)
    if error.errno in _FORBIDDEN:
        return finding("home_not_writable", path=place, detail=detail)
    return finding("system_error", path=place, detail=detail)


def first_line(error: Exception) -> str:
    """The first line of what an error says; its kind where it says nothing."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__
