"""The view: region, year, period and choices, as the address says them.

The address is the truth. Every choice is written there, so that a copied link
opens the same view for somebody else and Back goes back; whatever an address
says that can't be is answered with a notice and the default.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from dashboard.database import BuildInfo
from dashboard.periods import Period, parse_period, period_names
from dashboard.regions import NATION, Region, RegionTree

# What stays when the page changes.
SHARED = ("region", "year", "period")
_MIRROR = "view_mirror"
_PAGE = "view_page"


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks to see. ``notices`` tell what of it could not be, in Chinese."""

    region: Region
    year: int
    period_name: str
    period: Period
    notices: list[str] = field(default_factory=list)


def read_view(tree: RegionTree, build: BuildInfo) -> View:
    """The view of this run's address; unknown values give the default and a notice."""
    notices: list[str] = []
    region = tree[NATION]
    if code := st.query_params.get("region"):
        region = _region(code, tree, notices)
    years = available_years(build)
    year = build.data_settled_through.year
    if text := st.query_params.get("year"):
        if text.isdecimal() and int(text) in years:
            year = int(text)
        else:
            notices.append(f"没有“{text[:20]}”年的数据，已改为 {year} 年。")
    name = st.query_params.get("period", "latest")
    try:
        period = parse_period(year, name, build.data_through, build.data_settled_through)
    except ValueError:
        notices.append(f"没有“{name[:20]}”这个时段，已改为至最新月。")
        name = "latest"
        period = parse_period(year, name, build.data_through, build.data_settled_through)
    return View(region, year, name, period, notices)


def _region(code: str, tree: RegionTree, notices: list[str]) -> Region:
    if code in tree:
        return tree[code]
    successors = tree.successors(code)
    if len(successors) == 1:
        today = tree[successors[0].code]
        notices.append(
            f"代码 {code} 已于 {successors[0].year} 年变更，现为{today.name}（{today.code}）。"
        )
        return today
    notices.append(f"没有代码为“{code[:20]}”的地区，已改为全国。请在左侧按名称、拼音或代码查找。")
    return tree[NATION]


def available_years(build: BuildInfo) -> list[int]:
    """The years with data, the latest first."""
    return list(range(build.data_through.year, build.data_from.year - 1, -1))


def available_periods(year: int, build: BuildInfo) -> list[str]:
    return period_names(year, build.data_through)


def remember(page: str) -> None:
    """Carries region, year and period over to the page just entered.

    Streamlit drops an address's parameters when its navigation is used; what the
    session saw last stands in for them, unless the new address says otherwise.
    """
    mirror = st.session_state.get(_MIRROR, {})
    if st.session_state.get(_PAGE, page) != page:
        missing = {n: v for n, v in mirror.items() if n not in st.query_params}
        if missing:
            st.query_params.update(missing)
    st.session_state[_PAGE] = page
    st.session_state[_MIRROR] = {n: st.query_params[n] for n in SHARED if n in st.query_params}


def choose(**parameters: str | None) -> None:
    """Writes choices to the address; None takes one out. For callbacks."""
    for name, value in parameters.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def go_to(code: str) -> None:
    """Opens another region, everything else as it is. For callbacks."""
    choose(region=code)


def choice(name: str, allowed: Sequence[str], default: str, notices: list[str]) -> str:
    """A page's own parameter of one value; a value that is not allowed gives a notice."""
    value = st.query_params.get(name, default)
    if value in allowed:
        return value
    notices.append(f"地址中的“{name}={value[:20]}”无效，已改用默认选项。")
    return default


def choices(name: str, allowed: Sequence[str], notices: list[str]) -> tuple[str, ...]:
    """A page's own parameter of several values, joined by commas; unknown ones are told."""
    text = st.query_params.get(name, "")
    asked = [part for part in text.split(",") if part]
    unknown = [part for part in asked if part not in allowed]
    if unknown:
        notices.append(f"没有“{'、'.join(unknown)[:40]}”这类数据，已略去。")
    return tuple(part for part in allowed if part in asked)


def seeded(key: str, value: object) -> str:
    """Sets a widget to what the address says before it is made; returns its key."""
    st.session_state[key] = value
    return key
