"""What one distinct value of a column means: the text of it judged against its field.

Columns with few distinct values (regions, months, categories, words for yes and no)
are judged once a value and joined back, so nothing here runs once a row.
"""

from collections.abc import Hashable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from dashboard.contracts import ContractField, plain_value
from dashboard.pipeline import dates, text
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.dates import Tried

_YES = frozenset(["是", "有", "真", "对", "√", "✓", "✔", "y", "yes", "t", "true", "1"])
_NO = frozenset(["否", "无", "没有", "假", "错", "×", "✗", "✘", "n", "no", "f", "false", "0"])

# Days that systems write where there is none: the first that they know, the zero of their
# clock, the last; and what a zone makes of them.
_FIRST_DAYS = (
    *("0001-01-01", "0001-01-02", "0001-01-03", "1000-01-01", "1582-10-14", "1582-10-15"),
    *("1600-01-01", "1601-01-01", "1752-12-31", "1753-01-01", "1800-01-01", "1899-12-29"),
    *("1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "1904-01-01"),
    *("1969-12-31", "1970-01-01", "1970-01-02"),
)
_LAST_DAYS = (
    *("2049-12-31", "2050-12-31", "2079-06-06", "2099-01-01", "2099-12-30", "2099-12-31"),
    *("2100-01-01", "2100-12-31", "2199-12-31", "2200-01-01", "2262-04-11", "2999-01-01"),
    *("2999-12-31", "3000-01-01", "3000-12-31", "9999-01-01", "9999-12-30", "9999-12-31"),
)
SENTINELS = tuple(date.fromisoformat(day) for day in (*_FIRST_DAYS, *_LAST_DAYS))
_SENTINELS = frozenset(SENTINELS)

MISSING_AS_TEXT = "missing_as_text"
SENTINEL_DATE = "sentinel_date"


class ParseResult(NamedTuple):
    """``value``: the text of the accepted value, None where empty or refused; ``reported``: the
    region's old code; ``reason``: why the value is refused; ``tried``: what it was taken for in
    vain; ``noted``: why a value counts as empty that isn't."""

    value: str | None = None
    reported: str | None = None
    reason: str | None = None
    tried: Tried | None = None
    noted: str | None = None


class ValueParser:
    """Judges values of one build: against its regions and its day."""

    def __init__(self, codes: RegionCodes, today: date) -> None:
        self._codes = codes
        self._today = today

    def verdict(self, field: ContractField, written: str | None) -> ParseResult:
        """What a value means; an empty one is refused only where the field is required."""
        plain = "" if written is None else text.plain(written)
        if not plain:
            return _nothing(field)
        if field.constraints.enum is not None:
            code = field.spellings.get(plain_value(plain))
            if code is not None:
                return ParseResult(code)
        elif field.type == "boolean" and (value := _boolean(plain)):
            return ParseResult(value)
        if text.says_nothing(plain):
            return _nothing(field, MISSING_AS_TEXT)
        if field.role == "region":
            return self._region(field, plain)
        if field.constraints.enum is not None:
            return ParseResult(reason="not_allowed")
        if field.type == "boolean":
            return ParseResult(reason="unreadable_value")
        # What keeps a spreadsheet from reading a number is no part of it.
        if field.is_year:
            return self._year(field, plain.lstrip("'"))
        return self._day(field, plain.lstrip("'"))

    def _region(self, field: ContractField, plain: str) -> ParseResult:
        code = region_code(plain)
        if not (len(code) == 6 and code.isdecimal()):
            return ParseResult(reason="bad_pattern")
        return ParseResult(*self._codes.to_current(code, field.level))

    def _year(self, field: ContractField, plain: str) -> ParseResult:
        year = dates.read_year(plain)
        if year is None:
            return ParseResult(reason="unreadable_value")
        if field.role == "year" and year > self._today.year:
            return ParseResult(reason="future_date")
        return _within(field, year, str(year))

    def _day(self, field: ContractField, plain: str) -> ParseResult:
        monthly = field.role in ("month", "as_of")
        if not monthly and plain.startswith("0000-00-00"):
            return _nothing(field, SENTINEL_DATE)
        day = dates.read_month(plain) if monthly else dates.read_day(plain)
        if day is None:
            return ParseResult(reason="unreadable_value", tried=dates.tried(plain))
        if field.is_day and day in _SENTINELS:
            return _nothing(field, SENTINEL_DATE)
        if field.role != "due" and field.role and day > self._today:
            return ParseResult(reason="future_date")
        return _within(field, day, day.isoformat())


def region_code(plain: str) -> str:
    """The code of a plain text: 440103, 440103.0, 440103000000, '440103."""
    code = plain.lstrip("'")
    return short_code(dates.whole(code) or code)


def short_code(code: str) -> str:
    """A code of 9 or 12 digits without the zeros that only fill it up."""
    if len(code) == 12 and code.endswith("000000"):
        return code[:6]
    if len(code) in (9, 12) and code.endswith("000"):
        return code[:-3]
    return code


def meaning(field: ContractField, written: str | None) -> Hashable:
    """Something that is equal for two texts of a column with the same meaning."""
    plain = "" if written is None else text.plain(written)
    if not plain:
        return None
    if field.constraints.enum is not None:
        return field.spellings.get(plain_value(plain), plain)
    if field.type == "boolean":
        return _boolean(plain) or plain
    if text.says_nothing(plain):
        return None
    match field.role:
        case "region" | "unit":
            return region_code(plain)
        case "month":
            return dates.read_month(plain) or plain
        case "year" | "plan_year":
            return dates.read_year(plain) or plain
    if field.type == "date":
        return dates.read_day(plain) or plain
    return _number(plain) if field.type in ("integer", "number") else plain


def _number(plain: str) -> Hashable:
    try:
        return Decimal(plain.lstrip("'").replace(",", ""))
    except InvalidOperation:
        return plain


def _nothing(field: ContractField, noted: str | None = None) -> ParseResult:
    if field.constraints.required:
        return ParseResult(reason="missing_value")
    return ParseResult(noted=noted)


def _boolean(plain: str) -> str | None:
    word = dates.whole(plain) or plain.casefold()
    if word in _YES:
        return "true"
    return "false" if word in _NO else None


def _within(field: ContractField, value: int | date, written: str) -> ParseResult:
    constraints = field.constraints
    reason = None
    if constraints.minimum is not None and value < constraints.minimum:  # type: ignore[operator]
        reason = "below_minimum"
    elif constraints.maximum is not None and value > constraints.maximum:  # type: ignore[operator]
        reason = "above_maximum"
    return ParseResult(written, reason=reason)
