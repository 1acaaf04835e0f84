"""Streamlit's own files, compressed once: uncompressed, a first visit takes 8 MB.

Streamlit leaves that to a proxy; a department may have none, and counties sit behind slow lines.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from dashboard.ui.guard import path_of

_TYPES = {".js": "text/javascript", ".css": "text/css"}
# The name of each of these files has its content's hash in it.
_FOR_EVER = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}
_SMALLEST = 1_000  # bytes


class CompressedStatics:
    """ASGI middleware: scripts and style sheets below /static, to browsers that take gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope) if scope["type"] == "http" else ""
        kind = _TYPES.get(Path(path).suffix)
        packed = None
        if kind and path.startswith("/static/") and _takes_gzip(scope):
            packed = await to_thread.run_sync(_packed, path.removeprefix("/"))
        if packed is None:
            await self.app(scope, receive, send)
        else:
            headers = {**_FOR_EVER, "content-encoding": "gzip"}
            await Response(packed, 200, headers, kind)(scope, receive, send)


def _takes_gzip(scope: Scope) -> bool:
    return scope["method"] == "GET" and "gzip" in Headers(scope=scope).get("accept-encoding", "")


@lru_cache(maxsize=512)
def _packed(path: str) -> bytes | None:
    """A file of Streamlit's, compressed; None where there is none, or it is too small to matter."""
    folder = Path(file_util.get_static_dir()).resolve()
    found = (folder / path).resolve()
    if not found.is_relative_to(folder) or not found.is_file():
        return None
    content = found.read_bytes()
    return gzip.compress(content, 9) if len(content) >= _SMALLEST else None
