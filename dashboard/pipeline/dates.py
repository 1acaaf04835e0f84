"""Days and months as people and their systems write them.

All take plain text (``text.plain``) and give None where it is no day, month or year.
``tried`` says what a text would be that looks like a moment and can't be taken for one.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

# Between the year and the month that two columns give.
APART = " / "

_UTC_TO_CHINA = timedelta(hours=8)
_WHOLE = re.compile(r"([0-9]+)(?:\.0*)?")
_YEAR = re.compile(r"([0-9]{4})(?:年度?)?")
_MONTH_OF_YEAR = re.compile(r"([0-9]{1,2})(?:\.0*)?(?:月份?)?")
_MONTH = re.compile(r"([0-9]{4})(?:\s*(?:[-/.Mm]|年度?)\s*([0-9]{1,2})\s*(?:月份?)?|([0-9]{2}))")
# 2025.1 as text may be what became of 2025.10 as a number.
_DOTTED_ONE, _DOTTED_TEN = re.compile(r"[0-9]{4}\.1"), re.compile(r"[0-9]{4}\.10")
_WORDS_OF_TIME = "上午|下午|凌晨|早上|中午|晚上|[AaPp][Mm]"
_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]"
    r"\s*(?P<day>[0-9]{1,2})\s*[日号]?"
    r"|(?P<month2>[0-9]{2})(?P<day2>[0-9]{2}))"
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天1-6]\)?)?"
    rf"(?:[\sT,_-]*(?P<half>{_WORDS_OF_TIME})?\s*(?P<hour>[0-9]{{1,2}})"
    r"(?:[:.时点]\s*(?:(?P<minute>[0-9]{1,2})\s*分?(?:[:.]?(?P<second>[0-9]{1,2})(?:[.,][0-9]*)?\s*秒?)?)?)"
    rf"\s*(?P<half2>{_WORDS_OF_TIME})?\s*(?P<zone>[A-Za-z/_]*\s*(?:[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?(?:\s+[A-Z]{{3}})?)?|北京时间)?)?"
)
# Years as Taiwan counts them.
_REPUBLIC = re.compile(r"(?:中华)?民国\s*([0-9]{1,3})\s*年")
_COMPACT_TIME = re.compile(r"([0-9]{8})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{3})?)?")
_COMPACT_T = re.compile(r"([0-9]{8})T([0-9]{2})([0-9]{2})([0-9]{2})?(?:\.[0-9]*)?(Z?)")
_JSON_DATE = re.compile(r"\\?/?Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)\\?/?")
_UTC = frozenset(["z", "utc", "gmt", "etc/utc", "zulu"])
_CHINA = frozenset(["", "cst", "asia/shanghai", "prc", "北京时间"])

_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "元": 1,
    "正": 1,
}
_HAN_TENS = {"十": 1, "廿": 2, "卅": 3}
_HAN_NUMBER = re.compile(r"[零〇○一二三四五六七八九十廿卅]+(?=[年月日号]|$)|[元正](?=月)")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Tried(NamedTuple):
    """What a text was taken for in vain, in Chinese and English."""

    zh: str
    en: str


def whole(plain: str) -> str | None:
    """The digits of a whole number that isn't negative, however written (440100, 440100.0)."""
    found = _WHOLE.fullmatch(plain)
    return found[1] if found else None


def read_year(plain: str) -> int | None:
    """A year: 2025, 2025.0, 2025年, 2025年度, 二〇二五年."""
    found = _YEAR.fullmatch(whole(plain) or _without_han_numbers(plain))
    return int(found[1]) if found and int(found[1]) else None


def read_day(plain: str) -> date | None:
    """The day of a text: 2025-03-01, 2025/3/1, 20250301, 2025年3月1日, with a time or without.

    A moment with a zone is read on China's clock; a midnight is the day written, in any zone.
    """
    digits = whole(plain)
    try:
        if digits:
            return _compact_day(digits)
        if found := _JSON_DATE.fullmatch(plain):
            return (_EPOCH + timedelta(milliseconds=int(found[1])) + _UTC_TO_CHINA).date()
        if found := _COMPACT_T.fullmatch(plain):
            day, hour, minute, second, zone = found.groups()
            return _on_chinas_clock(_moment(day, hour, minute, second), zone)
        return _written_day(_without_han_numbers(plain))
    except (ValueError, OverflowError):
        return None


def read_month(plain: str) -> date | None:
    """The first day of a text's month: 2025-03, 202503, 2025年3月, any day of it, or its year and
    its month apart (``2025年 / 3月``)."""
    year, apart, month = plain.partition(APART)
    if apart:
        return _month_of(year.strip(), month.strip())
    found = _MONTH.fullmatch(whole(plain) or _without_han_numbers(plain))
    if not found:
        day = read_day(plain)
        return day.replace(day=1) if day else None
    return _first_day(int(found[1]), int(found[2] or found[3]))


def may_be_october(plain: str) -> bool:
    """Whether a month may have lost the end of its number: 2025.1 was 2025.1 or 2025.10."""
    return _DOTTED_ONE.fullmatch(plain) is not None


def keeps_zero(plain: str) -> bool:
    """Whether a month is an October after a dot that has kept the end of its number: 2025.10."""
    return _DOTTED_TEN.fullmatch(plain) is not None


def ends_month(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1 if day < date.max else True


def is_utc_midnight(plain: str) -> bool:
    """Whether a text is a moment at 16:00 on nobody's clock, as midnights of China are in UTC."""
    zone = ""
    try:
        if found := _COMPACT_TIME.fullmatch(whole(plain) or ""):
            moment = _moment(*found.groups()[:4])
        elif found := _COMPACT_T.fullmatch(plain):
            *said, zone = found.groups()
            moment = _moment(*said)
        elif found := _DAY.fullmatch(_without_han_numbers(plain)):
            moment, zone = _moment_of(found), found["zone"] or ""
        else:
            return False
    except (ValueError, OverflowError):
        return False
    return not zone.strip() and (moment.hour, moment.minute, moment.second) == (16, 0, 0)


def tried(plain: str) -> Tried | None:
    """What a text that is no day looks like: a timestamp, a serial day, a month without a year."""
    digits = whole(plain) or ""
    moment = _moment_of_number(digits)
    if moment:
        return moment
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", plain):
        return Tried(
            f"{found[3]} 年的日与月顺序不明",
            f"a day of {found[3]}, with its day and month in an order nobody knows",
        )
    text = _without_han_numbers(plain)
    if re.fullmatch(r"(?:0?[1-9]|1[0-2])(?:\.0*)?(?:月份?)?", text):
        return Tried("只有月，没有年份", "a month without its year")
    if read_year(plain):
        return Tried("只有年份，没有月", "a year without a month")
    if month := read_month(plain):
        return Tried(
            f"只有 {month:%Y} 年 {month.month} 月，没有日", f"{month:%Y-%m} without its day"
        )
    if found := _REPUBLIC.match(text):
        year = 1911 + int(found[1])
        return Tried(f"民国纪年，即 {year} 年", f"a year of the Republic's, {year}")
    if re.search(r"[Qq][1-4]|季度?", text):
        return Tried("一个季度，不是一个月", "a quarter, not a month")
    if re.search(r"月?\s*[-~—至到]\s*[0-9]{1,2}月", text):
        return Tried("多个月的累计，不是一个月", "several months together, not one")
    return None


def tried_as_number(plain: str) -> Tried | None:
    """What a month may be that is written as a number with a fraction, or as what one left."""
    found = re.fullmatch(r"([0-9]{4})\.(0?[0-9]|1[0-2])0*", plain)
    if not found:
        return None
    year, month = found[1], int(found[2])
    if found[2] == "1":
        return Tried(
            f"小数，{year} 年 1 月或 10 月都写作 {plain}",
            f"a number with a fraction: January and October of {year} are both {plain}",
        )
    return Tried(
        f"小数，像是 {year} 年 {month} 月", f"a number with a fraction, perhaps {year}-{month:02}"
    )


def _month_of(year_text: str, month_text: str) -> date | None:
    year = read_year(year_text)
    found = _MONTH_OF_YEAR.fullmatch(_without_han_numbers(month_text))
    if found:
        return _first_day(year, int(found[1])) if year else None
    # The month's column may hold whole months; the year's must not say otherwise.
    month = read_month(month_text) if "." not in month_text else None
    return month if month and year in (month.year, None) else None


def _first_day(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 and year else None


def _compact_day(digits: str) -> date | None:
    if len(digits) == 8:
        return _day_of(digits)
    found = _COMPACT_TIME.fullmatch(digits)
    if not found or len(digits) not in (12, 14, 17):
        return None
    return _moment(found[1], found[2], found[3], found[4]).date()


def _written_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    moment = _moment_of(found)
    return moment.date() if found["hour"] is None else _on_chinas_clock(moment, found["zone"] or "")


def _moment_of(found: re.Match[str]) -> datetime:
    """What a written day says, at midnight where it gives no time."""
    month, day = found["month"] or found["month2"], found["day"] or found["day2"]
    hour = int(found["hour"] or 0)
    half = found["half"] or found["half2"] or ""
    if half.casefold() in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half.casefold() in ("上午", "凌晨", "am") and hour == 12:
        hour = 0
    return datetime(
        int(found["year"]), int(month), int(day),
        hour, int(found["minute"] or 0), min(int(found["second"] or 0), 59),
    )  # fmt: skip


def _on_chinas_clock(moment: datetime, zone: str) -> date | None:
    name, offset = _zone(zone)
    if name not in _UTC | _CHINA:
        return None
    if offset is None:
        if name in _CHINA:
            return moment.date()
        offset = timedelta()
    if not (moment.hour or moment.minute or moment.second):
        return moment.date()
    try:
        return (moment - offset + _UTC_TO_CHINA).date()
    except OverflowError:
        # The first and the last day there are: what was meant is what was written.
        return moment.date()


def _zone(zone: str) -> tuple[str, timedelta | None]:
    found = re.fullmatch(
        r"([^+-]*?)\s*(?:([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?:\s+[A-Z]{3})?)?", zone.strip()
    )
    assert found is not None
    name = found[1].casefold()
    if found[2] is None:
        return name, None
    size = timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    return name, size if found[2] == "+" else -size


def _day_of(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def _moment(day: str, hour: str, minute: str, second: str | None) -> datetime:
    on = _day_of(day)
    return datetime(on.year, on.month, on.day, int(hour), int(minute), int(second or 0))


def _without_han_numbers(text: str) -> str:
    return _HAN_NUMBER.sub(lambda found: _digits_of(found[0]), text)


def _digits_of(han: str) -> str:
    if not any(c in _HAN_TENS for c in han):
        return "".join(str(_HAN_DIGITS[c]) for c in han)
    place = next(n for n, c in enumerate(han) if c in _HAN_TENS)
    before, after = han[:place], han[place + 1 :]
    if len(before) > 1 or len(after) > 1 or any(c in _HAN_TENS for c in before + after):
        return han
    tens = _HAN_DIGITS[before] if before else _HAN_TENS[han[place]]
    return str(10 * tens + (_HAN_DIGITS[after] if after else 0))


def _moment_of_number(digits: str) -> Tried | None:
    number = int(digits) if digits and len(digits) <= 19 else 0
    kinds = {
        10: ("秒时间戳", "seconds since 1970", 10**6),
        13: ("毫秒时间戳", "milliseconds since 1970", 10**3),
        16: ("微秒时间戳", "microseconds since 1970", 1),
    }
    if len(digits) in kinds:
        zh, en, microseconds = kinds[len(digits)]
        return _said(zh, en, _EPOCH + timedelta(microseconds=number * microseconds))
    if len(digits) == 19:
        nanoseconds = _EPOCH + timedelta(microseconds=number // 1000)
        return _said("纳秒时间戳", "nanoseconds since 1970", nanoseconds)
    if len(digits) == 18:
        ticks = datetime(1, 1, 1) + timedelta(microseconds=number // 10)
        return _said(".NET 时间刻度", ".NET ticks", ticks)
    if 20_000 <= number < 80_000:
        day = datetime(1899, 12, 30) + timedelta(days=number)
        return _said("Excel 日期序号", "a serial day of Excel", day)
    if 360 <= number < 1_000:
        month = datetime(1970 + number // 12, number % 12 + 1, 1)
        return _said("1970 年以来的月数", "months since 1970", month)
    return None


def _said(zh: str, en: str, moment: datetime) -> Tried:
    if moment.tzinfo:
        moment += _UTC_TO_CHINA
        return Tried(
            f"{zh}，即北京时间 {moment:%Y-%m-%d %H:%M}", f"{en}, {moment:%Y-%m-%d %H:%M} in China"
        )
    return Tried(f"{zh}，即 {moment:%Y-%m-%d}", f"{en}, {moment:%Y-%m-%d}")
