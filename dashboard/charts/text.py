"""Text of figures: escapes, measures and cuts it, and writes numbers."""

import html
import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dashboard.rounding import digits, round_half_up

# Invisible characters that change the direction of the text after them (Unicode).
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_SIGNS = frozenset("<>&%")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


def inert(text: str) -> str:
    """Text escaped for Plotly, so that it is shown letter by letter.

    Plotly reads ``<b>``, ``<a href>`` and ``<br>`` as formatting, entities as characters and
    ``%{...}`` as a template; all are escaped. Control characters become spaces. Marks that change
    the direction of text are removed.
    """
    if text.isprintable() and _SIGNS.isdisjoint(text):
        return text
    plain = text.translate(_CONTROLS).translate(_TURNING)
    return html.escape(plain, quote=False).replace("%{", "%&#123;")


@lru_cache(maxsize=8192)
def width(text: str, size: float = 13) -> float:
    """The approximate width of ``text`` in pixels: 1 em for a Han character, 0.56 em for others."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else size * 0.56 for c in text)


def cut(text: str, pixels: float, size: float = 13) -> str:
    """``text``, cut and ending in … if it is wider than ``pixels``. It is not escaped."""
    if width(text, size) <= pixels:
        return text
    kept = ""
    for character in text:
        if width(kept + character, size) > pixels - size:
            break
        kept += character
    return kept + "…"


def plain_number(number: float, decimals: int = 6) -> str:
    """A number without trailing zeros: 90, 95.5, 1,000, −3."""
    shown = digits(number, decimals)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def signed(change: float, decimals: int = 1) -> str:
    """A change with its sign: +1.2, −0.5; no sign if it rounds to zero."""
    shown = digits(change, decimals)
    return f"+{shown}" if round_half_up(change, decimals) > 0 else shown


def round_ticks(low: float, high: float, count: int = 5, least: float = 0) -> list[float]:
    """At most ``count`` + 1 round numbers between ``low`` and ``high``.

    Steps are 1, 2, 2.5 or 5 times a power of ten, and at least ``least``. If ``low`` equals
    ``high``, the result is that number.
    """
    if not high > low:
        return [low]
    rough = max((high - low) / count, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a sentence: 清远、江门、汕头等 21 个; all of them if there are at most ``most``."""
    names = list(names)
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} 个"
