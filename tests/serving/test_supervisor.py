"""The processes that serve are watched."""

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from dashboard.serving import supervisor
from dashboard.serving.reverse_proxy import Backend
from dashboard.settings import Home


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_a_process_that_hangs_is_started_again(
    tiny_home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DASHBOARD_HOME", str(tiny_home.path))
    for name, value in (("_WATCH_EVERY", 1), ("_TO_ANSWER", 10), ("_SILENT", 1), ("_TO_END", 1)):
        monkeypatch.setattr(supervisor, name, value)

    async def hang() -> tuple[int, int]:
        backend = Backend(1)
        keeping = asyncio.create_task(supervisor._keep_running(backend))
        try:
            await backend.answered.wait()
            before = await _port(backend)
            # Chromium and the servers of other tests are children of this process, too.
            (process,) = (
                child
                for child in psutil.Process().children()
                if f"--server.port={before}" in child.cmdline()
            )
            await asyncio.sleep(5)  # it answers, and stays
            assert backend.port == before
            process.send_signal(signal.SIGSTOP)
            while backend.port == before:
                await asyncio.sleep(0.1)
            return before, await _port(backend)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    with ThreadPoolExecutor(1) as beside:  # Playwright has a loop of its own in this thread
        waiting = beside.submit(lambda: asyncio.run(asyncio.wait_for(hang(), 240)))
        before, after = waiting.result()
    assert before != after
    assert "服务进程 1 已退出或不再回应（状态 -9）" in capsys.readouterr().err


async def _port(backend: Backend) -> int:
    while backend.port is None:
        await asyncio.sleep(0.1)
    return backend.port
