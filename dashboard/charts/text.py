"""Text that goes into figures: made inert, measured, cut to fit, and written as numbers."""

import html
import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dashboard.rounding import digits, round_half_up

# Invisible characters that would turn the text after them around (Unicode's directional marks).
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


def inert(text: str) -> str:
    """Text as Plotly must be given it to be shown as it is.

    Plotly reads ``<b>``, ``<a href>`` and ``<br>`` as formatting, entities as characters and
    ``%{...}`` as a template: none of them does anything after this. Control characters become
    spaces and marks that turn the direction of text are taken out.
    """
    if text.isprintable() and not any(sign in text for sign in "<>&%"):
        return text
    plain = text.translate(_CONTROLS).translate(_TURNING)
    return html.escape(plain, quote=False).replace("%{", "%&#123;")


@lru_cache(maxsize=8192)
def width(text: str, size: float = 13) -> float:
    """Roughly how many pixels wide ``text`` is: 1 em for Han, 0.56 for others."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else size * 0.56 for c in text)


def cut(text: str, pixels: float, size: float = 13) -> str:
    """``text``, ending in … where it would be wider than ``pixels``. Not yet inert."""
    if width(text, size) <= pixels:
        return text
    kept = ""
    for character in text:
        if width(kept + character, size) > pixels - size:
            break
        kept += character
    return kept + "…"


def plain_number(number: float, decimals: int = 6) -> str:
    """A number without superfluous zeros: 90, 95.5, 1,000, −3."""
    shown = digits(number, decimals)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def signed(change: float, decimals: int = 1) -> str:
    """A change with its sign: +1.2, −0.5; no sign where it rounds to nothing."""
    shown = digits(change, decimals)
    return f"+{shown}" if round_half_up(change, decimals) > 0 else shown


def round_ticks(low: float, high: float, count: int = 5, least: float = 0) -> list[float]:
    """At most ``count`` + 1 round numbers from ``low`` to ``high``, both kept inside.

    Steps are 1, 2, 2.5 or 5 times a power of ten, and not below ``least``. Where ``low`` equals
    ``high`` that number alone.
    """
    if not high > low:
        return [low]
    rough = max((high - low) / count, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a sentence: 清远、江门、汕头等 21 个; all where they are at most ``most``."""
    names = list(names)
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} 个"
