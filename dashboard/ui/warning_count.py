"""How many warnings a view has, told beside 预警 in the navigation.

Counting reads every indicator of a region and its children: 1 to 3.5 seconds of processor. So no
page waits for it. The browser asks once a page is drawn (page.js); one view is counted at a time,
piece by piece, while no page is being made. The page 预警 finds what was counted read already.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.builds_folder import UnreadableBuildError
from dashboard.charts.palette import palette
from dashboard.department import department_in_use
from dashboard.rules import rules
from dashboard.settings import Home
from dashboard.ui.alerts import alerts_for
from dashboard.ui.base_path import address_of, own_address_of
from dashboard.ui.context import PageContext, reader_of_kept
from dashboard.ui.server import wait_until_idle
from dashboard.ui.view import View, view_of
from dashboard.warning_lines import warning_lines

PLACE = "warning-count"
_ANSWER_WITHIN = 2.0  # seconds until an answer without the count
_FORGOTTEN_AFTER = 6.0  # seconds without anybody asking
_KEPT = 300.0  # seconds; counting again then finds most of it read
_MOST_WAITING = 30
_HEADERS = {"cache-control": "private, no-store"}
_log = logging.getLogger(__name__)


class Asked(NamedTuple):
    """A view to count, as its address names it."""

    build: str
    region: str
    year: str
    period: str


class ForgottenError(Exception):
    """No browser asks for the count any more."""


@dataclass(slots=True)
class _Count:
    """A view that is being counted, or was: the task gives None for a view that there is not."""

    asked_at: float = field(default_factory=time.monotonic)
    task: "asyncio.Task[int | None] | None" = None

    @property
    def forgotten(self) -> bool:
        return time.monotonic() - self.asked_at > _FORGOTTEN_AFTER


# Counts a view; calls the second argument before each piece of work.
Counting = Callable[[Asked, Callable[[], None]], int | None]


class WarningCounts:
    """Answers at ``/warning-count/<build>/<region>/<year>/<period>``."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._counts: dict[Asked, _Count] = {}
        self._one_at_a_time = CapacityLimiter(1)

    async def answer(self, request: Request) -> Response:
        """GET: 200 with the number, 202 while it is counted, 404 for a view that there is not, 503
        where too many wait."""
        asked = Asked(**request.path_params)
        count = self._counts.get(asked)
        if count is None:
            waiting = sum(
                one.task is not None and not one.task.done() for one in self._counts.values()
            )
            if waiting >= _MOST_WAITING:
                return _said(503)
            count = self._counts[asked] = _Count()
            count.task = asyncio.create_task(self._counted(asked, count))
            count.task.add_done_callback(lambda task: self._ended(task, asked))
        count.asked_at = time.monotonic()
        assert count.task is not None
        await asyncio.wait({count.task}, timeout=_ANSWER_WITHIN)
        if not count.task.done():
            return _said(202)
        if count.task.cancelled() or count.task.exception():
            return _said(503)
        number = count.task.result()
        return _said(404) if number is None else _said(200, str(number))

    async def _counted(self, asked: Asked, count: _Count) -> int | None:
        def before_each() -> None:
            wait_until_idle()
            if count.forgotten:
                raise ForgottenError

        return await to_thread.run_sync(
            self._counting, asked, before_each, limiter=self._one_at_a_time
        )

    def _ended(self, task: "asyncio.Task[int | None]", asked: Asked) -> None:
        """Keeps the number for a while; of what failed nothing, so that it is counted again."""
        failed = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failed is None:
            asyncio.get_running_loop().call_later(_KEPT, self._counts.pop, asked, None)
            return
        del self._counts[asked]
        if not isinstance(failed, asyncio.CancelledError | ForgottenError):
            _log.error("the warnings of %s could not be counted", asked, exc_info=failed)


def count_warnings(asked: Asked, before_each: Callable[[], None]) -> int | None:
    """The lines of the page 预警 for a view; None for a view that there is not. ``before_each`` is
    called before each indicator."""
    home = Home.default()
    department, _ = department_in_use(home.settings)
    try:
        reader = reader_of_kept(home, asked.build, department)
    except UnreadableBuildError:
        return None
    view = view_of(reader.tree, reader.session.info, asked.region, asked.year, asked.period)
    if view is None:
        return None
    context = PageContext(reader.session, reader, view, palette(dark=False), "warnings", department)
    found = []
    for indicator in reader.present(list(reader.catalogue.indicators)):
        before_each()
        found += alerts_for(context, [indicator], rules(), through_period=True)
    return len(warning_lines(found, view.region.code))


def count_address(build: str, view: View) -> str:
    """Where a browser asks for the count of a view."""
    return own_address_of(PLACE, build, view.region.code, str(view.year), view.period_name)


def count_route() -> Route:
    """The route of all counts."""
    place = address_of(PLACE, *(f"{{{name}}}" for name in Asked._fields))
    return Route(place, WarningCounts(count_warnings).answer, methods=["GET"])


def _said(status: int, text: str = "") -> Response:
    return PlainTextResponse(text, status, headers=_HEADERS)
