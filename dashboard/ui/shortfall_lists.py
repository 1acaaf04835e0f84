"""Lists behind a figure, by name: units without a station, weak stations, incomplete sites.

A list has the same headings on the page and in its file.
"""

from typing import Any

import streamlit as st

from dashboard.exports.details import HAVES, ITEMS, SOURCE, registry_columns
from dashboard.exports.table import Column
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.ui.context import PageContext
from dashboard.ui.lists import (
    limited_words,
    list_headings,
    list_parameters,
    place_of,
    rows_file_html,
)
from dashboard.ui.notes import show_note, show_title
from dashboard.ui.paged_rows import page_of, search_box, show_rows
from dashboard.ui.panels import NOT_LIMITED
from dashboard.ui.switches import show_switch
from dashboard.ui.view import choices, choose, declare, search_text, seeded, selected

TIERS = {"village": "村（社区）", "town": "乡镇（街道）"}
# What the export does not say is neither present nor lacking.
_HAVE = {True: "", False: "×", None: "未上报"}
DOUBTS = {
    "unknown_unit": "单位不在名录中",
    "unit_in_other_county": "单位不在所填地区",
}
LACKS = {
    "names_wall_on": "英名墙",
    "exhibition_on": "展陈馆",
    "sign_on": "标识牌",
    "approved_on": "审批",
    "scope_on": "范围",
    "land_registered_on": "登记",
}
LISTED = {"extended": "延伸建站", "all": "全部在用站点"}
declare("tier", TIERS)
declare("listed", LISTED)


def show_uncovered_units(context: PageContext, chosen: CategoryFilter) -> None:
    """Towns or villages without an active station at the end of the period."""
    tier = selected("tier", list(TIERS), "village", context.view.notices)
    show_title(
        f"没有在用服务站的{TIERS[tier]}",
        f"{context.view.region.title}，{context.view.period.end_label}"
        + ("" if chosen == EVERYTHING else NOT_LIMITED),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        show_switch("层级", "tier", TIERS, tier, resets=["uncovered_page"])
        known = _has_units_to_cover(context, tier)
        search = search_box(context, "uncovered", "名称、乡镇或区划代码") if known else ""
    if not known:
        show_note(
            f"{context.view.period.label}没有应建站的{TIERS[tier]}数（units），"
            "无从判断哪些没有服务站，不列名单。"
        )
        return
    parameters = list_parameters(context, search) | {"tier": tier}
    rows, page = page_of(context, "uncovered", "uncovered_units", parameters)
    columns = [
        Column("town_name", "乡镇（街道）", "town"),
        Column("name", "名称", "name"),
        Column("kind", "类型", "kind"),
        Column("unit_code", "单位代码", "unit code", kind="code"),
    ]
    title = f"无站{TIERS[tier]}"
    show_rows(
        "uncovered",
        [row | place_of(context, row) for row in rows],
        list_headings(columns),
        page,
        lambda: rows_file_html(context, "uncovered_units", title, rows, columns, parameters),
    )


def _has_units_to_cover(context: PageContext, tier: str) -> bool:
    """Whether the number of units to cover is known. In a build without the export of units, all
    units of the reference count."""
    if "units" in context.build.tables_absent:
        return True
    return bool(context.observation(context.catalogue.indicators[f"{tier}_coverage"]).denominator)


def show_weak_stations(context: PageContext, chosen: CategoryFilter) -> None:
    """Active stations that lack any of the five haves, those that lack most first."""
    show_title(
        "“五有”不齐的站点",
        f"{context.view.region.title}，缺项多的在前；× 为缺{limited_words(chosen)}",
    )
    search = search_box(context, "weak", "站点名称或编号")
    parameters = _station_parameters(context, search, chosen) | {"weak": True}
    rows, page = page_of(context, "weak", "listed_stations", parameters)
    tiers = context.catalogue.dimensions["station_tier"].names
    shown = [
        row
        | place_of(context, row)
        | {"tier": tiers[row["tier"]]}
        | {name: _HAVE[row[name]] for name in HAVES}
        for row in rows
    ]
    known = registry_columns("stations", context.catalogue)
    columns = [known[name] for name in ("station_id", "name", "tier", *HAVES, "stars")]
    show_rows(
        "weak",
        shown,
        list_headings(columns[1:]),
        page,
        lambda: rows_file_html(
            context,
            "listed_stations",
            "五有不齐站点",
            rows,
            columns,
            parameters,
            chosen,
            key="weak_stations",
        ),
    )


def show_listed_stations(context: PageContext, chosen: CategoryFilter) -> None:
    """Active stations by name, with their staff: only the extended ones, or all."""
    which = selected("listed", list(LISTED), "extended", context.view.notices)
    search = search_text("listed_search", context.view.notices)
    parameters = _station_parameters(context, search, chosen)
    if which == "extended":
        parameters["tiers"] = ["extended"]
    rows, page = page_of(context, "listed", "listed_stations", parameters)
    staff = ""
    if rows and rows[0]["all_full_time"] is not None:
        full, part = rows[0]["all_full_time"], rows[0]["all_part_time"] or 0
        staff = f"；专职 {full:,} 人，兼职 {part:,} 人"
    title = f"{LISTED[which]}名单和人员"
    with st.container(key="head_listed", horizontal=True, vertical_alignment="bottom"):
        said = f"{context.view.region.title}，{context.view.period.end_label}在用{staff}"
        show_title(title, said + limited_words(chosen))
        show_switch("站点名单", "listed", LISTED, which, resets=["listed_page"])
    search_box(context, "listed", "站点名称或编号")
    names = context.catalogue.dimensions["station_tier"].names
    shown = [row | place_of(context, row) | {"tier": names[row["tier"]]} for row in rows]
    known = registry_columns("stations", context.catalogue)
    fields = ("station_id", "name", "tier", "stars", "opened_on", "full_time", "part_time")
    columns = [known[name] for name in fields]
    show_rows(
        "listed",
        shown,
        list_headings(columns[1:]),
        page,
        lambda: rows_file_html(
            context, "listed_stations", title, rows, columns, parameters, chosen
        ),
    )


def _station_parameters(
    context: PageContext, search: str, chosen: CategoryFilter
) -> dict[str, Any]:
    """The parameters of ``listed_stations`` for all active stations under the page's filter."""
    limited = {"limits": chosen.codes, "tiers": [], "weak": False}
    return list_parameters(context, search) | limited


def show_doubtful_stations(context: PageContext) -> None:
    """Active stations whose unit is unknown or lies in another region. Shows nothing if there are
    none."""
    every = list_parameters(context, "") | {"most": 1, "skip": 0}
    if not context.session.rows("doubtful_stations", **every):
        return
    show_title(
        "服务单位有疑问的站点",
        f"{context.view.region.name}；单位不在名录中的不计覆盖，在其他地区的计入单位所在地",
    )
    search = search_box(context, "doubtful", "站点名称、编号或单位代码")
    parameters = list_parameters(context, search)
    rows, page = page_of(context, "doubtful", "doubtful_stations", parameters)
    tiers = context.catalogue.dimensions["station_tier"].names
    shown = [
        row
        | place_of(context, row)
        | {
            "tier": tiers[row["tier"]],
            "reason": DOUBTS[row["reason"]],
            "lies_in": row["lies_in"] or "",
        }
        for row in rows
    ]
    known = registry_columns("stations", context.catalogue)
    columns = [
        *(known[name] for name in ("station_id", "name", "tier", "unit_code")),
        Column("reason", "疑问", "doubt", names=DOUBTS),
        Column("lies_in", "单位所在地", "unit lies in"),
    ]
    show_rows(
        "doubtful",
        shown,
        list_headings(columns[1:]),
        page,
        lambda: rows_file_html(
            context,
            "doubtful_stations",
            "服务单位有疑问的站点",
            rows,
            [*columns, *SOURCE],
            parameters,
        ),
    )


def show_incomplete_sites(context: PageContext, chosen: CategoryFilter) -> None:
    """Incomplete memorial sites of county level and above, with what each lacks."""
    ends = context.view.period.end_label
    show_title(
        "还有缺项的纪念设施",
        f"{context.view.region.title}，{ends}；× 为缺，英名墙和展陈馆只要求公祭场所"
        + limited_words(chosen),
    )
    lacks = choices("lacks", list(LACKS), context.view.notices)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.pills(
            "只看缺这些项的",
            list(LACKS),
            key=seeded("pick_lacks", list(lacks)),
            format_func=lambda item: f"缺{LACKS[item]}",
            label_visibility="collapsed",
            selection_mode="multi",
            on_change=lambda: choose(
                lacks=",".join(st.session_state["pick_lacks"]) or None, sites_page=None
            ),
        )
        search = search_box(context, "sites", "设施名称或编号")
    parameters = list_parameters(context, search) | {"limits": chosen.codes, "lacks": list(lacks)}
    lacking = f"（缺{'或'.join(LACKS[item] for item in lacks)}）" if lacks else ""
    rows, page = page_of(context, "sites", "incomplete_sites", parameters)
    catalogue = context.catalogue
    shown = [
        row
        | place_of(context, row)
        | {
            "protection": catalogue.category_name("protection", row["protection"]),
            "kind": catalogue.category_name("memorial_kind", row["kind"]),
            "public_ceremony": "是" if row["public_ceremony"] else "",
        }
        | {item: _item(row, item) for item in ITEMS}
        for row in rows
    ]
    known = registry_columns("memorial_sites", catalogue)
    names = ("site_id", "name", "protection", "kind", "public_ceremony", *ITEMS)
    columns = [
        *(known[name] for name in names),
        Column("lacking", "缺项数", "lacking", kind="plain"),
    ]
    show_rows(
        "sites",
        shown,
        list_headings(columns[1:]),
        page,
        lambda: rows_file_html(
            context,
            "incomplete_sites",
            f"缺项纪念设施{lacking}",
            rows,
            columns,
            parameters,
            chosen,
        ),
    )


def _item(row: dict[str, Any], item: str) -> str:
    """The date an item was done; × if it is lacking; '' if it is not required."""
    if row[item] is not None:
        return f"{row[item]:%Y-%m}"
    asked = row["public_ceremony"] or item not in ("names_wall_on", "exhibition_on")
    return "×" if asked else ""
