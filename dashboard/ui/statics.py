"""Serves Streamlit's own files compressed: uncompressed, a first visit takes 8 MB.

Streamlit leaves compression to a proxy. A department may have none, and counties have slow lines.
"""

import gzip
import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from dashboard.department import department_in_use
from dashboard.settings import Home
from dashboard.ui.base_path import address_of
from dashboard.ui.guard import path_of
from dashboard.ui.index_page import index_page
from dashboard.ui.plotly_bundle import without_unused_traces

# Requested by Streamlit's first screen, before it knows that pages use the system's fonts.
_UNUSED_FONT = "/static/media/SourceSans"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
# The names of Streamlit's files contain a hash of their content.
_FOR_EVER = "public, immutable, max-age=31536000"
_PLOTLY = "PlotlyChart."
_SMALLEST = 1_000  # bytes
_HTML = "text/html"
_CONDITIONS = (b"if-none-match", b"if-modified-since")


@dataclass(frozen=True, slots=True)
class _Packed:
    """A compressed file. ``tag`` is its entity tag; '' if the file's name contains a hash."""

    content: bytes
    tag: str = ""


class CompressedStatics:
    """ASGI middleware. It serves scripts and style sheets below /static to browsers that accept
    gzip, and the HTML page that loads them (index_page.py) at the address of every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        path, headers = path_of(scope), Headers(scope=scope)
        packs = "gzip" in headers.get("accept-encoding", "")
        kind = _TYPES.get(Path(path).suffix)
        if path.startswith(_UNUSED_FONT):
            await Response(status_code=404)(scope, receive, send)
        elif kind and path.startswith("/static/"):
            packed = await to_thread.run_sync(_packed, path.removeprefix("/")) if packs else None
            if packed is None:
                await self.app(scope, receive, send)
            else:
                await _answer(packed, kind, headers)(scope, receive, send)
        elif _HTML in headers.get("accept", ""):
            conditions = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
            answer = _PageAnswer(scope, receive, send, path, packs)
            await self.app({**scope, "headers": conditions}, receive, answer)
        else:
            await self.app(scope, receive, send)


class _PageAnswer:
    """Replaces Streamlit's own HTML page in answers. Other answers pass unchanged."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, path: str, packs: bool) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._path, self._packs = path, packs
        self._replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if message["status"] == 200 and kind.startswith(_HTML):
                self._replaced = True
                await self._page()(self._scope, self._receive, self._send)
        if not self._replaced:
            await self._send(message)

    def _page(self) -> Response:
        *above, last = self._path.strip("/").split("/")
        if above:
            # Streamlit's page finds its files only one level below the base path.
            asked = self._scope["query_string"].decode("latin-1")
            place = address_of(last)
            return RedirectResponse(f"{place}?{asked}" if asked else place, 302)
        headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
        department, _ = department_in_use(Home.default().settings)
        page = index_page(department.title)
        if self._packs:
            page, headers["content-encoding"] = gzip.compress(page), "gzip"
        return Response(page, 200, headers, "text/html; charset=utf-8")


def _answer(packed: _Packed, kind: str, asked: Headers) -> Response:
    headers = {"vary": "accept-encoding", "cache-control": _FOR_EVER}
    if packed.tag:
        headers |= {"cache-control": "no-cache", "etag": packed.tag}
        if asked.get("if-none-match", "").removeprefix("W/") == packed.tag:
            return Response(None, 304, headers)
    return Response(packed.content, 200, headers | {"content-encoding": "gzip"}, kind)


@lru_cache(maxsize=512)
def _packed(path: str) -> _Packed | None:
    """A compressed file of Streamlit's; None if there is no such file or it is very small."""
    folder = Path(file_util.get_static_dir()).resolve()
    found = (folder / path).resolve()
    if not found.is_relative_to(folder) or not found.is_file():
        return None
    content = found.read_bytes()
    if len(content) < _SMALLEST:
        return None
    if not found.name.startswith(_PLOTLY):
        return _Packed(gzip.compress(content, 9))
    packed = gzip.compress(without_unused_traces(content), 9)
    return _Packed(packed, f'"{hashlib.sha256(packed).hexdigest()[:16]}"')


def pack_plotly() -> None:
    """Starts to compress the largest file, which takes two seconds, before the first visitor."""
    folder = Path(file_util.get_static_dir())
    for file in (folder / "static" / "js").glob(f"{_PLOTLY}*.js"):
        path = file.relative_to(folder).as_posix()
        threading.Thread(target=_packed, args=(path,), daemon=True).start()
