"""What stands beside the figures: definitions, what is absent, what the build is."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard.indicators import Indicator, format_count
from dashboard.readings import Reading
from dashboard.ui.context import PageContext
from dashboard.ui.text import plain_html, plain_markdown

# How many late regions are named; a nation has thousands.
MOST_NAMES = 200
DEMONSTRATION = "演示数据：由程序生成，并非真实统计"


def show_foot(context: PageContext) -> None:
    """The build's date, the month the data reaches, and the demonstration mark."""
    build = context.build
    built = datetime.fromisoformat(build.built_at)
    mark = f'<span class="demonstration">{DEMONSTRATION}</span>' if build.demonstration else ""
    st.html(
        f'<div class="build-line foot"><span>{mark}</span>'
        f"<span>数据版本 {built:%Y-%m-%d %H:%M}（{plain_html(build.build_id)}）· "
        f"数据至 {build.data_through.year}年{build.data_through.month}月</span></div>"
    )


def show_finding(sentence: str) -> None:
    """The sentence that opens a page."""
    st.html(f'<p class="finding">{plain_html(sentence)}</p>')


def show_title(title: str, subtitle: str) -> None:
    """What a chart shows, and below it the measure, unit and period."""
    st.html(
        f'<p class="section-title">{plain_html(title)}</p>'
        f'<p class="section-subtitle">{plain_html(subtitle)}</p>'
    )


def show_meaning(words: str, key: str) -> None:
    """What the figures above mean, one click away; ``words`` are of :func:`meaning`."""
    with st.popover("指标口径", type="tertiary", key=f"definition_{key}"):
        st.markdown(words)


def meaning(indicators: Sequence[Indicator], reading: Reading | None = None) -> str:
    """The definitions of everything that a chart or table shows, as Markdown.

    With ``reading``, the numerator and denominator of its region stand beside them.
    """
    return "\n\n---\n\n".join(_meaning(indicator, reading) for indicator in indicators)


def _meaning(indicator: Indicator, reading: Reading | None) -> str:
    polarity = {"higher": "数值越高越好。", "lower": "数值越低越好。"}
    lines = [
        f"**{plain_markdown(indicator.name)}**（{plain_markdown(indicator.unit)}）",
        plain_markdown(indicator.definition),
    ]
    if reading is not None:
        lines.append(_sum_line(reading))
    lines.append(f"来源：{plain_markdown(indicator.source)}")
    if indicator.rank_from:
        lines.append(f"分母不足 {indicator.rank_from:,.0f} 的地区不参加排名。")
    if indicator.note:
        lines.append(plain_markdown(indicator.note))
    lines.append(polarity.get(indicator.polarity, "只反映规模，不作好坏判断。"))
    return "\n\n".join(lines)


def _sum_line(reading: Reading) -> str:
    indicator = reading.indicator
    if not indicator.is_rate:
        return f"{plain_markdown(reading.region.name)}：{format_count(reading.numerator, '')}"
    return (
        f"{plain_markdown(reading.region.name)}：分子 {format_count(reading.numerator, '')}，"
        f"分母 {format_count(reading.denominator, '')}"
    )


def show_absent(context: PageContext, tables: Sequence[str], title: str) -> bool:
    """Says so where an export that a page needs is not in the build; whether it is absent."""
    absent = [table for table in tables if table in context.build.tables_absent]
    if absent:
        names = "、".join(f"{table}.parquet" for table in absent)
        st.info(
            f"这一版数据里没有{title}：导出目录中未找到 {names}。"
            "请把文件放进 data/exports 目录，再运行 python -m dashboard build。"
            "文件要求见 data/README.md。"
        )
    return bool(absent)


def show_missing(context: PageContext, indicator: Indicator) -> None:
    """How many leaf regions did not report every month of the period; who, once it is opened."""
    reading = context.reading(indicator)
    late = reading.expected - reading.reported
    if not late or not context.reader.is_monthly(indicator):
        return
    opened = st.popover(
        f"{late:,} 个县区未报全",
        type="tertiary",
        key=f"missing_{indicator.code}",
        on_change="rerun",
    )
    if not opened.open:
        return
    period = reading.period
    missing = context.reader.missing(indicator, context.view.region.code, period)
    names = [f"{region.name}（{count}）" for region, count in missing[:MOST_NAMES]]
    with opened:
        st.caption(f"括号内为{period.label}中已报的月数")
        st.markdown(plain_markdown("、".join(names)))
        if late > MOST_NAMES:
            st.caption(f"只列前 {MOST_NAMES} 个，共 {late:,} 个。")
