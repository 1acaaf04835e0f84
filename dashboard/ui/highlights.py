"""The overview's lists: best and worst, and what changed most since last year."""

from collections.abc import Sequence

import streamlit as st

from dashboard.indicators import Indicator, format_change, format_value
from dashboard.narrative import biggest_changes, changes_title
from dashboard.readings import Ranked, Reading, rank
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_title
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.text import plain_html

MOST = 5
_CHANGES_FROM = "只列有好坏之分的指标"


def show_best_and_worst(context: PageContext, indicator: Indicator) -> None:
    """The five best and the five worst children by one indicator; fewer where there are fewer."""
    made = context.kept(lambda: _best_and_worst(context, indicator), "best", indicator.code)
    if made is None:
        st.caption("可比的地区不足两个，不列前后名次。")
    else:
        show_panel(context, made, "best")


def _best_and_worst(context: PageContext, indicator: Indicator) -> Panel | None:
    ranked = [item for item in rank(context.compared(indicator), indicator.rank_from) if item.rank]
    if len(ranked) < 2:
        return None
    most = min(MOST, len(ranked) // 2)
    word = "高" if indicator.polarity == "neutral" else "好"
    shown = ranked[:most] + ranked[-most:]
    return panel(
        f"{indicator.short_name}：前 {most} 与后 {most}",
        f"{context.view.period.label}，{len(ranked)} 个地区参加排名（最{word}在前）",
        _ranked_table(context, shown, most),
        "",
        [indicator],
        [item.reading for item in shown],
        f"{indicator.short_name}前后各{most}",
    )


def _ranked_table(context: PageContext, items: Sequence[Ranked], split: int) -> str:
    rows = []
    for position, item in enumerate(items):
        reading = item.reading
        previous = reading.previous.value if reading.previous else None
        line = ' class="split"' if position == split else ""
        tie = "并列" if item.tied else ""
        rows.append(
            f"<tr{line}><td>{tie}{item.rank}</td>"
            f'<td class="name">{plain_html(context.tree.label(reading.region.code))}</td>'
            f'<td class="number">{format_value(reading.value, reading.indicator)}</td>'
            f'<td class="number">{format_value(previous, reading.indicator)}</td>'
            f"{change_cell(reading)}</tr>"
        )
    return (
        '<table class="plain"><thead><tr><th>名次</th><th>地区</th><th class="number">本期</th>'
        '<th class="number">去年同期</th><th class="number">同比</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def change_cell(reading: Reading) -> str:
    """A table cell with the change, its direction and its colour."""
    if reading.change is None:
        return '<td class="number">—</td>'
    if round(reading.change, 1) == 0:
        return '<td class="number">持平</td>'
    arrow = "▲" if reading.change > 0 else "▼"
    size = format_change(reading.change, reading.indicator)
    return f'<td class="number {reading.judgement}">{arrow} {size}</td>'


def show_biggest_changes(context: PageContext, indicators: Sequence[Indicator]) -> None:
    """What changed most since the same months of last year, among the regions compared."""
    codes = tuple(indicator.code for indicator in indicators)
    made = context.kept(lambda: _biggest_changes(context, indicators), "changes", codes)
    if made is None:
        show_title("与去年同期相比，变化最大的", f"{context.view.period.label}，{_CHANGES_FROM}")
        st.caption("没有可以比较的变化。")
    else:
        show_panel(context, made, "changes")


def _biggest_changes(context: PageContext, indicators: Sequence[Indicator]) -> Panel | None:
    readings = [r for indicator in indicators for r in context.compared(indicator)]
    chosen = biggest_changes(readings, 2 * MOST)
    if not chosen:
        return None
    rows = "".join(
        f'<tr><td class="name">{plain_html(context.tree.label(r.region.code))}</td>'
        f"<td>{plain_html(r.indicator.short_name)}</td>"
        f'<td class="number">{format_value(r.value, r.indicator)}</td>{change_cell(r)}</tr>'
        for r in chosen
    )
    return panel(
        changes_title(chosen),
        f"与去年同期相比变化最大的，{context.view.period.label}，{_CHANGES_FROM}",
        '<table class="plain"><thead><tr><th>地区</th><th>指标</th><th class="number">本期</th>'
        f'<th class="number">同比</th></tr></thead><tbody>{rows}</tbody></table>',
        "",
        indicators,
        chosen,
        "同比变化最大",
    )
