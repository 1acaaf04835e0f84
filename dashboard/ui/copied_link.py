"""Copied links: which build a link was copied from, and how to open that build.

The parameter ``build`` of an address names the build that it showed (page.js writes it). If another
build is published by now, the page says so and offers the link's build, if it is kept. A visitor
who goes to another page sees the published build. So does a visitor whose page is open when a new
build is published.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from dashboard.builds_folder import (
    InaccessibleBuildError,
    UnreadableBuildError,
    build_file,
    kept_builds,
    read_record,
)
from dashboard.database import Database, open_kept
from dashboard.department import Department
from dashboard.settings import Home
from dashboard.ui.markup import show_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import View, address, page_address, parameter

# The builds that this session has shown, or whose link it has left. They need no line any more.
_SHOWN = "builds_shown"
# The build that the visitor chose to see.
_CHOSEN = "build_chosen"
# The build of the link that was opened, and the link's address.
_LINK = "build_of_link"
_ID = re.compile(r"(\d{8}T\d{6})-[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Looking:
    """The build to show.

    ``linked`` is the id of the link's build if it is not the published one, else ''.
    ``address_build`` is the build that the address should name. ``chosen`` says that ``database``
    is the link's build, ``kept`` that the link's build still exists. ``built_at`` is the time of
    the link's build in ISO 8601, '' if there is no record.
    """

    database: Database
    linked: str = ""
    built_at: str = ""
    kept: bool = False
    chosen: bool = False
    notices: list[str] = field(default_factory=list)

    @property
    def address_build(self) -> str:
        return self.linked or self.database.info.build_id


def build_to_show(home: Home, published: Database) -> Looking:
    """The published build, or the build of a copied link if the visitor chose it."""
    notices: list[str] = []
    current = published.info.build_id
    asked = parameter("build", possible_build, "", notices)
    shown: set[str] = st.session_state.setdefault(_SHOWN, set())
    chosen = st.session_state.get(_CHOSEN)
    if chosen == current:
        # The chosen build was published again: later builds are shown as usual.
        _back()
    elif chosen is not None:
        try:
            database = open_kept(home, chosen)
            return Looking(database, chosen, database.info.built_at, True, True, notices)
        except InaccessibleBuildError as refused:
            notices.append(f"数据版本 {chosen} {refused}，现在显示最新的数据。")
            shown.add(chosen)
            _back()
        except UnreadableBuildError:
            notices.append(f"数据版本 {chosen} 已不再保存，现在显示最新的数据。")
            shown.add(chosen)
            _back()
    link = st.session_state.get(_LINK)
    if asked and asked != current and asked not in shown and (link is None or link[0] != asked):
        link = st.session_state[_LINK] = (asked, address())
    if link is not None and (link[1] != address() or link[0] == current):
        # The visitor went to another address.
        shown.add(link[0])
        del st.session_state[_LINK]
        link = None
    shown.add(current)
    if link is None:
        return Looking(published, notices=notices)
    kept = link[0] in kept_builds(home) and build_file(home, link[0]).is_file()
    built_at = str(read_record(home, link[0]).get("built_at") or "") if kept else ""
    return Looking(published, link[0], built_at, kept, False, notices)


def show_link_line(looking: Looking, department: Department, view: View, published: str) -> None:
    """One line of text if the build shown is not the link's or not the published one; with a link
    to what differs between it and the build ``published``."""
    if not looking.linked:
        return
    build = plain_html(_named(looking, department))
    if looking.chosen:
        said = f"正在查看{build}，不是最新的数据。"
    elif looking.kept:
        said = f"这个链接复制自{build}；现在显示的是另一版本，数字可能有变化。"
    else:
        said = f"这个链接复制自{build}，该版本已不再保存；数字可能有变化。"
    with st.container(key="copied_link", horizontal=True, vertical_alignment="center"):
        if looking.kept:
            link = page_address("versions", view, a=looking.linked, b=published)
            said += f' <a href="{plain_html(link)}" target="_self">看两版差在哪里</a>'
        show_html(f'<p class="link-line" role="status">{said}</p>', width="content")
        if looking.chosen:
            st.button("回到最新数据", key="leave_linked", type="tertiary", on_click=_back)
        elif looking.kept:
            st.button(
                "查看当时的数据",
                key="open_linked",
                type="tertiary",
                on_click=_choose,
                args=(looking.linked,),
            )


def _choose(build_id: str) -> None:
    st.session_state[_CHOSEN] = build_id


def _back() -> None:
    """Returns to the published build and forgets the link."""
    chosen = st.session_state.pop(_CHOSEN, None)
    if chosen is not None:
        st.session_state.setdefault(_SHOWN, set()).add(chosen)
    st.session_state.pop(_LINK, None)


def possible_build(text: str) -> str | None:
    """The text if it could be the id of a build, else None. Raises ValueError for an impossible
    date."""
    found = _ID.fullmatch(text)
    if found is None:
        return None
    datetime.strptime(found[1], "%Y%m%dT%H%M%S")
    return text


def _named(looking: Looking, department: Department) -> str:
    """A link's build by its time: 2026年11月26日 09:02的数据版本; by its id if no record has the
    time. An id does not tell the time: ids count on if the clock was set back."""
    try:
        built = department.on_its_clock(looking.built_at)
    except ValueError:
        return f"数据版本 {looking.linked}"
    return f"{built.year}年{built.month}月{built.day}日 {built:%H:%M}的数据版本"
