"""The count of warnings: that of the page, made while no page is, told when it is known."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.requests import Request

from dashboard.database import open_current
from dashboard.settings import Home
from dashboard.ui import server, warning_count
from dashboard.ui.server import in_turn, wait_until_idle
from dashboard.ui.warning_count import Asked, WarningCounts, count_warnings
from tests.pages.opening import open_page
from tests.pages.test_published import finding

XIANGTAN = Asked("b", "430300", "2025", "latest")


async def ask(counts: WarningCounts, asked: Asked) -> tuple[int, str]:
    """The status and the text of an answer."""
    answer = await counts.answer(Request({"type": "http", "path_params": asked._asdict()}))
    return answer.status_code, bytes(answer.body).decode()


def run(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    # A thread of its own: the browser's tests leave a loop running in the first one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, scenario()).result(60)


def test_it_is_the_number_of_lines_of_the_page(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "warnings", region="430300")
    build = open_current(tiny_home).info.build_id
    pieces: list[None] = []
    asked = XIANGTAN._replace(build=build)
    count = count_warnings(asked, lambda: pieces.append(None))
    assert count
    assert finding(app).startswith(f"湘潭市2025年1–10月有 {count} 项预警（")
    assert len(pieces) > 20
    place = f"/warning-count/{build}/430300/2025/latest"
    assert any(f'data-count="{place}"' in one.proto.body for one in app.get("html"))
    for wrong in (
        asked._replace(build="20200101T000000-000000"),
        asked._replace(region="999999"),
        asked._replace(region="710000"),
        asked._replace(year="1999"),
        asked._replace(year="二〇二五"),
        asked._replace(period="m13-14"),
        asked._replace(period="../.."),
    ):
        assert count_warnings(wrong, lambda: None) is None, wrong


def test_it_is_told_once_it_is_known_and_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warning_count, "_ANSWER_WITHIN", 0.05)
    go_on, counted = threading.Event(), []

    def counting(asked: Asked, before_each: Callable[[], None]) -> int | None:
        counted.append(asked)
        go_on.wait(20)
        before_each()
        return 7 if asked == XIANGTAN else None

    async def scenario() -> None:
        counts = WarningCounts(counting)
        other = XIANGTAN._replace(region="0")
        assert await ask(counts, XIANGTAN) == (202, "")
        assert await ask(counts, XIANGTAN) == (202, "")
        assert await ask(counts, other) == (202, "")
        assert counted == [XIANGTAN]
        go_on.set()
        while (found := await ask(counts, XIANGTAN))[0] == 202:
            pass
        assert found == (200, "7")
        while (found := await ask(counts, other))[0] == 202:
            pass
        assert found == (404, "")
        assert counted == [XIANGTAN, other]

    run(scenario)


def test_too_many_who_wait_are_sent_away_and_what_nobody_asks_for_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warning_count, "_ANSWER_WITHIN", 0.02)
    monkeypatch.setattr(warning_count, "_MOST_WAITING", 2)
    begun = threading.Event()

    def endless(_: Asked, before_each: Callable[[], None]) -> int | None:
        begun.set()
        while True:
            before_each()

    async def scenario() -> None:
        counts = WarningCounts(endless)
        assert await ask(counts, XIANGTAN) == (202, "")
        assert await ask(counts, XIANGTAN._replace(year="2024")) == (202, "")
        assert (await ask(counts, XIANGTAN._replace(year="2023")))[0] == 503
        assert begun.is_set()
        # Only now, or a slow machine has forgotten the first before the last is asked for.
        monkeypatch.setattr(warning_count, "_FORGOTTEN_AFTER", 0.1)
        while counts._counts:
            await asyncio.sleep(0.02)

    run(scenario)


def test_it_gives_way_to_pages() -> None:
    told = threading.Event()

    def wait() -> None:
        wait_until_idle(0.01)
        told.set()

    with in_turn():
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not told.wait(0.2)
    assert told.wait(10)
    waiting.join()
    assert server._pages == 0
