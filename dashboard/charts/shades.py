"""What colours the regions of a map: the class of their value, or how it stands to its target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.charts.classes import Classes
from dashboard.charts.palette import Palette
from dashboard.observations import Observation
from dashboard.targets import Standing

NO_TARGET = "无目标"


@dataclass(frozen=True, slots=True)
class Shades:
    """The entries of a legend with their colours, and ``of``: the entry of an observation that has
    a value; None where it has none, which is then counted as 无目标."""

    labels: tuple[str, ...]
    colours: tuple[str, ...]
    of: Callable[[Observation], int | None]


def by_value(classes: Classes, palette: Palette) -> Shades:
    """The classes of values. All labels have the percent sign, or the first one the unit."""
    labels = [
        f"{label}%" if classes.unit == "%" else label if index else f"{label} {classes.unit}"
        for index, label in enumerate(classes.labels)
    ]
    return Shades(
        tuple(labels),
        palette.class_colours(len(classes)),
        lambda one: classes.index(one.value or 0.0),
    )


def by_target(observations: Sequence[Observation], palette: Palette) -> Shades:
    """The standings, all four of them, with how many regions stand so."""
    places = {standing: place for place, standing in enumerate(Standing)}
    standings = [one.goal.standing for one in observations if one.goal is not None]
    return Shades(
        tuple(f"{standing} {standings.count(standing)}" for standing in Standing),
        palette.standings,
        lambda one: places.get(one.goal.standing) if one.goal and one.goal.standing else None,
    )
