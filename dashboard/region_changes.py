"""What became of regions' codes and ground, and the development zones, as the reference has them.

Read with the standard library alone, as the tree of regions is.
"""

import csv
from dataclasses import dataclass
from pathlib import Path


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


def read_changes(path: Path) -> list[Change]:
    """The history in a file, in its order; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_change(row) for row in csv.DictReader(file)]


def read_zones(path: Path) -> list[Zone]:
    """The development zones in a file; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Zone(*row) for row in list(csv.reader(file))[1:]]


def _change(row: dict[str, str]) -> Change:
    return Change(
        old_code=row["old_code"] or None,
        old_name=row["old_name"],
        new_code=row["new_code"] or None,
        new_name=row["new_name"],
        year=int(row["year"]),
        kind=row["kind"],
        share=float(row["share"]) if row["share"] else None,
        how=row["how"],
        month=int(row["month"]) if row.get("month") else None,
    )
