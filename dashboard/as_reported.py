"""Figures on the divisions of their year (当年区划): as they were reported, mapped to nothing.

Marts are on today's divisions. Of the regions that rows of former codes were carried to, a build
keeps the rows by the code that they were reported under (``carried_<mart>``). What a region of then
reported is today's figure without what came to it under codes that lay elsewhere, and with what lay
in it then and lies elsewhere today. Registries have no figures of former divisions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dashboard.aggregation import NOTHING, ZERO, Sums, add, less, months_between, sums_of, total
from dashboard.boundary_changes import changes_within, existed, former_codes, lay_in
from dashboard.database import Row
from dashboard.indicators import Indicator
from dashboard.marts import mart_contract, relation
from dashboard.observation_maker import is_monthly
from dashboard.observations import EVERYTHING, CategoryFilter, Comparable, Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import Region, RegionTree
from dashboard.reporting import months_asked, reporting_of
from dashboard.session import Session
from dashboard.systems import OTHER_MEASURES

_NOT_COMPARABLE = Comparable(*NOTHING, *NOTHING)


def was_mapped(session: Session, region: Region) -> bool:
    """Whether rows of a region were mapped: of ground that moved without a code none were."""
    info = session.info
    found = changes_within(session.tree, region, info.data_from, info.data_through)
    return any(change.mapping in ("carried", "given", "unallocated") for change in found)


def as_reported(session: Session, observations: Iterable[Observation]) -> list[Observation]:
    """Observations on today's divisions, each told on those of its year. Most regions have not
    changed: of them nothing is asked."""
    told: dict[tuple[str, str, CategoryFilter], AsReported] = {}
    found = []
    for one in observations:
        if not was_mapped(session, one.region):
            found.append(_of_its_year(session.tree, replace(one, as_reported=True)))
            continue
        key = one.indicator.code, one.region.code, one.limits
        if key not in told:
            told[key] = AsReported(session, one.indicator, one.region, one.limits)
        found.append(told[key].observed(one))
    return found


def _of_its_year(tree: RegionTree, told: Observation) -> Observation:
    """The same; of a region that was not there yet, and of which nothing is told, nobody had to
    report anything, and nothing is a target."""
    previous = told.previous and _of_its_year(tree, told.previous)
    if told.value is not None or existed(tree, told.region, told.period.year):
        return replace(told, previous=previous)
    return replace(told, previous=previous, reporting=Reporting(), existed=False, goal=None)


class AsReported:
    """One indicator of one region, told on the divisions of each year."""

    def __init__(
        self,
        session: Session,
        indicator: Indicator,
        region: Region,
        limits: CategoryFilter = EVERYTHING,
    ) -> None:
        self._session = session
        self._tree: RegionTree = session.tree
        self._indicator = indicator
        self._region = region
        self._limits = limits

    @cached_property
    def differs(self) -> bool:
        """Whether the figures of any month are others on the divisions of its year."""
        return any(one.moved for one in self._rows)

    def observed(self, today: Observation) -> Observation:
        """An observation of the region on today's divisions, told on those of its year.

        A change stays where the ground was the same in both years; else there is none. Where the
        period's own ground was another there is no goal: the target is set to the region of today.
        """
        previous, moves = today.previous, self.moves(today.period)
        if not moves and not (previous and self.moves(previous.period)):
            return _of_its_year(self._tree, replace(today, as_reported=True))
        goal = None if moves else today.goal
        told = replace(self._told(today), comparable=_NOT_COMPARABLE, goal=goal)
        if previous is None:
            return told
        earlier = self._told(previous)
        alike = self._codes(today.period) == self._codes(previous.period)
        comparable = _NOT_COMPARABLE
        if alike and not (told.reporting.late or earlier.reporting.late):
            now, then = (told.numerator, told.denominator), (earlier.numerator, earlier.denominator)
            comparable = Comparable(*now, *then)
        return replace(told, previous=earlier, comparable=comparable)

    def _told(self, today: Observation) -> Observation:
        """Sums and who reported of one period, the year before aside."""
        numerator, denominator = self._sums(today)
        told = replace(
            today,
            numerator=numerator,
            denominator=denominator,
            reporting=self._who(today),
            as_reported=True,
        )
        return _of_its_year(self._tree, told)

    def moves(self, period: Period) -> bool:
        """Whether the figures of a period are others on the divisions of its year."""
        return any(one.moved for one in self._within(self._rows, period))

    def _sums(self, today: Observation) -> Sums:
        """Numerator and denominator: of a leaf region of its own codes' rows, of one above them
        today's with the difference."""
        rows = self._within(self._limited, today.period)
        if self._region.is_leaf:
            if not self._who(today).any:
                return NOTHING
            nothing = ZERO if self._limits and not self._indicator.is_rate else NOTHING
            return self._total(one for one in rows if one.then) if rows else nothing
        sums = (today.numerator, today.denominator)
        sums = less(sums, self._total(one for one in rows if one.now and not one.then))
        gone = self._total(one for one in rows if one.then and not one.now)
        return sums if gone == NOTHING else add(sums, gone)

    def _total(self, rows: Iterable["_Carried"]) -> Sums:
        return total([sums_of(self._indicator, one.row) for one in rows])

    def _who(self, today: Observation) -> Reporting:
        """Who reported a period, of the codes that there were then."""
        asked = months_asked(self._indicator, today.period)
        of_year = [one for one in self._rows if one.month.year == asked.year and one.reports]
        if self._region.is_leaf:
            bits = _bits(one for one in of_year if one.then)
            return _of_one(bits, asked.month_bits)
        who = today.reporting
        for region in dict.fromkeys(one.region for one in of_year):
            # What counts in no county is told apart already, and counted as former.
            if not self._tree.whole[region].is_leaf:
                continue
            rows = [one for one in of_year if one.region == region]
            if rows[0].now:
                who = _plus(who, _of_one(_bits(rows), asked.month_bits), -1)
            by_code: dict[str, list[_Carried]] = {}
            for one in rows:
                by_code.setdefault(one.code, []).append(one)
            months = {code: _bits(reported) for code, reported in by_code.items()}
            for code, reported in by_code.items():
                if reported[0].then:
                    due = asked.month_bits & self._owed(code, months, asked.year)
                    who = _plus(who, _of_one(months[code], due), 1)
        return who

    def _owed(self, code: str, months: Mapping[str, int], year: int) -> int:
        """The months that a code had to report, as bits: none after its last report in the year
        that it ended; in the year that it took another's place those after that one's last report.
        ``months`` are those that each code of the county reported."""
        whole = self._tree.whole
        if whole.ended(code) == year:
            return (1 << months[code].bit_length()) - 1
        former = [
            months[change.old_code]
            for change in whole.changes
            if (change.kind, change.new_code, change.year) == ("recode", code, year)
            and change.old_code is not None
            and change.old_code in months
        ]
        return -(1 << max(former).bit_length()) if former else -1

    def _codes(self, period: Period) -> dict[tuple[str, str], int]:
        """The months of a period that each code reported: the same in two years where the region's
        ground did not change between them, and the same reported."""
        bits = months_asked(self._indicator, period).month_bits
        found: dict[tuple[str, str], list[_Carried]] = {}
        for one in self._within(self._rows, period):
            if one.reports:
                found.setdefault((one.region, one.code), []).append(one)
        return {code: _bits(rows) & bits for code, rows in found.items()}

    def _within(self, rows: Sequence["_Carried"], period: Period) -> list["_Carried"]:
        flow = mart_contract(self._indicator.mart).time == "flow"
        months = set(months_between(period.first if flow else period.last, period.last))
        return [one for one in rows if one.month in months]

    @cached_property
    def _rows(self) -> list["_Carried"]:
        return self._asked(EVERYTHING)

    @cached_property
    def _limited(self) -> list["_Carried"]:
        return self._asked(self._limits) if self._limits else self._rows

    def _asked(self, limits: CategoryFilter) -> list["_Carried"]:
        """The rows that stand in the region today, and those that lay in it then."""
        if not is_monthly(self._indicator):
            return []
        tree, region, mart = self._tree, self._region, self._indicator.mart
        heirs = {
            heir.code
            for code in former_codes(tree, region)
            for heir in tree.whole.successors(code)
            if heir.code in tree and not lay_in(tree, heir.code, region)
        }
        rows = self._session.rows(
            "carried_rows",
            relation=relation(mart, "carried"),
            measures=list(mart_contract(mart).measures),
            regions=sorted({region.code, *heirs}),
            limits=limits.codes,
        )
        below = {region.code, *(one.code for one in tree.descendants(region.code))}
        return [self._carried(row, below) for row in rows]

    def _carried(self, row: Row, below: set[str]) -> "_Carried":
        code, whole = row["reported_region_code"], self._tree.whole
        now = row["region_code"] in below
        ended = whole.ended(code)
        # A development zone is no region of another time, nor is a code in use after its end.
        as_today = ended is None or row["month"].year > ended or code in whole.zones
        then = now if as_today else lay_in(self._tree, code, self._region)
        measures = self._indicator.columns[0] if self._indicator.mart == OTHER_MEASURES else ()
        reports = not measures or row[measures[0]] is not None
        return _Carried(row["region_code"], code, row["month"], row, now, then, reports)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a code reported of a month. ``now`` and ``then``: whether it counts in the region today,
    and whether it lay in it; ``reports``: whether it reported the indicator."""

    region: str
    code: str
    month: date
    row: Row
    now: bool
    then: bool
    reports: bool

    @property
    def moved(self) -> bool:
        return self.now != self.then


def _bits(rows: Iterable[_Carried]) -> int:
    bits = 0
    for one in rows:
        bits |= 1 << (one.month.month - 1)
    return bits


def _of_one(months: int, asked: int) -> Reporting:
    """Who reported, of one region with these months as bits."""
    return reporting_of([{"months": months, "leaves": 1, "former": 0}], 1, asked)


def _plus(who: Reporting, other: Reporting, sign: int) -> Reporting:
    names = ("all", "some", "none", "months", "months_expected")
    return replace(who, **{n: getattr(who, n) + sign * getattr(other, n) for n in names})
