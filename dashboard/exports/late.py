"""The list of the late as a file: who lacks which months, to be sent to those who look after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.exports.cells import Language
from dashboard.exports.columns import Build, Column
from dashboard.exports.csv_files import table_csv
from dashboard.indicators import Indicator
from dashboard.observations import Observation
from dashboard.regions import Region, RegionTree

_COLUMNS = (
    Column("region_code", "区划代码", "region code"),
    Column("region", "地区", "region"),
    Column("above", "上级地区", "regions above"),
    Column("year", "年度", "year"),
    Column("expected", "应报月数", "months expected"),
    Column("reported", "已报月数", "months reported"),
    Column("lacks", "缺报月份", "months missing"),
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


def late_title(indicator: Indicator) -> str:
    """The list's name: 安置任务完成率缺报名单."""
    return f"{indicator.short_name}缺报名单"


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


def late_csv(
    late: Iterable[Late], *, tree: RegionTree, build: Build, language: Language = "zh"
) -> bytes:
    """One record a leaf region that lacks months, in the order given; every month it lacks."""
    rows = (
        {
            "region_code": one.region.code,
            "region": one.region.name,
            "above": "".join(step.name for step in tree.full_path(one.region.code)[1:-1]),
            "year": one.year,
            "expected": one.expected,
            "reported": one.reported,
            "lacks": months_listed(one.lacks, language),
        }
        for one in late
    )
    return table_csv(_COLUMNS, rows, build=build, language=language)


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
