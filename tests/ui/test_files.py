"""Offers: bounded, told apart, and there as long as said, whatever other sessions are offered."""

import asyncio
import gzip
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from dashboard.exports.table import Column, Table
from dashboard.exports.writers import all_writers
from dashboard.ui.file_desk import EXPIRED, FAILED, FULL, FileDesk, files_route
from dashboard.ui.files import Offer, Offers
from tests.exports.support import sheets


class Build(NamedTuple):
    build_id: str = "b"
    demonstration: bool = False


def table(batches: Callable[[], Iterable[pa.RecordBatch]], rows: int) -> Table:
    return Table("", "表", "", [Column("text", "文本", "text")], rows, batches, Build())


def rows_of(text: str, times: int = 1) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"text": [text] * times})


def csv_of(*texts: str) -> str:
    """The file of a table of such texts."""
    head = '\ufeff"文本","数据版本","数据性质"\r\n'
    return head + "".join(f'"{text}","b","报送数据"\r\n' for text in texts)


def offer(
    session: str = "s",
    what: object = "a",
    held: int = 1,
    rows: int = 1,
    batches: Callable[[], Iterable[pa.RecordBatch]] | None = None,
) -> Offer:
    """An offer of a table of as many rows that all say ``what``, or of ``batches``."""
    given = batches or (lambda: [rows_of(str(what), rows)])
    return Offer(lambda: table(given, rows), rows, session, what, held)


def test_the_same_offer_keeps_its_address_and_sessions_have_their_own() -> None:
    offers = Offers()
    token = offers.add(offer())
    assert len(token) >= 32
    assert offers.add(offer()) == token
    others = {token, offers.add(offer(what="b")), offers.add(offer(session="t"))}
    assert len(others) == 3
    found = offers.find(token)
    assert found is not None
    assert found.table().rows == 1
    assert offers.find(token[:-1]) is None


def test_a_session_s_oldest_go_and_nobody_else_s() -> None:
    offers = Offers(a_session=3)
    mine = offers.add(offer(session="me"))
    tokens = [offers.add(offer(session="they", what=str(n))) for n in range(100)]
    assert [t for t in tokens if offers.find(t)] == tokens[-3:]
    assert offers.find(mine)


def test_they_are_bounded_in_bytes_and_the_newest_stays() -> None:
    offers = Offers(in_bytes=100)
    tokens = [offers.add(offer(session=str(n), held=40)) for n in range(5)]
    assert [t for t in tokens if offers.find(t)] == tokens[-2:]
    great = offers.add(offer(session="great", held=1_000))
    assert offers.find(great)
    assert len(offers) == 1


def test_they_last_as_long_as_said_since_they_were_last_offered() -> None:
    now = [0.0]
    offers = Offers(seconds=10, clock=lambda: now[0])
    token = offers.add(offer())
    now[0] = 8
    assert offers.add(offer()) == token
    now[0] = 17
    assert offers.find(token)
    other = offers.add(offer(session="t"))
    now[0] = 30
    assert offers.find(token) is None
    assert offers.add(offer()) != token
    assert offers.find(other) is None


class Desk:
    """A desk behind its route, asked as a server asks it."""

    def __init__(self, **options: Any) -> None:
        self.offers = Offers()
        self.desk = FileDesk(self.offers, **options)
        self.app = Starlette(routes=[files_route(self.desk)])

    async def ask(
        self, method: str, token: str, gzipped: bool = False, code: str = "csv"
    ) -> tuple[int, dict[str, str], bytes]:
        sent: list[Message] = []
        headers = [(b"accept-encoding", b"gzip")] if gzipped else []
        scope = {
            "type": "http",
            "method": method,
            "path": f"/files/{token}/{code}",
            "headers": headers,
            "query_string": b"",
        }

        async def receive() -> Message:
            await asyncio.sleep(3600)
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], head, body

    async def until_written(self, token: str, code: str = "csv") -> tuple[int, str]:
        status, said = 202, b""
        while status == 202:
            status, _, said = await self.ask("POST", token, code=code)
        return status, said.decode()


def run(scenario: Callable[[Desk], Any], **options: Any) -> None:
    async def main() -> None:
        desk = Desk(**options)
        try:
            await scenario(desk)
        finally:
            desk.desk.close()

    # A thread of its own: the browser's tests leave a loop running in the first one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, main()).result()


def test_a_file_is_written_once_asked_for_and_handed_out_whole() -> None:
    async def scenario(desk: Desk) -> None:
        token = desk.offers.add(offer(what="地区", rows=1000))
        assert await desk.until_written(token) == (200, "")
        status, head, body = await desk.ask("GET", token)
        assert status == 200
        assert body.decode() == csv_of(*["地区"] * 1000)
        assert head["content-type"].startswith("text/csv")
        assert head["content-length"] == str(len(body))
        assert "filename*=utf-8''%E8%A1%A8.csv" in head["content-disposition"]
        assert head["content-disposition"].startswith("attachment")
        assert head["cache-control"] == "private, no-store"
        _, packed_head, packed = await desk.ask("GET", token, gzipped=True)
        assert packed_head["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == body

    run(scenario)


def test_every_format_of_a_table_lies_at_the_same_address() -> None:
    """A workbook, which is compressed as it is, is not compressed again on its way."""

    async def scenario(desk: Desk) -> None:
        token = desk.offers.add(offer(what="地区", rows=3))
        assert await desk.until_written(token, "xlsx") == (200, "")
        status, head, body = await desk.ask("GET", token, gzipped=True, code="xlsx")
        assert status == 200
        assert head["content-encoding"] == "identity"
        assert head["content-type"].endswith("spreadsheetml.sheet")
        assert head["content-disposition"].endswith(".xlsx")
        values = sheets(body)["数据"]
        assert [row[0] for row in values] == ["文本", "地区", "地区", "地区"]
        for code in ("csv", "xlsx"):
            assert await desk.until_written(token, code) == (200, "")
        assert (await desk.ask("POST", token, code="pdf"))[0] == 404

    run(scenario)


def test_what_is_not_offered_is_said_to_have_expired() -> None:
    async def scenario(desk: Desk) -> None:
        for method in ("POST", "GET"):
            status, _, said = await desk.ask(method, "nothing")
            assert (status, said.decode()) == (404, EXPIRED)

    run(scenario)


@pytest.mark.parametrize(
    ("failure", "said"), [(OSError(28, "no space"), FULL), (ValueError("what?"), FAILED)]
)
def test_a_file_that_can_not_be_written_is_said_and_tried_again(
    failure: Exception, said: str
) -> None:
    async def scenario(desk: Desk) -> None:
        tries = []

        def batches() -> Iterator[pa.RecordBatch]:
            tries.append(1)
            yield rows_of("begun")
            if len(tries) == 1:
                raise failure

        token = desk.offers.add(offer(batches=batches))
        assert await desk.until_written(token) == (500, said)
        assert await desk.until_written(token) == (200, "")
        assert (await desk.ask("GET", token))[2].decode() == csv_of("begun")

    run(scenario)


def test_so_many_large_files_are_written_at_once_and_others_are_told() -> None:
    async def scenario(desk: Desk) -> None:
        going, most, lock, go_on = [0], [0], threading.Lock(), threading.Event()

        def batches() -> Iterable[pa.RecordBatch]:
            with lock:
                going[0] += 1
                most[0] = max(most[0], going[0])
            yield rows_of("x", 20_000)
            go_on.wait(20)
            with lock:
                going[0] -= 1

        tokens = [
            desk.offers.add(offer(what=number, rows=10**6, batches=batches)) for number in range(5)
        ]
        answers = await asyncio.gather(*(desk.ask("POST", token) for token in tokens))
        assert {status for status, _, _ in answers} == {202}
        said = [body.decode() for _, _, body in answers]
        assert ["已写 20,000 行，共 1,000,000 行" in text for text in said] == [
            True,
            True,
            False,
            False,
            False,
        ]
        assert "前面还有 0 个在等" in said[2]
        assert "前面还有 2 个在等" in said[4]
        # A small file need not wait.
        small = desk.offers.add(offer())
        assert await desk.until_written(small) == (200, "")
        go_on.set()
        ends = await asyncio.gather(*(desk.until_written(token) for token in tokens))
        assert set(ends) == {(200, "")}
        assert most[0] == 2

    run(scenario, at_once=2)


def test_too_many_who_wait_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.file_desk.FILES_WAITING", 2)

    async def scenario(desk: Desk) -> None:
        go_on = threading.Event()

        def batches() -> Iterable[pa.RecordBatch]:
            go_on.wait(20)
            yield rows_of("x")

        tokens = [
            desk.offers.add(offer(what=number, rows=10**6, batches=batches)) for number in range(3)
        ]
        answers = await asyncio.gather(*(desk.ask("POST", token) for token in tokens))
        assert sorted(status for status, _, _ in answers) == [202, 202, 503]
        go_on.set()

    run(scenario, at_once=1)


@pytest.mark.parametrize("code", all_writers())
def test_what_nobody_waits_for_is_not_written(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr("dashboard.ui.file_desk._FORGOTTEN_AFTER", 0.2)

    async def scenario(desk: Desk) -> None:
        written = []

        def endless() -> Iterator[pa.RecordBatch]:
            while True:
                written.append(1)
                time.sleep(0.05)
                yield rows_of("x")

        token = desk.offers.add(offer(rows=10**6, batches=endless))
        await desk.ask("POST", token, code=code)
        await asyncio.sleep(1)
        so_far = len(written)
        await asyncio.sleep(0.5)
        assert len(written) == so_far

    run(scenario)


def test_who_asks_again_after_a_sleep_gets_the_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dashboard.ui.file_desk._FORGOTTEN_AFTER", 0.2)

    async def scenario(desk: Desk) -> None:
        tries = []

        def batches() -> Iterator[pa.RecordBatch]:
            tries.append(1)
            yield rows_of("begun")
            if len(tries) == 1:
                time.sleep(0.5)
                yield rows_of("too late")

        token = desk.offers.add(offer(rows=10**6, batches=batches))
        monkeypatch.setattr("dashboard.ui.file_desk._ANSWER_WITHIN", 0.1)
        assert (await desk.ask("POST", token))[0] == 202
        await asyncio.sleep(1)
        assert await desk.until_written(token) == (200, "")
        assert (await desk.ask("GET", token))[2].decode() == csv_of("begun")

    run(scenario)
    assert not caplog.records


def test_a_written_file_is_removed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.file_desk.UNCLAIMED_FILE_SECONDS", 0.2)

    async def scenario(desk: Desk) -> None:
        token = desk.offers.add(offer())
        assert await desk.until_written(token) == (200, "")
        await asyncio.sleep(0.5)
        assert desk.desk._files == {}
        assert (await desk.ask("GET", token))[0] == 200

    run(scenario)
