"""A browser's side of Streamlit's websocket, without a browser.

A session asks for an address as a reload or a click would and reads until the
script has finished. It offers compression, keeps large messages for two runs and
tells the server which it has, all as the browser does, so that the bytes counted
are those a browser gets.
"""

import re
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

_FILE = re.compile(r'data-file="([^"]+)"')
# How many runs a browser keeps a message for (global.maxCachedMessageAge).
_KEPT_RUNS = 2


@dataclass(frozen=True, slots=True)
class Address:
    """A page (its path, "" for the overview) and what its query string says."""

    page: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        return urlencode(self.parameters)


@dataclass(slots=True)
class Run:
    """What came back for one address.

    ``seconds`` from the request to the end of the script, ``travelled`` the bytes on their way,
    ``sizes`` the bytes before compression by kind of element ("frame" for what is no element),
    ``faults`` the exceptions shown, ``html`` what was written as HTML and not at hand already.
    """

    seconds: float = 0.0
    travelled: int = 0
    sizes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The addresses of the files that the page offers."""
        return _FILE.findall(" ".join(self.html))

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


class _CountingSocket(socket.socket):
    """Counts the bytes that arrive."""

    arrived = 0

    def recv(self, *arguments: int) -> bytes:
        data = super().recv(*arguments)
        self.arrived += len(data)
        return data


class Session:
    """One browser tab; a context manager that closes the connection."""

    def __init__(self, address: str) -> None:
        url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._line = _CountingSocket()
        self._line.connect((urlsplit(url).hostname, urlsplit(url).port))
        self._socket: ClientConnection = connect(
            url,
            sock=self._line,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            # A machine that is kept busy by the measurement itself may answer a ping late.
            ping_interval=None,
        )
        self._kept: dict[str, int] = {}
        self._runs = 0

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def open(self, address: Address, timeout: float = 60.0) -> Run:
        """Reruns the script at an address and reads everything it sends.

        Raises TimeoutError where the script has not finished in time.
        """
        asked = request(address, list(self._kept))
        run, before = Run(), self._line.arrived
        started = time.perf_counter()
        self._socket.send(asked)
        received: list[bytes] = []
        while True:
            data = self._socket.recv(timeout=timeout)
            assert isinstance(data, bytes)
            received.append(data)
            if finishes(data):
                break
        run.seconds = time.perf_counter() - started
        run.travelled = self._line.arrived - before
        self._runs += 1
        for data in received:
            self._account(run, data)
        self._forget()
        return run

    def _account(self, run: Run, data: bytes) -> None:
        message = ForwardMsg.FromString(data)
        run.sizes[kind_of(message)] += len(data)
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs
        if message.WhichOneof("type") == "ref_hash":
            self._kept[message.ref_hash] = self._runs
        elif kind_of(message) == "exception":
            fault = message.delta.new_element.exception
            run.faults.append(f"{fault.type}: {fault.message} {list(fault.stack_trace)[-2:]}")
        elif kind_of(message) == "html":
            run.html.append(message.delta.new_element.html.body)

    def _forget(self) -> None:
        self._kept = {h: run for h, run in self._kept.items() if self._runs - run < _KEPT_RUNS}


def request(address: Address, kept: list[str]) -> bytes:
    """The message that asks for a rerun; ``kept`` are the hashes of the messages at hand."""
    message = BackMsg()
    message.rerun_script.page_name = address.page
    message.rerun_script.query_string = address.query
    message.rerun_script.cached_message_hashes.extend(kept)
    message.rerun_script.widget_states.SetInParent()
    message.rerun_script.context_info.color_scheme = "light"
    return message.SerializeToString()


def finishes(data: bytes) -> bool:
    """Whether a message says that the script has finished; such messages are short."""
    if len(data) > 200:
        return False
    return ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"


def kind_of(message: ForwardMsg) -> str:
    """The kind of element a message carries, "ref_hash" for one at hand, "frame" for the rest."""
    if message.WhichOneof("type") == "ref_hash":
        return "ref_hash"
    if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
        return message.delta.new_element.WhichOneof("type") or "frame"
    return "frame"
