"""What is behind a figure, by name: units without a station, weak stations, incomplete sites."""

from typing import Any

import streamlit as st

from dashboard.exports.columns import Column
from dashboard.exports.details import SOURCE
from dashboard.exports.marts import dimension_column
from dashboard.observations import EVERYTHING, CategoryFilter
from dashboard.ui.context import PageContext
from dashboard.ui.lists import (
    download_rows,
    limited_title,
    limited_words,
    list_parameters,
    place_of,
)
from dashboard.ui.notes import show_note, show_title
from dashboard.ui.panels import NOT_LIMITED
from dashboard.ui.tables import page_of, search_box, show_rows
from dashboard.ui.view import choose, declare, seeded, selected

TIERS = {"village": "村（社区）", "town": "乡镇（街道）"}
HAVES = {
    "has_institution": "机构",
    "has_posts": "编制",
    "has_people": "人员",
    "has_funding": "经费",
    "has_safeguards": "保障",
}
# What the export does not say is neither there nor lacking.
_HAVE = {True: "", False: "×", None: "未报"}
DOUBTS = {
    "unknown_unit": "单位不在名录中",
    "unit_in_other_county": "单位不在所填地区",
}
ITEMS = {
    "names_wall_on": "英名墙",
    "exhibition_on": "展陈馆",
    "sign_on": "标识牌",
    "approved_on": "级别审批",
    "scope_on": "保护范围",
    "land_registered_on": "不动产登记",
}
declare("tier", TIERS)


def show_uncovered_units(context: PageContext, chosen: CategoryFilter) -> None:
    """The towns or villages that no active station serves at the period's end."""
    tier = selected("tier", list(TIERS), "village", context.view.notices)
    show_title(
        f"没有在用服务站的{TIERS[tier]}",
        f"{context.view.region.title}，{context.view.period.end_label}"
        + ("" if chosen == EVERYTHING else NOT_LIMITED),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "层级",
            list(TIERS),
            key=seeded("pick_tier", tier),
            format_func=TIERS.__getitem__,
            label_visibility="collapsed",
            required=True,
            on_change=lambda: choose(tier=st.session_state["pick_tier"], uncovered_page=None),
        )
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
    exported = [
        Column("town_name", "乡镇（街道）", "town"),
        Column("name", "名称", "name"),
        Column("kind", "类型", "kind"),
        Column("unit_code", "单位代码", "unit code"),
    ]
    title = f"无站{TIERS[tier]}"
    show_rows(
        "uncovered",
        [row | place_of(context, row) for row in rows],
        {
            "place": "地区",
            "town_name": "乡镇（街道）",
            "name": "名称",
            "kind": "类型",
            "unit_code": "区划代码",
        },
        page,
        lambda: download_rows(context, "uncovered_units", title, rows, exported, parameters),
    )


def _has_units_to_cover(context: PageContext, tier: str) -> bool:
    """Whether it is known how many units there were to cover; where no build ever was told, all
    of the reference are taken for them."""
    if "units" in context.build.tables_absent:
        return True
    return bool(context.observation(context.catalogue.indicators[f"{tier}_coverage"]).denominator)


def show_weak_stations(context: PageContext, chosen: CategoryFilter) -> None:
    """The active stations that lack any of the five haves, the weakest first."""
    show_title(
        "“五有”不齐的站点",
        f"{context.view.region.title}，缺项多的在前；× 为缺{limited_words(chosen)}",
    )
    search = search_box(context, "weak", "站点名称或编号")
    parameters = list_parameters(context, search) | {"limits": chosen.codes}
    rows, page = page_of(context, "weak", "weak_stations", parameters)
    tiers = {c.code: c.name for c in context.catalogue.dimensions["station_tier"]}
    shown = [
        row
        | place_of(context, row)
        | {"tier": tiers[row["tier"]]}
        | {name: _HAVE[row[name]] for name in HAVES}
        for row in rows
    ]
    columns = {"place": "地区", "name": "站点", "tier": "层级", **HAVES, "stars": "星级"}
    exported = [
        Column("station_id", "站点编号", "station id"),
        Column("name", "站点", "station"),
        dimension_column("tier", "station_tier", context.catalogue),
        *(Column(name, f"有{label}", name) for name, label in HAVES.items()),
        Column("stars", "星级", "stars"),
    ]
    show_rows(
        "weak",
        shown,
        columns,
        page,
        lambda: download_rows(
            context,
            "weak_stations",
            limited_title("五有不齐站点", chosen),
            rows,
            exported,
            parameters,
        ),
    )


def show_doubtful_stations(context: PageContext) -> None:
    """The active stations that serve a unit which is none, or which lies elsewhere; nothing where
    there is none."""
    every = list_parameters(context, "") | {"most": 1, "skip": 0}
    if not context.reader.database.rows("doubtful_stations", **every):
        return
    show_title(
        "服务单位有疑问的站点",
        f"{context.view.region.name}；单位不在名录中的不计覆盖，在其他地区的计入单位所在地",
    )
    search = search_box(context, "doubtful", "站点名称、编号或单位代码")
    parameters = list_parameters(context, search)
    rows, page = page_of(context, "doubtful", "doubtful_stations", parameters)
    tiers = {c.code: c.name for c in context.catalogue.dimensions["station_tier"]}
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
    exported = [
        Column("station_id", "站点编号", "station id"),
        Column("name", "站点", "station"),
        dimension_column("tier", "station_tier", context.catalogue),
        Column("unit_code", "服务单位代码", "unit code"),
        Column("reason", "原因代码", "reason"),
        Column("lies_in", "单位所在地", "unit lies in"),
        *SOURCE,
    ]
    show_rows(
        "doubtful",
        shown,
        {
            "place": "地区",
            "name": "站点",
            "tier": "层级",
            "unit_code": "服务单位代码",
            "reason": "疑问",
            "lies_in": "单位所在地",
        },
        page,
        lambda: download_rows(
            context, "doubtful_stations", "服务单位有疑问的站点", rows, exported, parameters
        ),
    )


def show_incomplete_sites(context: PageContext, chosen: CategoryFilter) -> None:
    """The sites of county level and above with what each still lacks."""
    ends = context.view.period.end_label
    show_title(
        "还有缺项的纪念设施",
        f"{context.view.region.title}，{ends}；× 为缺，英名墙和展陈馆只要求公祭场所"
        + limited_words(chosen),
    )
    search = search_box(context, "sites", "设施名称或编号")
    parameters = list_parameters(context, search) | {"limits": chosen.codes}
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
    columns = {
        "place": "地区",
        "name": "设施",
        "protection": "级别",
        "kind": "类型",
        "public_ceremony": "公祭场所",
        **ITEMS,
        "lacking": "缺项数",
    }
    exported = [
        Column("site_id", "设施编号", "site id"),
        Column("name", "设施", "site"),
        dimension_column("protection", "protection", catalogue),
        dimension_column("kind", "memorial_kind", catalogue),
        Column("public_ceremony", "公祭场所", "public ceremony"),
        *(Column(item, f"{label}完成日期", item) for item, label in ITEMS.items()),
        Column("lacking", "缺项数", "lacking"),
    ]
    show_rows(
        "sites",
        shown,
        columns,
        page,
        lambda: download_rows(
            context,
            "incomplete_sites",
            limited_title("缺项纪念设施", chosen),
            rows,
            exported,
            parameters,
        ),
    )


def _item(row: dict[str, Any], item: str) -> str:
    """The date an item was done, × where it lacks, nothing where it is not asked for."""
    if row[item] is not None:
        return f"{row[item]:%Y-%m}"
    asked = row["public_ceremony"] or item not in ("names_wall_on", "exhibition_on")
    return "×" if asked else ""
