"""Measures and indicators, and how their values are written.

The one place that turns a value into text, so that it reads the same on a card, in a
hover, in a table and in a sentence. How it is rounded is in rounding.py.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.coverage import not_a_boolean
from dashboard.rounding import comparable, digits, exact, is_short, written

NO_VALUE = "—"
LEVEL = "持平"
# Of every change that is written, in points or percent; a smaller one is none.
CHANGE_DECIMALS = 1
Polarity = Literal["higher", "lower", "neutral"]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# Pydantic takes an empty text for a text, and true for 1.
Text = Annotated[str, Field(min_length=1)]
Number = Annotated[float, BeforeValidator(not_a_boolean)]
WholeNumber = Annotated[int, BeforeValidator(not_a_boolean)]


# The months in which a figure of the time since the last one stands, by how often it is reported.
Frequency = Literal["monthly", "quarterly", "yearly"]
DUE_MONTHS: dict[Frequency, tuple[int, ...]] = {
    "monthly": tuple(range(1, 13)),
    "quarterly": (3, 6, 9, 12),
    "yearly": (12,),
}


# Units of what is measured; everything else is counted, one by one.
_MEASURED = frozenset(("元", "小时"))


class Measure(Model):
    """A number that adds up; its code is its column in the mart.

    ``reported`` says how often regions report it: a quarter's figure stands in its last month, a
    year's in December.
    """

    code: str
    name: Text
    name_en: Text
    unit: Text
    kind: Literal["flow", "stock"]
    mart: str
    reported: Frequency = "monthly"
    source: str = Field(description="The export and the columns it comes from.")
    source_zh: str | None = Field(
        None, description="The same in Chinese, where `source` says more than their names."
    )

    @property
    def is_count(self) -> bool:
        """Whether it is a whole number in every row: persons, items, not hours or yuan."""
        return self.unit not in _MEASURED


class Category(Model):
    """One value of a dimension, with its names in the order they are shown."""

    code: str
    name: Text
    name_en: Text


class Dimension(Model):
    """What divides a measure's rows: its title on pages and in files, and its categories in the
    order they are shown."""

    name: Text
    name_en: Text
    categories: tuple[Category, ...]

    @property
    def names(self) -> dict[str, str]:
        """The Chinese names of its categories by code."""
        return {category.code: category.name for category in self.categories}


class Indicator(Model):
    """A numerator, perhaps a denominator, and everything that says what the number means.

    ``basis`` is ``year_to_date`` where the denominator is a year's task: numerator
    and denominator are then summed from January to the period's end.
    ``rank_from`` is the smallest denominator that is ranked. ``divided`` is false where the
    categories of its mart do not divide it: coverage of villages does not depend on stars.
    ``owner`` is the office that answers for it, a role and not a person; ``reviewed_on`` the day
    on which its definition was last checked. Both may stand once for the line of work.

    ``paired`` rates leave out the months of which a region did not report every measure: the mart
    counts the others for them apart (``columns``).
    """

    code: str
    name: Text
    name_en: Text
    short_name: Text
    definition: Text
    definition_en: Text
    numerator: Annotated[tuple[str, ...], Field(min_length=1)]
    denominator: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    mart: str
    paired: str = Field(
        default="",
        description="Of a rate whose measures are reported each for itself, its code.",
    )
    reported: Frequency = Field(default="monthly", description="As all of its measures are.")
    system: str = Field(description="The line of work that the indicator belongs to.")
    unit: Text
    decimals: Annotated[WholeNumber, Field(ge=0, le=6)] = 0
    polarity: Polarity
    basis: Literal["period", "year_to_date"] = "period"
    rank_from: Annotated[Number, Field(ge=0)] = 0
    divided: bool = True
    ceiling: Annotated[Number, Field(gt=0)] | None = Field(
        default=None, description="What a rate can't pass, if anything."
    )
    finished: str = Field(default="已达上限", description="What a region has done at the ceiling.")
    source: str
    note: str = ""
    owner: str = ""
    why_it_matters: str = Field(default="", description="One short Chinese sentence.")
    reviewed_on: date | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator (a rate in %, or an amount per head)."""
        return self.denominator is not None

    @property
    def columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The mart's measures that make numerator and denominator."""
        below = self.denominator or ()
        if not self.paired:
            return self.numerator, below
        return _paired(self.paired, self.numerator), _paired(self.paired, below)

    @property
    def is_percentage(self) -> bool:
        """Whether it is a rate in %: it changes by percentage points, all else by percent."""
        return self.unit == "%"

    @property
    def change_unit(self) -> str:
        return "个百分点" if self.is_percentage else "%"

    @property
    def scale(self) -> int:
        return 100 if self.is_percentage else 1

    def value(self, numerator: float | None, denominator: float | None) -> float | None:
        """In the indicator's unit; None without a numerator, or with a denominator of zero."""
        if numerator is None:
            return None
        if not self.is_rate:
            return float(numerator)
        if not denominator:
            return None
        # Multiplied first: 49 × 100 ÷ 400 is 12.25 to the last bit, 49 ÷ 400 × 100 need not be.
        return float(numerator) * self.scale / float(denominator)


def paired_measure(rate: str, measure: str) -> str:
    """The mart's code of a measure in the months that count for a rate (Indicator.paired)."""
    return f"{rate}__{measure}"


@cache
def _paired(rate: str, measures: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(paired_measure(rate, one) for one in measures)


class AxisScale(NamedTuple):
    """What to divide an axis's values by, and the unit they are then in."""

    divisor: float
    unit: str


def axis_scale(values: Sequence[float | None], indicator: Indicator) -> AxisScale:
    """亿, 万 or plain, by the largest value, for axes and tables that share one unit."""
    largest = max((abs(v) for v in values if v is not None), default=0)
    if indicator.is_rate:
        return AxisScale(1, indicator.unit)
    for divisor, prefix in ((1e8, "亿"), (1e4, "万")):
        # As in write_value, what is rounded to four figures decides.
        if exact(largest / divisor * 1e4, 0) >= 10_000:
            return AxisScale(divisor, prefix + indicator.unit)
    return AxisScale(1, indicator.unit)


class Written(NamedTuple):
    """A value in words: the digits, and the unit that follows them ('' where there is no value)."""

    number: str
    unit: str

    def __str__(self) -> str:
        if self.number == NO_VALUE or self.unit == "%":
            return self.number + self.unit
        return f"{self.number} {self.unit}"


def limits_of(indicator: Indicator) -> tuple[int, ...]:
    """What a value of the indicator is never rounded to without being it: nothing, and all."""
    return (0, 100) if indicator.is_percentage else (0,)


def comparable_value(value: float, indicator: Indicator) -> float:
    """What a value counts as in rankings, classes and comparisons: alike if written alike."""
    return comparable(value, indicator.decimals, limits_of(indicator))


def write_value(value: float | None, indicator: Indicator) -> Written:
    """Number and unit apart, for a card: (3.39, 亿元), (86.7, %), (—, '').

    Yuan turn to 万 from ten thousand, counts from a hundred thousand, both to 亿 from
    a hundred million; then at most four figures are written. What is rounded decides: 99,995,000
    yuan are 1.00 亿元. A rate that is not quite nothing or all says so (<0.1, >99.9), less than
    a yuan is written to the fen.
    """
    if value is None:
        return Written(NO_VALUE, "")
    unit = indicator.unit
    if indicator.is_rate:
        return Written(written(value, indicator.decimals, limits_of(indicator)), unit)
    start = 10_000 if unit == "元" else 100_000
    if abs(exact(value, indicator.decimals)) < start:
        decimals = _FEN if is_short(value, indicator.decimals) else indicator.decimals
        return Written(written(value, decimals), unit)
    number = _four_figures(value / 1e4)
    if number is not None:
        return Written(number, "万" + unit)
    return Written(_four_figures(value / 1e8) or digits(value / 1e8), "亿" + unit)


_FEN = 2


def _four_figures(value: float) -> str | None:
    """At most four figures of a value; None from 10,000 on."""
    for decimals, most in ((2, 100), (1, 1000), (0, 10_000)):
        if abs(exact(value, decimals)) < most:
            return digits(value, decimals)
    return None


def format_value(value: float | None, indicator: Indicator, *, full: bool = False) -> str:
    """A value as it is read: 1,234 人, 3.39 亿元, 86.7%, and — for none.

    ``full`` writes every digit of an amount (339,012,345.67 元) for a hover.
    """
    if full and value is not None and not indicator.is_rate:
        return str(Written(digits(value, _places(value)), indicator.unit))
    return str(write_value(value, indicator))


def format_count(value: float | None, unit: str) -> str:
    """A numerator or denominator in full: 1,234 人; — for none."""
    if value is None:
        return NO_VALUE
    return f"{digits(value, _places(value))} {unit}".rstrip()


def _places(value: float) -> int:
    """Fen where there are any, else none."""
    return _FEN if exact(value, _FEN) % 1 else 0


def format_change(change: float | None, indicator: Indicator) -> str:
    """The size of a change without its direction: 1.2 个百分点, 8.2%, — for none."""
    if change is None:
        return NO_VALUE
    space = " " if indicator.is_percentage else ""
    return digits(abs(change), CHANGE_DECIMALS) + space + indicator.change_unit


def format_share(part: float, whole: float, decimals: int = 1) -> str:
    """A part of a whole in percent: 12.3%, and never 0.0% or 100.0% for what is not."""
    return written(part * 100 / whole, decimals, (0, 100)) + "%"
