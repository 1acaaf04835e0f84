"""The lines of the page 预警: what the rules find in a region and in the regions below it.

A line is one rule and one indicator: the region's own alert, if any, and those of the children
behind it. What is not reported is one line for a whole line of work, since its reports are
mostly late together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.attention import Alert
from dashboard.indicators import Indicator
from dashboard.rules import Rule


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A warning of a region: what was found in itself (``own``) and in its children (``below``),
    the worst first; at least one of them. ``children`` are the children with any alert."""

    own: tuple[Alert, ...]
    below: tuple[Alert, ...]

    @property
    def first(self) -> Alert:
        """What stands for the line: the region's own worst alert; without one its worst child."""
        return (self.own or self.below)[0]

    @property
    def rule(self) -> Rule:
        return self.first.rule

    @property
    def months(self) -> int:
        """How long it has stood by the end of the period."""
        return self.first.months

    @property
    def indicators(self) -> list[Indicator]:
        """The first one's, then the others'."""
        found = (*self.own, *self.below)
        return list(
            {one.observation.indicator.code: one.observation.indicator for one in found}.values()
        )

    @property
    def children(self) -> list[Alert]:
        """The worst alert of each child that has any, the worst first."""
        by_region: dict[str, Alert] = {}
        for one in self.below:
            by_region.setdefault(one.observation.region.code, one)
        return list(by_region.values())


def warning_lines(found: Iterable[Alert], region: str) -> list[WarningLine]:
    """The lines of a region, worst first: by severity, the region's own before its children's, what
    is not reported last, how many children are behind it, how far it lies beyond its bound."""
    groups: dict[tuple[str, str], list[Alert]] = {}
    for one in sorted(found, key=lambda one: one.order):
        indicator, kind = one.observation.indicator, one.rule.kind
        about = indicator.system if kind == "not_reported" else indicator.code
        groups.setdefault((one.rule.code, about), []).append(one)
    lines = [_line(group, region) for group in groups.values()]
    return sorted(
        lines,
        key=lambda line: (
            line.rule.place,
            not line.own,
            line.rule.kind == "not_reported",
            -len(line.children),
            -line.first.size,
        ),
    )


def _line(group: Sequence[Alert], region: str) -> WarningLine:
    return WarningLine(
        tuple(one for one in group if one.observation.region.code == region),
        tuple(one for one in group if one.observation.region.code != region),
    )
