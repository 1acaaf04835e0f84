"""The line of a target on a trend: what the indicator should be by each month."""

from collections.abc import Sequence

from dashboard.aggregation import cumulated
from dashboard.charts.trends import TargetLine
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import CategoryFilter
from dashboard.periods import Period
from dashboard.reader import fitting
from dashboard.targets import DECEMBER, UNKNOWN, LastYear, Pace, Target, adds_up, expected_by
from dashboard.ui.context import PageContext


def target_line(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter, periods: Sequence[Period]
) -> TargetLine | None:
    """A value for each period, of the view's region: of an amount what the period should bring, of
    a rate of single months the whole target, of everything else what it should be by the period's
    end. None under a filter and without a target. Asks nothing that the trend and the cards do not
    ask."""
    if fitting(chosen, indicator):
        return None
    aims = _Aims(context, indicator)
    values = [aims.of(period) for period in periods]
    if all(value is None for value in values):
        return None
    return TargetLine(aims.name, values, frozenset(aims.points(periods)))


class _Aims:
    """What the view's region should reach by the months of a trend. ``paces`` are those that the
    values asked for so far follow."""

    def __init__(self, context: PageContext, indicator: Indicator) -> None:
        self.context, self.indicator = context, indicator
        self.code = context.view.region.code
        self.paces: set[Pace] = set()
        shown = context.observation(indicator)
        pace = shown.goal.pace if shown.goal is not None else None
        self._above = pace is Pace.PARENTS_LAST_YEAR
        unfinished = shown.period.last_month != DECEMBER
        self._straight = pace is Pace.TIME or (pace is Pace.END and unfinished)
        self._years = self._read()

    @property
    def name(self) -> str:
        """目标, and what all the values asked for follow, where that is one and the same."""
        followed = self.paces - {Pace.END}
        return f"目标（{followed.pop()}）" if len(followed) == 1 else "目标"

    def of(self, period: Period) -> float | None:
        """What a period should bring, or be at its end (target_line)."""
        if self._is_of_months:
            target = self._target(period.year)
            return None if target is None else target.value
        last = self._by(period.year, period.last_month)
        if last is None or self.indicator.is_rate or not adds_up(self.indicator):
            return last
        if period.first_month == 1:
            return last
        return last - (self._by(period.year, period.first_month - 1) or 0.0)

    def points(self, periods: Sequence[Period]) -> list[int]:
        """The places of the months that a target was set for."""
        if self._is_of_months or (adds_up(self.indicator) and not self.indicator.is_rate):
            return []
        return [
            place
            for place, period in enumerate(periods)
            if (target := self._target(period.year)) is not None
            and period.last_month in (DECEMBER, *(month for month, _ in target.milestones))
        ]

    @property
    def _is_of_months(self) -> bool:
        """Whether it is a rate of each period for itself: its target is of the whole year."""
        flow = mart_contract(self.indicator.mart).time == "flow"
        return flow and self.indicator.is_rate and not adds_up(self.indicator)

    def _target(self, year: int) -> Target | None:
        return self.context.reader.goals.target(self.indicator, self.code, year)

    def _by(self, year: int, month: int) -> float | None:
        """What it should be by the end of a month, as the card says it of the period shown."""
        target = self._target(year)
        if target is None:
            return None
        before = self._years.get(year - 1, {})
        last_year = LastYear(before.get(month), before.get(DECEMBER), self._above)
        if year == self.context.view.year and self._straight:
            last_year = UNKNOWN
        value, pace = expected_by(self.indicator, target, month, last_year)
        self.paces.add(pace)
        return value

    def _read(self) -> dict[int, dict[int, float]]:
        """The indicator from January to each month, or at its end, by year and month."""
        reader, code = self.context.reader, self.code
        if not reader.goals.any_of(self.indicator, self.context.view.year):
            return {}
        if self._above:
            code = self.context.view.region.parent or code
        months = reader.months(self.indicator, code, self.context.build.data_through)
        if mart_contract(self.indicator.mart).time == "flow" and not self.indicator.is_rate:
            months = cumulated(self.indicator, months)
        years: dict[int, dict[int, float]] = {}
        for one in months:
            if one.value is not None:
                years.setdefault(one.month.year, {})[one.month.month] = one.value
        return years
