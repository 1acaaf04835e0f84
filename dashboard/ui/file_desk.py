"""Writes offered files and serves them: few at a time, on disk, in constant memory.

A browser sends POST until the file is ready; each answer tells the progress. Then it sends GET. If
a file can't be written, the browser learns it before it saves anything.
"""

import asyncio
import errno
import gzip
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import IO
from urllib.parse import quote

import pyarrow as pa
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.builds_folder import DamagedBuildError
from dashboard.exports.writers import Writer
from dashboard.settings import (
    FILES_AT_ONCE,
    FILES_WAITING,
    ROWS_WITHOUT_WAITING,
    UNCLAIMED_FILE_SECONDS,
)
from dashboard.ui.base_path import address_of
from dashboard.ui.files import Offer, Offers

_ANSWER_WITHIN = 2.0  # seconds until an answer with the progress
_PIECE = 262_144  # bytes
_FORGOTTEN_AFTER = 30.0  # seconds without anybody asking
EXPIRED = "这个下载链接已经过期，请刷新页面后再下载。"
TOO_MANY = "现在下载的人太多，请过几分钟再试。"
FULL = "服务器的磁盘空间不足，文件没有写成，请告诉管理员。"
GONE = "页面所依据的数据版本已不再保存，请刷新页面后再下载。"
FAILED = "文件没有写成，请刷新页面后再试；仍不行请告诉管理员。"
_HEADERS = {"cache-control": "private, no-store"}
_log = logging.getLogger(__name__)
# A file's key: the offer's token, the format, and whether it is sent compressed.
_Key = tuple[str, str, bool]


class ForgottenError(Exception):
    """No browser asks for the file any more."""


class _File:
    """A file that is being written or is ready. ``task`` ends when it is written to ``disk``, an
    unnamed file that is removed when its last holder closes it or the process ends."""

    def __init__(self) -> None:
        self.disk: IO[bytes] = tempfile.TemporaryFile(prefix="dashboard-")  # noqa: SIM115
        self.name = ""
        self.observation = threading.Lock()
        self.task: asyncio.Task[None] | None = None
        self.begun = False
        self.rows = 0
        self.asked_at = time.monotonic()

    @property
    def forgotten(self) -> bool:
        """Whether writing was stopped since nobody asked. It starts again on the next request."""
        task = self.task
        if task is None or not task.done() or task.cancelled():
            return False
        return isinstance(task.exception(), ForgottenError)

    def sent(self) -> Iterator[bytes]:
        """Its bytes from the start, in pieces. Several readers may call it at once."""
        place = 0
        while True:
            with self.observation:
                self.disk.seek(place)
                piece = self.disk.read(_PIECE)
            if not piece:
                return
            place += len(piece)
            yield piece


class FileDesk:
    """Writes offered files and answers at ``/files/<token>/<format>``.

    A limited number of large files is written at the same time; others wait in order of request.
    Small files do not wait. A written file is kept for UNCLAIMED_FILE_SECONDS.
    """

    def __init__(self, offers: Offers, at_once: int = FILES_AT_ONCE) -> None:
        self._offers = offers
        self._at_once = at_once
        self._turns = asyncio.Semaphore(at_once)
        self._writers = CapacityLimiter(at_once + 4)
        self._files: dict[_Key, _File] = {}

    def close(self) -> None:
        for file in self._files.values():
            if file.task is not None:
                file.task.cancel()
        self._files.clear()

    async def answer(self, request: Request) -> Response:
        """POST: 202 with the progress until the file is ready, then 200. GET: the file.

        404 for an unknown token or format, 503 if too many files wait, 500 if writing failed.
        """
        token, code = request.path_params["token"], request.path_params["format"]
        offer = self._offers.find(token)
        writer = offer.writers.get(code) if offer is not None else None
        if offer is None or writer is None:
            return _said(404, EXPIRED)
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        key = (token, code, takes_gzip and not writer.is_compressed)
        file = self._files.get(key)
        if file is None or file.forgotten:
            if self._waiting() >= FILES_WAITING:
                return _said(503, TOO_MANY)
            try:
                file = self._begin(offer, writer, key)
            except OSError as failed:
                return _said(500, _why(failed))
        file.asked_at = time.monotonic()
        assert file.task is not None
        while not file.task.done():
            await asyncio.wait({file.task}, timeout=_ANSWER_WITHIN)
            if request.method == "POST":
                break
            if await request.is_disconnected():
                return _said(499, "")
            file.asked_at = time.monotonic()
        if not file.task.done():
            return _said(202, self._how_it_stands(offer, file))
        return self._handed_out(request, writer, file, key)

    def _handed_out(self, request: Request, writer: Writer, file: _File, key: _Key) -> Response:
        assert file.task is not None
        failed = asyncio.CancelledError() if file.task.cancelled() else file.task.exception()
        if failed is not None:
            self._files.pop(key, None)
            _log.error("%s could not be written", file.name or "a file", exc_info=failed)
            return _said(500, _why(failed))
        if request.method == "POST":
            return _said(200, "")
        headers = _HEADERS | {
            "content-length": str(os.fstat(file.disk.fileno()).st_size),
            "content-disposition": f"attachment; filename*=utf-8''{quote(file.name)}",
            # Also given for a plain file, so that no proxy or middleware compresses it.
            "content-encoding": "gzip" if key[2] else "identity",
        }
        return StreamingResponse(file.sent(), headers=headers, media_type=writer.media_type)

    def _begin(self, offer: Offer, writer: Writer, key: _Key) -> _File:
        file = _File()
        self._files[key] = file
        file.task = asyncio.create_task(self._written(offer, writer, file, packed=key[2]))
        file.task.add_done_callback(lambda task: self._ended(task, key, file))
        return file

    async def _written(self, offer: Offer, writer: Writer, file: _File, *, packed: bool) -> None:
        if offer.rows <= ROWS_WITHOUT_WAITING:
            await to_thread.run_sync(_write, offer, writer, file, packed)
            return
        async with self._turns:
            if time.monotonic() - file.asked_at > _FORGOTTEN_AFTER:
                raise ForgottenError
            await to_thread.run_sync(_write, offer, writer, file, packed, limiter=self._writers)

    def _ended(self, task: asyncio.Task[None], key: _Key, file: _File) -> None:
        """Reads the task's error, which may interest nobody, and discards the file later."""
        if not task.cancelled():
            task.exception()

        def discard() -> None:
            if self._files.get(key) is file:
                del self._files[key]

        asyncio.get_running_loop().call_later(UNCLAIMED_FILE_SECONDS, discard)

    def _waiting(self) -> int:
        return sum(1 for f in self._files.values() if f.task and not f.task.done())

    def _how_it_stands(self, offer: Offer, file: _File) -> str:
        if file.begun:
            return f"正在写文件，已写 {file.rows:,} 行，共 {offer.rows:,} 行…"
        before = 0
        for other in self._files.values():
            if other is file:
                break
            before += other.task is not None and not other.task.done() and not other.begun
        return f"同时写的文件已有 {self._at_once} 个，前面还有 {before} 个在等，请稍候…"


def _write(offer: Offer, writer: Writer, file: _File, packed: bool) -> None:
    """Writes a file piece by piece. Raises ForgottenError if nobody asks for it any more."""
    file.begun = True
    table = offer.table()
    file.name = table.file_name(writer.suffix)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in table.batches():
            yield batch
            file.rows += batch.num_rows
            if time.monotonic() - file.asked_at > _FORGOTTEN_AFTER:
                raise ForgottenError

    with gzip.GzipFile("", "wb", 1, file.disk) if packed else nullcontext(file.disk) as target:
        for piece in writer.pieces(replace(table, batches=batches)):
            target.write(piece)
    file.disk.flush()


def _why(failed: BaseException | None) -> str:
    if isinstance(failed, OSError) and failed.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    return GONE if isinstance(failed, DamagedBuildError) else FAILED


def _said(status: int, text: str) -> Response:
    return PlainTextResponse(text, status, headers=_HEADERS)


def files_route(desk: FileDesk) -> Route:
    """The route of all files."""
    return Route(address_of("files", "{token}", "{format}"), desk.answer, methods=["GET", "POST"])
