"""The reverse proxy between real sockets: where a request goes, and that nothing of it changes."""

import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import uvloop

from dashboard.serving.reverse_proxy import LOOPBACK, Backend, ReverseProxy

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
WITHIN = 5.0


async def _listening(talk: Talk) -> int:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(served, LOOPBACK, 0)
    return server.sockets[0].getsockname()[1]


async def _visitor(
    *talks: Talk, request_within: float = WITHIN
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, list[Backend]]:
    """A connection to a proxy before backends that talk so."""
    backends = [Backend(number, await _listening(talk)) for number, talk in enumerate(talks, 1)]
    port = await _listening(ReverseProxy(backends, request_within).connected)
    return *await asyncio.open_connection(LOOPBACK, port), backends


def _says(name: str) -> Talk:
    """A backend that answers one request a connection with its name."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(name)}\r\n\r\n{name}".encode())
        await writer.drain()

    return talk


def _run(
    test: Awaitable[None], loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> None:
    async def limited() -> None:
        async with asyncio.timeout(4 * WITHIN):
            await test

    with ThreadPoolExecutor(1) as beside:  # Playwright has a loop of its own in this thread
        runner = asyncio.Runner(loop_factory=loop_factory)
        beside.submit(runner.run, limited()).result()
        beside.submit(runner.close).result()


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, end: bytes
) -> bytes:
    writer.write(request)
    return await reader.readuntil(end)


def _get(target: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {target} HTTP/1.1", "Host: x", *headers, "", "")).encode()


def test_an_address_that_names_a_process_goes_there_on_one_connection_with_others():
    async def test() -> None:
        reader, writer, _ = await _visitor(_says("one!"), _says("two!"))
        for target, name in [
            ("/files/t/csv?process=2", b"two!"),
            ("/files/t/csv?process=1", b"one!"),
            ("/files/t/csv?a=1&process=2", b"two!"),
        ]:
            assert (await _asked(reader, writer, _get(target), b"!")).endswith(name)

    _run(test())


def test_others_go_to_the_process_that_answers_the_fewest_and_never_to_one_that_is_down():
    async def test() -> None:
        reader, writer, backends = await _visitor(_says("one!"), _says("two!"), _says("three!"))
        for backend, count in zip(backends, (3, 1, 0), strict=True):
            backend.connections["request"] = count
        backends[2].port = None
        for target in ("/", "/?process=3", "/?process=9", "/?process="):
            assert (await _asked(reader, writer, _get(target), b"!")).endswith(b"two!")
            while backends[1].connections["request"] > 1:
                await asyncio.sleep(0.01)
        assert [backend.connections["request"] for backend in backends] == [3, 1, 0]

    _run(test())


def test_a_process_that_takes_no_connection_any_more_is_passed_over():
    async def test() -> None:
        reader, writer, backends = await _visitor(_says("one!"), _says("two!"))
        with socket.socket() as bound:
            bound.bind((LOOPBACK, 0))  # and does not listen
            backends[0].port = bound.getsockname()[1]
            for target in ("/", "/files/t/csv?process=1"):
                assert (await _asked(reader, writer, _get(target), b"!")).endswith(b"two!")
            assert backends[0].connections["request"] == 0
            backends[1].port = backends[0].port
            assert (await _asked(reader, writer, _get("/"), b"\r\n")).startswith(b"HTTP/1.1 503 ")

    _run(test())


def test_a_target_that_is_no_url_is_passed_on():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0]
        writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: %d\r\n\r\n" % len(line) + line)

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        answer = await _asked(reader, writer, _get("//[/?process=1"), b"HTTP/1.1")
        answer += await reader.readuntil(b"HTTP/1.1")
        assert answer.startswith(b"HTTP/1.1 404 ")
        assert answer.endswith(b"GET //[/?process=1 HTTP/1.1")

    _run(test())


def test_http_1_0_is_answered_and_its_connection_closed():
    async def test() -> None:
        reader, writer, _ = await _visitor(_says("one!"))
        writer.write(b"GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"connection: close" in answer.lower()
        assert answer.endswith(b"one!")

        reader, writer, _ = await _visitor(_says("one!"))
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert "无法理解" in answer.decode()

    _run(test())


def test_who_waits_before_sending_a_body_is_told_to_go_on():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(5)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n" + body)

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        told = await _asked(reader, writer, head, b"\r\n\r\n")
        assert told.startswith(b"HTTP/1.1 100 ")
        assert (await _asked(reader, writer, b"sent!", b"!")).endswith(b"\r\n\r\nsent!")

    _run(test())


def test_bodies_and_answers_pass_as_they_are():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"POST /files/%E5%B9%BF/csv?q=1 HTTP/1.1\r\n")
        assert b"Origin: http://x:1\r\n" in head.replace(b"origin", b"Origin")
        body = await reader.readexactly(200_000)
        writer.write(b"HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\nx-kept: 1\r\n\r\n")
        writer.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body[::-1]))
        await writer.drain()

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        sent = bytes(range(250)) * 800
        writer.write(
            b"POST /files/%E5%B9%BF/csv?q=1 HTTP/1.1\r\nHost: x\r\nOrigin: http://x:1\r\n"
            b"Content-Length: 200000\r\nConnection: close\r\n\r\n" + sent
        )
        answer = await reader.read()
        head, _, chunks = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 202 ")
        assert b"x-kept: 1" in head
        body = b""
        while not chunks.startswith(b"0\r\n"):
            size, _, chunks = chunks.partition(b"\r\n")
            body, chunks = body + chunks[: int(size, 16)], chunks[int(size, 16) + 2 :]
        assert body == sent[::-1]

    _run(test())


def test_an_answer_without_a_body_keeps_the_connection():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
        await writer.drain()

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        for _ in range(2):
            head = await _asked(reader, writer, b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n\r\n")
            assert b"content-length: 4" in head.lower()

    _run(test())


def test_websockets_are_divided_evenly_whatever_else_is_answered() -> None:
    """A page's files are on their way while its websocket opens."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n")
        await reader.read()

    async def test() -> None:
        backends = [Backend(number, await _listening(talk)) for number in (1, 2)]
        backends[1].connections["request"] = 5
        port = await _listening(ReverseProxy(backends).connected)
        handshake = _get("/_stcore/stream", "Upgrade: websocket", "Connection: Upgrade")
        opened = []
        for _ in range(4):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            await _asked(reader, writer, handshake, b"\r\n\r\n")
            opened.append(writer)
        assert [backend.connections["websocket"] for backend in backends] == [2, 2]

    _run(test())


def test_a_websocket_is_passed_on_unread_from_its_first_byte():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            b"sec-websocket-accept: y\r\n\r\nfirst"
        )
        while piece := await reader.read(100):
            writer.write(piece.upper())

    async def test() -> None:
        reader, writer, backends = await _visitor(talk)
        handshake = _get("/_stcore/stream", "Upgrade: websocket", "Connection: Upgrade")
        answer = await _asked(reader, writer, handshake + b"early ", b"EARLY ")
        assert answer.endswith(b"\r\n\r\nfirstEARLY ")
        assert backends[0].connections["websocket"] == 1
        assert await _asked(reader, writer, b"\x81\x05hello", b"HELLO") == b"\x81\x05HELLO"
        writer.close()
        while backends[0].connections["websocket"]:
            await asyncio.sleep(0.01)

    _run(test())


def test_a_visitor_who_leaves_is_told_to_the_process_that_still_works():
    left = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.read() == b""
        left.set()

    async def test() -> None:
        _, writer, _ = await _visitor(talk)
        writer.write(_get("/files/t/csv"))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.close()
        await left.wait()

    _run(test())


def test_what_is_sent_ahead_of_its_turn_is_not_gathered():
    answers = 400

    async def test() -> None:
        reader, writer, _ = await _visitor(_says("one!"))
        sent = 0

        async def send() -> None:
            nonlocal sent
            while True:
                writer.write(_get("/") * 2000)
                await writer.drain()
                sent += len(_get("/")) * 2000

        sending = asyncio.create_task(send())
        for _ in range(answers):
            await reader.readuntil(b"!")
        sending.cancel()
        # The system's own buffers take up to 10 MB; before, every answer made room for 64 KB.
        assert sent < 14_000_000 < answers * 65_536

    _run(test())


def test_a_connection_on_which_both_sides_wait_stays():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 20000001\r\n\r\n" + bytes(20_000_000))
        writer.write(b"!")
        await writer.drain()

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        writer.write(_get("/") * 500_000)
        await asyncio.sleep(0.5)
        gc.collect()
        answer = b""
        while not answer.endswith(b"!"):
            answer = await reader.read(65_536)
            assert answer

    _run(test(), uvloop.new_event_loop)


def test_an_answer_that_is_cut_off_is_no_whole_answer():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
        await writer.drain()

    async def test() -> None:
        reader, writer, _ = await _visitor(talk)
        writer.write(_get("/"))
        answer = await reader.read()
        assert b"content-length: 100" in answer
        assert answer.endswith(b"half")

    _run(test())


def test_what_is_no_request_and_what_nobody_can_answer_gets_a_sentence():
    async def test() -> None:
        reader, writer, backends = await _visitor(_says("one!"))
        writer.write(b"\x16\x03\x01 hello\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert "无法理解" in answer.decode()

        reader, writer, backends = await _visitor(_says("one!"))
        backends[0].port = None
        writer.write(_get("/"))
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert "正在启动" in answer.decode()

    _run(test())


def test_a_connection_that_asks_nothing_is_closed():
    async def test() -> None:
        reader, writer, _ = await _visitor(_says("one!"), request_within=0.1)
        writer.write(b"GET / HTTP/1.1\r\nHo")
        assert await reader.read() == b""

        reader, writer, backends = await _visitor(_says("one!"), request_within=0.1)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert await reader.read() == b""
        assert backends[0].connections["request"] == 0

    _run(test())
