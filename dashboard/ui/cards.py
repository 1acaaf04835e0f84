"""Headline cards: value, change, target, sparkline, rank among siblings, who reported."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from dashboard.aggregation import cumulated
from dashboard.charts.hover import in_full
from dashboard.charts.strips import sibling_strip_svg, sparkline_svg
from dashboard.figure_words import missing_words, no_change_words
from dashboard.indicators import NO_VALUE, Indicator, format_change, format_share, write_value
from dashboard.marts import mart_contract
from dashboard.narrative import reported_words
from dashboard.observations import EVERYTHING, Absence, CategoryFilter, Observation, absence_text
from dashboard.ranking import rank
from dashboard.region_words import counted
from dashboard.standing_words import beside_standing, caveat
from dashboard.targets import Pace, target_words
from dashboard.ui.context import PageContext
from dashboard.ui.coverage_marks import coverage_mark
from dashboard.ui.markup import show_html
from dashboard.ui.provenance_links import HOME, provenance_address, traced
from dashboard.ui.switches import show_switch
from dashboard.ui.text import plain_html

SPARK_MONTHS = 24


def show_cards(
    context: PageContext,
    indicators: Sequence[Indicator],
    shown: Indicator,
    limits: CategoryFilter = EVERYTHING,
    columns: int = 4,
) -> None:
    """Shows cards, ``columns`` in a row on a wide screen. A click on one chooses the page's
    indicator."""
    names = {indicator.code: indicator.name for indicator in indicators}
    cards = [_kept_card(context, i, i.code == shown.code, limits) for i in indicators]
    with st.container(key=f"cards_{columns}"):
        show_html(f'<div class="cards">{"".join(cards)}</div>')
        # One transparent button over each card (style.py).
        show_switch("在下方地图和排名中显示的指标", "indicator", names, shown.code)


def _kept_card(
    context: PageContext, indicator: Indicator, chosen: bool, limits: CategoryFilter
) -> str:
    return context.cached(
        lambda: card_html(context, indicator, chosen, limits),
        "card",
        indicator.code,
        chosen,
        limits,
    )


def card_html(
    context: PageContext, indicator: Indicator, chosen: bool, limits: CategoryFilter = EVERYTHING
) -> str:
    """One card as HTML, all text escaped."""
    family = context.family(indicator, limits)
    observation = family[context.view.region.code]
    number, unit = write_value(observation.value, indicator)
    if observation.value is None:
        number = absence_text(observation)
    home = provenance_address(context, indicator, limits)
    return (
        f'<div class="card{" chosen" if chosen else ""}">'
        f"{traced(HOME, home, said=f'{HOME}：{indicator.name}')}"
        f'<div class="name">{plain_html(indicator.short_name)}</div>'
        f'<div class="line"><div class="value">{plain_html(number)}'
        f'<span class="unit">{unit}</span></div>'
        f"{_spark(context, indicator, limits)}</div>"
        f"{_change(observation)}{_goal(observation)}{_stand(context, observation, family)}"
        f'<div class="reported">{coverage_mark(observation)}{_note(context, observation)}</div>'
        f'<div class="full">{plain_html(in_full(observation))}</div></div>'
    )


def _spark(context: PageContext, indicator: Indicator, limits: CategoryFilter) -> str:
    """A sparkline of months, with the first and last value and their dates. It covers the last two
    years; for a value summed from January, the sums of this year by month."""
    period = context.period(indicator)
    months = context.reader.months(indicator, context.view.region.code, period.last, limits)
    summed = indicator.basis == "year_to_date"
    if not summed and mart_contract(indicator.mart).time == "flow":
        summed = period.first_month == 1 < period.last_month
        months = cumulated(indicator, months) if summed else months
    months = months[-period.last_month if summed else -SPARK_MONTHS :]
    known = [month for month in months if month.value is not None]
    if len(known) < 2:
        return '<div class="spark"></div>'
    drawn = sparkline_svg([month.value for month in months], context.palette, indicator)
    ends = [
        (write_value(end.value, indicator), f"{end.month:%Y-%m}") for end in (known[0], known[-1])
    ]
    kind = f"{period.year}年各月累计" if summed else f"近 {len(months)} 个月"
    alt = f"{kind}：{'，'.join(f'{month} {value}' for value, month in ends)}"
    # The card's value has the unit; here only the magnitude is written: 2,166万, 93.3%.
    unit = "" if indicator.is_percentage else indicator.unit
    written = "".join(
        f"<span>{plain_html(value.number + value.unit.removesuffix(unit))}<br>{month}</span>"
        for value, month in ends
    )
    return f'<div class="spark">{picture(drawn, alt)}<div class="ends">{written}</div></div>'


def _change(observation: Observation) -> str:
    if observation.absence is Absence.NOT_APPLICABLE:
        return '<div class="change">不适用于所选类别</div>'
    if observation.previous is None:
        return '<div class="change">名录只记现状，不作同比</div>'
    if observation.direction == "none":
        return f'<div class="change">{_no_change(observation)}</div>'
    basis = '<span class="basis">（可比口径）</span>' if observation.is_adjusted else ""
    if observation.direction == "level":
        return f'<div class="change">与去年同期持平{basis}</div>'
    arrow = "▲ 同比升" if observation.direction == "up" else "▼ 同比降"
    word = {"better": " 好于去年", "worse": " 不及去年"}.get(observation.judgement, "")
    size = format_change(observation.change, observation.indicator)
    return f'<div class="change {observation.judgement}">{arrow} {size}{word}{basis}</div>'


def _no_change(observation: Observation) -> str:
    """Which of the two years it is that leaves nothing to compare."""
    if observation.value is None:
        return "本期没有可比数据"
    if no_change_words(observation) == NO_VALUE:
        return "去年同期为零"
    return "去年同期无可比数据"


def _goal(observation: Observation) -> str:
    """The target and how the value stands against it; '' without a target."""
    goal, indicator = observation.goal, observation.indicator
    if goal is None:
        return ""
    beside = plain_html(beside_standing(observation))
    word = f" <b>{goal.standing}</b>" if goal.standing else ""
    return (
        f'<div class="goal {goal.judgement}">目标 {plain_html(target_words(goal, indicator))}'
        f"{word}{f'<span>{beside}</span>' if beside else ''}</div>"
    )


def _stand(context: PageContext, observation: Observation, family: dict[str, Observation]) -> str:
    siblings = [
        family[region.code]
        for region in context.tree.siblings(observation.region.code)
        if region.reports
    ]
    if len(siblings) < 2 or observation.absence is Absence.NOT_APPLICABLE:
        return '<div class="stand"></div>'
    ranked = rank(siblings)
    own = next(item for item in ranked if item.observation.region.code == observation.region.code)
    eligible = sum(item.rank is not None for item in ranked)
    strip = sibling_strip_svg(
        [item.observation.value for item in ranked if item.rank is not None],
        observation.value if own.rank is not None else None,
        context.palette,
        observation.indicator,
    )
    parent = context.tree.parent(observation.region.code)
    word = context.tree.count_word(parent.code) if parent else ""
    tie = "并列" if own.tied else ""
    place = f"居 {counted(eligible, word)}{tie}第 {own.rank} 位" if own.rank else "未排名"
    if own.rank and eligible == 1:
        place = "同级中仅本地区可排名"
    drawn = picture(strip, f"在同级地区中：{place}")
    return f'<div class="stand">{drawn}<span class="place">{place}</span></div>'


def _note(context: PageContext, observation: Observation) -> str:
    words = reported_words(observation)
    if observation.period.last != context.view.period.last:
        words = f"{observation.when} · {words}"
    if not observation.settled:
        words += "，未齐"
    of_the_year = observation.indicator.basis == "year_to_date"
    counted = of_the_year and observation.value is not None
    if counted and observation.reporting.late and not caveat(observation)[0]:
        words += f"，{missing_words(observation)[0]}"
    if of_the_year and observation.goal is None:
        words += f" · {Pace.TIME} {format_share(observation.period.last_month, 12)}"
    return words


def picture(svg: str, alt: str) -> str:
    """An SVG as an ``<img>``, since Streamlit removes inline SVG."""
    drawn = quote(svg.replace('"', "'"), safe=" /:='(),;-.")
    return f'<img alt="{plain_html(alt)}" src="data:image/svg+xml,{drawn}">'
