"""The targets of one build: which region is to reach what, by itself or by a region above."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from dashboard.indicators import DUE_MONTHS, Indicator
from dashboard.observations import EVERYTHING, CategoryFilter, Observation
from dashboard.periods import Period
from dashboard.regions import Region
from dashboard.reporting import source_of
from dashboard.session import Session
from dashboard.targets import (
    DECEMBER,
    UNKNOWN,
    LastYear,
    Target,
    adds_up,
    followed,
    is_inherited,
    judge,
)

# Observations of regions over a period, without targets.
Observe = Callable[[Indicator, Sequence[str], Period], list[Observation]]


class Goals:
    """Asks one build: which targets there are once, and each of them when it is first needed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tree = session.tree
        self._read: dict[tuple[str, int], Mapping[str, Target]] = {}

    @cached_property
    def _known(self) -> frozenset[tuple[str, int]]:
        """The indicators and years that any region has a target of."""
        rows = self.session.rows("target_years")
        return frozenset((row["indicator"], row["year"]) for row in rows)

    @property
    def any(self) -> bool:
        """Whether the build holds any target."""
        return bool(self._known)

    def any_of(self, indicator: Indicator, year: int) -> bool:
        """Whether any region has a target of an indicator in a year."""
        return (indicator.code, year) in self._known

    def target(self, indicator: Indicator, code: str, year: int) -> Target | None:
        """A region's target: its own, or of a rate that of the nearest region above that has one,
        which may lie above the department (the nation)."""
        if not self.any_of(indicator, year):
            return None
        targets = self._of(indicator, year)
        if code in targets:
            return targets[code]
        if not is_inherited(indicator):
            return None
        above = self.tree.full_path(code)[:-1]
        found = next((targets[one.code] for one in reversed(above) if one.code in targets), None)
        return found and replace(found, inherited=True)

    def _of(self, indicator: Indicator, year: int) -> Mapping[str, Target]:
        key = indicator.code, year
        if key not in self._read:
            rows = self.session.rows("targets", indicator=indicator.code, year=year)
            self._read[key] = {
                row["region_code"]: Target(
                    row["target"],
                    tuple(
                        (month, value)
                        for month, value in enumerate(row["months"], start=1)
                        if value is not None
                    ),
                )
                for row in rows
            }
        return self._read[key]

    def with_goals(
        self, observations: list[Observation], limits: CategoryFilter, observe: Observe
    ) -> list[Observation]:
        """The observations with their goals, where there are targets of what they are of: one
        indicator over the months of a year from January on, or what stands at their end, under no
        filter. ``observe`` is asked once or twice for the year before."""
        if not observations:
            return observations
        indicator, period = observations[0].indicator, observations[0].period
        if limits != EVERYTHING or not self.any_of(indicator, period.year):
            return observations
        if period.first_month != 1 and not observations[0].is_stock:
            return observations
        targets = {
            one.region.code: target
            for one in observations
            if (target := self.target(indicator, one.region.code, period.year)) is not None
        }
        ends = self._last_years(indicator, targets, observations, observe)
        return [
            replace(
                one,
                goal=judge(
                    indicator,
                    targets[one.region.code],
                    period.last_month,
                    one.value,
                    ends.get(one.region.code, UNKNOWN),
                ),
            )
            if one.region.code in targets
            else one
            for one in observations
        ]

    def _last_years(
        self,
        indicator: Indicator,
        targets: Mapping[str, Target],
        observations: Sequence[Observation],
        observe: Observe,
    ) -> dict[str, LastYear]:
        """What each region with a target was the year before, where a pace needs it; where a region
        has nothing to follow, the region above."""
        period = observations[0].period
        if period.last_month == DECEMBER:
            return {}
        needed = [
            one
            for one in observations
            if one.region.code in targets
            and not (targets[one.region.code].milestones and adds_up(indicator))
        ]
        own = self._shapes(indicator, needed, observe)
        above = {
            one.region.code: one.region.parent
            for one in needed
            if adds_up(indicator) and one.region.code not in own
        }
        parents = sorted(
            {code for code in above.values() if code is not None and code in self.tree}
        )
        shapes: dict[str, LastYear] = {}
        if parents:
            shapes = self._shapes(indicator, observe(indicator, parents, period), observe)
        return {
            one.region.code: followed(
                indicator,
                own.get(one.region.code, UNKNOWN),
                lambda parent=one.region.parent: shapes.get(parent or "", UNKNOWN),
            )
            for one in needed
        }

    def _shapes(
        self, indicator: Indicator, observations: Collection[Observation], observe: Observe
    ) -> dict[str, LastYear]:
        """Last year by region, of those of which it is known whole (is_whole)."""
        reached = {
            one.region.code: one.previous.value if one.previous is not None else None
            for one in observations
        }
        if adds_up(indicator):
            reached = {code: value for code, value in reached.items() if value is not None}
        if not reached:
            return {}
        year = next(iter(observations)).period.year - 1
        wholes = observe(indicator, sorted(reached), Period(year, 1, DECEMBER))
        found = {
            one.region.code: LastYear(reached[one.region.code], one.value)
            for one in wholes
            if self.is_whole(indicator, one.region, year, late=one.reporting.late > 0)
        }
        return {code: one for code, one in found.items() if one.is_known(indicator)}

    def is_whole(self, indicator: Indicator, region: Region, year: int, *, late: bool) -> bool:
        """Whether a year of a region can be followed: a county reported every month due of it, and
        what adds up was reported by anybody from the year's first due month on."""
        if region.is_leaf and late:
            return False
        begins = date(year, DUE_MONTHS[indicator.reported][0], 1)
        return not adds_up(indicator) or begins >= self._first_month(indicator)

    def _first_month(self, indicator: Indicator) -> date:
        """The first month that the indicator's source was reported."""
        first = {row["source"]: row["first_month"] for row in self.session.rows("source_months")}
        return first.get(source_of(indicator), self.session.info.data_from)
