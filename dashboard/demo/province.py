"""All ten exports of one province."""

from collections.abc import Callable, Sequence

import pyarrow as pa

from dashboard.demo.calendar import Calendar
from dashboard.demo.character import Character
from dashboard.demo.counts import measures
from dashboard.demo.covering import units
from dashboard.demo.employment import employment
from dashboard.demo.holding import Holdings
from dashboard.demo.memorials import memorial_sites
from dashboard.demo.placements import placements
from dashboard.demo.relief import relief
from dashboard.demo.station_states import PROVINCE as PROVINCE_OF_STATES
from dashboard.demo.station_states import with_states
from dashboard.demo.stations import stations
from dashboard.demo.targets import targets
from dashboard.demo.tasks import tasks
from dashboard.demo.territory import Territory
from dashboard.demo.tombs import scattered_tombs
from dashboard.published_figure import PublishedFigure

Maker = Callable[[Territory, Calendar, Character, Holdings], pa.Table]

MONTHLY: dict[str, Maker] = {
    "placements": placements,
    "employment": employment,
    "relief": relief,
    "scattered_tombs": scattered_tombs,
    "measures": measures,
}


def _stations(
    territory: Territory, calendar: Calendar, character: Character, holdings: Holdings
) -> pa.Table:
    """The registry of stations; of one province with its states at the ends of years."""
    today = stations(territory, calendar, character, holdings)
    if territory.province.code != PROVINCE_OF_STATES:
        return today
    return with_states(territory, calendar, today)


REGISTRIES: dict[str, Maker] = {
    "stations": _stations,
    "memorial_sites": memorial_sites,
    "tasks": tasks,
    "units": lambda territory, calendar, _character, _holdings: units(territory, calendar),
    "targets": targets,
}
TABLES = (*MONTHLY, *REGISTRIES)


def make(
    table: str,
    territory: Territory,
    calendar: Calendar,
    figures: Sequence[PublishedFigure],
) -> pa.Table:
    """One export of a province, the same whatever else is made; ``figures`` are those to hold."""
    character = Character(territory, calendar)
    holdings = Holdings(figures, territory, calendar)
    maker = MONTHLY.get(table) or REGISTRIES[table]
    return maker(territory, calendar, character, holdings)
