"""One unit for all the numbers of an axis or a column."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.text import plain_number
from dashboard.indicators import Indicator, axis_scale


@dataclass(frozen=True, slots=True)
class Scale:
    """What values are divided by, the unit they are then in, and their decimals."""

    divisor: float
    unit: str
    decimals: int

    def write(self, value: float) -> str:
        """A value without its unit, except that percentages keep their sign: 96.3%, 1,234.5."""
        sign = "−" if value < 0 else ""
        number = f"{sign}{abs(value) / self.divisor:,.{self.decimals}f}"
        return number + ("%" if self.unit == "%" else "")

    def tick(self, value: float) -> str:
        """The same for the labels of an axis, without superfluous zeros."""
        return plain_number(value / self.divisor) + ("%" if self.unit == "%" else "")

    def header(self, name: str) -> str:
        """What a column is called; on a second line the unit that its numbers leave out."""
        return name if self.unit == "%" else f"{name}|{self.unit}"


def common_scale(values: Sequence[float], indicator: Indicator) -> Scale:
    """The unit that suits the middle of the values, so that few of them are written as 0.0."""
    ordered = sorted(abs(value) for value in values)
    middle = [ordered[len(ordered) // 2]] if ordered else []
    divisor, unit = axis_scale(list(middle), indicator)
    if divisor == 1:
        return Scale(divisor, unit, indicator.decimals)
    largest = ordered[-1] / divisor
    return Scale(divisor, unit, 0 if largest >= 1000 else 1 if largest >= 100 else 2)
