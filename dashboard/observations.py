"""An observation: one indicator, one region, one period. What every page, chart and file shows.

An observation is made from sums alone (numerator and denominator), so a rate at any
level is the sum of numerators over the sum of denominators and never a mean of rates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

from dashboard.category_filter import EVERYTHING as EVERYTHING
from dashboard.category_filter import CategoryFilter as CategoryFilter
from dashboard.coverage import STANDARD, Coverage, CoverageGrades
from dashboard.indicators import CHANGE_DECIMALS, NO_VALUE, Indicator
from dashboard.marts import mart_contract
from dashboard.periods import Period
from dashboard.regions import Region
from dashboard.rounding import round_half_up
from dashboard.targets import Goal

Judgement = Literal["better", "worse", "same", "none"]
Direction = Literal["up", "down", "level", "none"]


class Absence(StrEnum):
    """Why a figure has no value; a rate with nothing to divide by is none of these but —."""

    NOT_REPORTED = "未上报"  # expected, and did not report it
    NO_DATA = "无数据"  # never reports, or the time is not known to the source, or none is due
    NOT_THERE = "当时未设"  # on the divisions of its year: the region was not there yet
    NO_SUCH = "无此类"  # reported, and has no row of the chosen categories to make a rate of
    NOT_APPLICABLE = "不适用"  # the chosen categories leave nothing for the indicator to count


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reported a period: how many leaf regions all of its months, some of them, none.

    ``months`` are how many months were reported, of ``months_expected``, both added up over
    the leaf regions. A snapshot asks for its last month only, a registry for being in it once.
    ``former`` of them were divided since: what they reported counts in no county of today.
    """

    all: int = 0
    some: int = 0
    none: int = 0
    months: int = 0
    months_expected: int = 0
    former: int = 0

    @property
    def expected(self) -> int:
        """How many leaf regions are expected to report."""
        return self.all + self.some + self.none

    @property
    def any(self) -> bool:
        """Whether anybody reported anything."""
        return self.all + self.some > 0

    @property
    def late(self) -> int:
        """How many leaf regions did not report every month."""
        return self.some + self.none


def applies(indicator: Indicator, limits: CategoryFilter) -> bool:
    """Whether the filter leaves the indicator anything to count.

    It does not where the mart's contract counts every measure of the numerator, or every one
    of the denominator, in other rows than the chosen ones.
    """
    if not limits:
        return True
    measures = mart_contract(indicator.mart).measures
    return all(
        any(measures[code].meets(limits) for code in codes)
        for codes in (indicator.numerator, indicator.denominator)
        if codes
    )


class Comparable(NamedTuple):
    """Sums of what was reported in both years (可比口径): the leaf regions and months of either
    year that were reported in the other one too; of a rate of the year's task or budget, up to
    the first month that was not."""

    numerator: float | None
    denominator: float | None
    previous_numerator: float | None
    previous_denominator: float | None


@dataclass(frozen=True)
class Observation:
    """One indicator of one region over one period.

    ``numerator`` and ``denominator`` are sums in base units (persons, yuan), None
    where nothing was reported; ``denominator`` is None too where the indicator has
    none. ``comparable`` are the sums that the change is made of; without them (a registry,
    which has no months) it is made of the plain ones. ``limits`` is what the observation is
    limited to. ``settled`` is false where most have yet to report the period's last month,
    ``known`` where the source says nothing of the period. ``grades`` bound its coverage.
    ``as_reported``: on the divisions of its year, not on today's (as_reported.py), on which the
    region may not have ``existed`` yet. ``goal`` is its
    target and how it stands against it, None where it has none.
    """

    # With the year before and all that is worked out (result_cache.weight).
    weight_bytes: ClassVar[int] = 2_200

    indicator: Indicator
    region: Region
    period: Period
    numerator: float | None
    denominator: float | None
    reporting: Reporting
    previous: "Observation | None" = None
    comparable: Comparable | None = None
    limits: CategoryFilter = EVERYTHING
    settled: bool = True
    known: bool = True
    grades: CoverageGrades = STANDARD
    as_reported: bool = False
    existed: bool = True
    goal: Goal | None = None

    @cached_property
    def value(self) -> float | None:
        """In the indicator's unit; None where nothing was reported or the denominator is zero."""
        return self.indicator.value(self.numerator, self.denominator)

    @cached_property
    def absence(self) -> Absence | None:
        """Why there is no value; None where there is one, and for a rate of nothing."""
        if self.value is not None:
            return None
        if not (self.existed and self.region.reports):
            return Absence.NO_DATA if self.existed else Absence.NOT_THERE
        if not applies(self.indicator, self.limits):
            return Absence.NOT_APPLICABLE
        told = self.reporting.any or not self.indicator.paired
        if told and None not in (self.numerator, self.denominator):
            return None
        if not (self.reporting.expected or self.numerator or self.denominator):
            return Absence.NO_DATA
        if not self.reporting.any or self.numerator is not None or self.denominator is not None:
            return Absence.NOT_REPORTED
        if self.limits and self.known:
            return Absence.NO_SUCH
        registry = mart_contract(self.indicator.mart).time == "deltas"
        return Absence.NO_DATA if registry else Absence.NOT_REPORTED

    @property
    def coverage(self) -> Coverage | None:
        """How much of what was due its regions have reported, as a grade; None where nothing of it
        came, or no report is due of it (本级)."""
        if self.is_of_its_office:
            return Coverage.PARTIAL
        return self.grades.of(self.reporting.months, self.reporting.months_expected)

    @property
    def is_of_its_office(self) -> bool:
        """Whether it has a value, though of the leaf regions that are to report none did."""
        silent = self.reporting.none > 0 and not self.reporting.any
        return silent and self.value is not None and not self.region.is_leaf

    @property
    def is_partial(self) -> bool:
        """Whether it has a value, and this is of a part of the reports due that is too small."""
        return self.value is not None and self.coverage is Coverage.PARTIAL

    @property
    def when(self) -> str:
        """The period in words: 2026年1–10月; what stands at a time, 截至2026年10月末."""
        if self.is_stock:
            return self.period.end_label
        return self.period.label

    @property
    def is_stock(self) -> bool:
        """Whether it stands at the period's end, and not for all of its months."""
        return mart_contract(self.indicator.mart).time != "flow"

    @cached_property
    def change(self) -> float | None:
        """Against the same months of the year before, like for like (可比口径).

        Percentage points for a rate in %, percent for everything else; None where
        either side has no value or the earlier one is zero.
        """
        like = self.comparable
        if like is None:
            return self.plain_change
        if self.previous is None or self.value is None:
            return None
        return self._change(
            self.indicator.value(like.numerator, like.denominator),
            self.indicator.value(like.previous_numerator, like.previous_denominator),
        )

    @cached_property
    def plain_change(self) -> float | None:
        """The change of everything reported, whoever reported it; as ``change`` otherwise."""
        return self._change(self.value, self.previous.value if self.previous else None)

    @cached_property
    def is_adjusted(self) -> bool:
        """Whether the change reads otherwise than the plain one."""
        if self.change is None or self.plain_change is None:
            return self.change is not self.plain_change
        changes = (self.change, self.plain_change)
        return len({round_half_up(change, CHANGE_DECIMALS) for change in changes}) > 1

    def _change(self, now: float | None, before: float | None) -> float | None:
        return change_of(self.indicator, now, before)

    @cached_property
    def direction(self) -> Direction:
        """Which way the change goes, ``level`` (持平) where it rounds to nothing as written."""
        if self.change is None:
            return "none"
        change = round_half_up(self.change, CHANGE_DECIMALS)
        return "level" if not change else "up" if change > 0 else "down"

    @cached_property
    def judgement(self) -> Judgement:
        """Whether the change is for the better, by the indicator's polarity.

        A change that rounds to nothing at the written precision is ``same``.
        """
        if self.direction == "none" or self.indicator.polarity == "neutral":
            return "none"
        if self.direction == "level":
            return "same"
        return (
            "better"
            if (self.direction == "up") == (self.indicator.polarity == "higher")
            else "worse"
        )

    @property
    def pace(self) -> float | None:
        """The share of the year that has passed by the period's end, in percent (时间进度): what a
        rate of the year's task is held against. None for every other indicator."""
        if self.indicator.basis != "year_to_date" or not self.indicator.is_percentage:
            return None
        return self.period.share_of_year * 100

    @property
    def eligible(self) -> bool:
        """Whether it may be ranked and named: it has a value, and a denominator that is not too
        small to mean anything."""
        return self.value is not None and not self._is_small(self.denominator)

    @property
    def is_change_telling(self) -> bool:
        """Whether a sentence or a list may speak of the change: it may be named, and no denominator
        of what is compared is too small to mean anything."""
        like = self.comparable
        if not self.eligible or like is None:
            return self.eligible
        return not (self._is_small(like.denominator) or self._is_small(like.previous_denominator))

    def _is_small(self, denominator: float | None) -> bool:
        return denominator is not None and denominator < self.indicator.rank_from


def change_of(indicator: Indicator, now: float | None, before: float | None) -> float | None:
    """In points for a rate in %, else in percent; None where there is nothing to compare."""
    if now is None or before is None:
        return None
    if indicator.is_percentage:
        return now - before
    return (now - before) / abs(before) * 100 if before else None


def absence_text(observation: Observation) -> str:
    """What stands where there is no value: 未上报, 无数据, 无此类, 不适用; — where a rate has
    nothing to divide by."""
    return str(observation.absence or NO_VALUE)


def own_part(parent: Observation, children: Sequence[Observation]) -> Observation | None:
    """What stands at the region itself (本级) and under none of its children; so does what regions
    reported that were divided since (未分到县区).

    None where the children add up to the parent, as they mostly do.
    """

    def rest(whole: float | None, parts: Sequence[float | None]) -> float | None:
        return None if whole is None else round_half_up(whole - sum(part or 0 for part in parts), 2)

    numerator = rest(parent.numerator, [child.numerator for child in children])
    denominator = rest(parent.denominator, [child.denominator for child in children])
    if not numerator and not denominator:
        return None
    word = "本级及未分到县区" if parent.reporting.former else "本级"
    region = replace(parent.region, name=f"{parent.region.short_name}{word}", short_name=word)
    own = replace(
        parent,
        region=region,
        numerator=numerator,
        denominator=denominator,
        reporting=Reporting(),
        previous=None,
        comparable=None,
        goal=None,
    )
    earlier = parent.previous and own_part(
        parent.previous, [child.previous for child in children if child.previous]
    )
    like = parent.comparable
    if earlier is None or like is None:
        return replace(own, previous=earlier)
    parts = [child.comparable for child in children if child.comparable]
    comparable = Comparable(
        rest(like.numerator, [part.numerator for part in parts]),
        rest(like.denominator, [part.denominator for part in parts]),
        rest(like.previous_numerator, [part.previous_numerator for part in parts]),
        rest(like.previous_denominator, [part.previous_denominator for part in parts]),
    )
    return replace(own, previous=earlier, comparable=comparable)


@dataclass(frozen=True, slots=True)
class MonthObservation:
    """One indicator of one region at one month: the month's flow, or what stood at its end."""

    month: date
    numerator: float | None
    denominator: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class MonthlyChange:
    """The change of one month against the same month of last year, like for like; None where
    either has no value. ``denominator`` is the smaller one of the two that were compared."""

    month: date
    change: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class CategoryObservation:
    """A region's observation of one code of each dimension of a breakdown, in their order."""

    codes: tuple[str, ...]
    observation: Observation

    @property
    def code(self) -> str:
        """The code of a breakdown by one dimension."""
        (code,) = self.codes
        return code
