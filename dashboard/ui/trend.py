"""One indicator over time by month, quarter or year; this year over last year in grey."""

from collections.abc import Sequence

from dashboard.aggregation import months_between
from dashboard.boundary_changes import boundary_words, breaks_within
from dashboard.charts.lines import Break
from dashboard.charts.trends import TargetLine, completion_over_time, timeline, trend, trend_alt
from dashboard.figure_titles import trend_title
from dashboard.figure_words import filter_words
from dashboard.indicators import Frequency, Indicator, format_value
from dashboard.observations import EVERYTHING, CategoryFilter, Observation, applies
from dashboard.periods import QUARTERS, Period, months_reached
from dashboard.published import published_in_use
from dashboard.reader import fitting
from dashboard.region_words import divisions_title
from dashboard.reporting import months_asked
from dashboard.standing_words import goal_words
from dashboard.targets import INHERITED, Pace
from dashboard.ui.context import PageContext
from dashboard.ui.divisions import (
    chosen_divisions,
    divisions_words,
    on_divisions,
    on_other_ground,
    show_divisions,
)
from dashboard.ui.notes import show_title
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.provenance_links import points_html
from dashboard.ui.published_marks import published_marks
from dashboard.ui.switches import show_switch
from dashboard.ui.target_lines import target_line
from dashboard.ui.view import available_years, declare, selected

GRAINS = {"month": "按月", "quarter": "按季", "year": "按年"}
declare("grain", GRAINS)
_GRAINS_OF: dict[Frequency, list[str]] = {
    "monthly": ["month", "quarter", "year"],
    "quarterly": ["quarter", "year"],
    "yearly": ["year"],
}
NO_HISTORY = "名录只记现状，没有往年的数据，不作同比和走势"
_UNITS = {"month": "月", "quarter": "季度", "year": "年"}


def show_trend(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter = EVERYTHING
) -> None:
    """Shows the trend of the view's region and year: months, quarters or years by a switch."""
    # A quarterly figure has no months: months in the address give quarters.
    grains = _GRAINS_OF[indicator.reported]
    grain = selected("grain", list(GRAINS), grains[0], context.view.notices)
    grain = grain if grain in grains else grains[0]
    if why := _no_trend(context, indicator, chosen):
        show_title(f"{indicator.short_name}走势", why)
        return
    divisions = chosen_divisions(context, [indicator], chosen)
    made = context.cached(
        lambda: _trend(context, indicator, grain, chosen, divisions),
        *("trend", indicator.code, grain, chosen, divisions, published_in_use().version),
    )
    show_panel(
        context,
        made,
        "trend",
        chosen,
        beside=lambda: _show_choices(grains, grain, divisions),
    )


def _show_choices(grains: Sequence[str], grain: str, divisions: str) -> None:
    show_divisions(divisions, "trend")
    show_switch("时间粒度", "grain", {one: GRAINS[one] for one in grains}, grain)


def _no_trend(context: PageContext, indicator: Indicator, chosen: CategoryFilter) -> str:
    """Why an indicator has no trend; '' if it has one."""
    limits = fitting(chosen, indicator)
    if not applies(indicator, limits):
        return f"不适用于所选的{filter_words(limits)}"
    if not context.reader.history.is_known(indicator, context.view.region.code, limits):
        return NO_HISTORY
    return ""


def _trend(
    context: PageContext,
    indicator: Indicator,
    grain: str,
    chosen: CategoryFilter,
    divisions: str,
) -> Panel:
    region = context.view.region
    periods = trend_periods(context, indicator, grain)
    observations = context.reader.series(indicator, region.code, periods, chosen)
    observations = on_divisions(context, observations, divisions)
    breaks = _breaks(context, periods, grain)
    earlier = [observation.previous for observation in observations if observation.previous]
    # What is drawn hollow is no quarter to count yet.
    told = [one for one in observations if one.settled and one.period.complete]
    step = 3 if grain == "quarter" else 1
    marks = published_marks(context, indicator, chosen, observations)
    whole = periods if grain == "year" else _of_year(context.view.year, step)
    today = context.observation(indicator, chosen)
    (shown,) = on_divisions(context, [today], divisions)
    moved = on_other_ground(context, indicator, chosen, whole, divisions)
    line = target_line(context.reader, region, indicator, chosen, whole, moved)
    return panel(
        trend_title(told, indicator, _UNITS[grain]),
        f"{region.title}，{_span(context, grain, observations)}{_line_words(line, shown)}"
        f"{divisions_words(divisions)}",
        timeline(observations, indicator, context.palette, target=line, marks=marks, breaks=breaks)
        if grain == "year"
        else trend(
            observations,
            earlier,
            indicator,
            context.palette,
            step=step,
            target=line or _pace(indicator, periods, step),
            marks=marks,
            breaks=breaks,
        ),
        trend_alt(observations, earlier, indicator, marks) + _goal_sentence(shown),
        [indicator],
        observations,
        f"{indicator.short_name}走势{divisions_title(divisions)}",
        note=_note(
            context,
            observations if grain == "year" else [*observations, *earlier],
            f"来源：{indicator.source}",
        ),
        explained=today,
        points=points_html(context, [*observations, *earlier], {}),
    )


def show_completion_over_time(
    context: PageContext, indicator: Indicator, chosen: CategoryFilter = EVERYTHING
) -> None:
    """Shows the rate of a stock by month, from the first known month."""
    made = context.cached(
        lambda: _completion(context, indicator, chosen),
        *("completion", indicator.code, chosen, published_in_use().version),
    )
    show_panel(context, made, "completion", chosen)


def _completion(context: PageContext, indicator: Indicator, chosen: CategoryFilter) -> Panel:
    first, last = context.build.data_from, context.view.period.last
    periods = [
        Period(month.year, month.month, month.month) for month in months_between(first, last)
    ]
    observations = context.reader.series(indicator, context.view.region.code, periods, chosen)
    known = [observation for observation in observations if observation.value is not None]
    marks = published_marks(context, indicator, chosen, observations)
    shown = context.observation(indicator, chosen)
    line = target_line(context.reader, context.view.region, indicator, chosen, periods)
    title = f"{indicator.short_name}逐月进度"
    if len(known) > 1:
        begin, end = (format_value(r.value, indicator) for r in (known[0], known[-1]))
        title += f"：{known[0].period.label} {begin} → {known[-1].period.label} {end}"
    return panel(
        title,
        f"{context.view.region.title}，按名录中各项的完成日期计算{_line_words(line, shown)}",
        completion_over_time(
            observations,
            indicator,
            context.palette,
            target=line,
            marks=marks,
        ),
        trend_alt(observations, [], indicator, marks) + _goal_sentence(shown),
        [indicator],
        observations,
        f"{indicator.short_name}逐月",
        note=_note(context, observations),
        points=points_html(context, observations, {}),
    )


def _line_words(line: TargetLine | None, shown: Observation) -> str:
    """What a dashed line is, below a title: ；虚线为目标（年内进度），沿用上级目标."""
    if line is None:
        return ""
    inherited = shown.goal is not None and shown.goal.target.inherited
    return f"；虚线为{line.name}" + (f"，{INHERITED}" if inherited else "")


def _goal_sentence(shown: Observation) -> str:
    """The target and how the period shown stands, at the end of an alt text; '' without one."""
    said = goal_words(shown)
    return f"{said}。" if said else ""


def _note(context: PageContext, observations: Sequence[Observation], before: str = "") -> str:
    """The note with changes of the region's boundary or code within the months drawn."""
    drawn = [observation.period for observation in observations if observation.value is not None]
    said = ""
    if drawn:
        first, last = min(p.first for p in drawn), max(p.last for p in drawn)
        told = any(observation.as_reported for observation in observations)
        said = boundary_words(context.tree, context.view.region, first, last, as_reported=told)
    return "　".join(part for part in (before, said) if part)


def _breaks(context: PageContext, periods: Sequence[Period], grain: str) -> list[Break]:
    """Where the region's ground or code changed within the periods drawn: of years between two, of
    months and quarters where the month is known."""
    first, last = periods[0].first, periods[-1].last
    found = breaks_within(context.tree, context.view.region, first, last)
    if grain == "year":
        years = [period.year for period in periods]
        return [Break(years.index(year) - 0.5, said) for year, _, said in found if year > years[0]]
    step = 3 if grain == "quarter" else 1
    return [Break((month - 1) // step - 0.5, said) for _, month, said in found if month]


def trend_periods(context: PageContext, indicator: Indicator, grain: str) -> list[Period]:
    """The periods of a trend: the chosen months of the year, the quarters of these months, or the
    same months of every year with data. In the default period, months and quarters that are not
    settled are included; of a quarterly figure none that has no quarter's end."""
    view, build = context.view, context.build
    if grain == "year":
        months = context.period(indicator)
        years = sorted(available_years(build))
        return [Period(year, months.first_month, months.last_month) for year in years]
    first, last = view.period.first_month, view.period.last_month
    if view.period_name == "latest":
        last = months_reached(view.year, build.data_through)
    if grain == "month":
        return [Period(view.year, month, month) for month in range(first, last + 1)]
    quarters = [
        Period(view.year, max(begin, first), min(end, last), first <= begin and end <= last)
        for begin, end in QUARTERS.values()
        if begin <= last and first <= end
    ]
    return [one for one in quarters if months_asked(indicator, one).months] or quarters


def _span(context: PageContext, grain: str, observations: Sequence[Observation]) -> str:
    view = context.view
    if grain == "year":
        return f"历年{observations[-1].period.short_label}"
    said = f"{view.year}年逐{_UNITS[grain]}；蓝线为本年，灰线为上年同期"
    drawn = [one for one in observations if one.value is not None]
    hollow = ["未齐"] if not all(one.settled for one in drawn) else []
    if not all(one.period.complete for one in drawn if one.settled):
        hollow.append("未完")
    return f"{said}，空心点{'或'.join(hollow)}" if hollow else said


def _of_year(year: int, step: int) -> list[Period]:
    """All months or quarters of a year, which the axis holds whether they are over or not."""
    return [Period(year, first, first + step - 1) for first in range(1, 13, step)]


def _pace(indicator: Indicator, periods: Sequence[Period], step: int) -> TargetLine | None:
    """The even pace of the year as a target, for a rate whose denominator is a year's task."""
    if indicator.basis != "year_to_date":
        return None
    before = (periods[0].last_month - 1) // step
    return TargetLine(str(Pace.TIME), [None] * before + [p.share_of_year * 100 for p in periods])
