"""The dictionary page: a search, and every indicator with a link to its page."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboard.dictionary import PUBLISHED, Entry, entries
from dashboard.exports.dictionary import dictionary_table
from dashboard.targets import yearly_words
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_finding
from dashboard.ui.paged_rows import search_box
from dashboard.ui.provenance_links import HOME, provenance_address, traced
from dashboard.ui.published_marks import published_counts
from dashboard.ui.text import plain_html
from dashboard.ui.view import page_address


def show_dictionary(context: PageContext) -> None:
    """All indicators, or those that contain the searched text; and the same as a file."""
    known = entries(context.catalogue, published_counts(context), _targets(context))
    systems = len({entry.system.code for entry in known})
    show_finding(f"{systems} 项业务、{len(known)} 个指标的含义、计算方法和来源。")
    text = search_box(context, "dictionary", "名称、代码、口径或来源中的文字").strip()
    found = [entry for entry in known if entry.mentions(text)]
    if not found:
        st.caption("没有含有这些文字的指标。")
    else:
        show_html(_html(context, found))
    build, region = context.build, context.view.region.title
    download(
        context,
        "dictionary",
        "指标字典",
        len(found),
        lambda: dictionary_table(found, region=region, build=build, searched=text),
        what=(region, text),
        bytes_held=READING_BYTES * len(found),
    )


def _targets(context: PageContext) -> dict[str, str]:
    """What the view's region is to reach in the view's year, in words, by the indicator's code."""
    code, year = context.view.region.code, context.view.year
    found = {
        indicator.code: context.reader.goals.target(indicator, code, year)
        for indicator in context.catalogue.indicators.values()
    }
    region = context.view.region.title
    return {
        one: f"{region}{year}年 {yearly_words(target, context.catalogue.indicators[one])}"
        for one, target in found.items()
        if target is not None
    }


def _html(context: PageContext, found: Sequence[Entry]) -> str:
    parts = []
    for name, group in groupby(found, lambda entry: entry.system.name):
        parts.append(f'<h2 class="section-title">{plain_html(name)}</h2>')
        parts += [_entry(context, entry) for entry in group]
    return f'<div class="dictionary">{"".join(parts)}</div>'


def _linked(text: str, link: str) -> str:
    if not link:
        return plain_html(text)
    return f'<a href="{plain_html(link)}" target="_self">{plain_html(text)}</a>'


def _entry(context: PageContext, entry: Entry) -> str:
    indicator = entry.indicator
    link = page_address(entry.system.code, context.view, indicator=indicator.code)
    figures = page_address("published", context.view, published_search=indicator.code)
    facts = "".join(
        f"<dt>{plain_html(name)}</dt><dd>{_linked(said, figures if name == PUBLISHED else '')}</dd>"
        for name, said in entry.facts.items()
    )
    home = traced(HOME, provenance_address(context, indicator), said=f"{HOME}：{indicator.name}")
    absent = "" if not context.reader.is_absent(indicator) else "（本版数据没有）"
    return (
        f'<section id="{plain_html(indicator.code)}"><h3><a href="{plain_html(link)}" '
        f'target="_self">{plain_html(indicator.name)}</a>'
        f"<code>{plain_html(indicator.code)}</code>{home}{absent}</h3>"
        f"<p>{plain_html(indicator.definition)}</p><dl>{facts}</dl></section>"
    )
