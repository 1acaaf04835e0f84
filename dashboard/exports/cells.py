"""How one value is written in a CSV cell, and how text is kept from being run as a formula.

Excel and WPS run a cell as a formula if its text starts with one of a few
characters, whatever the quotes around it, and skip blanks before it. An
apostrophe in front makes it text. Only text is guarded: a negative number is a
number and stays one.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Language = Literal["zh", "en"]

# The formula starters, their full-width and small forms, the minus sign proper, and the
# control characters that some versions drop before they look.
FORMULA_STARTS = "=+-@＝＋－＠﹦﹢﹣﹫−\t\r\n"
# Whatever shows as nothing: controls, every Unicode space, zero-width and direction marks.
BLANK_RANGES = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0xAD, 0xAD),
    (0x1680, 0x1680),
    (0x180E, 0x180E),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
GUARD = "'"
YES_NO: dict[Language, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}

_BLANKS = "".join(f"{chr(first)}-{chr(last)}" for first, last in BLANK_RANGES)
_FORMULA = re.compile(f"[{_BLANKS}]*[{re.escape(FORMULA_STARTS)}]")


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it; else as it is."""
    return GUARD + text if _FORMULA.match(text) else text


def number(value: int | float | Decimal) -> str:
    """Every digit there is, no grouping; empty for a float that is no number.

    A float without a fraction is written as a whole number: 1234, not 1234.0.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def cell(value: Any, language: Language = "zh") -> str:
    """One cell as it stands in the file: text quoted and guarded, nothing for None.

    Raises TypeError for a type that has no agreed form: a list or a frame in a
    cell is a mistake.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + guard(value).replace('"', '""') + '"'
    if isinstance(value, bool):
        return cell(YES_NO[language][0 if value else 1])
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no way to write a {type(value).__name__} in a cell: {value!r}")


def line(values: Iterable[Any], language: Language = "zh") -> str:
    """One record, RFC 4180: commas between the cells, CRLF at the end."""
    return ",".join(cell(value, language) for value in values) + "\r\n"
