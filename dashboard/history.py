"""What the marts know of the past: a registry of today's stars says nothing of last year's.

A mart's contract says which measures have no history, and which dimensions: how many stations of
five stars there were is not known of stations that have five today. They have one all the same
where the registry holds dated states (``registry_states``, each valid from its month on): of a
region that is named there or lies under one that is. A build names a region above where all leaf
regions under it that the registry speaks of have states.
"""

from datetime import date
from functools import cache

from dashboard.indicators import Indicator
from dashboard.marts import mart_contract
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.session import Session

BEGINNING = date(1, 1, 1)


@cache
def _has_history(
    mart: str, numerator: tuple[str, ...], denominator: tuple[str, ...] | None
) -> bool:
    """Whether a registry says of all these measures what they were in the past. Kept, since it is
    asked of every observation: saves 7 % of a new view of memorial sites."""
    measures = mart_contract(mart).measures
    return all(measures[one].history is None for one in (*numerator, *(denominator or ())))


class History:
    """The history of one build."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tree = session.tree
        # The last month that most have reported: pages open with it.
        self._today = session.info.data_settled_through
        self._known: dict[tuple[str, str], date] = {}

    def known_from(
        self, indicator: Indicator, code: str, limits: CategoryFilter = EVERYTHING
    ) -> date:
        """The first month of which the indicator is known for the region under a filter: the
        beginning, the month of its first dated state, or the month that today's state is shown
        at."""
        contract = mart_contract(indicator.mart)
        of_today = not limits.keys().isdisjoint(contract.today_only)
        if not of_today and _has_history(
            indicator.mart, indicator.numerator, indicator.denominator
        ):
            return BEGINNING
        key = contract.export, code
        if key not in self._known:
            self._known[key] = self._stated_from(*key)
        return self._known[key]

    def _stated_from(self, table: str, code: str) -> date:
        rows = self.session.rows("registry_states", table_name=table)
        first = {row["region_code"]: row["first_month"] for row in rows}
        named = [first[step.code] for step in self.tree.path(code) if step.code in first]
        return min(named, default=self._today)

    def is_known(
        self, indicator: Indicator, code: str, limits: CategoryFilter = EVERYTHING
    ) -> bool:
        """Whether anything is known of the past: whether there can be a change and a trend."""
        return self.known_from(indicator, code, limits) < self._today
