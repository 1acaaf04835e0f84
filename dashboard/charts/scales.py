"""One unit for all numbers of an axis or a column."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.text import plain_number
from dashboard.indicators import Indicator, axis_scale, format_value, limits_of
from dashboard.rounding import digits, is_short, written

LEAST_POINTS = 2.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The divisor of values, the unit of the result, and its decimals."""

    divisor: float
    unit: str
    decimals: int
    indicator: Indicator

    def write(self, value: float) -> str:
        """A value without its unit, but with a percent sign: 96.3%, 1,234.5.

        A value above zero that would be written 0.00 is written in a smaller unit: 3.00 万元.
        """
        if self.indicator.is_rate:
            shown = written(value, self.decimals, limits_of(self.indicator))
            return shown + ("%" if self.unit == "%" else "")
        if is_short(value / self.divisor, self.decimals):
            return format_value(value, self.indicator)
        return digits(value / self.divisor, self.decimals)

    def tick(self, value: float) -> str:
        """The same for axis labels, without trailing zeros."""
        return plain_number(value / self.divisor) + ("%" if self.unit == "%" else "")

    def header(self, name: str) -> str:
        """The heading of a column, with the unit of its numbers on a second line."""
        return name if self.unit == "%" else f"{name}|{self.unit}"


def spread(low: float, high: float, indicator: Indicator) -> tuple[float, float]:
    """The lower and upper limit of a scale. Those of a rate are at least two points apart, so that
    a tenth of a point does not look like a fall. A rate with a ceiling gets no room above it, and
    none gets room below zero."""
    if indicator.unit != "%" or high - low >= LEAST_POINTS:
        return low, high
    middle = (low + high) / 2
    bottom, top = middle - LEAST_POINTS / 2, middle + LEAST_POINTS / 2
    if indicator.ceiling is not None and top > indicator.ceiling:
        return bottom - (top - indicator.ceiling), indicator.ceiling
    return (0.0, LEAST_POINTS) if bottom < 0 <= low else (bottom, top)


def common_scale(values: Sequence[float], indicator: Indicator) -> Scale:
    """The unit that fits the median of the values, so that few values are written as 0.0."""
    ordered = sorted(abs(value) for value in values)
    middle = [ordered[len(ordered) // 2]] if ordered else []
    divisor, unit = axis_scale(list(middle), indicator)
    if divisor == 1:
        return Scale(divisor, unit, indicator.decimals, indicator)
    largest = ordered[-1] / divisor
    decimals = 0 if largest >= 1000 else 1 if largest >= 100 else 2
    return Scale(divisor, unit, decimals, indicator)
