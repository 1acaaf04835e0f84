"""The page of warnings: a sentence, filters, a line for each kind of rule and indicator."""

from collections.abc import Sequence

import streamlit as st

from dashboard.attention import Alert
from dashboard.exports.warnings import warnings_table
from dashboard.rules import KINDS, SEVERITIES, Rule, Rules, rules
from dashboard.ui.alerts import alerts_for
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.highlights import change_cell, traced_value
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_absent, show_finding, show_note
from dashboard.ui.switches import pick_filter
from dashboard.ui.table_parts import table_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, declare, page_address, selected
from dashboard.warning_lines import WarningLine, warning_lines

ALL = "all"
declare("severity", list(SEVERITIES))
declare("rule", list(KINDS))
declare("warnings", [ALL])
MOST_CHILDREN = 3
_HEADS = (
    ("级别", "severity"),
    ("指标、原因", "name"),
    ("本期", "number"),
    ("同比", "number"),
    ("已持续", "number"),
)


def show_warnings(context: PageContext) -> None:
    """What the rules find in the region of the view and its children, at most ``page_lines`` of it
    until somebody asks for all."""
    known = rules()
    indicators = context.reader.present(list(context.catalogue.indicators))
    if not indicators:
        show_absent(context, sorted(context.build.tables_absent), "预警所需的数据")
        return
    found = alerts_for(context, indicators, known, through_period=True)
    code = context.view.region.code
    show_finding(_sentence(context, warning_lines(found, code)))
    where = "本地区" if context.view.region.is_leaf else "本地区及下一级地区"
    show_note(
        f"按规则逐项检查{where}，重的在前，分母过小的不列；点指标打开显示它的页面。"
        "“已持续”为到期末为止连续符合规则的月数。"
    )
    chosen, filters = _chosen(context, known, found)
    lines = warning_lines(chosen, code)
    if not lines:
        st.caption("没有符合条件的预警。" if found else "本期没有预警。")
    else:
        _show_lines(context, known, lines)
    rows = [one for line in lines for one in (*line.own, *line.below)]
    build, region, catalogue = context.build, context.view.region.title, context.catalogue
    period = context.view.period.label
    download(
        context,
        "warnings",
        "预警",
        len(rows),
        lambda: warnings_table(
            rows,
            region=region,
            period=period,
            catalogue=catalogue,
            rules=known,
            build=build,
            filters=filters,
        ),
        what=(code, period, filters),
        bytes_held=READING_BYTES * len(rows),
    )
    _show_rules(known)


def _sentence(context: PageContext, lines: Sequence[WarningLine]) -> str:
    region = context.view.region.title
    if not lines:
        return f"{region}{context.view.period.label}没有预警。"
    counts = {
        word: sum(line.rule.severity == one for line in lines) for one, word in SEVERITIES.items()
    }
    said = "、".join(f"{word} {count} 项" for word, count in counts.items() if count)
    sentence = f"{region}{context.view.period.label}有 {len(lines)} 项预警（{said}）"
    if not context.view.region.is_leaf:
        sentence += f"，其中 {sum(bool(line.own) for line in lines)} 项为本地区整体的问题"
    return sentence + "。"


def _chosen(context: PageContext, known: Rules, found: Sequence[Alert]) -> tuple[list[Alert], str]:
    """What the filters leave, and the filters in words."""
    severities = {one: f"{word}色" for one, word in SEVERITIES.items()}
    kinds = {kind: one.name for kind, one in KINDS.items()}
    systems = {c: one.name for c, one in context.catalogue.systems.items() if one.indicators}
    with st.container(horizontal=True, key="warning_filters"):
        severity = pick_filter(context, "warnings", "severity", "级别", severities)
        kind = pick_filter(context, "warnings", "rule", "规则", kinds)
        system = pick_filter(context, "warnings", "system", "业务", systems)
    chosen = [
        one
        for one in found
        if severity in ("", one.rule.severity)
        and kind in ("", one.rule.kind)
        and system in ("", one.observation.indicator.system)
    ]
    words = (severities.get(severity), kinds.get(kind), systems.get(system))
    return chosen, "、".join(word for word in words if word)


def _show_lines(context: PageContext, known: Rules, lines: Sequence[WarningLine]) -> None:
    """The worst lines, and below them a switch to all of them where there are more."""
    every = selected("warnings", [ALL], "", context.view.notices) == ALL
    shown = lines if every else lines[: known.page_lines]
    show_html(
        table_html(
            "预警", _heads(context), [_row(context, line) for line in shown], (), "warned blocks"
        )
    )
    if len(lines) <= known.page_lines:
        return
    words = f"只看最重的 {known.page_lines} 项" if every else f"显示全部 {len(lines)} 项"
    with st.container(key="foot_warnings", horizontal=True):
        st.button(
            words,
            key="all_warnings",
            type="tertiary",
            on_click=lambda: choose(warnings=None if every else ALL),
        )


def _heads(context: PageContext) -> str:
    heads = _HEADS if context.view.region.is_leaf else (*_HEADS, ("下级地区", "wide"))
    return "".join(f'<th class="{kind}">{name}</th>' for name, kind in heads)


def _row(context: PageContext, line: WarningLine) -> str:
    first = line.first
    observation = first.observation
    indicator = observation.indicator
    severity = line.rule.severity
    name = indicator.short_name
    if others := len(line.indicators) - 1:
        name += f"等 {others + 1} 项"
    asked = {"region": observation.region.code, "indicator": indicator.code}
    link = page_address(indicator.system, context.view, **asked)
    place = "" if line.own else f"{context.tree.label(observation.region.code)}："
    system = context.catalogue.systems[indicator.system].name
    more = f"（{indicator.short_name}）" if others else ""
    return (
        f'<td class="severity"><span class="{severity}">{SEVERITIES[severity]}</span></td>'
        f'<th scope="row" class="name"><a href="{plain_html(link)}" target="_self">'
        f"{plain_html(name)}</a><small>{plain_html(system)} · {plain_html(line.rule.name)}</small>"
        f"<span>{plain_html(place + first.zh + more)}</span></th>"
        f'<td class="number">{traced_value(context, observation)}</td>'
        f"{change_cell(observation)}"
        f'<td class="number">{line.months} 个月</td>'
        f"{_children(context, line)}"
    )


def _children(context: PageContext, line: WarningLine) -> str:
    """A cell with how many children are behind it, and the worst with links to where they are
    shown; '' for a region that has none."""
    children = line.children
    region = context.view.region
    if region.is_leaf:
        return ""
    if not children:
        return '<td class="wide">—</td>'
    below = sum(one.reports for one in context.tree.children(region.code))
    word = context.tree.count_word(region.code)
    said = []
    for one in children[:MOST_CHILDREN]:
        code, indicator = one.observation.region.code, one.observation.indicator
        asked = {"region": code, "indicator": indicator.code}
        link = plain_html(page_address(indicator.system, context.view, **asked))
        label = plain_html(context.tree.label(code))
        said.append(f'<a href="{link}" target="_self">{label}</a> {plain_html(one.zh)}')
    head = f"{below} 个{word}中 {len(children)} 个"
    more = " 等" if len(children) > len(said) else ""
    return f'<td class="wide">{head}<small>{"；".join(said)}{more}</small></td>'


def _show_rules(known: Rules) -> None:
    """The rules in words, below the list."""
    said = "".join(
        f"<dt>{SEVERITIES[one.severity]} · {plain_html(one.name)}</dt>"
        f"<dd>{plain_html(_rule_words(one))}</dd>"
        for one in sorted(known.rules.values(), key=lambda one: one.place)
    )
    show_html(
        '<h2 class="section-title">规则</h2>'
        f'<div class="symbols published-rules"><dl>{said}</dl></div>'
    )


_BOUNDS = {
    "not_reported": "缺报月数占应报的 {bound:g}% 以上",
    "behind_pace": "慢于目标应有的进度（分月目标、去年进度或时间进度；"
    "没有目标的年度任务、预算按时间进度）{bound:g} 个百分点以上，金额和数量为 {bound:g}% 以上",
    "below_target": "全年结束时比目标差 {bound:g} 个百分点以上，金额和数量为 {bound:g}% 以上；"
    "没有进度可比的随时与目标比",
    "fell": "不及去年同期（可比口径），且变化为各地通常变化的 {bound:g} 倍以上",
    "overdue": "期末超期占在办的 {bound:g}% 以上",
    "outlier": "各月同比偏离本地区历年通常变化 {bound:g} 个离散度以上，且方向相同；"
    "本来就大起大落的不报",
}


def _rule_words(rule: Rule) -> str:
    words = _BOUNDS[rule.kind].format(bound=rule.bound)
    if rule.lasts > 1:
        words += f"；连续 {rule.lasts} 个月"
    if rule.minimum_denominator:
        words += f"；分母不少于 {rule.minimum_denominator:g}"
    return words
