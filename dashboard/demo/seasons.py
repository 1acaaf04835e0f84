"""Shares of a year by month, and how years differ."""

import numpy as np

from dashboard.demo.calendar import Calendar

EVEN = (1,) * 12
# Soldiers leave the forces in spring and in autumn; what is to be settled follows.
DISCHARGE = (3, 5, 20, 16, 6, 3, 3, 4, 18, 13, 6, 3)
OFFICERS = (2, 2, 5, 8, 10, 10, 8, 8, 14, 16, 11, 6)
ASSIGNED = (2, 3, 10, 12, 10, 8, 8, 8, 12, 13, 9, 5)
FAIRS = (3, 8, 15, 12, 9, 7, 6, 5, 11, 11, 9, 4)
TRAINING = (2, 3, 8, 10, 11, 11, 9, 8, 12, 11, 10, 5)
# Spring Festival, Army Day on August 1st, the Double Ninth, New Year.
VISITS = (20, 16, 4, 4, 4, 6, 14, 12, 5, 5, 4, 6)
MERIT = (4, 4, 7, 9, 11, 11, 8, 8, 12, 11, 9, 6)
TOMB_SWEEPING = (4, 4, 12, 27, 8, 7, 8, 7, 9, 6, 4, 4)
SCHOOL = (1, 1, 2, 3, 6, 12, 18, 28, 20, 5, 2, 2)
YEAR_END = (4, 5, 7, 8, 8, 8, 8, 8, 9, 10, 12, 13)
COMPLAINTS = (7, 6, 11, 9, 8, 8, 8, 8, 9, 8, 9, 9)
LECTURES = (3, 3, 7, 10, 9, 11, 10, 9, 14, 10, 8, 6)


def shares(weights: tuple[int, ...], calendar: Calendar) -> np.ndarray:
    """The share of its year that falls in each month of the range [M, 1, 1]."""
    year = np.array(weights, dtype=float)
    return (year / year.sum())[calendar.month_of_year][:, None, None]


def year_factors(calendar: Calendar, draw: np.random.Generator, spread: float) -> np.ndarray:
    """A factor around 1 for the year of each month [M, 1, 1], the same in every range."""
    factors = np.exp(spread * draw.standard_normal(80))
    return factors[calendar.year % 80][:, None, None]
