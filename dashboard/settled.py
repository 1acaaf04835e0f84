"""Which months of a build are settled: reported by most of the leaf regions that are due.

A build says it of each monthly source (``settled_months``). Pages open with settled months.
"""

from datetime import date

from dashboard.indicators import Indicator
from dashboard.periods import Period
from dashboard.reporting import source_of
from dashboard.session import Session


class SettledMonths:
    """The settled months of one build. ``by_source`` holds the last one of each monthly source."""

    def __init__(self, session: Session) -> None:
        self._of_the_build = session.info.data_settled_through
        self.by_source: dict[str, date] = {
            row["source"]: row["settled_through"] for row in session.rows("settled_months")
        }

    def through(self, indicator: Indicator) -> date:
        """The last settled month of the indicator's source. A registry has no months: the last
        settled month of the build."""
        return self.by_source.get(source_of(indicator), self._of_the_build)

    def part_of(self, indicator: Indicator, period: Period) -> Period:
        """The period up to its last settled month; the whole period where none of its months is
        settled."""
        settled = self.through(indicator)
        if not period.first <= settled < period.last:
            return period
        return Period(period.year, period.first_month, settled.month, complete=False)
