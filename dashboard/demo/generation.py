"""Makes the demonstration: province by province, on as many processes as there are processors."""

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.demo.calendar import Calendar
from dashboard.demo.former_codes import named_in, under_former_codes
from dashboard.demo.province import MONTHLY, TABLES, make
from dashboard.demo.tables import earlier
from dashboard.demo.targets import of_nation
from dashboard.demo.territory import Territory, load_units, territory
from dashboard.demo.writing import Written, check_free, replace, write
from dashboard.published_figure import PublishedFigure
from dashboard.regions import RegionTree

# Large tables are a folder with a file a province; the others are one file.
FOLDERS = ("placements", "relief", "measures", "stations")
REGISTRIES = ("stations", "memorial_sites", "tasks")
# To start a process takes as long as to make a province.
FEW_PROVINCES = 3
FILES = tuple(table for table in TABLES if table not in FOLDERS)


@dataclass(frozen=True)
class Plan:
    """What is to be made; the same plan always gives the same bytes.

    ``provinces`` are codes in the tree's order. ``cities`` are the only ones of them whose rows are
    written, all where there are none; a city's rows are those that its province's would hold.
    ``scale`` repeats the monthly tables that many times, each time further back by the years of
    the range.
    """

    out: Path
    calendar: Calendar
    provinces: tuple[str, ...]
    seed: int
    scale: int
    figures: tuple[PublishedFigure, ...]
    cities: tuple[str, ...] = ()

    @property
    def workshop(self) -> Path:
        """Where files are written until all are there: beside the folder, not in it."""
        return self.out.with_name(f"{self.out.name}.writing")


def generate(plan: Plan) -> Iterator[str | list[Written]]:
    """Writes every export: yields each province's code when it is done, at last the files.

    Raises Occupied where the folder holds real exports. Nothing in the folder is touched before
    everything is written.
    """
    check_free(plan.out)
    if plan.workshop.exists():
        shutil.rmtree(plan.workshop)
    plan.workshop.mkdir(parents=True)
    written: list[Written] = []
    collected: dict[str, dict[str, pa.Table]] = {table: {} for table in FILES}
    for province, files, tables in _provinces(plan):
        written += files
        for table, rows in tables.items():
            collected[table][province] = rows
        yield province
    for table in FILES:
        parts = [collected[table][province] for province in plan.provinces]
        if table == "targets" and not plan.cities:
            parts.append(of_nation(plan.calendar, parts))
        name = f"{table}.parquet"
        rows = _blocks(plan, table, _together(parts))
        complete_for = (plan.cities or plan.provinces) if table in REGISTRIES else ()
        written.append(write(plan.workshop, table, name, rows, complete_for))
    replace(plan.workshop, plan.out, TABLES)
    yield sorted(written, key=lambda file: (TABLES.index(file.table), file.path))


Made = tuple[str, list[Written], dict[str, pa.Table]]


def _provinces(plan: Plan) -> Iterator[Made]:
    """Every province made, in any order; a few of them without further processes."""
    workers = min(os.cpu_count() or 1, len(plan.provinces))
    if workers == 1 or len(plan.provinces) <= FEW_PROVINCES:
        for province in plan.provinces:
            yield _province(plan, province)
        return
    # Large provinces first, so that no process is left with one at the end.
    tree = _ground()[0]
    ordered = sorted(plan.provinces, key=lambda code: -len(tree.leaves(code)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_province_of, [(plan, province) for province in ordered])


def _province_of(task: tuple[Plan, str]) -> Made:
    return _province(*task)


def _province(plan: Plan, province: str) -> Made:
    """One province: its files of the large tables written, its rows of the others returned."""
    ground: Territory = territory(*_ground(), province, plan.seed)
    written = []
    for table in FOLDERS:
        rows = _made(plan, table, ground)
        name = f"{table}/{province}.parquet"
        cities = tuple(code for code in plan.cities if code[:2] == province[:2])
        complete_for = (cities or (province,)) if table in REGISTRIES else ()
        blocks = _blocks(plan, table, rows)
        written.append(write(plan.workshop, table, name, blocks, complete_for))
    return (
        province,
        written,
        {table: _made(plan, table, ground) for table in FILES},
    )


def _made(plan: Plan, table: str, ground: Territory) -> pa.Table:
    """An export of a province, or those of its rows that are of the plan's cities."""
    tree = _ground()[0]
    rows = make(table, ground, plan.calendar, plan.figures)
    if table in MONTHLY:
        rows = under_former_codes(rows, tree)
    if not plan.cities:
        return rows
    codes = [one.code for city in plan.cities for one in (tree[city], *tree.descendants(city))]
    return rows.filter(pc.field("region_code").cast(pa.string()).isin(named_in(codes, tree)))


def _blocks(plan: Plan, table: str, rows: pa.Table) -> Iterator[pa.Table]:
    """A monthly table once for each block of the scale, a registry once."""
    for block in range(plan.scale if table in MONTHLY else 1):
        yield earlier(rows, plan.calendar, block)


def _together(parts: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(parts).unify_dictionaries()


@cache
def _ground() -> tuple[RegionTree, pa.Table]:
    """The tree and all units, read once a process."""
    return RegionTree.load(), load_units()
