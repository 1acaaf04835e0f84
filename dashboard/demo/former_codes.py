"""Rows of the months before a region's code changed, under the codes of that time.

A department's exports name its counties as they were then: without such rows a demonstration would
show nothing of former divisions.
"""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

from collections.abc import Collection
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.demo.tables import MONEY, money, texts
from dashboard.regions import RegionTree

# What a former region had of its heir's numbers: a half of it, or all where the heir is younger.
FORMER = {"330103": 0.42, "500105": 1.0, "540422": 1.0, "540530": 1.0}


def under_former_codes(rows: pa.Table, tree: RegionTree) -> pa.Table:
    """A monthly table in which each former region has its part of its heir's rows, of the months
    before it ended; what both have adds up to what the heir had."""
    for code, share in FORMER.items():
        rows = _divided(rows, code, heir(code, tree), _ended(code, tree), share)
    return rows


def heir(code: str, tree: RegionTree) -> str:
    """The region of today that a former one of the demonstration became a part of."""
    (successor,) = tree.successors(code)
    return successor.code


def named_in(codes: Collection[str], tree: RegionTree) -> list[str]:
    """The codes, and those of the former regions that lie in them today."""
    return [*codes, *(code for code in FORMER if heir(code, tree) in codes)]


def _ended(code: str, tree: RegionTree) -> date:
    (change,) = (one for one in tree.changes if one.old_code == code)
    return date(change.year, change.month or 1, 1)


def _divided(rows: pa.Table, code: str, of: str, ended: date, share: float) -> pa.Table:
    chosen = pc.and_(pc.equal(rows["region_code"], of), pc.less(rows["month"], ended))
    theirs = rows.filter(chosen)
    if not theirs.num_rows:
        return rows
    former = {"region_code": texts(np.zeros(theirs.num_rows), [code])}
    rest: dict[str, pa.Array] = {}
    for name in theirs.column_names:
        if pa.types.is_integer(theirs[name].type) or theirs[name].type == MONEY:
            former[name], rest[name] = _parts(theirs[name].combine_chunks(), share)
    kept = [rows.filter(pc.invert(chosen))]
    if share < 1:
        kept.append(_with(theirs, rest))
    return pa.concat_tables([*kept, _with(theirs, former)]).unify_dictionaries()


def _parts(values: pa.Array, share: float) -> tuple[pa.Array, pa.Array]:
    """Both parts of numbers: what is whole is divided into whole numbers."""
    if values.type != MONEY:
        first = pc.cast(pc.floor(pc.multiply(pc.cast(values, pa.float64()), share)), values.type)
        return first, pc.subtract(values, first)
    cents = np.array([int(one.scaleb(2)) for one in values.to_pylist()], dtype=np.int64)
    unit = 1 if (cents % 100).any() else 100
    first = (cents // unit * share).astype(np.int64) * unit
    return money(first), money(cents - first)


def _with(rows: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, values in columns.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows
