"""The overview's lists: best and worst, and what changed most since last year."""

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.hover import comparison, earlier_text
from dashboard.figure_words import no_change_words, when_words
from dashboard.indicators import LEVEL, Indicator, format_change, format_value
from dashboard.narrative import biggest_changes, changes_title, counted
from dashboard.observations import Observation, Ranked, absence_text, rank
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_title
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.text import plain_html

MOST = 5
# Points and percents of different indicators are made comparable by what is usual for each.
_CHANGES_FROM = (
    "只列有好坏之分的指标，分母过小的地区不列；变化先除以本指标各地变化的中位数再排序，一地至多两项"
)


def show_best_and_worst(context: PageContext, indicator: Indicator) -> None:
    """The five best and the five worst children by one indicator; fewer where there are fewer."""
    made = context.cached(lambda: _best_and_worst(context, indicator), "best", indicator.code)
    if made is None:
        st.caption("参加排名的地区不足两个，或各地相同，不列前后名次。")
    else:
        show_panel(context, made, "best")


def _best_and_worst(context: PageContext, indicator: Indicator) -> Panel | None:
    ranked = [item for item in rank(context.compared(indicator)) if item.rank]
    if len(ranked) < 2 or ranked[0].rank == ranked[-1].rank:
        return None
    most = min(MOST, len(ranked) // 2)
    word = "高" if indicator.polarity == "neutral" else "好"
    shown = ranked[:most] + ranked[-most:]
    counter = context.tree.count_word(context.compared_under.code)
    return panel(
        f"{indicator.short_name}：前 {most} 与后 {most}",
        f"{shown[0].observation.when}，{counted(len(ranked), counter)}参加排名（最{word}在前）",
        _ranked_table(context, shown, most),
        "",
        [indicator],
        [item.observation for item in shown],
        f"{indicator.short_name}前后各{most}",
        note=_unlisted(ranked, most),
    )


def _unlisted(ranked: Sequence[Ranked], most: int) -> str:
    """How many share a place with one that is listed and are not listed themselves."""
    said = []
    for edge in dict.fromkeys((ranked[most - 1].rank, ranked[-most].rank)):
        same = sum(item.rank == edge for item in ranked[most:-most])
        if same:
            said.append(f"并列第 {edge} 的另有 {same} 个未列出")
    return "；".join(said)


def _ranked_table(context: PageContext, items: Sequence[Ranked], split: int) -> str:
    rows = []
    compares = any(item.observation.previous for item in items)
    for position, item in enumerate(items):
        observation = item.observation
        line = ' class="split"' if position == split else ""
        tie = "并列" if item.tied else ""
        rows.append(
            f"<tr{line}><td>{tie}{item.rank}</td>"
            f'<td class="name">{plain_html(context.tree.label(observation.region.code))}</td>'
            f'<td class="number">{_value(observation)}</td>'
            + (_compared(observation) if compares else "")
            + "</tr>"
        )
    heads = '<th class="number">去年同期</th><th class="number">同比</th>' if compares else ""
    return (
        '<table class="plain"><thead><tr><th>名次</th><th>地区</th><th class="number">本期</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _compared(observation: Observation) -> str:
    return (
        f'<td class="number">{plain_html(earlier_text(observation))}</td>{change_cell(observation)}'
    )


def _value(observation: Observation) -> str:
    if observation.value is None:
        return absence_text(observation)
    return plain_html(format_value(observation.value, observation.indicator))


def change_cell(observation: Observation) -> str:
    """A table cell with the change, its direction and its colour."""
    if observation.direction == "none":
        return f'<td class="number">{no_change_words(observation)}</td>'
    if observation.direction == "level":
        return f'<td class="number">{LEVEL}</td>'
    arrow = "▲" if observation.direction == "up" else "▼"
    size = format_change(observation.change, observation.indicator)
    full = f' title="{plain_html(comparison(observation))}"' if observation.is_adjusted else ""
    return f'<td class="number {observation.judgement}"{full}>{arrow} {size}</td>'


def show_biggest_changes(context: PageContext, indicators: Sequence[Indicator]) -> None:
    """What changed most since the same months of last year, among the regions compared."""
    codes = tuple(indicator.code for indicator in indicators)
    made = context.cached(lambda: _biggest_changes(context, indicators), "changes", codes)
    if made is None:
        show_title("与去年同期相比，变化最大的", f"{context.view.period.label}，{_CHANGES_FROM}")
        st.caption("没有可以比较的变化。")
    else:
        show_panel(context, made, "changes")


def _biggest_changes(context: PageContext, indicators: Sequence[Indicator]) -> Panel | None:
    observations = [r for indicator in indicators for r in context.compared(indicator)]
    chosen = biggest_changes(observations, 2 * MOST)
    if not chosen:
        return None
    rows = "".join(
        f'<tr><td class="name">{plain_html(context.tree.label(r.region.code))}</td>'
        f"<td>{plain_html(r.indicator.short_name)}</td>"
        f'<td class="number">{_value(r)}</td>{change_cell(r)}</tr>'
        for r in chosen
    )
    return panel(
        changes_title(chosen, context.tree.labels(r.region.code for r in chosen)),
        f"与去年同期相比变化最大的，{when_words(chosen)}，{_CHANGES_FROM}",
        '<table class="plain"><thead><tr><th>地区</th><th>指标</th><th class="number">本期</th>'
        f'<th class="number">同比</th></tr></thead><tbody>{rows}</tbody></table>',
        "",
        indicators,
        chosen,
        "同比变化最大",
    )
