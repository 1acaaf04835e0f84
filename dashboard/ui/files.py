"""The tables that pages offer: kept by token while a page may be open, written on demand.

Streamlit drops a page's files at the next click of any session. An offer is independent of other
sessions. Its token can't be guessed and gives only what its session was shown.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from dashboard.exports.table import Table
from dashboard.exports.writers import Writer, all_writers
from dashboard.settings import OFFER_SECONDS, OFFERS_A_SESSION, OFFERS_BYTES

READING_BYTES = 1_000
QUERY_BYTES = 4_000


@dataclass(slots=True)
class Offer:
    """A table that is offered in every format: the function that makes it, and its rows.

    ``bytes_held`` is the approximate memory that the offer keeps in use, ``writers`` the formats.
    """

    table: Callable[[], Table]
    rows: int
    session: str
    what: Hashable
    bytes_held: int
    offered_at: float = 0.0
    writers: Mapping[str, Writer] = field(default_factory=all_writers)


class Offers:
    """Offers by token, limited in number for each session, in total bytes, and in age. The oldest
    are removed first. Threads may share it."""

    def __init__(
        self,
        a_session: int = OFFERS_A_SESSION,
        in_bytes: int = OFFERS_BYTES,
        seconds: float = OFFER_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._a_session, self._in_bytes, self._seconds = a_session, in_bytes, seconds
        self._clock = clock
        self._by_token: OrderedDict[str, Offer] = OrderedDict()
        self._of_session: dict[str, OrderedDict[Hashable, str]] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_token)

    def add(self, offer: Offer) -> str:
        """The token of an offer. The same offer to the same session keeps its token."""
        with self._lock:
            mine = self._of_session.setdefault(offer.session, OrderedDict())
            token = mine.get(offer.what)
            if token is None:
                token = secrets.token_urlsafe(32)
                mine[offer.what] = token
                self._bytes += offer.bytes_held
            else:
                offer = self._by_token[token]
            mine.move_to_end(offer.what)
            offer.offered_at = self._clock()
            self._by_token[token] = offer
            self._by_token.move_to_end(token)
            while len(mine) > self._a_session:
                self._drop(next(iter(mine.values())))
            self._drop_oldest()
            return token

    def find(self, token: str) -> Offer | None:
        with self._lock:
            self._drop_oldest()
            return self._by_token.get(token)

    def _drop_oldest(self) -> None:
        """Removes offers that are too old or exceed the bytes. The newest always stays."""
        oldest = self._clock() - self._seconds
        while len(self._by_token) > 1:
            token, offer = next(iter(self._by_token.items()))
            if offer.offered_at >= oldest and self._bytes <= self._in_bytes:
                break
            self._drop(token)

    def _drop(self, token: str) -> None:
        offer = self._by_token.pop(token)
        self._bytes -= offer.bytes_held
        mine = self._of_session[offer.session]
        del mine[offer.what]
        if not mine:
            del self._of_session[offer.session]


OFFERS = Offers()
