"""Five classes with round bounds, for maps and grids."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.text import plain_number
from dashboard.indicators import Indicator, axis_scale, comparable_value, limits_of
from dashboard.rounding import comparable

MOST = 5
# How far a rounded bound may lie from its quantile, as a share of the values.
_SLACK = 0.07


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a set of values, from lowest to highest.

    ``bounds`` are the inner limits in the indicator's own unit. The first class lies below the
    first bound; every other class starts at a bound and includes it. If all values are equal there
    are no bounds; without any value there are no labels either. ``labels`` are written in
    ``unit`` (亿元, 万人, %), which is the indicator's unit times ``divisor``. ``decimals`` is the
    precision at which values are written and compared. No other value is rounded to one of
    ``limits`` (0 %, 100 %).
    """

    bounds: tuple[float, ...]
    labels: tuple[str, ...]
    unit: str
    divisor: float
    decimals: int
    limits: tuple[int, ...] = (0,)

    def index(self, value: float) -> int:
        """The class of a value; 0 is the lowest. Values with the same text share a class."""
        return bisect_right(self.bounds, comparable(value, self.decimals, self.limits))

    def __len__(self) -> int:
        return len(self.labels)


def classes(values: Sequence[float | None], indicator: Indicator) -> Classes:
    """Classes for the values of one indicator. None is ignored.

    There are at most five classes, none empty, with about equal numbers of values. A bound is the
    roundest number near its quantile. A value that many regions share (a coverage of 100 %) stays
    in one class; the other values are divided further.
    """
    decimals, limits = indicator.decimals, limits_of(indicator)
    known = sorted(comparable_value(value, indicator) for value in values if value is not None)
    if not known:
        return Classes((), (), indicator.unit, 1, decimals, limits)
    bounds = _quantile_bounds(known, decimals)
    while len(bounds) + 1 < MOST and (more := _split(known, bounds, decimals)) is not None:
        bounds = sorted([*bounds, more])
    # The unit suits the middle of the scale: 500–2,000 万元 rather than 0.05–0.2 亿元.
    scale = axis_scale([bounds[len(bounds) // 2] if bounds else known[0]], indicator)
    return Classes(
        tuple(bounds),
        _labels(bounds, known, scale.divisor, indicator),
        scale.unit,
        scale.divisor,
        decimals,
        limits,
    )


def _quantile_bounds(known: list[float], decimals: int) -> list[float]:
    """Round bounds near the quintiles, ascending. None of them leaves a class empty."""
    count, bounds = len(known), []
    for share in range(1, MOST):
        low = known[max(0, math.floor((share / MOST - _SLACK) * count) - 1)]
        high = known[min(count - 1, math.floor((share / MOST + _SLACK) * count))]
        bound = roundest(low, high, decimals)
        below = bisect_right(known, bounds[-1] - 10**-decimals / 2) if bounds else 0
        # Both classes need values: between the previous bound and this one, and from this one on.
        if bound is not None and known[below] < bound <= known[-1]:
            bounds.append(bound)
    return bounds


def _split(known: list[float], bounds: list[float], decimals: int) -> float | None:
    """One more bound, in the largest class with different values; None if no class has any."""
    parts: list[list[float]] = [[] for _ in range(len(bounds) + 1)]
    for value in known:
        parts[bisect_right(bounds, value)].append(value)
    fullest = max(parts, key=lambda part: (len(set(part)) > 1, len(part)))
    places = [place for place in range(1, len(fullest)) if fullest[place - 1] < fullest[place]]
    if not places:
        return None
    place = min(places, key=lambda place: abs(place - len(fullest) / 2))
    return roundest(fullest[place - 1], fullest[place], decimals)


def roundest(low: float, high: float, decimals: int) -> float | None:
    """The roundest number above ``low`` and up to ``high``; None if there is none.

    A rounder number is a multiple of a larger power of ten, then of its half, then of its fifth.
    Among equally round numbers the nearest to the middle is taken. It has at most ``decimals``
    decimals.
    """
    if not high > low:
        return None
    power = 10.0 ** (math.floor(math.log10(max(abs(low), abs(high)))) + 1)
    while power >= 10.0**-decimals * 0.99:
        for step in (power, power / 2, power / 5):
            if step < 10.0**-decimals * 0.99:
                break
            first, last = math.floor(low / step), math.ceil(high / step)
            middle = round((low + high) / 2 / step)
            near = sorted({first, first + 1, last - 1, last, middle}, key=lambda n: abs(n - middle))
            for multiple in near:
                bound = round(multiple * step, decimals)
                if low < bound <= high:
                    return bound
        power /= 10
    return high


def _labels(
    bounds: list[float], known: list[float], divisor: float, indicator: Indicator
) -> tuple[str, ...]:
    # Half a unit above a limit: every value that is written as more than the limit.
    step = 10**-indicator.decimals
    beyond = {limit + step / 2: limit for limit in limits_of(indicator)}
    # Half a unit below a limit: not quite all, written as >99.9.
    almost = {limit - step / 2: limit - step for limit in limits_of(indicator) if limit > 0}

    def shown(value: float) -> str:
        return plain_number(beyond.get(value, value) / divisor, 6)

    if not bounds:
        if known[0] in beyond:
            return (f">{shown(known[0])}",)
        if known[0] in almost:
            return (f">{plain_number(almost[known[0]] / divisor, indicator.decimals)}",)
        return (plain_number(known[0] / divisor, max(indicator.decimals, 2)),)
    first, last = bounds[0], bounds[-1]
    dash = " 至 " if first < 0 else "–"
    between = [
        shown(low) if shown(low) == shown(high) else f"{shown(low)}{dash}{shown(high)}"
        for low, high in pairwise(bounds)
    ]
    reached = indicator.ceiling is not None and last == indicator.ceiling
    ends = ">" if last in beyond else "" if reached else "≥"
    return (f"{'≤' if first in beyond else '<'}{shown(first)}", *between, f"{ends}{shown(last)}")
