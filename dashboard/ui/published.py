"""Published figures as a page: how many agree, filters, and each beside the dashboard's own."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from dashboard.exports.published import published_table
from dashboard.published import Published, published_in_use
from dashboard.published_figure import PublishedFigure
from dashboard.reconciliation import reconcile
from dashboard.rounding import digits
from dashboard.ui.context import PageContext
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.markup import show_html
from dashboard.ui.notes import notice_html, show_finding, show_note
from dashboard.ui.paged_rows import page_in, search_box, show_pages, which_rows
from dashboard.ui.switches import pick_filter
from dashboard.ui.table_parts import table_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import available_years, declare, page_address
from dashboard.verdicts import RULES, Reconciliation, Verdict

VERDICTS = {
    "differs": Verdict.DIFFERS,
    "agrees": Verdict.AGREES,
    "not_comparable": Verdict.NOT_COMPARABLE,
}
NO_SYSTEM = "none"
declare("verdict", VERDICTS)
_LOOKS = {Verdict.AGREES: "better", Verdict.DIFFERS: "worse", Verdict.NOT_COMPARABLE: ""}
_HEADS = (
    ("内容、地区、期间", "name"),
    ("公开数", "number"),
    ("看板数", "number"),
    ("差额", "number"),
    ("差幅", "number"),
    ("结论", "wide verdict"),
    ("文件", "wide"),
)


def show_published(context: PageContext) -> None:
    """The figures of the region in view and below it, those that don't agree first."""
    published = published_in_use()
    if published.wrong:
        show_html(notice_html(f"公开数据表不能使用，请管理员改正：{published.wrong}"))
        return
    code = context.view.region.code
    every = context.cached(
        lambda: reconcile(context.reader, published.figures, code), "published", published.version
    )
    show_finding(_sentence(context, every))
    show_note(_notes(context, published, every))
    if not every:
        return
    found, filters = _chosen(context, published, every)
    if not found:
        st.caption("没有符合条件的公开数据。")
    else:
        shown, page = page_in(context, "published", found)
        said = which_rows(page, len(shown), len(found))
        table = _html(context, published, shown, said)
        show_html(f'<div>{table}<div class="panel-foot"><div class="foot">{said}</div></div></div>')
        show_pages("published", page, len(found))
    tree, region, build = context.tree, context.view.region.title, context.build
    known = context.catalogue
    download(
        context,
        "published",
        "公开数据对账",
        len(found),
        lambda: published_table(
            found,
            published.documents,
            region=region,
            tree=tree,
            catalogue=known,
            build=build,
            filters=filters,
        ),
        what=(code, filters),
        bytes_held=READING_BYTES * len(found),
    )
    rules = "".join(f"<dt>{plain_html(w)}</dt><dd>{plain_html(r)}</dd>" for w, r in RULES)
    show_html(
        '<h2 class="section-title">结论的判定</h2>'
        f'<div class="symbols published-rules"><dl>{rules}</dl></div>'
    )


def _sentence(context: PageContext, every: Sequence[Reconciliation]) -> str:
    if not every:
        return f"没有{context.view.region.title}的公开数据。"
    counts = {verdict: sum(one.verdict is verdict for one in every) for verdict in Verdict}
    agree, differ = counts[Verdict.AGREES], counts[Verdict.DIFFERS]
    return (
        f"{context.view.region.title}有 {len(every):,} 项公开数据，可比对 {agree + differ:,} 项："
        f"相符 {agree:,} 项，不符 {differ:,} 项；无法比对 {counts[Verdict.NOT_COMPARABLE]:,} 项。"
    )


def _notes(context: PageContext, published: Published, every: Sequence[Reconciliation]) -> str:
    said = ["不符的在前；点内容打开看板上的数。"] if every else []
    if context.build.demonstration:
        said.append("演示数据已按这些公开数据校准，结论仅作演示。")
    if others := len(published.figures) - len(every):
        said.append(f"另有 {others:,} 项公开数据属于其他地区，未列入。")
    if without := sum(not one.figure.export for one in every):
        said.append(f"{without:,} 项没有数据表统计，只列出，不比对。")
    return "".join(said)


def _chosen(
    context: PageContext, published: Published, every: Sequence[Reconciliation]
) -> tuple[list[Reconciliation], str]:
    """What the filters leave, those that don't agree first, and the filters in words."""
    # Of every region of the department, so that a filter stays where the region changes.
    ours = {f.document for f in published.figures if f.region_code in context.tree}
    documents = {n: one.title for n, one in published.documents.items() if n in ours}
    systems = {c: one.name for c, one in context.catalogue.systems.items() if one.measures}
    systems[NO_SYSTEM] = "没有对应业务数据"
    with st.container(horizontal=True, key="published_filters"):
        document = pick_filter(context, "published", "document", "文件", documents, width=320)
        system = pick_filter(context, "published", "system", "业务", systems)
        verdict = pick_filter(context, "published", "verdict", "结论", VERDICTS)
    text = search_box(context, "published", "内容、指标代码或原文中的数").strip()
    found = [
        one
        for one in every
        if document in ("", one.figure.document)
        and system in ("", one.system or NO_SYSTEM)
        and verdict in ("", _code(one.verdict))
        and _mentions(one, text)
    ]
    order = list(VERDICTS.values())
    found.sort(key=lambda one: order.index(one.verdict))
    words = (documents.get(document), systems.get(system), VERDICTS.get(verdict), text)
    return found, "、".join(str(word) for word in words if word)


def _code(verdict: Verdict) -> str:
    return next(code for code, one in VERDICTS.items() if one is verdict)


def _mentions(one: Reconciliation, text: str) -> bool:
    if one.indicator and text == one.indicator.code:
        return True
    return text in one.subject or text in one.figure.words


def _html(
    context: PageContext, published: Published, shown: Sequence[Reconciliation], said: str
) -> str:
    heads = "".join(f'<th class="{kind}">{name}</th>' for name, kind in _HEADS)
    rows = [_row(context, published, one) for one in shown]
    return table_html(f"公开数据与看板数，{said}", heads, rows, kind="published blocks")


def _row(context: PageContext, published: Published, one: Reconciliation) -> str:
    figure, document = one.figure, published.documents[one.figure.document]
    name = plain_html(one.subject)
    if link := _link(context, one):
        name = f'<a href="{plain_html(link)}" target="_self">{name}</a>'
    place = context.tree[figure.region_code].title + ("（推断）" if figure.inferred else "")
    of_what = plain_html(f"{place}，{figure.when}")
    said = f"<small>{plain_html(one.reason)}</small>" if one.reason else ""
    return (
        f'<th scope="row" class="name">{name}<small>{of_what}</small></th>'
        f'<td class="number">{plain_html(figure.words)}</td>'
        + "".join(f'<td class="number">{plain_html(text)}</td>' for text in _numbers(one))
        + f'<td class="wide verdict"><span class="{_LOOKS[one.verdict]}">{one.verdict}</span>'
        f"{said}</td>"
        f'<td class="wide">{plain_html(document.title)}<small>{document.dated}</small></td>'
    )


def _numbers(one: Reconciliation) -> tuple[str, str, str]:
    """The own value, the difference and its percentage, as they are written."""
    if one.own is None or one.difference is None:
        return "—", "—", "—"
    if one.figure.unit == "%":
        places = one.figure.decimals + 1
        points = f"{_signed(one.difference, places)} 个百分点"
        return f"{digits(one.own, places)}%", points, "—"
    places = 2 if one.own % 1 else 0
    share = "—" if one.share is None else f"{_signed(one.share, 1)}%"
    return digits(one.own, places), _signed(one.difference, places), share


def _signed(number: Decimal, places: int) -> str:
    shown = digits(number, places)
    return f"+{shown}" if number > 0 and shown.strip("0.") else shown


def _link(context: PageContext, one: Reconciliation) -> str:
    """Where the own value is shown, for the figure's region and year; '' where no page shows it."""
    figure, other = one.figure, one.other
    if other is None or not other.catalogued:
        return ""
    if figure.last.year not in available_years(context.build):
        return ""
    asked = {"region": figure.region_code, "year": str(figure.last.year)} | _period(figure)
    asked["indicator"] = other.indicator.code
    filters = context.catalogue.systems[one.system].page.filters
    asked |= {name: ",".join(codes) for name, codes in other.limits.items() if name in filters}
    return page_address(one.system, context.view, **asked)


def _period(figure: PublishedFigure) -> dict[str, str]:
    """The months of a figure's last year as an address names them; of whole years, the years of
    the trend, which mark it."""
    months = figure.periods[-1]
    if figure.basis == "snapshot":
        last = months.last_month
        return {"period": "year" if last == 12 else f"m1-{last}"}
    if months.short_label == "全年":
        return {"period": "year", "grain": "year"}
    return {"period": f"m{months.first_month}-{months.last_month}"}
