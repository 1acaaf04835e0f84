"""Published figures held against the dashboard's own (公开数据对账).

The own value is read by the same Reader that pages ask, for the figure's region, months and
categories; the verdict is that of verdicts.py. What can't be compared says why.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from dashboard.category_filter import CategoryFilter
from dashboard.figure_words import ZERO_DENOMINATOR, filter_words
from dashboard.indicators import Indicator
from dashboard.observations import Absence, Observation, own_part
from dashboard.periods import Period
from dashboard.published import OWN, export_contract
from dashboard.published_figure import PublishedFigure
from dashboard.published_measures import Counterpart, counterparts, system_of
from dashboard.reader import Reader
from dashboard.reporting import months_asked
from dashboard.systems import Catalogue
from dashboard.verdicts import Reconciliation, Verdict, judge

NO_EXPORT = "没有数据表统计这一项"
NO_MEASURE = "看板没有同样口径的数"
NO_BEGINNING = "文件未说明累计的起始时间"
NO_HISTORY = "名录只记现状，没有这一时点的数"
NO_OWN = "本级没有单独报送"
OTHER_MONTHS = "按季或按年报送，没有这些月份的数"
ABSENT = "这一版数据没有所需的数据表"


def reconcile(
    reader: Reader, figures: tuple[PublishedFigure, ...], code: str
) -> list[Reconciliation]:
    """Every figure of a region and of what lies below it, in the order given."""
    within = {code, *(region.code for region in reader.tree.descendants(code))}
    return [
        _reconciled(reader, figure, other)
        for figure, other in counterparts(figures).items()
        if figure.region_code in within
    ]


class _NotComparableError(Exception):
    """Why a figure is not judged."""


def _reconciled(
    reader: Reader, figure: PublishedFigure, other: Counterpart | None
) -> Reconciliation:
    subject, system = _subject(figure, other, reader.catalogue)
    try:
        own, late = _own(reader, figure, other)
    except _NotComparableError as why:
        return Reconciliation(
            figure, subject, Verdict.NOT_COMPARABLE, None, str(why), system, other
        )
    reason = _late_words(figure, late) if late else ""
    return Reconciliation(figure, subject, judge(figure, own, late), own, reason, system, other)


def _late_words(figure: PublishedFigure, late: int) -> str:
    """Counties that did not report every month; a registry says nothing of those it has no row
    of."""
    if export_contract(figure.export).is_registry:
        return f"名录中没有 {late:,} 个县区"
    return f"未报齐（{late:,} 个县区缺报）"


def _subject(
    figure: PublishedFigure, other: Counterpart | None, catalogue: Catalogue
) -> tuple[str, str]:
    """What is counted, in words, and the code of the line of work; '' without one."""
    if other is None:
        return figure.subject, _system_of(figure, catalogue) if figure.export else ""
    name = figure.subject or other.indicator.name
    said = "、".join(
        part for part in (_limited(other.limits, catalogue), "本级" * other.own) if part
    )
    return f"{name}（{said}）" if said else name, other.indicator.system


def _limited(limits: CategoryFilter, catalogue: Catalogue) -> str:
    """The categories counted; where they are most of them, those that are not: 不含延伸建站."""
    said = []
    for dimension, codes in limits.items():
        left_out = set(catalogue.dimensions[dimension].names) - set(codes)
        shorter = len(left_out) < len(codes)
        named = CategoryFilter(**{dimension: left_out if shorter else codes})
        said.append("不含" * shorter + filter_words(named))
    return "、".join(said)


def _system_of(figure: PublishedFigure, catalogue: Catalogue) -> str:
    """Of a figure that no measure counts, the line of work that its export's measures stand in."""
    for code, measure in catalogue.measures.items():
        if measure.source.startswith(f"{figure.export}.") or measure.mart == figure.export:
            return system_of(code, catalogue).code
    return ""


def _own(reader: Reader, figure: PublishedFigure, other: Counterpart | None) -> tuple[Decimal, int]:
    """The dashboard's own value, and how many counties have not reported in full."""
    if not figure.export:
        raise _NotComparableError(NO_EXPORT)
    _check_months(reader, figure)
    if other is None:
        if (figure.export, figure.column) == ("stations", "opened_on"):
            return _opened(reader, figure)
        raise _NotComparableError(NO_MEASURE)
    # A figure says itself of which months it is, whatever pages hold against a year's task.
    indicator = other.indicator.model_copy(update={"basis": "period"})
    if reader.is_absent(indicator):
        raise _NotComparableError(ABSENT)
    observations = _observations(reader, figure, other, indicator)
    if observations[0].is_stock != (figure.basis == "snapshot"):
        raise _NotComparableError(NO_MEASURE)
    for asked, found in zip(figure.periods, observations, strict=True):
        in_full = found.period == asked and months_asked(indicator, asked).months
        if not found.is_stock and not in_full:
            raise _NotComparableError(OTHER_MONTHS)
        if not found.known:
            raise _NotComparableError(NO_HISTORY)
    late = max(found.reporting.late for found in observations)
    return _sum(figure, observations), late


def _check_months(reader: Reader, figure: PublishedFigure) -> None:
    """Raises where the build doesn't hold all of a figure's months."""
    info = reader.session.info
    if figure.basis != "snapshot" and figure.first is None:
        raise _NotComparableError(NO_BEGINNING)
    first = figure.first or figure.last
    if first < info.data_from or figure.last > info.data_through:
        begin, end = (f"{one.year}年{one.month}月" for one in (info.data_from, info.data_through))
        raise _NotComparableError(f"看板只有{begin}至{end}的数据")


def _observations(
    reader: Reader, figure: PublishedFigure, other: Counterpart, indicator: Indicator
) -> list[Observation]:
    """One a year of the figure's months."""
    code, periods = figure.region_code, figure.periods
    if not other.own:
        return reader.series(indicator, code, periods, other.limits)
    if reader.tree[code].is_leaf:
        return reader.series(indicator, code, periods, other.limits)
    children = [region.code for region in reader.tree.children(code) if region.reports]
    return [_of_the_region_itself(reader, indicator, code, children, one, other) for one in periods]


def _of_the_region_itself(
    reader: Reader,
    indicator: Indicator,
    code: str,
    children: Sequence[str],
    period: Period,
    other: Counterpart,
) -> Observation:
    whole, *parts = reader.observations(indicator, [code, *children], period, other.limits)
    own = own_part(whole, parts)
    if own is None:
        raise _NotComparableError(NO_OWN)
    return own


def _sum(figure: PublishedFigure, observations: Sequence[Observation]) -> Decimal:
    """All months together, in the figure's unit; a rate is of the sums."""
    above = [one.numerator for one in observations if one.numerator is not None]
    if len(above) < len(observations):
        why = next(one.absence for one in observations if one.numerator is None)
        raise _NotComparableError(f"这一地区和期间{why or Absence.NO_DATA}")
    total = sum(map(_exact, above), Decimal(0))
    if figure.denominator is None:
        return total
    below = sum((_exact(one.denominator or 0) for one in observations), Decimal(0))
    if not below:
        raise _NotComparableError(ZERO_DENOMINATOR)
    return total * 100 / below


def _exact(number: float) -> Decimal:
    """A sum without the noise of floats: yuan to the fen, all else whole."""
    return Decimal(repr(float(number))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _opened(reader: Reader, figure: PublishedFigure) -> tuple[Decimal, int]:
    """How many stations were opened in the figure's months, those closed since among them."""
    standing = reader.catalogue.indicators["stations_active"]
    if reader.is_absent(standing):
        raise _NotComparableError(ABSENT)
    at_end = reader.observation(standing, figure.region_code, figure.periods[-1])
    if not at_end.reporting.any or OWN in figure.subcategories:
        raise _NotComparableError(NO_MEASURE if OWN in figure.subcategories else NO_HISTORY)
    (row,) = reader.session.rows(
        "stations_opened",
        region=figure.region_code,
        tiers=list(figure.categories),
        starts=figure.periods[0].first,
        ends=figure.periods[-1].last_day,
    )
    return Decimal(row["opened"]), at_end.reporting.late
