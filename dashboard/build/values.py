"""What one distinct value of a column means: the text of it judged against its field.

Columns with few distinct values (regions, months, categories, words for yes and no)
are judged once a value and joined back, so nothing here runs once a row.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dashboard.build.codes import RegionCodes
from dashboard.contracts import ContractField, plain_value

_YES = frozenset(["是", "有", "真", "对", "√", "✓", "✔", "y", "yes", "t", "true", "1"])
_NO = frozenset(["否", "无", "没有", "假", "错", "×", "✗", "✘", "n", "no", "f", "false", "0"])

_WHOLE = re.compile(r"([0-9]+)(?:\.0*)?")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_UTC_TO_CHINA = timedelta(hours=8)


class Verdict(NamedTuple):
    """``value``: the text of the accepted value, None where empty or refused; ``reported``: the
    region's old code; ``reason``: why the value is refused."""

    value: str | None = None
    reported: str | None = None
    reason: str | None = None


class Judge:
    """Judges values of one build: against its regions and its day."""

    def __init__(self, codes: RegionCodes, today: date) -> None:
        self._codes = codes
        self._today = today

    def verdict(self, field: ContractField, text: str | None) -> Verdict:
        """What a value means; an empty one is refused only where the field is required."""
        plain = "" if text is None else unicodedata.normalize("NFKC", text).strip(" \t\r\n\0\ufeff")
        if not plain:
            return Verdict(reason="missing_value") if field.constraints.required else Verdict()
        if field.role == "region":
            return self._region(field, plain)
        if field.constraints.enum is not None:
            code = field.spellings.get(plain_value(plain))
            return Verdict(reason="not_allowed") if code is None else Verdict(code)
        if field.type == "boolean":
            return _boolean(plain)
        if field.role == "year":
            return self._year(field, plain)
        return self._day(field, plain)

    def _region(self, field: ContractField, plain: str) -> Verdict:
        code = short_code(whole(plain) or plain)
        if not (len(code) == 6 and code.isdecimal()):
            return Verdict(reason="bad_pattern")
        return Verdict(*self._codes.carry(code, leaf=field.level == "leaf"))

    def _year(self, field: ContractField, plain: str) -> Verdict:
        digits = whole(plain.removesuffix("年"))
        if digits is None:
            return Verdict(reason="unreadable_value")
        if int(digits) > self._today.year:
            return Verdict(reason="future_date")
        return Verdict(str(int(digits)), reason=_outside(field, int(digits)))

    def _day(self, field: ContractField, plain: str) -> Verdict:
        monthly = field.role in ("month", "as_of")
        day = read_month(plain) if monthly else read_day(plain)
        if day is None:
            return Verdict(reason="unreadable_value")
        if field.role and day > self._today:
            return Verdict(reason="future_date")
        return Verdict(day.isoformat(), reason=_outside(field, day))


def whole(plain: str) -> str | None:
    """The digits of a whole number that isn't negative, however written (440100, 440100.0)."""
    found = _WHOLE.fullmatch(plain)
    return found[1] if found else None


def short_code(code: str) -> str:
    """A code of 9 or 12 digits without the zeros that only fill it up."""
    if len(code) == 12 and code.endswith("000000"):
        return code[:6]
    if len(code) in (9, 12) and code.endswith("000"):
        return code[:-3]
    return code


def read_day(plain: str) -> date | None:
    """The day of a text: 2025-03-01, 2025/3/1, 20250301, 2025年3月1日, with a time or without.

    An instant given in UTC is read on China's clock; any other zone's day is the one written.
    None where it is no day.
    """
    digits = whole(plain)
    found = _DAY.fullmatch(digits or plain)
    try:
        if found:
            year, month, day = found[1], found[2] or found[4], found[3] or found[5]
            return date(int(year), int(month), int(day))
        if len(plain) < len("2025-03-01T00"):
            return None
        moment = datetime.fromisoformat(plain.replace("/", "-"))
    except ValueError:
        return None
    if moment.utcoffset() == timedelta():
        moment += _UTC_TO_CHINA
    return moment.date()


def read_month(plain: str) -> date | None:
    """The first day of a text's month: 2025-03, 202503, 2025年3月, or any day of it."""
    found = _MONTH.fullmatch(whole(plain) or plain)
    if not found:
        day = read_day(plain)
        return day.replace(day=1) if day else None
    month = int(found[2] or found[3])
    return date(int(found[1]), month, 1) if 1 <= month <= 12 and int(found[1]) else None


def _boolean(plain: str) -> Verdict:
    word = whole(plain) or plain.casefold()
    if word in _YES:
        return Verdict("true")
    return Verdict("false") if word in _NO else Verdict(reason="unreadable_value")


def _outside(field: ContractField, value: int | date) -> str | None:
    constraints = field.constraints
    if constraints.minimum is not None and value < constraints.minimum:  # type: ignore[operator]
        return "below_minimum"
    if constraints.maximum is not None and value > constraints.maximum:  # type: ignore[operator]
        return "above_maximum"
    return None
