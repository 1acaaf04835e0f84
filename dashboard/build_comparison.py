"""Two builds side by side: what moved, by how much, in which regions, because of which files.

``before`` and ``after`` are asked by named queries, so that a session, or a build that is not yet
published, serves alike. Both must be of this program's format (builds_folder.open_build).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from dashboard.contracts import load_contracts
from dashboard.indicators import Measure
from dashboard.marts import MartContract, mart_contract, mart_names, relation
from dashboard.regions import Level, RegionTree
from dashboard.systems import catalogue

Row = dict[str, Any]
# A region's totals by month, and of a month by measure.
_Months = dict[date, dict[str, float | None]]


class Asked(Protocol):
    """A build that answers named queries."""

    def rows(self, query: str, **parameters: Any) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure of a region and year that differs. ``table`` is the export that it is read from.

    A total is None where a build has no value. Months that only one build has are left out where
    they follow the last one of the other: a new month moves nothing.
    """

    measure: str
    name: str
    unit: str
    table: str
    region_code: str
    year: int
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def share(self) -> float | None:
        """The difference as a share of what was; None where that was nothing."""
        return self.difference / abs(self.before) if self.difference and self.before else None

    def is_beyond(self, bound: float) -> bool:
        """Whether it moved by more than this share of what was. What came or went always did."""
        return self.share is None or abs(self.share) > bound


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that one build has and the other has not, or has with other contents.

    ``kind`` is ``new``, ``changed`` or ``gone``; rows are None where there is no file.
    """

    table: str
    path: str
    kind: str
    rows_before: int | None
    rows_after: int | None


@dataclass(frozen=True, slots=True)
class TableRows:
    """What became of an export's rows in both builds."""

    table: str
    title: str
    kept_before: int
    kept_after: int
    refused_before: int
    refused_after: int

    @property
    def differs(self) -> bool:
        before = self.kept_before, self.refused_before
        return before != (self.kept_after, self.refused_after)


@dataclass(frozen=True, slots=True)
class RegionsChanged:
    """The regions that a source has in one build alone."""

    source: str
    name: str
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewReason:
    """A reason that the build before did not have of this export, with an example."""

    grade: str
    table: str | None
    reason: str
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class BuildComparison:
    """All that two builds differ in, of a region; ``new_months`` are by export those that the
    build before ends short of. Files are empty where only a part of the department is asked for."""

    moved: tuple[Moved, ...]
    new_months: dict[str, tuple[str, ...]]
    files: tuple[FileChange, ...]
    tables: tuple[TableRows, ...]
    regions: tuple[RegionsChanged, ...]
    reasons: tuple[NewReason, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the builds say the same of the region."""
        return not any(
            (self.moved, self.new_months, self.files, self.tables, self.regions, self.reasons)
        )

    def moved_in(self, code: str, bound: float = 0.0) -> list[Moved]:
        """What moved in one region by more than a bound, the largest share first."""
        found = [one for one in self.moved if one.region_code == code and one.is_beyond(bound)]
        return sorted(
            found, key=lambda m: (m.share is not None, -abs(m.share or 0), m.measure, -m.year)
        )

    def files_of(self, table: str) -> list[FileChange]:
        return [one for one in self.files if one.table == table]


def compare_builds(
    before: Asked,
    after: Asked,
    tree: RegionTree,
    codes: Sequence[str],
    *,
    everything: bool,
) -> BuildComparison:
    """Compares the totals of the regions ``codes``; all else of the first of them and what lies
    under it. ``everything`` includes rows of no known region, and files: for the whole department.
    """
    through = min(_data_through(one) for one in (before, after))
    moved: list[Moved] = []
    new_months: dict[str, tuple[str, ...]] = {}
    for mart in mart_names():
        contract = mart_contract(mart)
        was, now = (_totals(one, contract, tree, codes) for one in (before, after))
        if contract.time == "deltas":
            # Registries know of what is due in months to come.
            was, now = (_up_to(through, side) for side in (was, now))
        # What stands at a month's end stands there whether or not anything changed in that month.
        new = set() if contract.time == "deltas" else _months_after(was, now)
        moved += _moved(contract, was, now, codes, new)
        first = [month for month in new if month in now.get(codes[0], {})]
        if first and contract.time != "deltas" and was:
            months = {*new_months.get(contract.export, ()), *(f"{m:%Y-%m}" for m in first)}
            new_months[contract.export] = tuple(sorted(months))
    scope = {"region": codes[0], "everything": everything}
    return BuildComparison(
        tuple(moved),
        new_months,
        tuple(_files(before, after)) if everything else (),
        tuple(_tables(before, after)) if everything else (),
        tuple(_regions(before, after, codes[0])),
        tuple(_reasons(before, after, scope)),
    )


def _totals(
    asked: Asked, contract: MartContract, tree: RegionTree, codes: Sequence[str]
) -> dict[str, _Months]:
    """By region and month, the measures of a mart."""
    found: dict[str, _Months] = {}
    measures = [one.code for one in _measures(contract)]
    counties = [code for code in codes if tree[code].level is Level.COUNTY]
    above = [code for code in codes if code not in set(counties)]
    relations = {
        relation(contract.name, "above", divided=False): above,
        relation(contract.name, "counties", divided=False): counties,
    }
    for asked_of, regions in relations.items():
        if not regions or not measures:
            continue
        for row in asked.rows(
            "totals_by_month", relation=asked_of, measures=measures, regions=regions
        ):
            values = {code: row[code] for code in measures}
            found.setdefault(row["region_code"], {})[row["month"]] = values
    return found


def _data_through(asked: Asked) -> date:
    """The last month of a build's data."""
    said = {row["key"]: row["value"] for row in asked.rows("build_info")}
    return date.fromisoformat(said["data_through"])


def _up_to(through: date, side: dict[str, _Months]) -> dict[str, _Months]:
    return {
        code: {month: values for month, values in months.items() if month <= through}
        for code, months in side.items()
    }


def _measures(contract: MartContract) -> list[Measure]:
    known = catalogue().measures
    return [known[code] for code in contract.measures if code in known]


def _months_after(was: dict[str, _Months], now: dict[str, _Months]) -> set[date]:
    """The months that follow the last one of the build that ends first; none where one is empty."""
    before = {month for months in was.values() for month in months}
    after = {month for months in now.values() for month in months}
    if not before or not after:
        return set()
    through = min(max(before), max(after))
    return {month for month in before | after if month > through}


def _moved(
    contract: MartContract,
    was: dict[str, _Months],
    now: dict[str, _Months],
    codes: Iterable[str],
    left_out: set[date],
) -> list[Moved]:
    found = []
    for code in codes:
        sides = [
            {month: values for month, values in side.get(code, {}).items() if month not in left_out}
            for side in (was, now)
        ]
        years = sorted({month.year for side in sides for month in side})
        for measure in _measures(contract):
            before, after = (_by_year(contract, side, measure.code, years) for side in sides)
            found += [
                Moved(
                    measure.code,
                    measure.name,
                    measure.unit,
                    contract.export,
                    code,
                    year,
                    before.get(year),
                    after.get(year),
                )
                for year in sorted({*before, *after}, reverse=True)
                if not _same(before.get(year), after.get(year))
            ]
    return found


def _by_year(
    contract: MartContract, months: _Months, measure: str, years: Sequence[int]
) -> dict[int, float]:
    """A measure's total by year. Of a flow the sum of the months; of a snapshot the value of the
    last month; of a registry the sum of all changes up to the year's end, also in those of
    ``years`` (ascending) without a change, but not before the first change."""
    found: dict[int, float] = {}
    stands = 0.0
    for month in sorted(months):
        value = months[month][measure]
        if value is None:
            continue
        stands += value
        if contract.time == "flow":
            found[month.year] = found.get(month.year, 0.0) + value
        else:
            found[month.year] = value if contract.time == "snapshot" else stands
    if contract.time == "deltas":
        for before, year in pairwise(years):
            if before in found:
                found.setdefault(year, found[before])
    return found


def _same(one: float | None, other: float | None) -> bool:
    """Sums of many doubles differ in their last figures by the order of their rows."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)


def _files(before: Asked, after: Asked) -> list[FileChange]:
    was, now = (
        {(row["table_name"], row["path"]): row for row in side.rows("build_files")}
        for side in (before, after)
    )
    found = []
    for table, path in sorted({*was, *now}):
        old, new = was.get((table, path)), now.get((table, path))
        if old and new and old["sha256"] == new["sha256"]:
            continue
        kind = "changed" if old and new else "new" if new else "gone"
        rows = [side["rows_read"] if side else None for side in (old, new)]
        found.append(FileChange(table, path, kind, *rows))
    return found


def _tables(before: Asked, after: Asked) -> list[TableRows]:
    was, now = (
        {(row["table_name"], row["outcome"]): row["row_count"] for row in side}
        for side in (before.rows("build_outcomes"), after.rows("build_outcomes"))
    )
    found = [
        TableRows(
            name,
            contract.title,
            *(
                side.get((name, outcome), 0)
                for outcome in ("kept", "refused")
                for side in (was, now)
            ),
        )
        for name, contract in load_contracts().items()
    ]
    return [one for one in found if one.differs]


def _regions(before: Asked, after: Asked, code: str) -> list[RegionsChanged]:
    was, now = (
        {row["source"]: set(row["regions"]) for row in side.rows("regions_with_rows", region=code)}
        for side in (before, after)
    )
    found = []
    for source in sorted({*was, *now}):
        old, new = was.get(source, set()), now.get(source, set())
        if old != new:
            came, went = tuple(sorted(new - old)), tuple(sorted(old - new))
            found.append(RegionsChanged(source, source_name(source), came, went))
    return found


def _reasons(before: Asked, after: Asked, scope: dict[str, Any]) -> list[NewReason]:
    """Refusals and findings by export and reason that the build before had none of."""
    sides = []
    for side in (before, after):
        found = {
            ("refused", row["table_name"], row["reason"]): (row["refused_values"], row["message"])
            for row in side.rows("refused_reasons", **scope)
        }
        for row in side.rows("build_remarks", **scope):
            key = (row["grade"], row["table_name"], row["reason"])
            found[key] = (row["findings"], row["message"])
        sides.append(found)
    was, now = sides
    return [
        NewReason(grade, table, reason, *now[grade, table, reason])
        for grade, table, reason in sorted(now.keys() - was.keys(), key=str)
    ]


def export_title(table: str) -> str:
    """The title of an export; its name where no contract is known."""
    contract = load_contracts().get(table)
    return contract.title if contract else table


def source_name(source: str) -> str:
    """A source of reports as people know it: an export's title, or a measure's name."""
    marts, measures = set(mart_names()), catalogue().measures
    if source in measures:
        return measures[source].name
    return load_contracts()[mart_contract(source).export].title if source in marts else source
