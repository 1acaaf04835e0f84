"""Years, the months of a year that are in view, and the same months of the year before."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.settings import SETTLED_SHARE

QUARTERS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}
QUARTER_NAMES = {"q1": "一季度", "q2": "二季度", "q3": "三季度", "q4": "四季度"}
_CUSTOM = re.compile(r"m(\d{1,2})-(\d{1,2})\Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Consecutive months of one year.

    ``complete`` is false where the asked span (the year, a quarter) has months
    that no export reaches yet: ``last_month`` is then the last month reached.
    """

    year: int
    first_month: int
    last_month: int
    complete: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= self.last_month <= 12:
            raise ValueError(f"no such months: {self.first_month} to {self.last_month}")

    @property
    def first(self) -> date:
        """The first day of the first month."""
        return date(self.year, self.first_month, 1)

    @property
    def last(self) -> date:
        """The first day of the last month, which is how the marts name that month."""
        return date(self.year, self.last_month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    @property
    def end_label(self) -> str:
        """For what stands at the period's end: 截至2026年10月末."""
        return f"截至{self.year}年{self.last_month}月末"

    @property
    def months(self) -> int:
        return self.last_month - self.first_month + 1

    @property
    def month_bits(self) -> int:
        """The months as bits: 1 January, 2 February, 4 March and so on."""
        return ((1 << self.months) - 1) << (self.first_month - 1)

    @property
    def short_label(self) -> str:
        """Without the year: 1–10月, 全年, 三季度, 10月."""
        span = (self.first_month, self.last_month)
        if span == (1, 12):
            return "全年"
        if self.complete:
            for quarter, months in QUARTERS.items():
                if months == span:
                    return QUARTER_NAMES[quarter]
        if self.months == 1:
            return f"{self.first_month}月"
        return f"{self.first_month}–{self.last_month}月"

    @property
    def label(self) -> str:
        """With the year: 2026年1–10月; a whole year is only 2025年."""
        return f"{self.year}年" + ("" if self.short_label == "全年" else self.short_label)

    @property
    def share_of_year(self) -> float:
        """How much of the year has passed by the end of the period, 0 to 1: the even pace."""
        return self.last_month / 12

    def previous(self) -> "Period":
        """The same months of the year before (never more: 1–10月 against 1–10月)."""
        return Period(self.year - 1, self.first_month, self.last_month)

    def year_to_date(self) -> "Period":
        """From January to this period's end, which is what an annual task is held against."""
        return Period(self.year, 1, self.last_month, self.complete)


def parse_period(
    year: int, name: str, data_through: date, settled_through: date | None = None
) -> Period:
    """The period that an address names.

    ``name`` is ``latest`` (January to the last month settled), ``year``, ``q1`` to
    ``q4``, or ``m3-7`` for March to July. Months after ``data_through`` are cut
    off and the period is then not complete; so are, of ``latest``, those after
    ``settled_through``, unless it lies in another year. Raises ValueError for another
    name and for a span of which no month has been reached.
    """
    if name in ("latest", "year"):
        first, last = 1, 12
    elif name in QUARTERS:
        first, last = QUARTERS[name]
    elif match := _CUSTOM.match(name):
        first, last = int(match[1]), int(match[2])
    else:
        raise ValueError(f"no such period: {name!r}")
    if year > data_through.year:
        raise ValueError(f"no data for {year}")
    asked = Period(year, first, last)
    reached = months_reached(year, data_through)
    if name == "latest" and settled_through is not None and year == settled_through.year:
        reached = min(reached, settled_through.month)
    return Period(year, first, min(asked.last_month, reached), last <= reached)


def months_reached(year: int, data_through: date) -> int:
    """How many months of a year the data reaches into; twelve of an earlier year."""
    return data_through.month if year == data_through.year else 12


def period_names(year: int, data_through: date) -> list[str]:
    """The names, custom months aside, that have at least one month reached in this year."""
    reached = months_reached(year, data_through)
    quarters = [name for name, (first, _) in QUARTERS.items() if first <= reached]
    return ["latest", "year", *quarters]


def settled_month(reported: Mapping[date, int], share: float = SETTLED_SHARE) -> date:
    """The last month that most regions have reported. A single early county does not move it.

    ``reported`` is the number of leaf regions by month (its first day), without months that no
    region reported. A month is settled if the number is at least ``share`` of the largest of the
    twelve months before it; the first month is always settled. Raises ValueError without months.
    """

    def most_before(month: date) -> int:
        year_before = month.replace(year=month.year - 1)
        return max((n for m, n in reported.items() if year_before <= m < month), default=0)

    return max(month for month, n in reported.items() if n >= share * most_before(month))
