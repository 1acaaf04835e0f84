"""Middleware before Streamlit: checks hosts, origins and paths, and adds security headers.

Streamlit checks host and origin only for websockets, serves paths that the dashboard does not need,
and sends no security headers.
"""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, file_util
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.ui.base_path import address_of

# Uploads (no page has an uploader), metrics of the process, and access for programs.
CLOSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health")
# Health checks are answered for every host name.
_HEALTH = "/_stcore/health"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_HOST_REFUSED = (
    "不接受这个主机名。请在 server.allowedHosts 中写入它（见 README）。\n"
    "This host name is not accepted: add it to server.allowedHosts (see README.md).\n"
)
_ORIGIN_REFUSED = (
    "不接受来自其他网站的请求。请在 server.corsAllowedOrigins 中写入它（见 README）。\n"
    "Requests from other sites are refused: add it to server.corsAllowedOrigins (see README.md).\n"
)


class Guard:
    """ASGI middleware. ``scripts`` are the inline scripts that browsers may run besides the
    server's own files."""

    def __init__(self, app: ASGIApp, scripts: tuple[str, ...] = ()) -> None:
        self.app = app
        self._script_sources = " ".join(_hash(script) for script in (*_index_scripts(), *scripts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host")
        path = path_of(scope)
        if path != _HEALTH and not is_host_allowed(host):
            await _refuse(scope, receive, send, 400, _HOST_REFUSED)
        elif not _origin_fits(scope, headers.get("origin"), host):
            await _refuse(scope, receive, send, 403, _ORIGIN_REFUSED)
        elif path.startswith(CLOSED):
            await _refuse(scope, receive, send, 404, "Not Found\n")
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, self._with_headers(send, host or ""))

    def _with_headers(self, send: Send, host: str) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", self._policy(host))
                # Streamlit allows every site to read the boundaries and its own files.
                if "access-control-allow-origin" in headers:
                    del headers["access-control-allow-origin"]
            await send(message)

        return send_with_headers

    def _policy(self, host: str) -> str:
        return (
            "default-src 'self'; "
            f"script-src 'self' {self._script_sources}; "
            "style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; "
            "font-src 'self' data:; "
            f"connect-src 'self' data: ws://{host} wss://{host}; "
            "worker-src 'self' blob:; "
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
        )


def path_of(scope: Scope) -> str:
    """The path below the server's base path, without doubled slashes."""
    path = "/" + re.sub(r"/+", "/", scope["path"]).strip("/")
    base = address_of()
    return path if base == "/" else path.removeprefix(base)


def _origin_fits(scope: Scope, origin: str | None, host: str | None) -> bool:
    """Whether a request that changes something comes from our own pages or an allowed site.

    A request without an origin fits: programs other than browsers send none.
    """
    if origin is None or (scope["type"] == "http" and scope["method"] in _SAFE_METHODS):
        return True
    if host and urlsplit(origin).netloc.lower() == host.lower():
        return True
    return origin in config.get_option("server.corsAllowedOrigins")


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        # Closed before it is accepted: the server answers 403.
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
    else:
        await PlainTextResponse(text, status, headers=_HEADERS)(scope, receive, send)


def _index_scripts() -> list[str]:
    """The inline scripts of Streamlit's own page."""
    index = Path(file_util.get_static_dir()) / "index.html"
    return _INLINE_SCRIPT.findall(index.read_text(encoding="utf-8"))


def _hash(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
