"""What of the catalogue a published figure is: the indicator, or the measures, that count the
same.

A figure names an export, a column and categories, as the document is read. Measures say which
column they are made of (``source``) and under which conditions (the contract of their mart), so
``relief.spent`` of pensions is the measure pensions_spent, and of hardship help relief_spent
limited to a programme.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.category_filter import CategoryFilter
from dashboard.indicators import Indicator, Measure
from dashboard.marts import mart_contract
from dashboard.periods import Period
from dashboard.published import CEREMONY, DIMENSIONS, OWN, export_contract
from dashboard.published_figure import PublishedFigure
from dashboard.systems import Catalogue, System, catalogue

# Where a registry's rows themselves are counted, its measures say so in words.
_ROWS = {
    "stations": ("stations_active",),
    "memorial_sites": ("sites", "sites_rated", "ceremony_sites"),
}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the dashboard holds against a figure: an indicator under a filter.

    ``catalogued`` says that it is one of the catalogue; else it is made of measures for this alone.
    ``own`` asks for the rows of the region itself, without what lies under it.
    """

    indicator: Indicator
    limits: CategoryFilter
    own: bool
    catalogued: bool

    @property
    def is_whole(self) -> bool:
        """Whether it is an indicator as pages show it without a filter."""
        return self.catalogued and not self.limits and not self.own


def counterpart(figure: PublishedFigure, known: Catalogue) -> Counterpart | None:
    """None where no measure counts what the figure does: without an export, of what happened on the
    days of a column, or where no measure is made of such rows alone."""
    if not figure.export:
        return None
    asked = _limits(figure)
    above = _measure(figure.export, figure.numerator, asked, known)
    if above is None:
        return None
    below = None
    if figure.denominator is not None:
        below = _measure(figure.export, figure.denominator, asked, known)
        if below is None or below[1] != above[1] or below[0].mart != above[0].mart:
            return None
    codes = above[0].code, below[0].code if below else None
    found = _indicator(*codes, known)
    made = found or _made(above[0], below[0] if below else None, figure.unit, known)
    return Counterpart(made, above[1], OWN in figure.subcategories, found is not None)


Counterparts = Mapping[PublishedFigure, Counterpart | None]


@lru_cache(maxsize=2)
def counterparts(figures: tuple[PublishedFigure, ...]) -> Counterparts:
    """What of the project's own catalogue each figure is, in their order."""
    return {figure: counterpart(figure, catalogue()) for figure in figures}


def figures_of(
    figures: Counterparts, indicator: Indicator
) -> Iterator[tuple[PublishedFigure, Counterpart]]:
    """The figures that speak of an indicator, under a filter or not."""
    for figure, other in figures.items():
        if other is not None and other.catalogued and other.indicator.code == indicator.code:
            yield figure, other


def is_of(figure: PublishedFigure, code: str, period: Period, *, stock: bool) -> bool:
    """Whether a figure speaks of a region and of exactly these months; of a stock, of their end."""
    if figure.region_code != code or (figure.basis == "snapshot") != stock:
        return False
    return figure.last == period.last and (stock or figure.first == period.first)


def _limits(figure: PublishedFigure) -> CategoryFilter:
    """The categories as the marts call them; none where the figure names all of a dimension."""
    chosen = [figure.categories, () if OWN in figure.subcategories else figure.subcategories]
    named = zip(DIMENSIONS.get(figure.export, ()), chosen, strict=False)
    return CategoryFilter(
        **{one: ["ceremony"] if codes == (CEREMONY,) else codes for one, codes in named}
    )


def _measure(
    export: str, column: str, asked: CategoryFilter, known: Catalogue
) -> tuple[Measure, CategoryFilter] | None:
    """The measure of a column that counts the categories asked for, and what its rows must still be
    limited to: of several the one that leaves least."""
    found = []
    for measure in _candidates(export, column, known):
        rest = _rest(measure, asked, known)
        if rest is not None:
            found.append((measure, rest))
    return min(found, key=lambda one: len(one[1]), default=None)


def _candidates(export: str, column: str, known: Catalogue) -> list[Measure]:
    """The measures that are made of a column."""
    if export == "measures":
        code = known.other_measures.get(column)
        return [code] if code else []
    if column == export_contract(export).primary_key[0]:
        return [known.measures[code] for code in _ROWS.get(export, ())]
    return [one for one in known.measures.values() if _columns(one.source) == (export, column)]


def _columns(source: str) -> tuple[str, str]:
    """The export and the columns of a measure: ``stations.full_time + stations.part_time`` is
    (stations, full_time+part_time)."""
    named = source.partition(",")[0].replace(" and ", "+").replace(" ", "")
    export = named.partition(".")[0]
    return export, named.replace(f"{export}.", "")


def _rest(measure: Measure, asked: CategoryFilter, known: Catalogue) -> CategoryFilter | None:
    """What of the categories asked for the measure's own conditions don't say; None where it leaves
    some of them out."""
    contract = mart_contract(measure.mart)
    rest = {one: set(codes) for one, codes in asked.items()}
    for dimension, sign, named in contract.measures[measure.code].conditions:
        every = set(known.dimensions[dimension].names) if dimension in known.dimensions else set()
        counted = every - named if sign == "<>" else set(named)
        if dimension == contract.coded_by or _is_of_the_column(dimension, contract.export):
            continue
        if not rest.get(dimension, every) <= counted:
            return None
        if rest.get(dimension) == counted:
            del rest[dimension]
    return CategoryFilter(**rest)


def _is_of_the_column(dimension: str, export: str) -> bool:
    """Whether a condition says what the column does, and is no category of figures: of stations
    with three stars and above it is the stars."""
    return dimension not in DIMENSIONS.get(export, ())


def _indicator(numerator: str, denominator: str | None, known: Catalogue) -> Indicator | None:
    """The indicator that is made of these two alone."""
    below = (denominator,) if denominator else None
    for indicator in known.indicators.values():
        if (indicator.numerator, indicator.denominator) == ((numerator,), below):
            return indicator
    return None


def _made(above: Measure, below: Measure | None, unit: str, known: Catalogue) -> Indicator:
    """An indicator of measures that no page shows by themselves."""
    name = f"{above.name} ÷ {below.name}" if below else above.name
    return Indicator(
        code=above.code,
        name=name,
        name_en=above.name_en,
        short_name=name,
        definition=name,
        definition_en=above.name_en,
        numerator=(above.code,),
        denominator=(below.code,) if below else None,
        mart=above.mart,
        reported=above.reported,
        system=system_of(above.code, known).code,
        unit=unit if below else above.unit,
        polarity="neutral",
        source=above.source,
    )


def system_of(measure: str, known: Catalogue) -> System:
    """The line of work that a measure stands in."""
    return next(one for one in known.systems.values() if measure in one.measures)
