"""How one value is written in a CSV cell. Text that would be run as a formula is guarded."""

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from dashboard.guard import guard

Language = Literal["zh", "en"]

YES_NO: dict[Language, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}


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
