"""Which build a link was copied from, and the way back to what it said then.

Every address says in ``build`` which build it showed (page.js writes it there). Opened on another
build, the page says so and offers the one of the link, if it is kept; a visitor who goes on looks
at the published build, as does everybody whose page stands open when a new one is published.
"""

import re
from dataclasses import dataclass, field

import streamlit as st

from dashboard.builds_folder import UnreadableBuildError, build_file, kept_builds
from dashboard.database import Database, open_kept
from dashboard.settings import Home
from dashboard.ui.text import plain_html
from dashboard.ui.view import address, parameter

# The builds that this session showed, or whose link it has left: none of them is a link's.
_SHOWN = "builds_shown"
# The build that the visitor chose to look at.
_CHOSEN = "build_chosen"
# The build of the link that was opened, and where.
_LINK = "build_of_link"
_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Looking:
    """The build to show. ``linked`` is that of the link, where it is another one: '' mostly.

    ``address_build`` is what the address should say. ``chosen`` says that ``database`` is the
    link's own, and ``kept`` that it could be.
    """

    database: Database
    linked: str = ""
    kept: bool = False
    chosen: bool = False
    notices: list[str] = field(default_factory=list)

    @property
    def address_build(self) -> str:
        return self.linked or self.database.info.build_id


def build_to_show(home: Home, published: Database) -> Looking:
    """The published build, or the one of a copied link that the visitor chose to look at."""
    notices: list[str] = []
    current = published.info.build_id
    asked = parameter("build", lambda text: text if _ID.fullmatch(text) else None, "", notices)
    shown: set[str] = st.session_state.setdefault(_SHOWN, set())
    chosen = st.session_state.get(_CHOSEN)
    if chosen is not None and chosen != current:
        try:
            return Looking(open_kept(home, chosen), chosen, True, True, notices)
        except UnreadableBuildError:
            notices.append(f"{_when(chosen)}的数据版本已不再保存，现在显示最新的数据。")
            shown.add(chosen)
            _back()
    link = st.session_state.get(_LINK)
    if asked and asked != current and asked not in shown and (link is None or link[0] != asked):
        link = st.session_state[_LINK] = (asked, address())
    if link is not None and (link[1] != address() or link[0] == current):
        # The visitor went on.
        shown.add(link[0])
        del st.session_state[_LINK]
        link = None
    shown.add(current)
    if link is None:
        return Looking(published, notices=notices)
    kept = link[0] in kept_builds(home) and build_file(home, link[0]).is_file()
    return Looking(published, link[0], kept, False, notices)


def show_link_line(looking: Looking) -> None:
    """One quiet line, where the build is not the one of the link or not the published one."""
    if not looking.linked:
        return
    when = plain_html(_when(looking.linked))
    if looking.chosen:
        said = f"正在查看{when}的数据版本，不是最新的数据。"
    elif looking.kept:
        said = f"这个链接复制自{when}的数据版本；现在显示的是另一版本，数字可能有变化。"
    else:
        said = f"这个链接复制自{when}的数据版本，该版本已不再保存；数字可能有变化。"
    with st.container(key="copied_link", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="link-line" role="status">{said}</p>', width="content")
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
    """To the published build; what was chosen is a link's no more."""
    chosen = st.session_state.pop(_CHOSEN, None)
    if chosen is not None:
        st.session_state.setdefault(_SHOWN, set()).add(chosen)
    st.session_state.pop(_LINK, None)


def _when(build_id: str) -> str:
    """When a build was made, as its id says: 2026年11月26日 09:02."""
    year, month, day = build_id[:4], int(build_id[4:6]), int(build_id[6:8])
    return f"{year}年{month}月{day}日 {build_id[9:11]}:{build_id[11:13]}"
