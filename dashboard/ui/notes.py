"""Text beside the figures: definitions, absent exports, the build."""

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.text import plain_number
from dashboard.figure_words import DEMONSTRATION
from dashboard.indicators import Indicator, format_count
from dashboard.observations import Observation, absence_text
from dashboard.ui.context import PageContext
from dashboard.ui.markup import show_html
from dashboard.ui.symbols import symbols_html
from dashboard.ui.text import plain_html
from dashboard.ui.warning_count import count_address

# So much of the steward's line on a build stands at the foot of pages.
_SHORT_NOTE = 40
_WHEN = {
    "quarterly": "每季报送一次，计入季末月；未满的季度不计。",
    "yearly": "每年报送一次，计入12月；未满的年度不计。",
}


def show_foot(context: PageContext, address_build: str = "") -> None:
    """Shows the foot of the page: time of the build on the department's clock, its last month,
    accepted findings, the demonstration mark.

    ``address_build`` is the build that the address should name; page.js writes it, and asks for
    the count of warnings that stands beside their page in the navigation.
    """
    build = context.build
    built = context.department.on_its_clock(build.built_at)
    accepted = "".join(f"<li>{plain_html(sentence)}</li>" for sentence in build.accepted)
    if accepted:
        count = len(build.accepted)
        accepted = (
            f"<details><summary>经人工确认后发布（{count} 项）</summary>"
            f"<ul>{accepted}</ul></details>"
        )
    by = " · ".join(part for part in (context.department.name, context.department.contact) if part)
    whose = f"<span>{plain_html(by)}</span>" if by else ""
    show_html(
        symbols_html(targets=context.reader.goals.any)
        + f'<div class="build-line" data-build="{plain_html(address_build)}"'
        f' data-count="{plain_html(count_address(build.build_id, context.view))}">'
        f"<span>{demonstration_mark(context)}</span>{whose}"
        f"<span>数据版本 {built:%Y-%m-%d %H:%M}（{plain_html(build.build_id)}）· "
        f"数据至 {build.data_through.year}年{build.data_through.month}月</span>"
        f"{_build_note_html(build.note)}{accepted}</div>"
    )


def _build_note_html(note: str) -> str:
    """The beginning of the steward's line on the build as HTML, all of it on hover; '' if none."""
    if not note:
        return ""
    short = note if len(note) <= _SHORT_NOTE else f"{note[:_SHORT_NOTE]}…"
    return f'<span title="{plain_html(note)}">本版说明：{plain_html(short)}</span>'


def demonstration_mark(context: PageContext) -> str:
    """The demonstration mark as HTML; '' for a build of real exports."""
    if not context.build.demonstration:
        return ""
    return f'<span class="demonstration">{DEMONSTRATION["zh"]}</span>'


def notice_html(text: str) -> str:
    """A notice as HTML with escaped text. In Streamlit's notices, text of visitors or exports could
    become links, icons or emphasis."""
    return f'<div class="notice" role="alert" data-testid="stAlert">{plain_html(text)}</div>'


def show_finding(sentence: str, *, written: bool = False) -> None:
    """Shows the first sentence of a page; ``written`` says that it is HTML already."""
    show_html(f'<p class="finding">{sentence if written else plain_html(sentence)}</p>')


def show_note(sentence: str) -> None:
    """Shows a note on the figures below, in small text."""
    show_html(f'<p class="section-subtitle">{plain_html(sentence)}</p>')


def show_title(title: str, subtitle: str) -> None:
    """Shows the title of a chart, and below it the measure, unit and period."""
    show_html(
        f'<h2 class="section-title">{plain_html(title)}</h2>'
        f'<p class="section-subtitle">{plain_html(subtitle)}</p>'
    )


def foot_line(
    note: str, indicators: Sequence[Indicator], observation: Observation | None = None
) -> str:
    """The line below a figure as HTML: a note, and the definitions in a folded part.

    With ``observation``, the definitions include its numerator and denominator.
    """
    said = f"<span>{plain_html(note)}</span>" if note else ""
    names = plain_html("、".join(indicator.short_name for indicator in indicators))
    meanings = "".join(f"<section>{_meaning(i, observation)}</section>" for i in indicators)
    opener = f'<summary aria-label="指标口径：{names}">指标口径</summary>'
    return f'<div class="foot">{said}<details>{opener}{meanings}</details></div>'


def _meaning(indicator: Indicator, observation: Observation | None) -> str:
    polarity = {"higher": "数值越高越好。", "lower": "数值越低越好。"}
    lines = [indicator.definition]
    if indicator.why_it_matters:
        lines.append(f"为什么看：{indicator.why_it_matters}")
    if observation is not None:
        lines.append(_sum_line(observation))
    lines.append(f"来源：{indicator.source}")
    if indicator.reported != "monthly":
        lines.append(_WHEN[indicator.reported])
    if indicator.rank_from:
        lines.append(f"分母不足 {plain_number(indicator.rank_from)} 的地区不参加排名。")
    if indicator.note:
        lines.append(indicator.note)
    lines.append(polarity.get(indicator.polarity, "只反映规模，不作好坏判断。"))
    name = f"<b>{plain_html(indicator.name)}</b>（{plain_html(indicator.unit)}）"
    return f"<p>{name}</p>" + "".join(f"<p>{plain_html(line)}</p>" for line in lines)


def _sum_line(observation: Observation) -> str:
    if observation.absence is not None:
        return f"{observation.region.title}：{absence_text(observation)}"
    numerator = format_count(observation.numerator, "")
    if not observation.indicator.is_rate:
        return f"{observation.region.title}：{numerator}"
    denominator = format_count(observation.denominator, "")
    return f"{observation.region.title}：分子 {numerator}，分母 {denominator}"


def show_absent(context: PageContext, tables: Sequence[str], title: str) -> bool:
    """Shows which of a page's exports are not in the build. Returns whether any is absent."""
    absent = [table for table in tables if table in context.build.tables_absent]
    if absent:
        names = "、".join(f"{table}.parquet" for table in absent)
        st.info(
            f"这一版数据里没有{title}：导出目录中未找到 {names}。"
            "请把文件放进 data/exports 目录，再运行 python -m dashboard build。"
            "文件要求见 data/README.md。"
        )
    return bool(absent)
