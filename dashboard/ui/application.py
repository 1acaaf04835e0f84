"""The dashboard as a server runs it: pages, routes of our own, what stands before them."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.middleware import Middleware
from streamlit import config, net_util
from streamlit.runtime.pages_manager import PagesManager

from dashboard.database import NoBuildError, open_current
from dashboard.department import department_in_use
from dashboard.settings import FILE_HANDLES, Home

# Loaded for what these say of their parameters, to pages that don't have them, too.
from dashboard.ui import comparison, shortfall_lists, task_list, trend  # noqa: F401
from dashboard.ui.context import reader_of
from dashboard.ui.file_desk import FileDesk, files_route
from dashboard.ui.files import OFFERS
from dashboard.ui.guard import Guard
from dashboard.ui.index_page import page_script
from dashboard.ui.server import send_at_once
from dashboard.ui.statics import CompressedStatics, pack_plotly

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def parts() -> dict[str, Any]:
    """What app.py hands to Streamlit's App besides itself."""
    desk = FileDesk(OFFERS)

    @asynccontextmanager
    async def started(app: object) -> AsyncIterator[None]:
        prepare()
        yield
        desk.close()

    return {
        "lifespan": started,
        "routes": [files_route(desk, config.get_option("server.baseUrlPath"))],
        "middleware": [Middleware(Guard, scripts=(page_script(),)), Middleware(CompressedStatics)],
    }


def prepare() -> None:
    """Everything that is done once, before the first visitor is let in."""
    stay_inside()
    leave_pages_to_the_frame()
    raise_file_limit()
    send_at_once()
    say_who_is_let_in()
    pack_plotly()
    warm_up()


def stay_inside() -> None:
    """Tells Streamlit its addresses: to let a foreign origin in or not, it would ask a host on the
    internet for its own, and everybody waits."""
    net_util._internal_ip = net_util._external_ip = "127.0.0.1"


def leave_pages_to_the_frame() -> None:
    """Only app.py says which pages there are. Until it has run once, Streamlit would show the files
    of ``pages/`` without it, and find no page where several have one file."""
    PagesManager.uses_pages_directory = False


def raise_file_limit() -> None:
    """Lets the process open as many files as it may: a tab takes four, and macOS begins at 256."""
    if sys.platform == "win32":
        return  # no such limit
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILE_HANDLES if hard == resource.RLIM_INFINITY else min(FILE_HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def say_who_is_let_in() -> None:
    """A server that listens to the network and knows no name of its own refuses everybody there."""
    address = config.get_option("server.address")
    if address not in _LOOPBACK and set(config.get_option("server.allowedHosts")) <= _LOOPBACK:
        print(
            f"监听 {address or '所有地址'}，但只接受以 localhost 访问：请把访问时所用的主机名写入 "
            "server.allowedHosts（见 README）。\n"
            "Listening to the network, but only localhost is accepted as a host name: add the "
            "names visitors use to server.allowedHosts (see README.md).",
            flush=True,
        )


def warm_up() -> None:
    """Loads what every page needs, and sets it apart from what is collected.

    Collecting garbage looks at everything that is not set apart, and holds everybody up.
    """
    import plotly.graph_objects  # noqa: F401 - half a second of the first visitor's time

    with suppress(NoBuildError):  # the page says so
        home = Home.default()
        reader_of(open_current(home), department_in_use(home.settings)[0])
    gc.collect()
    gc.freeze()
