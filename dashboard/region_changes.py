"""What became of regions' codes and ground, and the development zones, as the reference has them.

Read with the standard library alone, as the tree of regions is.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from dashboard.reference_rows import ReferenceRow, one_of, reference_rows


@dataclass(frozen=True, slots=True)
class Successor:
    """Today's region for an old code, and the share of the old one that went to it (0 to 1).

    ``share`` is None where the division is known and its proportions are not.
    """

    code: str
    share: float | None
    year: int
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history of codes; ``new_code`` is None where a region ended without heir.

    ``kind`` is ``recode`` (the same region under another code), ``rename``, ``merge``, ``split``,
    ``new``, ``boundary`` (ground that left a region whose code stayed) or ``in_trust`` (ground that
    stayed a region's own and that another administers). ``month`` is None where only the year is
    known, ``share`` where it is not known how much of the old region it was.
    """

    old_code: str | None
    old_name: str
    new_code: str | None
    new_name: str
    year: int
    kind: str
    share: float | None
    how: str
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A development zone that the statistics bureau lists like a county, under a code of its own.

    ``region_code`` is the city that it lies in; in a municipality, the municipality.
    """

    code: str
    name: str
    region_code: str


# Changes after which a code is no longer in force.
ENDING_KINDS = frozenset(["recode", "merge", "split", "abolish"])

_KINDS = ("recode", "rename", "merge", "split", "abolish", "new", "boundary", "in_trust")
_CHANGE_COLUMNS = (
    *("old_code", "old_name", "new_code", "new_name"),
    *("year", "month", "kind", "share", "how"),
)
_ZONE_COLUMNS = ("zone_code", "name", "region_code")
_FOUNDED_COLUMNS = ("code", "name", "year")
_YEAR = "须为四位年份"
_MONTH = "须为 1 至 12 或留空"
_SHARE = "须为 0 至 1 的数或留空"


def read_changes(path: Path) -> list[Change]:
    """The history in a file, in its order; none where there is no file. Raises SetupError."""
    if not path.exists():
        return []
    return [_change(row) for row in reference_rows(path, _CHANGE_COLUMNS)]


def read_zones(path: Path) -> list[Zone]:
    """The development zones in a file; none where there is no file. Raises SetupError."""
    if not path.exists():
        return []
    return [
        Zone(*(row[column] for column in _ZONE_COLUMNS))
        for row in reference_rows(path, _ZONE_COLUMNS)
    ]


def read_founded(path: Path) -> dict[str, int]:
    """The first year of each code in a file; none where there is no file. Raises SetupError."""
    if not path.exists():
        return {}
    return {row["code"]: _year(row) for row in reference_rows(path, _FOUNDED_COLUMNS)}


def _year(row: ReferenceRow) -> int:
    year = row.require("year", int, _YEAR)
    row.check(1949 <= year <= 9999, "year", _YEAR)
    return year


def _change(row: ReferenceRow) -> Change:
    for column in ("old_code", "new_code"):
        row.check(re.fullmatch(r"[0-9]{6}|", row[column]) is not None, column, "须为六位代码或留空")
    row.check(row["kind"] in _KINDS, "kind", one_of(_KINDS))
    has_heirs = row["kind"] in ("recode", "merge", "split")
    row.check(not has_heirs or bool(row["new_code"]), "new_code", "须写改为、并入或分到的代码")
    itself = row["kind"] == "recode" and row["new_code"] == row["old_code"]
    row.check(not itself, "new_code", "与 old_code 相同，没有改码")
    year = _year(row)
    month = row.read("month", int, _MONTH)
    row.check(month is None or 1 <= month <= 12, "month", _MONTH)
    share = row.read("share", float, _SHARE)
    row.check(share is None or 0 <= share <= 1, "share", _SHARE)
    return Change(
        old_code=row["old_code"] or None,
        old_name=row["old_name"],
        new_code=row["new_code"] or None,
        new_name=row["new_name"],
        year=year,
        kind=row["kind"],
        share=share,
        how=row["how"],
        month=month,
    )
