"""Lists of the overview: what needs attention, and the largest changes since last year."""

from collections.abc import Sequence

import streamlit as st

from dashboard.attention import Concern, concerns
from dashboard.charts.hover import comparison
from dashboard.figure_words import no_change_words, when_words
from dashboard.indicators import LEVEL, Indicator, format_change, format_value
from dashboard.narrative import biggest_changes, changes_title
from dashboard.observations import Observation, absence_text
from dashboard.rules import rules
from dashboard.ui.alerts import alerts_for
from dashboard.ui.context import PageContext
from dashboard.ui.notes import show_title
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.provenance_links import HOME, observation_address, traced
from dashboard.ui.text import plain_html
from dashboard.ui.view import page_address

MOST = 5
# Changes of different indicators are compared after dividing by a typical change of each.
_CHANGES_FROM = (
    "只列有好坏之分的指标，分母过小的地区不列；变化先除以本指标各地变化的中位数再排序，一地至多两项"
)

_FOUND_BY = "按预警规则，重的在前；分母过小的{}不列；{}的全部预警见“预警”页"


def show_concerns(context: PageContext, indicators: Sequence[Indicator]) -> None:
    """What needs attention in the region and its children, the worst first."""
    codes = tuple(indicator.code for indicator in indicators)
    made = context.cached(lambda: _concerns(context, indicators), "concerns", codes)
    if made is None:
        show_title("需要关注：没有", f"{context.view.period.label}；{_found_by(context)}")
    else:
        show_panel(context, made, "concerns")


def _concerns(context: PageContext, indicators: Sequence[Indicator]) -> Panel | None:
    known = rules().on_overview
    found = concerns(alerts_for(context, indicators, known), known)
    if not found:
        return None
    observations = [concern.observation for concern in found]
    rows = "".join(_concern_row(context, concern) for concern in found)
    first = found[0]
    return panel(
        f"需要关注 {len(found)} 项：{context.tree.label(first.observation.region.code)}"
        f"{first.observation.indicator.short_name}{first.why}",
        f"{when_words(observations)}；{_found_by(context)}",
        '<table class="plain concerns"><thead><tr><th>地区</th><th>指标</th>'
        f'<th class="number">本期</th><th>原因</th></tr></thead><tbody>{rows}</tbody></table>',
        "",
        list(dict.fromkeys(observation.indicator for observation in observations)),
        observations,
        "需要关注",
    )


def _found_by(context: PageContext) -> str:
    if context.view.region.is_leaf:
        return _FOUND_BY.format("指标", "本地区")
    return _FOUND_BY.format("地区", "本地区及下一级")


def _concern_row(context: PageContext, concern: Concern) -> str:
    observation = concern.observation
    region, indicator = observation.region, observation.indicator
    asked = {"region": region.code, "indicator": indicator.code}
    link = page_address(indicator.system, context.view, **asked)
    return (
        f'<tr><td class="name"><a href="{plain_html(link)}" target="_self">'
        f"{plain_html(context.tree.label(region.code))}</a></td>"
        f"<td>{plain_html(indicator.short_name)}</td>"
        f'<td class="number">{traced_value(context, observation)}</td>'
        f"<td>{plain_html(concern.why)}</td></tr>"
    )


def traced_value(context: PageContext, observation: Observation) -> str:
    """The value with its unit, or why there is none, as a link to where it comes from."""
    words = absence_text(observation)
    if observation.value is not None:
        words = format_value(observation.value, observation.indicator)
    name = f"{observation.region.title}{observation.indicator.short_name}"
    home = observation_address(context, observation)
    return traced(words, home, said=f"{HOME}：{name} {words}")


def change_cell(observation: Observation) -> str:
    """A table cell with the change, as HTML: sign, direction, colour of better or worse."""
    if observation.direction == "none":
        return f'<td class="number">{no_change_words(observation)}</td>'
    if observation.direction == "level":
        return f'<td class="number">{LEVEL}</td>'
    arrow = "▲" if observation.direction == "up" else "▼"
    size = format_change(observation.change, observation.indicator)
    full = f' title="{plain_html(comparison(observation))}"' if observation.is_adjusted else ""
    return f'<td class="number {observation.judgement}"{full}>{arrow} {size}</td>'


def show_biggest_changes(context: PageContext, indicators: Sequence[Indicator]) -> None:
    """The largest changes since the same months of last year among the compared regions."""
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
        f'<td class="number">{traced_value(context, r)}</td>{change_cell(r)}</tr>'
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
