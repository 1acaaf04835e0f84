"""The frame of every page: page settings, the build, navigation, what stands above and below.

``streamlit run app.py`` finds the application here and serves it; Streamlit then runs this file
as ``__main__`` for every visitor, every time.
"""

from copy import copy

import streamlit as st

from dashboard.builds_folder import DamagedBuildError, InaccessibleBuildError
from dashboard.database import InaccessibleError, NoBuildError, find_current
from dashboard.department import OVERVIEW, department_in_use
from dashboard.settings import Home
from dashboard.ui.application import parts
from dashboard.ui.context import make_context, run_with
from dashboard.ui.copied_link import build_to_show, show_link_line
from dashboard.ui.navigation import (
    page_groups,
    show_filters,
    show_notices,
    show_place,
    show_silent_region,
)
from dashboard.ui.no_build import show_what_to_run
from dashboard.ui.notes import show_foot
from dashboard.ui.server import in_turn
from dashboard.ui.style import apply_style
from dashboard.ui.view import is_entered, remember


def name_page(*parts: str) -> None:
    """What the browser's tab and history call this view: its page, its region, the dashboard."""
    st.set_page_config(" · ".join(parts), page_icon="📊", layout="wide")


def frame() -> None:
    home = Home.default()
    department, _ = department_in_use(home.settings)
    # Copies, since Streamlit notes in a page that it is the one to run.
    groups = {group: [*map(copy, pages)] for group, pages in page_groups().items()}
    navigation = st.navigation(groups, expanded=True)
    if is_entered() and navigation.url_path == "" and department.first_page != OVERVIEW:
        by_path = {page.url_path: page for pages in groups.values() for page in pages}
        st.switch_page(by_path[department.first_page])
    remember(navigation.url_path)

    try:
        current = find_current(home)
    except NoBuildError as missing:
        name_page(department.title)
        show_what_to_run(home, missing)
        st.stop()

    looking = build_to_show(home, current.database)
    context = make_context(looking.database, navigation.url_path or OVERVIEW, home)
    context.view.notices.extend(looking.notices)
    if current.instead_of and not looking.chosen:
        context.view.notices.append(
            f"{current.instead_of}：现在显示的是最近一个完好的数据版本 "
            f"{context.build.build_id}。请管理员运行 python -m dashboard rollback 修复。"
        )
    name_page(navigation.title, context.view.region.name, department.title)
    apply_style(context.palette, department)
    show_filters(context)
    show_place(context)
    show_link_line(looking, department, context.view, current.database.info.build_id)
    notices = st.container()
    if context.view.region.reports:
        try:
            run_with(context, navigation.run)
        except DamagedBuildError:
            st.rerun()  # from the newest build that is whole
        except InaccessibleBuildError as refused:
            # It was closed meanwhile, since others were asked more recently.
            wrong = f"数据版本 {context.build.build_id} {refused}"
            show_what_to_run(home, InaccessibleError(wrong))
            st.stop()
    else:
        show_silent_region(context)
    show_notices(context, notices)
    show_foot(context, looking.address_build)


if __name__ == "__main__":
    with in_turn():
        frame()
else:
    app = st.App("app.py", **parts())
