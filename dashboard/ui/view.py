"""The view: region, year, period and other choices, read from the address.

The address is the only state. Every choice is written to it, so that a copied link opens the same
view and Back returns to the previous one. An invalid value gives a notice and the default, and is
removed from the address.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from dashboard.builds_folder import BuildInfo
from dashboard.periods import Period, parse_period, period_names
from dashboard.regions import Region, RegionTree
from dashboard.ui.base_path import address_of

# Parameters that are kept when the page changes.
SHARED = ("region", "year", "period")
LONGEST_SEARCH = 100
_LONGEST_SHOWN = 20
_MIRROR = "view_mirror"
_PAGE = "view_page"
# Parameters of all pages with their allowed values. A page need not use them.
_DECLARED: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks to see. ``notices`` are sentences in Chinese on invalid values."""

    region: Region
    year: int
    period_name: str
    period: Period
    notices: list[str] = field(default_factory=list)


def view_of(tree: RegionTree, build: BuildInfo, region: str, year: str, period: str) -> View | None:
    """The view of a region that reports, a year and a period, as addresses write them; None where
    there is none."""
    if region not in tree or not tree[region].reports:
        return None
    if year not in map(str, available_years(build)):
        return None
    try:
        months = parse_period(int(year), period, build.data_through, build.data_settled_through)
    except ValueError:
        return None
    return View(tree[region], int(year), period, months)


def read_view(tree: RegionTree, build: BuildInfo) -> View:
    """The view of this run's address. Unknown values give the default and a notice."""
    notices: list[str] = []
    region = _region(tree, notices)
    years = {str(year): year for year in available_years(build)}
    newest = build.data_settled_through.year
    year = years[
        selected(
            "year",
            list(years),
            str(newest),
            notices,
            lambda value: f"没有“{value}”年的数据，已改为 {newest} 年。",
        )
    ]

    def months(name: str) -> Period:
        return parse_period(year, name, build.data_through, build.data_settled_through)

    name = parameter(
        "period",
        lambda value: value if months(value) else None,
        "latest",
        notices,
        lambda value: f"没有“{value}”这个时段，已改为至最新月。",
    )
    return View(region, year, name, months(name), notices)


def _region(tree: RegionTree, notices: list[str]) -> Region:
    root = tree.root
    code = st.query_params.get("region", root.code)
    successors = [] if code in tree else tree.successors(code)
    if len(successors) == 1:
        today = tree[successors[0].code]
        notices.append(
            f"代码 {code} 已于 {successors[0].year} 年变更，现为{today.name}（{today.code}）。"
        )
        choose(region=today.code)
        return today
    if len(successors) > 1:
        heirs = "、".join(f"{tree[heir.code].name}（{heir.code}）" for heir in successors)
        notices.append(
            f"代码 {code} 已于 {successors[0].year} 年分入{heirs}，请在左侧查找其中之一。"
        )
        choose(region=None)
        return root
    known = parameter(
        "region",
        lambda value: value if value in tree else None,
        root.code,
        notices,
        lambda value: (
            f"没有代码为“{value}”的地区，或不在{root.name}范围内，已改为{root.name}。"
            "请在左侧按名称、拼音或代码查找。"
        ),
    )
    return tree[known]


def parameter(
    name: str,
    accepted: Callable[[str], str | None],
    default: str,
    notices: list[str],
    notice: Callable[[str], str] | None = None,
) -> str:
    """A parameter of the address as ``accepted`` returns it; the default if it is empty.

    If ``accepted`` returns None or raises ValueError, the result is the default, the value is
    removed from the address, and a notice tells the visitor (``notice`` makes the sentence).
    """
    value = st.query_params.get(name)
    if not value:
        return default
    try:
        found = accepted(value)
    except ValueError:
        found = None
    if found is not None:
        return found
    _drop(name, value, notices, notice)
    return default


def _drop(
    name: str, value: str, notices: list[str], notice: Callable[[str], str] | None = None
) -> None:
    forget(name)
    shown = shortened(value)
    notices.append(notice(shown) if notice else f"地址中的“{name}={shown}”无效，已改用默认选项。")


def forget(*names: str) -> None:
    """Removes parameters from the address."""
    for name in names:
        st.query_params.pop(name, None)
        st.session_state.get(_MIRROR, {}).pop(name, None)


def shortened(value: str) -> str:
    """A visitor's text for display: its beginning, without invisible characters."""
    seen = "".join(c for c in value[:200] if unicodedata.category(c)[0] not in "CZ" or c == " ")
    return seen if len(seen) <= _LONGEST_SHOWN else f"{seen[:_LONGEST_SHOWN]}…"


def address() -> tuple[str, tuple[tuple[str, str], ...]]:
    """The page and the parameters of its address without the build: what a visitor chose."""
    said = {n: v for n, v in st.query_params.to_dict().items() if n != "build"}
    return st.session_state.get(_PAGE, ""), tuple(sorted(said.items()))


def declare(name: str, allowed: Sequence[str] | Mapping[str, str]) -> None:
    """Declares the allowed values of a parameter, for pages that do not use it
    (check_declared)."""
    _DECLARED[name] = tuple(allowed)


def check_declared(notices: list[str]) -> None:
    """Adds notices on parameters that are invalid on every page, used here or not."""
    for name, allowed in _DECLARED.items():
        selected(name, allowed, "", notices)


def available_years(build: BuildInfo) -> list[int]:
    """The years with data, latest first."""
    return list(range(build.data_through.year, build.data_from.year - 1, -1))


def available_periods(year: int, build: BuildInfo) -> list[str]:
    return period_names(year, build.data_through)


def is_entered() -> bool:
    """Whether a session has just started, at an address without parameters."""
    return _PAGE not in st.session_state and not st.query_params


def remember(page: str) -> None:
    """Keeps region, year and period when the page changes.

    Streamlit drops the parameters of the address when its navigation is used. The session's last
    values replace them, unless the new address has its own.
    """
    mirror = st.session_state.get(_MIRROR, {})
    if st.session_state.get(_PAGE, page) != page:
        missing = {n: v for n, v in mirror.items() if n not in st.query_params}
        if missing:
            st.query_params.update(missing)
    st.session_state[_PAGE] = page
    st.session_state[_MIRROR] = {n: st.query_params[n] for n in SHARED if n in st.query_params}


def choose(**parameters: str | None) -> None:
    """Writes choices to the address; None removes one. For callbacks.

    Another region, year or period begins every list at its first page."""
    if parameters.keys() & set(SHARED):
        pages = [name for name in st.query_params if name.endswith("_page")]
        parameters = dict.fromkeys(pages) | parameters
    for name, value in parameters.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def rename(former: str, name: str) -> None:
    """Renames a parameter of an old address to its present name."""
    value = st.query_params.pop(former, None)
    if value and name not in st.query_params:
        st.query_params[name] = value


def page_address(page: str, view: View, **parameters: str) -> str:
    """The address of another page with the view's year and period, for a link."""
    asked = {"region": view.region.code, "year": str(view.year), "period": view.period_name}
    asked |= parameters
    # A table has hundreds of links that differ by region alone.
    region = ("region", asked.pop("region"))
    return f"{address_of(page)}?{_encoded((region,))}&{_encoded(tuple(asked.items()))}"


@lru_cache(4096)
def _encoded(parameters: tuple[tuple[str, str], ...]) -> str:
    return urlencode(parameters)


def region_address(view: View, code: str) -> str:
    """The address of another region on the same page, with the view's year and period."""
    asked = {"region": code, "year": str(view.year), "period": view.period_name}
    return f"?{urlencode(asked)}"


def go_to(code: str) -> None:
    """Opens another region and keeps all other choices. For callbacks."""
    choose(region=code)


def selected(
    name: str,
    allowed: Sequence[str],
    default: str,
    notices: list[str],
    notice: Callable[[str], str] | None = None,
) -> str:
    """A parameter with one value of those allowed."""
    return parameter(
        name, lambda value: value if value in allowed else None, default, notices, notice
    )


def choices(name: str, allowed: Sequence[str], notices: list[str]) -> tuple[str, ...]:
    """A parameter with several values, joined by commas. Unknown values give a notice and are
    removed."""
    asked = [part for part in st.query_params.get(name, "").split(",") if part]
    chosen = tuple(part for part in allowed if part in asked)
    unknown = [part for part in asked if part not in allowed]
    if unknown:
        _drop(
            name,
            "、".join(unknown),
            notices,
            lambda shown: f"没有“{shown}”这类数据，已略去。",
        )
        if chosen:
            st.query_params[name] = ",".join(chosen)
    return chosen


def number(name: str, notices: list[str], notice: Callable[[str], str]) -> int:
    """A parameter that is a whole number from 0."""
    written = parameter(
        name, lambda v: v if re.fullmatch("[0-9]{1,6}", v) else None, "0", notices, notice
    )
    return int(written)


def search_text(name: str, notices: list[str]) -> str:
    """A visitor's search text. A text that is too long gives a notice and is not used."""
    return parameter(
        name,
        lambda value: value if len(value) <= LONGEST_SEARCH else None,
        "",
        notices,
        lambda shown: f"查找的文字“{shown}”过长，最多 {LONGEST_SEARCH} 个字，已略去。",
    )


def seeded(key: str, value: object) -> str:
    """Sets a widget's state from the address before the widget is made; returns its key."""
    st.session_state[key] = value
    return key
