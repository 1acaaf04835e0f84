"""A published figure and its document: the number as it was written, its steps and its months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from dashboard.periods import Period

Basis = Literal["in_period", "cumulative", "snapshot"]
BASES: tuple[Basis, ...] = ("in_period", "cumulative", "snapshot")
AT_LEAST = ("余", "超", "逾", "多", "以上")
BEFORE_THE_NUMBER = ("超", "逾", "约", "近")
_TIMES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Document:
    """One source: its number, file, a title of our own, and the region and time it is about.

    ``published`` is None where the document bears no date.
    """

    number: str
    file: str
    title: str
    region_code: str
    inferred: bool
    period: str
    published: date | None

    @property
    def dated(self) -> str:
        return f"{self.published:%Y-%m-%d}" if self.published else "未注明日期"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One published number; the columns are explained in published.py.

    Months are first days. ``categories`` and ``subcategories`` are empty for "all".
    ``line`` is its line in the file (the header is 1), for messages.
    """

    line: int
    document: str
    region_code: str
    first: date | None
    last: date
    basis: Basis
    export: str
    column: str
    categories: tuple[str, ...]
    subcategories: tuple[str, ...]
    value: Decimal
    unit: str
    qualifier: str
    inferred: bool
    note: str
    subject: str = ""
    written: str = ""

    @property
    def numerator(self) -> str:
        return self.column.partition("/")[0]

    @property
    def denominator(self) -> str | None:
        """None where the figure is no rate."""
        return self.column.partition("/")[2] or None

    @property
    def decimals(self) -> int:
        """Digits after the point as published: 69.12 has two."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0

    @property
    def number(self) -> str:
        """The number as published: 9000, 2.2亿, 69.12."""
        if self.written or self.value < _TIMES["万"]:
            return self.written or f"{self.value:f}"
        for unit in ("亿", "万"):
            number = (self.value / _TIMES[unit]).normalize()
            if number >= 1 and number == round(number, 2):
                return f"{number:f}{unit}"
        return f"{self.value:f}"

    @property
    def words(self) -> str:
        """As published, with its qualifier and unit: 9000余名, 超1.9亿次, 98%以上."""
        if self.qualifier in BEFORE_THE_NUMBER:
            return f"{self.qualifier}{self.number}{self.unit}"
        if self.unit == "%":
            return f"{self.number}%{self.qualifier}"
        if self.qualifier == "以上":
            return f"{self.number}{self.unit}以上"
        return f"{self.number}{self.qualifier}{self.unit}"

    @property
    def step(self) -> Decimal:
        """One in the last digit that was written: 1 of 9000, ten million of 2.2亿."""
        digits, times = number_and_times(self.number)
        exponent = Decimal(digits).as_tuple().exponent
        return times.scaleb(exponent if isinstance(exponent, int) else 0)

    @property
    def loose_step(self) -> Decimal:
        """One in the last digit that is not zero, which a loose number stands on: 1000 of 9000."""
        digits, times = number_and_times(self.number)
        exponent = Decimal(digits).normalize().as_tuple().exponent
        return times.scaleb(exponent if isinstance(exponent, int) else 0)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Its months, year by year; of a snapshot, and where no beginning is known, the last."""
        first, last = self.first or self.last, self.last
        return tuple(
            Period(
                year,
                first.month if year == first.year else 1,
                last.month if year == last.year else 12,
            )
            for year in range(first.year, last.year + 1)
        )

    @property
    def when(self) -> str:
        """2024年, 2023–2024年, 截至2021年6月末, 2018年10月–2021年6月, 至2024年12月累计."""
        periods = self.periods
        if self.basis == "snapshot":
            return periods[-1].end_label
        if self.first is None:
            return f"至{self.last.year}年{self.last.month}月累计"
        if len(periods) == 1:
            said = periods[0].label
        elif (self.first.month, self.last.month) == (1, 12):
            said = f"{self.first.year}–{self.last.year}年"
        else:
            said = "–".join(f"{one.year}年{one.month}月" for one in (self.first, self.last))
        return f"{said}累计" if self.basis == "cumulative" else said


def number_and_times(written: str) -> tuple[str, Decimal]:
    """The digits of a number as it is written, and what they are counted in."""
    number = written.rstrip("万亿")
    return number, _TIMES[written[len(number) :]]
