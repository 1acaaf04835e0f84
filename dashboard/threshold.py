"""A threshold: what a table of regions is limited to by the values of one indicator."""

import re
from dataclasses import dataclass

from dashboard.indicators import Indicator, comparable_value
from dashboard.observations import Observation
from dashboard.rounding import digits

_SIZES = {"": 1, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)(万|亿|)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_MOST_DECIMALS = 6
# _NUMBER reads at most 15 digits: a larger limit would not be read again from the address.
_TOO_LARGE = 1e15


def read_limit(said: str) -> float | None:
    """A limit as visitors write it: 90 and 90% are 90; 1.5万 and 15,000 are 15000. None if it is no
    number from 0 on and below a thousand million million."""
    text = said.translate(_FULL_WIDTH).replace(",", "").replace(" ", "").removesuffix("%")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number, size = found.groups()
    limit = round(float(number) * _SIZES[size], _MOST_DECIMALS)
    return limit if limit < _TOO_LARGE else None


def plain_limit(limit: float) -> str:
    """The limit in plain digits, for the address: 90, 92.5, 15000."""
    shown = f"{limit:.{_MOST_DECIMALS}f}"
    return shown.rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Threshold:
    """Values of an indicator above one limit, below another, or both, in the indicator's own unit.

    None is no limit; a threshold needs one of the two.
    """

    indicator: Indicator
    above: float | None
    below: float | None

    def keeps(self, observation: Observation) -> bool:
        """Whether the value, as written, is beyond the limits: 90.0% is neither below nor above
        90 %. Without a value it is not."""
        if observation.value is None:
            return False
        value = comparable_value(observation.value, self.indicator)
        return (self.above is None or value > self.above) and (
            self.below is None or value < self.below
        )

    def words(self, language: str = "zh") -> str:
        """安置任务完成率低于 90%; 接待来访高于 1.5 万人次、低于 2 万人次.

        In English with the unit as it is: Petitions received above 15,000 人次."""
        limits = (("高于", "above", self.above), ("低于", "below", self.below))
        if language == "en":
            said = (f"{en} {_limit(value)}" for _, en, value in limits if value is not None)
            unit = self.indicator.unit
            return f"{self.indicator.name_en} {' and '.join(f'{one} {unit}' for one in said)}"
        said = (f"{zh} {self._written(value)}" for zh, _, value in limits if value is not None)
        return self.indicator.short_name + "、".join(said)

    def _written(self, limit: float) -> str:
        unit = self.indicator.unit
        if self.indicator.is_percentage:
            return f"{_limit(limit)}%"
        size = next((s for s in ("亿", "万") if limit >= _SIZES[s] and _is_short(limit, s)), "")
        return f"{_limit(limit / _SIZES[size])} {size}{unit}"


def _is_short(limit: float, size: str) -> bool:
    """Whether two decimals say all of it in that size."""
    share = limit / _SIZES[size]
    return abs(share - round(share, 2)) < 1e-9


def _limit(limit: float) -> str:
    shown = digits(limit, _MOST_DECIMALS)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
