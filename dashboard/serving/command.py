"""``python -m dashboard serve``: the dashboard by several processes."""

import argparse
import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress

from dashboard.command_line import NOT_ALLOWED
from dashboard.settings import PROCESSES, ROOT, Home

_PORTS_TRIED = 100
_BACKLOG = 2048  # connections that wait to be accepted
_MOST_PROCESSES = 64


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "serve",
        help="open the dashboard to browsers, by several processes",
        description="Serves the dashboard by one process a processor, at most four. Address, port "
        "and host names are those of .streamlit/config.toml or of STREAMLIT_SERVER_ADDRESS and the "
        "like. `streamlit run app.py` serves it by one process.",
    )
    parser.add_argument("--port", type=int, help="the port (8501, or the next that is free)")
    parser.add_argument(
        "--processes", type=_count, default=PROCESSES, help=f"how many processes ({PROCESSES})"
    )
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """0 when it was asked to end; 3 when the port is taken or the server does not start."""
    import click
    from streamlit import config

    from dashboard.contracts import load_contracts
    from dashboard.regions import RegionTree
    from dashboard.rules import rules
    from dashboard.serving.supervisor import NeverServedError, say, serve
    from dashboard.ui.base_path import address_of
    from dashboard.ui.server import raise_file_limit, say_who_is_let_in

    _open_what_is_closed()
    # A wrong file of data/ ends every process at its start: it is reported once, here.
    load_contracts()
    rules()
    RegionTree.load()
    os.environ["DASHBOARD_HOME"] = str(Home.default().path.resolve())
    os.chdir(ROOT)  # where Streamlit looks for its settings
    try:
        _read_settings()
    except click.ClickException as wrong:
        wrong.show()
        return NOT_ALLOWED
    # A reverse proxy has to read the requests: one process decrypts them itself.
    if parsed.processes == 1 or config.get_option("server.sslCertFile"):
        port = [] if parsed.port is None else [f"--server.port={parsed.port}"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *port]
        if sys.platform == "win32":
            return subprocess.call(command)
        os.execv(sys.executable, command)

    address = config.get_option("server.address") or ""
    wanted = config.get_option("server.port") if parsed.port is None else parsed.port
    given = parsed.port is not None or config.is_manually_set("server.port")
    try:
        listening = _listening(address, range(wanted, wanted + (1 if given else _PORTS_TRIED)))
    except (OSError, OverflowError) as refused:
        why = str(refused)
        if isinstance(refused, OSError):  # Python writes the address behind the reason
            why = (refused.strerror or "").partition(" (")[0]
        print(
            f"无法监听 {address}:{wanted}（{why}）。请用 --port 指定另一个端口，"
            "或改正 server.address。\n"
            f"Can't listen to {address}:{wanted} ({why}): name another port with --port, or mend "
            "server.address.",
            file=sys.stderr,
        )
        return NOT_ALLOWED
    raise_file_limit()
    say_who_is_let_in()
    place = config.get_option("browser.serverAddress")
    url = f"http://{place}:{listening.getsockname()[1]}{address_of()}"

    def started() -> None:
        say(
            f"看板已启动：{url}（{parsed.processes} 个进程，按 Ctrl-C 结束）\n"
            f"The dashboard is at {url} ({parsed.processes} processes; Ctrl-C ends it).",
            sys.stdout,
        )

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_until_asked_to_end(serve(listening, parsed.processes, started)))
    except KeyboardInterrupt:
        return 0
    except NeverServedError:
        print(
            "服务未能启动，原因见上。\nThe server did not start; the reason stands above.",
            file=sys.stderr,
        )
        return NOT_ALLOWED
    return 0


def _open_what_is_closed() -> None:
    """Where a terminal or script closed input and outputs, a socket would be taken for them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _read_settings() -> None:
    """Reads Streamlit's settings as `streamlit run` does, which alone reads the environment."""
    from streamlit.web import bootstrap, cli

    with cli.main_run.make_context("run", ["app.py"]) as context:
        options = {name: value for name, value in context.params.items() if "_" in name}
    bootstrap.load_config_options(options)


async def _until_asked_to_end(serving: Coroutine[object, object, None]) -> None:
    """Ends on SIGTERM as on Ctrl-C."""
    task = asyncio.ensure_future(serving)
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _listening(address: str, ports: Iterable[int]) -> socket.socket:
    """A socket that listens to the first free port; raises OSError where none is."""
    anywhere = address in ("", "::") and socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if anywhere or ":" in address else socket.AF_INET
    taken = OSError()
    for port in ports:
        try:
            return socket.create_server(
                (address, port), family=family, backlog=_BACKLOG, dualstack_ipv6=anywhere
            )
        except OSError as refused:
            if refused.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            taken = refused
    raise taken


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


def _count(text: str) -> int:
    count = int(text) if text.isdecimal() else 0
    if not 1 <= count <= _MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"1 to {_MOST_PROCESSES}")
    return count
