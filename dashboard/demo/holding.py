"""Makes the demonstration's totals equal the published figures.

A figure is held where its whole period lies in the range. ``level`` first lifts a region's series
as a whole, so that the year of the figure doesn't stick out; ``settle`` then moves single persons
until the total is exact, a city before the province that contains it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from dashboard.demo.apportion import apportion
from dashboard.demo.calendar import Calendar
from dashboard.demo.territory import Territory
from dashboard.published import OWN
from dashboard.published_figure import PublishedFigure

# What the tables know how to hold: export and column, as published_figures.csv writes them.
HELD = {
    "placements": {"due", "placed", "placed_on_time", "placed/due"},
    "employment": {
        "job_fairs",
        "employers",
        "positions",
        "intentions",
        "trained",
        "certified",
        "employed_after_training",
        "businesses_started",
        "jobs_created",
        "employed_after_training/trained",
    },
    "stations": {
        "station_id",
        "opened_on",
        "full_time+part_time",
        "stars>=3/station_id",
        "national_model",
    },
    "relief": {"budget", "spent", "recipients"},
    "memorial_sites": {
        "site_id",
        "names_wall_on+exhibition_on/site_id",
        "sign_on/site_id",
        "approved_on/site_id",
        "scope_on/site_id",
    },
    "scattered_tombs": {"gathered/total"},
}


@dataclass(frozen=True)
class LeftOut:
    """A figure that the demonstration doesn't hold, and why in plain words."""

    figure: PublishedFigure
    reason: str


def divide(
    figures: Sequence[PublishedFigure], calendar: Calendar, tree_codes: set[str]
) -> tuple[list[PublishedFigure], list[LeftOut]]:
    """The figures that a demonstration of these months and regions holds, and all others."""
    held: list[PublishedFigure] = []
    left_out: list[LeftOut] = []
    for figure in figures:
        reason = _reason(figure, calendar, tree_codes)
        if reason is None:
            held.append(figure)
        else:
            left_out.append(LeftOut(figure, reason))
    return held, left_out


def _reason(figure: PublishedFigure, calendar: Calendar, codes: set[str]) -> str | None:
    """Why a figure is left out; None where it is held."""
    if not figure.export:
        return "no export holds it"
    if figure.region_code not in codes:
        return "its province is not among those made"
    if figure.export != "measures" and figure.column not in HELD.get(figure.export, ()):
        return "the demonstration can't hold such a figure"
    first = figure.last if figure.basis == "snapshot" else figure.first
    if first is None:
        return "cumulative, and its beginning is not known"
    if not calendar.covers(first, figure.last):
        return f"{figure.basis}, and not wholly within the months made"
    return None


@dataclass(frozen=True)
class Target:
    """A total to reach over some months [M], places [R] and kinds [C] of an array [M, R, C]."""

    total: int
    months: np.ndarray
    places: np.ndarray
    kinds: np.ndarray
    depth: int

    @property
    def cells(self) -> np.ndarray:
        """Which cells [M, R, C] it speaks of."""
        return self.months[:, None, None] & self.places[:, None] & self.kinds


class Holdings:
    """The figures held in one province, asked for by export and column."""

    def __init__(
        self, figures: Sequence[PublishedFigure], territory: Territory, calendar: Calendar
    ):
        inside = {territory.province.code, *territory.codes}
        inside.update(region.code for region in territory.tree.descendants(territory.province.code))
        self.figures = [figure for figure in figures if figure.region_code in inside]
        self.territory = territory
        self.calendar = calendar

    def of(self, export: str, column: str) -> list[PublishedFigure]:
        """Figures of a column, the deepest regions first, of one region the narrowest first."""
        found = [f for f in self.figures if (f.export, f.column) == (export, column)]
        return sorted(found, key=self._narrowness)

    def targets(
        self,
        export: str,
        column: str,
        kinds: Sequence[tuple[str, ...]] = ((),),
        unit: Decimal = Decimal(1),
    ) -> list[Target]:
        """Targets for a column, in ``unit`` (0.01 to count yuan in cents), the deepest first.

        ``kinds`` are the labels of the array's last axis: (category,) or (programme, fund).
        """
        return [
            self.target(figure, int(figure.value / unit), kinds)
            for figure in self.of(export, column)
        ]

    def target(
        self, figure: PublishedFigure, total: int, kinds: Sequence[tuple[str, ...]] = ((),)
    ) -> Target:
        """The cells a figure speaks of, with any total: a rate's numerator or denominator."""
        own = OWN in figure.subcategories
        wanted = figure.subcategories if not own else ()
        first = figure.first or figure.last
        return Target(
            total=total,
            months=self.calendar.between(first, figure.last),
            places=(
                np.array([code == figure.region_code for code in self.territory.codes])
                if own
                else self.territory.under(figure.region_code)
            ),
            kinds=np.array(
                [
                    (not figure.categories or kind[0] in figure.categories)
                    and (not wanted or kind[1] in wanted)
                    for kind in kinds
                ]
            ),
            depth=self._depth(figure),
        )

    def _narrowness(self, figure: PublishedFigure) -> tuple[int, int]:
        kinds = (len(figure.categories) or 99) * (len(figure.subcategories) or 99)
        return -self._depth(figure), kinds

    def _depth(self, figure: PublishedFigure) -> int:
        return len(self.territory.tree.path(figure.region_code)) + (OWN in figure.subcategories)


def level(expected: np.ndarray, targets: Sequence[Target]) -> np.ndarray:
    """Factors [R, C] that bring the series of a target's places to its height, 1 elsewhere.

    ``expected`` [M, R, C] are the numbers before any factor. Where a region inside was lifted
    already, the rest of the outer region makes up the difference, if there is any to make up.
    """
    factors = np.ones(expected.shape[1:])
    lifted = np.zeros(expected.shape[1:], dtype=bool)
    for target in targets:
        chosen = np.outer(target.places, target.kinds)
        free = chosen & ~lifted
        sums = expected[target.months].sum(axis=0)
        remaining = target.total - (sums * factors)[chosen & lifted].sum()
        if remaining > 0 and sums[free].sum() > 0:
            factors[free] = remaining / sums[free].sum()
        lifted |= chosen
    return factors


def settle(
    values: np.ndarray,
    targets: Sequence[Target],
    allowed: np.ndarray,
    draw: np.random.Generator,
    caps: np.ndarray | None = None,
) -> None:
    """Changes ``values`` [M, R, C] in place until each target's total is exact.

    Only ``allowed`` cells (those that report) change, none above its cap, and none that a deeper
    target has settled. Raises ValueError where a target can't be reached.
    """
    values[~allowed] = 0
    settled = np.zeros(values.shape, dtype=bool)
    for target in targets:
        chosen = target.cells
        free = chosen & ~settled & allowed
        rest = target.total - int(values[chosen & settled].sum())
        values[free] = apportion(rest, values[free], draw, None if caps is None else caps[free])
        settled |= chosen


def nearest_numerator(rate: Decimal, decimals: int, denominator: int) -> int:
    """The whole number whose share of ``denominator`` in percent is nearest to ``rate``.

    Raises ValueError where no whole number rounds to the digits published.
    """
    exact = rate * denominator / 100
    best = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if denominator == 0 or not _rounds_to(rate, decimals, best, denominator):
        raise ValueError(f"no share of {denominator} rounds to {rate} %")
    return best


def nearest_denominator(rate: Decimal, decimals: int, numerator: int) -> int:
    """The whole number of which ``numerator`` is nearest to ``rate`` percent."""
    about = int(numerator * 100 / rate)
    best = min((about, about + 1), key=lambda n: abs(Decimal(numerator) * 100 / n - rate))
    if not _rounds_to(rate, decimals, numerator, best):
        raise ValueError(f"{numerator} is {rate} % of no whole number")
    return best


def _rounds_to(rate: Decimal, decimals: int, numerator: int, denominator: int) -> bool:
    share = Decimal(numerator) * 100 / denominator
    digits = Decimal(1).scaleb(-decimals)
    return share.quantize(digits, rounding=ROUND_HALF_UP) == rate
