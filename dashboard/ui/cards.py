"""Headline cards: value, change, sparkline, place among siblings, who reported."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from dashboard.charts.hover import in_full
from dashboard.charts.strips import sibling_strip_svg, sparkline_svg
from dashboard.indicators import Indicator, format_change, write_value
from dashboard.narrative import reported_words
from dashboard.readings import EVERYTHING, Choice, Reading, rank
from dashboard.ui.context import PageContext
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, seeded

SPARK_MONTHS = 24


def show_cards(
    context: PageContext,
    indicators: Sequence[Indicator],
    shown: Indicator,
    choice: Choice = EVERYTHING,
    columns: int = 4,
) -> None:
    """Cards, so many in a row on a wide screen; choosing one sets what everything below shows."""
    names = {indicator.code: indicator.name for indicator in indicators}
    cards = [_kept_card(context, i, i.code == shown.code, choice) for i in indicators]
    with st.container(key=f"cards_{columns}"):
        st.html(f'<div class="cards">{"".join(cards)}</div>')
        # Laid over the cards, a button over each (style.py).
        st.segmented_control(
            "在下方地图和排名中显示的指标",
            list(names),
            key=seeded("pick_indicator", shown.code),
            format_func=names.__getitem__,
            label_visibility="collapsed",
            required=True,
            on_change=lambda: choose(indicator=st.session_state["pick_indicator"]),
        )


def _kept_card(context: PageContext, indicator: Indicator, chosen: bool, choice: Choice) -> str:
    return context.kept(
        lambda: card_html(context, indicator, chosen, choice),
        "card",
        indicator.code,
        chosen,
        choice,
    )


def card_html(
    context: PageContext, indicator: Indicator, chosen: bool, choice: Choice = EVERYTHING
) -> str:
    """One card as HTML; text from outside is escaped."""
    reader, view = context.reader, context.view
    code = view.region.code
    family = context.family(indicator, choice)
    reading = family[code]
    number, unit = write_value(reading.value, indicator)
    months = reader.months(indicator, code, view.period.last, choice)[-SPARK_MONTHS:]
    spark = sparkline_svg([month.value for month in months], context.palette)
    return (
        f'<div class="card{" chosen" if chosen else ""}">'
        f'<div class="name">{plain_html(indicator.short_name)}</div>'
        f'<div class="line"><div class="value">{number}'
        f'<span class="unit">{unit}</span></div>'
        f'<div class="spark">{picture(spark, "近 24 个月走势")}</div></div>'
        f"{_change(reading)}{_stand(context, reading, family)}"
        f'<div class="reported">{_note(reading)}</div>'
        f'<div class="full">{plain_html(in_full(reading))}</div></div>'
    )


def _change(reading: Reading) -> str:
    change = reading.change
    if change is None:
        return '<div class="change">去年同期无可比数据</div>'
    if round(change, 1) == 0:
        return '<div class="change">与去年同期持平</div>'
    arrow = "▲ 同比升" if change > 0 else "▼ 同比降"
    word = {"better": " 好于去年", "worse": " 不及去年"}.get(reading.judgement, "")
    size = format_change(change, reading.indicator)
    return f'<div class="change {reading.judgement}">{arrow} {size}{word}</div>'


def _stand(context: PageContext, reading: Reading, family: dict[str, Reading]) -> str:
    siblings = [
        family[region.code]
        for region in context.tree.siblings(reading.region.code)
        if region.reports
    ]
    if len(siblings) < 2:
        return '<div class="stand"></div>'
    ranked = rank(siblings, reading.indicator.rank_from)
    own = next(item for item in ranked if item.reading.region.code == reading.region.code)
    eligible = sum(item.rank is not None for item in ranked)
    strip = sibling_strip_svg(
        [item.reading.value for item in ranked if item.rank is not None],
        reading.value if own.rank is not None else None,
        context.palette,
        reading.indicator.polarity,
    )
    parent = context.tree.parent(reading.region.code)
    word = context.tree.count_word(parent.code) if parent else ""
    place = f"{eligible} {word}第 {own.rank}" if own.rank else "未排名"
    drawn = picture(strip, f"在同级地区中：{place}")
    return f'<div class="stand">{drawn}<span class="place">{place}</span></div>'


def _note(reading: Reading) -> str:
    words = reported_words(reading)
    if reading.indicator.basis == "year_to_date":
        words += f" · 时间进度 {reading.period.share_of_year:.0%}"
    return words


def picture(svg: str, alt: str) -> str:
    """An SVG as an image, since Streamlit's HTML takes no inline SVG."""
    drawn = quote(svg.replace('"', "'"), safe=" /:='(),;-.")
    return f'<img alt="{plain_html(alt)}" src="data:image/svg+xml,{drawn}">'
