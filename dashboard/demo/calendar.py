"""The months a demonstration covers."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Calendar:
    """Whole months from ``first`` to ``last``, both given as first days and both covered.

    Raises ValueError where the first lies after the last.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"the range ends ({self.last:%Y-%m}) before it begins")

    @cached_property
    def months(self) -> np.ndarray:
        """Every month, as datetime64[M]."""
        return np.arange(np.datetime64(self.first, "M"), np.datetime64(self.last, "M") + 1)

    def __len__(self) -> int:
        return len(self.months)

    @cached_property
    def month_of_year(self) -> np.ndarray:
        """0 for January to 11 for December, of every month."""
        return self.months.astype(int) % 12

    @cached_property
    def year(self) -> np.ndarray:
        return self.months.astype(int) // 12 + 1970

    @cached_property
    def years(self) -> np.ndarray:
        """The calendar years touched, ascending."""
        return np.unique(self.year)

    @cached_property
    def time(self) -> np.ndarray:
        """Years since the start of 2024, of every month: the same whatever the range is."""
        return (self.months.astype(int) - 54 * 12) / 12

    @property
    def last_day(self) -> date:
        return end_of_month(self.last)

    def between(self, first: date, last: date) -> np.ndarray:
        """Which months lie from ``first`` to ``last``, both among them."""
        return (self.months >= np.datetime64(first, "M")) & (
            self.months <= np.datetime64(last, "M")
        )

    def covers(self, first: date, last: date) -> bool:
        """Whether every month from ``first`` to ``last`` is in the range."""
        return self.first <= first and last <= self.last

    def earlier_years(self) -> int:
        """How many years a copy of the range must move back not to touch it."""
        return -(-len(self) // 12)


def end_of_month(month: date) -> date:
    """The last day of a month given by any of its days."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
