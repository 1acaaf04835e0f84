"""The list of the late as a table: who lacks which months, to be sent to those who see to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.exports.columns import REGION, names_above
from dashboard.exports.table import Build, Column, Language, Table, batches_of
from dashboard.indicators import Indicator
from dashboard.observations import Observation
from dashboard.regions import Region, RegionTree

REPORTED = Column("reported", "已报月数", "months reported", kind="plain")
LACKS = Column("lacks", "缺报月份", "months missing")
_COLUMNS = (
    *REGION,
    Column("above", "上级地区", "regions above"),
    Column("year", "年", "year", kind="plain"),
    Column("expected", "应报月数", "months expected", kind="plain"),
    REPORTED,
    LACKS,
)


@dataclass(frozen=True, slots=True)
class Late:
    """A leaf region that lacks months: those numbered in ``lacks``, of ``expected`` in the year."""

    region: Region
    year: int
    expected: int
    lacks: Sequence[int]

    @property
    def reported(self) -> int:
        return self.expected - len(self.lacks)


def late_of(
    observation: Observation, missing: Iterable[tuple[Region, Sequence[int]]]
) -> list[Late]:
    """The list of an observation: ``missing`` are the leaf regions that lack months of its period
    (Reader.missing), with those they lack."""
    who = observation.reporting
    return [
        Late(region, observation.period.year, who.months_expected // who.expected, lacks)
        for region, lacks in missing
    ]


def late_table(
    late: Sequence[Late],
    indicator: Indicator,
    *,
    region: str,
    period: str,
    tree: RegionTree,
    build: Build,
    language: Language = "zh",
) -> Table:
    """One row a leaf region that lacks months, in the order given; every month it lacks."""

    def row(one: Late) -> Mapping[str, Any]:
        return {
            "region_code": one.region.code,
            "region": one.region.name,
            "above": names_above(tree, one.region.code),
            "year": one.year,
            "expected": one.expected,
            "reported": one.reported,
            "lacks": months_listed(one.lacks, language),
        }

    return Table(
        region=region,
        title=f"{indicator.short_name}缺报名单",
        period=period,
        columns=_COLUMNS,
        rows=len(late),
        batches=lambda: batches_of(_COLUMNS, map(row, late)),
        build=build,
        language=language,
    )


def months_listed(months: Sequence[int], language: Language = "zh") -> str:
    """Months in words, runs of three or more together: 3月、5–8月; in English 3, 5–8."""
    runs: list[list[int]] = []
    for before, month in pairwise([-1, *months]):
        if runs and month == before + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    said: list[str] = []
    for run in runs:
        parts = [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(month) for month in run]
        said += [f"{part}月" if language == "zh" else part for part in parts]
    return ("、" if language == "zh" else ", ").join(said)
