"""A measured figure beside its bar."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` must not pass ``bar``; None for a figure that has no bar."""

    name: str
    value: float
    bar: float | None
    unit: str = "×"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        return None if self.bar is None else self.value <= self.bar

    def as_json(self) -> dict:
        return {**asdict(self), "holds": self.holds}


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios pair by pair, so that a machine's drift cancels out."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))
