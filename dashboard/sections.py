"""What the page of a line of work shows beside what every page has: its sections, as data.

Each kind says which indicators it shows; how it is drawn is in dashboard/ui/sections.py.
"""

from typing import Annotated, Literal

from pydantic import Field

from dashboard.indicators import Model

Codes = Annotated[tuple[str, ...], Field(min_length=2)]


class Funnel(Model):
    """Steps from the first to the last, each beside its share of the step before.

    ``note`` says where a step is not a part of the one before.
    """

    kind: Literal["funnel"]
    title: str
    steps: Codes
    note: str

    @property
    def indicators(self) -> tuple[str, ...]:
        return self.steps


class Parts(Model):
    """One amount by the categories of a dimension of its mart."""

    kind: Literal["parts"]
    title: str
    indicator: str
    dimension: str

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)


class Gaps(Model):
    """What is left of a rate's denominator, region by region, the most first.

    ``left`` names it: 尚未办结.
    """

    kind: Literal["gaps"]
    title: str
    indicator: str
    left: str

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)


class Years(Model):
    """Several indicators in the same months of every year that the data holds."""

    kind: Literal["years"]
    title: str
    indicators: Codes


class Tasks(Model):
    """The list of tasks with their state, and who is behind, of the registry of tasks."""

    kind: Literal["tasks"]

    @property
    def indicators(self) -> tuple[str, ...]:
        return ("tasks_overdue",)


Section = Annotated[Funnel | Parts | Gaps | Years | Tasks, Field(discriminator="kind")]
