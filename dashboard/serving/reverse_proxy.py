"""A reverse proxy before the server processes: every request goes to one of them.

An address with ``process=2`` in its query goes to process 2: a file or a count is kept by the
process that made the page. A websocket, which is a visitor's page, goes to the process with the
fewest of them and stays there; its bytes are passed on unread. Every other request goes to the
process that answers the fewest at the time.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import h11

from dashboard.settings import PROCESS_IN_ADDRESS

LOOPBACK = "127.0.0.1"
_PIECE = 65_536  # bytes that are read at once
_SWITCHING = 101  # the status of an answer that opens a websocket
STARTING = "服务正在启动，请稍后刷新页面。\nThe server is starting: reload the page in a moment.\n"
NOT_UNDERSTOOD = "无法理解这个请求。\nThe request can't be understood.\n"


@dataclass(eq=False, slots=True)
class Backend:
    """A server process: the port at which it answers, None while it does not; how many connections
    of each kind to it are open; whether it has ever answered."""

    number: int
    port: int | None = None
    connections: Counter[str] = field(default_factory=Counter)
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class _Wire:
    """One side of an exchange: a connection and the state of HTTP on it."""

    def __init__(
        self,
        role: type[h11.CLIENT] | type[h11.SERVER],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.http = h11.Connection(role, max_incomplete_event_size=_PIECE)
        self.reader, self.writer = reader, writer

    async def receive(self) -> h11.Event | type[h11.PAUSED]:
        """The next event; ConnectionClosed at the end."""
        while (event := self.http.next_event()) is h11.NEED_DATA:
            self.http.receive_data(await self.reader.read(_PIECE))
        return event  # pyright: ignore[reportReturnType] - NEED_DATA has been left out

    async def send(self, event: h11.Event) -> None:
        await self.write(self.http.send(event) or b"")

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def until_closed(self) -> None:
        """Waits until the other side closes. What it sends before is kept for the next request."""
        while len(self.http.trailing_data[0]) <= _PIECE:
            data = await self.reader.read(_PIECE)
            if not data:
                return
            self.http.receive_data(data)
        await asyncio.Event().wait()  # more can wait until it is asked for


class ReverseProxy:
    """Answers connections by the backends; ``connected`` is the callback of asyncio's server."""

    def __init__(self, backends: Sequence[Backend], request_within: float = 75.0) -> None:
        """``request_within``: seconds that a connection may stay open without a request."""
        self._backends = backends
        self._request_within = request_within
        self._open: set[asyncio.Task[None] | None] = set()  # else nothing holds one that waits

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection of a visitor until either side closes it."""
        client = _Wire(h11.SERVER, reader, writer)
        task = asyncio.current_task()
        self._open.add(task)
        try:
            while await self._request_answered(client):
                client.http.start_next_cycle()
        except (OSError, TimeoutError, h11.RemoteProtocolError):
            pass  # one of the sides has gone; closing tells the other one
        except asyncio.CancelledError:
            pass  # the server ends, and asyncio would print every connection that was cancelled
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self._open.discard(task)

    async def _request_answered(self, client: _Wire) -> bool:
        """Answers the next request; whether another one may follow on the connection."""
        try:
            async with asyncio.timeout(self._request_within):
                asked = await client.receive()
            if not isinstance(asked, h11.Request):
                return False
            # Whatever its version, it is passed on as HTTP/1.1.
            headers = asked.headers.raw_items()
            request = h11.Request(method=asked.method, target=asked.target, headers=headers)
        except h11.ProtocolError as wrong:
            await _answer(client, wrong.error_status_hint, NOT_UNDERSTOOD)
            return False
        async with self._connection_for(request) as server:
            if server is None:
                await _answer(client, 503, STARTING)
                return False
            await server.send(request)
            if client.http.they_are_waiting_for_100_continue:
                await client.send(h11.InformationalResponse(status_code=100, headers=[]))
            async with asyncio.timeout(self._request_within):
                while not isinstance(event := await client.receive(), h11.EndOfMessage):
                    if not isinstance(event, h11.Data):
                        return False
                    await server.send(event)
            await server.send(event)
            if await _answered(client, server):
                await _pass_on(client, server)
                return False
        return client.http.our_state is client.http.their_state is h11.DONE

    @asynccontextmanager
    async def _connection_for(self, request: h11.Request) -> AsyncIterator[_Wire | None]:
        """A new connection for one request; None where no process takes it."""
        kind = "websocket" if _names_upgrade(request) else "request"
        for backend in self._backends_for(request, kind):
            backend.connections[kind] += 1
            try:
                try:
                    reader, writer = await asyncio.open_connection(LOOPBACK, backend.port)
                except OSError:
                    continue  # it is about to end
                try:
                    yield _Wire(h11.CLIENT, reader, writer)
                finally:
                    writer.close()
                return
            finally:
                backend.connections[kind] -= 1
        yield None

    def _backends_for(self, request: h11.Request, kind: str) -> list[Backend]:
        """Those that answer, the one to ask first."""
        ready = [backend for backend in self._backends if backend.port is not None]
        query = parse_qs(request.target.partition(b"?")[2].decode("ascii"))
        asked = query.get(PROCESS_IN_ADDRESS, [])
        return sorted(ready, key=lambda one: (str(one.number) not in asked, one.connections[kind]))


def _names_upgrade(request: h11.Request) -> bool:
    return any(name == b"upgrade" for name, _ in request.headers)


async def _answered(client: _Wire, server: _Wire) -> bool:
    """Passes the server's answer on; whether it opens a websocket. Raises ConnectionError when the
    client closes first, so that the server learns it."""
    answer = asyncio.create_task(_answer_passed_on(client, server))
    closed = asyncio.create_task(client.until_closed())
    try:
        await asyncio.wait({answer, closed}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ConnectionResetError
        return answer.result()
    finally:
        answer.cancel()
        closed.cancel()
        await asyncio.gather(answer, closed, return_exceptions=True)


async def _answer_passed_on(client: _Wire, server: _Wire) -> bool:
    while True:
        event = await server.receive()
        if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
            raise ConnectionResetError
        await client.send(event)  # pyright: ignore[reportArgumentType] - PAUSED has been left out
        if isinstance(event, h11.EndOfMessage):
            return False
        if isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING:
            return True


async def _pass_on(client: _Wire, server: _Wire) -> None:
    """Passes bytes on in both directions until one side closes."""
    await server.write(client.http.trailing_data[0])
    await client.write(server.http.trailing_data[0])
    ways = [
        asyncio.create_task(_one_way(client.reader, server.writer)),
        asyncio.create_task(_one_way(server.reader, client.writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _one_way(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_PIECE):
        writer.write(data)
        await writer.drain()


async def _answer(client: _Wire, status: int, text: str) -> None:
    body = text.encode()
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(body))),
        ("connection", "close"),
    ]
    await client.send(h11.Response(status_code=status, headers=headers))
    await client.send(h11.Data(body))
    await client.send(h11.EndOfMessage())
