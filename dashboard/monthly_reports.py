"""Monthly reports, who sent them and who did not: what completeness is told in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from dashboard.observations import Reporting
from dashboard.regions import Region


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """A monthly report. ``code`` is its source in the build, ``system`` the line of work that shows
    it, ``bits`` the months of the period that it is expected for, ``latest`` the last month that
    anybody sent, None where nobody ever did."""

    code: str
    name: str
    system: str
    bits: int
    latest: date | None

    @property
    def months(self) -> Sequence[int]:
        return months_of(self.bits)


@dataclass(frozen=True, slots=True)
class Missing:
    """A leaf region that did not send a report for every month expected; ``lacks`` are those.

    ``last`` is the last month that it did send, up to the end of their year; None where it never
    sent any.
    """

    region: Region
    report: MonthlyReport
    lacks: Sequence[int]
    last: date | None = None


class Sent(NamedTuple):
    """Who of a region sent a report for the months that it is expected for."""

    region: Region
    report: MonthlyReport
    who: Reporting


def share(who: Reporting | None) -> float | None:
    """The months sent of those expected, in percent; None where none is expected."""
    if who is None or not who.months_expected:
        return None
    return who.months * 100 / who.months_expected


def least_complete(shares: Mapping[str, float | None], most: int = 2) -> list[tuple[str, float]]:
    """The least complete of several regions, at most so many, without those that are complete."""
    late = sorted((value, code) for code, value in shares.items() if value is not None)
    return [(code, value) for value, code in late if value < 100][:most]


@cache
def months_of(bits: int) -> tuple[int, ...]:
    """The months of a year that are set as bits: 1 January, 2 February, 4 March and so on."""
    return tuple(month for month in range(1, 13) if bits >> (month - 1) & 1)
