"""The list of tasks by name: overdue, open and done."""

import streamlit as st

from dashboard.exports.details import SOURCE, registry_columns
from dashboard.exports.table import Column
from dashboard.observations import CategoryFilter
from dashboard.ui.context import PageContext
from dashboard.ui.lists import (
    limited_words,
    list_headings,
    list_parameters,
    place_of,
    rows_file_html,
)
from dashboard.ui.notes import show_title
from dashboard.ui.paged_rows import page_of, search_box, show_rows
from dashboard.ui.switches import show_switch
from dashboard.ui.view import declare, selected

STATES = {"overdue": "超期", "open": "进行中", "done": "已完成"}
ALL = "all"
declare("task_state", [*STATES, ALL])


def show_tasks(context: PageContext, chosen: CategoryFilter) -> None:
    """Tasks that were open at some time in the period, those longest overdue first.

    A task's state is that on the period's last day, whatever the date of today.
    """
    period = context.view.period
    span = {"first_day": period.first, "limits": chosen.codes}
    database = context.session
    everything = list_parameters(context, "")
    found = database.rows("task_states", region=everything["region"], day=everything["day"], **span)
    counts = dict.fromkeys(STATES, 0) | {row["state"]: row["tasks"] for row in found}
    state = selected("task_state", [*STATES, ALL], ALL, context.view.notices)
    said = "，".join(f"{name} {counts[one]:,} 项" for one, name in STATES.items())
    show_title(
        f"任务清单：{said}",
        f"{context.view.region.title}，{period.end_label}的状态；已完成的只列{period.label}内完成的；"
        f"超期为时限已过、期末尚未完成{limited_words(chosen)}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        names = {ALL: f"全部（{sum(counts.values()):,}）"}
        names |= {one: f"{name}（{counts[one]:,}）" for one, name in STATES.items()}
        show_switch("任务状态", "task_state", names, state, resets=["tasks_page"])
        search = search_box(context, "tasks", "任务名称或编号")
    parameters = list_parameters(context, search) | span | {"state": "" if state == ALL else state}
    rows, page = page_of(context, "tasks", "tasks_by_state", parameters)
    levels = context.catalogue.dimensions["task_level"].names
    shown = [
        row
        | place_of(context, row)
        | {"level": levels[row["level"]], "state": STATES[row["state"]]}
        for row in rows
    ]
    known = registry_columns("tasks", context.catalogue)
    columns = [
        *(known[name] for name in ("task_id", "title", "level")),
        Column("state", "状态", "state", names=dict(STATES)),
        *(known[name] for name in ("set_on", "due_on", "done_on")),
        Column("late_days", "超期天数", "days late", kind="plain"),
    ]
    show_rows(
        "tasks",
        shown,
        list_headings(columns[1:]),
        page,
        lambda: rows_file_html(
            context, "tasks_by_state", "任务清单", rows, [*columns, *SOURCE], parameters, chosen
        ),
    )
