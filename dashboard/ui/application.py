"""The dashboard as a server runs it: Streamlit's pages, routes of our own, middleware."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.middleware import Middleware
from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager

from dashboard.database import NoBuildError, open_current
from dashboard.department import department_in_use
from dashboard.settings import COLLECT_AFTER, Home

# Imported since they declare their parameters of addresses (view.declare) when loaded.
from dashboard.ui import comparison, shortfall_lists, task_list, trend  # noqa: F401
from dashboard.ui.context import reader_of
from dashboard.ui.file_desk import FileDesk, files_route
from dashboard.ui.files import OFFERS
from dashboard.ui.guard import Guard
from dashboard.ui.index_page import page_script
from dashboard.ui.server import (
    end_with_input,
    raise_file_limit,
    remember_labels,
    say_who_is_let_in,
    send_at_once,
)
from dashboard.ui.statics import CompressedStatics, pack_plotly
from dashboard.ui.warning_count import count_route


def parts() -> dict[str, Any]:
    """The arguments of Streamlit's App besides app.py: routes, middleware, start-up."""
    desk = FileDesk(OFFERS)

    @asynccontextmanager
    async def started(app: object) -> AsyncIterator[None]:
        prepare()
        yield
        desk.close()

    return {
        "lifespan": started,
        "routes": [files_route(desk), count_route()],
        "middleware": [Middleware(Guard, scripts=(page_script(),)), Middleware(CompressedStatics)],
    }


def prepare() -> None:
    """Runs once, before the server accepts the first visitor."""
    end_with_input()
    stay_inside()
    leave_pages_to_the_frame()
    raise_file_limit()
    send_at_once()
    remember_labels()
    say_who_is_let_in()
    pack_plotly()
    warm_up()


def stay_inside() -> None:
    """Tells Streamlit its own addresses. To check an origin it would otherwise ask a host on the
    internet for them, and every visitor would wait."""
    net_util._internal_ip = net_util._external_ip = "127.0.0.1"


def leave_pages_to_the_frame() -> None:
    """Lets only app.py define the pages. Until app.py has run, Streamlit would serve the files of
    ``pages/`` directly, and would find no page where several share a file."""
    PagesManager.uses_pages_directory = False


def warm_up() -> None:
    """Loads what every page needs, and freezes it for the garbage collector.

    A collection scans all objects that are not frozen, and stops every visitor meanwhile. At
    Python's own threshold of 700 new objects, collections took 5.8 ms of every click of the
    bench's visitors, at this one 1.8 ms.
    """
    import plotly.graph_objects  # noqa: F401 - half a second of the first visitor's time

    with suppress(NoBuildError):  # the page reports it
        home = Home.default()
        reader_of(open_current(home), department_in_use(home.settings)[0])
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
