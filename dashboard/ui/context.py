"""The context of one run of a page: build, region tree, view, colours, settings.

app.py makes the context, then runs the page. A page file that is executed in another way (as
Streamlit's AppTest does) runs app.py first.
"""

import runpy
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import streamlit as st

from dashboard.builds_folder import waiting_file
from dashboard.charts.palette import Palette, palette
from dashboard.database import BuildInfo, Database, open_kept
from dashboard.department import Department, department_in_use
from dashboard.indicators import Indicator
from dashboard.monthly_reports import MonthlyReport
from dashboard.observations import EVERYTHING, CategoryFilter, Observation
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import Region, RegionTree
from dashboard.result_cache import ResultCache, weight
from dashboard.session import Session
from dashboard.settings import LARGEST_KEPT_BYTES, OPEN_BUILDS, ROOT, Home
from dashboard.systems import Catalogue, System, catalogue
from dashboard.ui.view import View, read_view

T = TypeVar("T")
_run = threading.local()


@cache
def _shown(megabytes: int) -> ResultCache:
    """The cache of what pages made for their views: observations, figures, cards; about twenty
    entries a page."""
    return ResultCache(
        megabytes * 1_000_000,
        lambda made: weight(made, (Indicator, MonthlyReport, Region, Reader)),
        LARGEST_KEPT_BYTES,
    )


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything a page needs. Made once a rerun, so that a run never mixes two builds."""

    session: Session
    reader: Reader
    view: View
    palette: Palette
    page: str
    department: Department

    @property
    def tree(self) -> RegionTree:
        return self.reader.tree

    @property
    def catalogue(self) -> Catalogue:
        return self.reader.catalogue

    @property
    def system(self) -> System:
        """The line of work of this page. Raises KeyError on the overview, which covers all."""
        return self.catalogue.systems[self.page]

    def period(self, indicator: Indicator) -> Period:
        """The months of the view that an indicator shows. In the default period, only its settled
        months."""
        if self.view.period_name != "latest":
            return self.view.period
        return self.reader.settled_period(indicator, self.view.period)

    def family(
        self, indicator: Indicator, limits: CategoryFilter = EVERYTHING
    ) -> dict[str, Observation]:
        """The observations of the view's region, its children and its siblings, by code."""
        return self.reader.family(indicator, self.view.region.code, self.period(indicator), limits)

    def cached(self, make: Callable[[], T], *what: Hashable, drawn: bool = True) -> T:
        """The result of ``make``, cached for all visitors of the same view.

        The result may depend only on the session's audience, the settings, the view and ``what``;
        where it is not ``drawn``, not on light or dark. Callers must not change it.
        """
        view, session = self.view, self.session if drawn else replace(self.session, dark=False)
        seen = (view.region.code, view.period, view.period_name)
        key = (session.audience, self.department.key, *seen, *what)
        return _shown(self.department.cache_megabytes).get(key, make)

    def observation(self, indicator: Indicator, limits: CategoryFilter = EVERYTHING) -> Observation:
        """The observation of the view's region and period."""
        return self.family(indicator, limits)[self.view.region.code]

    @property
    def compared_under(self) -> Region:
        """The region whose children the page compares: the view's; for a leaf, its parent."""
        region = self.view.region
        return self.tree[region.parent] if region.is_leaf and region.parent else region

    @property
    def compares(self) -> bool:
        """Whether there are regions to compare: not if the department's own is a county."""
        return any(one.reports for one in self.tree.children(self.compared_under.code))

    def compared(
        self, indicator: Indicator, limits: CategoryFilter = EVERYTHING
    ) -> list[Observation]:
        """The observations of the regions that the page compares, in the tree's order."""
        family = self.family(indicator, limits)
        children = self.tree.children(self.compared_under.code)
        return [family[region.code] for region in children if region.reports]

    @property
    def build(self) -> BuildInfo:
        return self.session.info


@cache
def region_tree(root: str) -> RegionTree:
    """The regions of a department's pages: its own region and all below it."""
    return RegionTree.load().under(root)


@cache
def _catalogue(minimums: tuple[tuple[str, float], ...]) -> Catalogue:
    return catalogue().with_minimums(dict(minimums))


_readers: dict[str, Reader] = {}


def reader_of(database: Database, department: Department) -> Reader:
    """The reader of a build. The readers of the last few builds are cached."""
    known = _catalogue(tuple(sorted(department.minimum_denominators.items())))
    grades, name = department.coverage_grades, database.path.name
    reader = _readers.pop(name, None)
    if (
        reader is None
        or reader.session.database is not database
        or reader.catalogue is not known
        or reader.grades != grades
    ):
        # The scope is the whole department until there is a sign-in.
        session = Session(database, region_tree(database.info.own_region))
        reader = Reader(session, known, grades)
    _readers[name] = reader
    for older in list(_readers)[:-OPEN_BUILDS]:
        _readers.pop(older, None)
    return reader


def reader_of_kept(home: Home, build_id: str, department: Department) -> Reader:
    """The reader of a kept build, by its id. Raises UnreadableBuildError."""
    return reader_of(open_kept(home, build_id), department)


def other_build(context: PageContext, home: Home, build_id: str) -> Session:
    """Another kept build, asked for the same audience as the one shown. Raises
    UnreadableBuildError."""
    return replace(context.session, database=open_kept(home, build_id))


@contextmanager
def waiting_build(context: PageContext, home: Home, build_id: str) -> Iterator[Session]:
    """The same of a build that waits to be published. Its file is let go of at the end: whoever
    publishes it writes to it. Raises UnreadableBuildError."""
    database = Database(waiting_file(home, build_id))
    try:
        yield replace(context.session, database=database)
    finally:
        database.close()


def make_context(database: Database, page: str, home: Home) -> PageContext:
    """The context of this run, made of the address, the browser's theme and the home's settings.

    ``page`` is the code of a line of work, or ``overview``."""
    department, wrong = department_in_use(home.settings)
    reader = reader_of(database, department)
    session = replace(reader.session, dark=st.context.theme.type == "dark")
    view = read_view(reader.tree, database.info)
    view.notices.extend(
        f"{one.variable or home.settings.name} {one.zh}。请管理员改正，改正前按默认设置显示。"
        for one in wrong
    )
    return PageContext(session, reader, view, palette(dark=session.dark), page, department)


def run_with(context: PageContext, page: Callable[[], None]) -> None:
    """Runs a page with this context available to ``show``."""
    _run.context = context
    try:
        page()
    finally:
        del _run.context


def show(body: Callable[[PageContext], None]) -> None:
    """The last line of every page file: runs ``body`` with the context that app.py made."""
    context = getattr(_run, "context", None)
    if context is None:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
    else:
        body(context)
