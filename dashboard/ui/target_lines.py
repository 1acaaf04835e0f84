"""The line of a target on a trend: what the indicator should be by each month."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from dashboard.aggregation import cumulated
from dashboard.charts.trends import TargetLine
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import CategoryFilter
from dashboard.periods import Period
from dashboard.reader import Reader, fitting
from dashboard.regions import Region
from dashboard.targets import (
    DECEMBER,
    UNKNOWN,
    LastYear,
    Pace,
    Target,
    adds_up,
    expected_by,
    followed,
)


def target_line(
    reader: Reader,
    region: Region,
    indicator: Indicator,
    chosen: CategoryFilter,
    periods: Sequence[Period],
    moved: Sequence[bool] = (),
) -> TargetLine | None:
    """A value for each period, of a region: of an amount what the period should bring, of a rate of
    single months the whole target, of everything else what it should be by the period's end. None
    under a filter and without a target. A target is set to the region of today: periods of other
    ground (``moved``) have none. Asks the months of the region above only where its own last year
    can't be followed."""
    if fitting(chosen, indicator):
        return None
    aims = _Aims(reader, region, indicator)
    left_out = {place for place, elsewhere in enumerate(moved) if elsewhere}
    values = [
        None if place in left_out else aims.of(period) for place, period in enumerate(periods)
    ]
    if all(value is None for value in values):
        return None
    return TargetLine(aims.name, values, frozenset(aims.points(periods)) - left_out)


class _Aims:
    """What a region should reach by the months of a trend. ``paces`` are those that the
    values asked for so far follow."""

    def __init__(self, reader: Reader, region: Region, indicator: Indicator) -> None:
        self.reader, self.region, self.indicator = reader, region, indicator
        self.paces: set[Pace] = set()

    @property
    def name(self) -> str:
        """目标, and what all the values asked for follow, where that is one and the same."""
        paces = self.paces - {Pace.END}
        return f"目标（{paces.pop()}）" if len(paces) == 1 else "目标"

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
        return self.reader.goals.target(self.indicator, self.region.code, year)

    def _by(self, year: int, month: int) -> float | None:
        """What it should be by the end of a month, as the card says it of the period shown."""
        target = self._target(year)
        if target is None:
            return None
        value, pace = expected_by(
            self.indicator, target, month, self._followed(target, year, month)
        )
        self.paces.add(pace)
        return value

    def _followed(self, target: Target, year: int, month: int) -> LastYear:
        """The last year that the pace of a month follows, as the card of it does."""
        if month == DECEMBER or (target.milestones and adds_up(self.indicator)):
            return UNKNOWN
        return followed(
            self.indicator,
            _before(self._own, year, month),
            lambda: _before(self._above, year, month),
        )

    @cached_property
    def _own(self) -> dict[int, dict[int, float]]:
        return self._years_of(self.region)

    @cached_property
    def _above(self) -> dict[int, dict[int, float]]:
        parent = self.region.parent
        if parent is None or parent not in self.reader.tree:
            return {}
        return self._years_of(self.reader.tree[parent])

    def _years_of(self, region: Region) -> dict[int, dict[int, float]]:
        """The indicator from January to each month, or at its end, by year and month, in the years
        that can be followed."""
        reader, indicator = self.reader, self.indicator
        months = reader.months(indicator, region.code, reader.session.info.data_through)
        if mart_contract(indicator.mart).time == "flow" and not indicator.is_rate:
            months = cumulated(indicator, months)
        years: dict[int, dict[int, float]] = {}
        for one in months:
            of_year = years.setdefault(one.month.year, {})
            # What adds up stays what it was in a month that brought nothing.
            before = of_year.get(one.month.month - 1) if adds_up(indicator) else None
            if (value := before if one.value is None else one.value) is not None:
                of_year[one.month.month] = value
        late = reader.late_years(indicator, region.code, list(years))
        return {
            year: values
            for year, values in years.items()
            if reader.goals.is_whole(indicator, region, year, late=year in late)
        }


def _before(years: Mapping[int, Mapping[int, float]], year: int, month: int) -> LastYear:
    """What was reached the year before by the end of a month, and of the year."""
    values = years.get(year - 1, {})
    return LastYear(values.get(month), values.get(DECEMBER))
