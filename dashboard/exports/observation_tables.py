"""What a chart or a table of a page shows, as a table: one row an observation."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from dashboard.boundary_changes import AS_REPORTED, boundary_words, mapping_words
from dashboard.exports.columns import (
    COVERAGE,
    REGION,
    REPORTING,
    coverage_word,
    dimensions_of,
    reporting_fields,
)
from dashboard.exports.table import Build, Column, Language, Note, Table, batches_of
from dashboard.figure_words import filter_pairs, filter_words, span_words, sum_names
from dashboard.indicators import Indicator
from dashboard.observations import Absence, Observation, absence_text
from dashboard.ranking import rank
from dashboard.region_words import DIVISIONS, THEN, TODAY
from dashboard.regions import Level, RegionTree
from dashboard.standing_words import caveat
from dashboard.systems import catalogue
from dashboard.targets import INHERITED, PACES_EN, STANDINGS_EN
from dashboard.threshold import Threshold

_REGION = (
    *REGION,
    Column("province", "省级", "province"),
    Column("city", "市级", "city"),
    Column("county", "县级", "county"),
    Column("period", "期间", "period"),
    Column("year", "年", "year", kind="plain"),
    Column("first_month", "起月", "first month", kind="plain"),
    Column("last_month", "止月", "last month", kind="plain"),
    Column("indicator_code", "指标代码", "indicator code"),
    Column("indicator", "指标名称", "indicator"),
)
_FIGURES = (
    Column("rank", "名次", "rank", kind="plain"),
    Column("value", "指标值", "value", kind="number"),
    Column("unit", "单位", "unit"),
    Column("absence", "无值原因", "why there is no value"),
    Column("numerator_name", "分子名称", "what the numerator is"),
    Column("numerator", "分子", "numerator", kind="number"),
    Column("denominator_name", "分母名称", "what the denominator is"),
    Column("denominator", "分母", "denominator", kind="number"),
    Column("previous", "上年同期值", "value a year before", kind="number"),
    Column("change", "同比", "change on a year before", kind="number"),
    Column("plain_change", "全部口径同比", "change of everything reported", kind="number"),
    Column("change_unit", "同比单位", "unit of the change"),
    Column("comparable", "可比口径本期值", "value like for like", kind="number"),
    Column(
        "comparable_previous",
        "可比口径上年同期值",
        "value a year before, like for like",
        kind="number",
    ),
    *REPORTING,
    COVERAGE,
    Column("settled", "报送情况", "whether most have reported"),
    Column("divisions", "区划口径", "divisions"),
    Column("boundary_changes", "区划变动", "boundary changes"),
)
_LIMITED = Column("limited", "数值筛选", "limited to values")
_BETWEEN: dict[Language, str] = {"zh": "；", "en": "; "}
# Beside them where any observation has a target.
_GOALS = (
    Column("target", "年度目标", "target of the year", kind="number"),
    Column("target_of", "目标来源", "whose target it is"),
    Column("wanted", "按进度应达", "what it should be by now", kind="number"),
    Column("pace", "进度依据", "what says so"),
    Column("gap", "差距", "how far short of it", kind="number"),
    Column("standing", "目标进度", "against the target"),
    Column("caveat", "目标进度说明", "note on the standing"),
)
_TARGETS_OF = {"zh": ("本级目标", INHERITED), "en": ("its own", "the region above")}
_ABSENCES = {
    Absence.NOT_REPORTED: "not reported",
    Absence.NO_DATA: "no data",
    Absence.NOT_THERE: "not there yet",
    Absence.NO_SUCH: "none of this kind",
    Absence.NOT_APPLICABLE: "not applicable",
    None: "nothing to divide by",
}
_SETTLED: dict[Language, tuple[str, str]] = {"zh": ("未齐", "已齐"), "en": ("few yet", "most")}
_DIVISIONS: dict[Language, tuple[str, str]] = {
    "zh": (DIVISIONS[TODAY], DIVISIONS[THEN]),
    "en": ("of today", "of the year"),
}
_READING: dict[Language, tuple[Note, ...]] = {
    "zh": (
        ("名次", "同一指标、同一时期的各地区按好坏排序（不分好坏的由高到低），数值相同名次相同。"),
        ("空白", "没有数值的，原因在“无值原因”列，不是 0；类别列空白为不分类别，全部计入。"),
        ("起月", "时点数没有起月，是止月末的状态。"),
        ("同比", "与上年相同月份比；只比两年都报的县区和月份（可比口径）。"),
    ),
    "en": (
        (
            "rank",
            "Of regions at one indicator and time, the best first; equal values share a rank.",
        ),
        ("empty", "No value, for the reason beside it, and not 0; no category: all of them."),
        ("first month", "None for what stands at the end of the last month."),
        ("change", "On the same months a year before, of what was reported in both years."),
    ),
}
_READING_GOALS: dict[Language, tuple[Note, ...]] = {
    "zh": (
        ("年度目标", "与指标值同单位；没有自己目标的地区，比率和平均数沿用上级目标。"),
        ("差距", "比按进度应有的差多少：百分比指标为百分点，其他为百分之几；没有差距为 0。"),
    ),
    "en": (
        ("target", "In the unit of the value; rates of a region without one take that above."),
        ("how far short", "Points of a rate in %, percent of everything else; 0 where it is not."),
    ),
}


def observations_table(
    observations: Sequence[Observation],
    *,
    region: str,
    title: str,
    tree: RegionTree,
    build: Build,
    language: Language = "zh",
    unlisted: Sequence[Observation] = (),
    threshold: Threshold | None = None,
) -> Table:
    """One row an observation, in the order given: the region by code and by name at every level,
    the period, the indicator, what it is limited to (a column a dimension), its rank among the
    regions beside it, its value with the numerator and denominator that make it, the same months of
    the year before, the change like for like and plain, who reported. Nothing reported is an empty
    cell with the reason beside it, never 0.

    What all rows are limited to are the table's filters, and all their months its period.
    ``unlisted`` are ranked with them and have no row: ``threshold`` omits them, and every row says
    so in a column of its own.
    """
    limits = {filter_words(observation.limits, language) for observation in observations}
    common = limits.pop() if len(limits) == 1 else ""
    limited = threshold.words(language) if threshold else ""
    indicators = list({o.indicator.code: o.indicator for o in observations}.values())
    dimensions = dimensions_of(indicators)
    known = catalogue().dimensions
    parts = [Column(one, known[one].name, known[one].name_en) for one in dimensions]
    goals = _GOALS if any(observation.goal for observation in observations) else ()
    columns = (*_REGION, *parts, *_FIGURES, *goals, *([_LIMITED] if threshold else []))

    def batches() -> Iterator[pa.RecordBatch]:
        ranks = ranks_of([*observations, *unlisted])[: len(observations)]
        rows = (
            _row(observation, rank, tree, dimensions, language) | {"limited": limited}
            for observation, rank in zip(observations, ranks, strict=True)
        )
        return batches_of(columns, rows)

    return Table(
        region=region,
        title=title,
        period=_period(observations),
        columns=columns,
        rows=len(observations),
        batches=batches,
        build=build,
        filters=_BETWEEN[language].join(one for one in (common, limited) if one),
        notes=lambda: [
            *_READING[language],
            *(_READING_GOALS[language] if goals else ()),
            *_mapping(observations, tree, language),
            *(_meaning(one, language) for one in indicators),
        ],
        language=language,
    )


def ranks_of(observations: Sequence[Observation]) -> list[int | None]:
    """The rank of each observation among those of its indicator, filter and time, as rank() gives
    it. None for a region that stands alone, that is not ranked, or that lies above another one (a
    row of totals, or of what the region above holds itself)."""
    groups: dict[Any, list[int]] = {}
    for at, observation in enumerate(observations):
        key = observation.indicator.code, observation.limits, observation.period
        groups.setdefault(key, []).append(at)
    ranks: list[int | None] = [None] * len(observations)
    for group in groups.values():
        above = {observations[at].region.parent for at in group}
        beside = [at for at in group if observations[at].region.code not in above]
        if len(beside) < 2:
            continue
        places = {observations[at].region.code: at for at in beside}
        for ranked in rank([observations[at] for at in beside]):
            ranks[places[ranked.observation.region.code]] = ranked.rank
    return ranks


def _period(observations: Sequence[Observation]) -> str:
    words = {observation.when for observation in observations}
    if len(words) == 1:
        return words.pop()
    return span_words([observation.period for observation in observations]) if words else ""


def _row(
    observation: Observation,
    rank: int | None,
    tree: RegionTree,
    dimensions: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    chosen = dict(filter_pairs(observation.limits, language))
    return {
        **_place(observation, tree),
        **_time(observation, language),
        **_figures(observation, language),
        **_goal(observation, language),
        **{dimension: chosen.get(dimension) for dimension in dimensions},
        "rank": rank,
        "boundary_changes": _boundary_changes(tree, observation),
    }


def _place(observation: Observation, tree: RegionTree) -> dict[str, Any]:
    """The observation says its own name: a region's own part (本级) has the region's code."""
    region = observation.region
    above = {step.level: step.name for step in tree.full_path(region.code)}
    return {
        "region_code": region.code,
        "region": region.name,
        "province": above.get(Level.PROVINCE),
        "city": above.get(Level.CITY),
        "county": above.get(Level.COUNTY),
    }


def _time(observation: Observation, language: Language) -> dict[str, Any]:
    period, is_stock = observation.period, observation.is_stock
    label = observation.when
    if language == "en":
        label = f"{period.first:%Y-%m} to {period.last:%Y-%m}"
        if is_stock:
            label = f"end of {period.last:%Y-%m}"
    return {
        "period": label,
        "year": period.year,
        "first_month": None if is_stock else period.first_month,
        "last_month": period.last_month,
    }


def _figures(observation: Observation, language: Language) -> dict[str, Any]:
    indicator, like = observation.indicator, observation.comparable
    unit = indicator.change_unit
    if language == "en" and indicator.is_percentage:
        unit = "percentage points"
    no_change = observation.change is None and observation.plain_change is None
    numerator, denominator = sum_names(indicator, language)
    return {
        "indicator_code": indicator.code,
        "indicator": indicator.name if language == "zh" else indicator.name_en,
        "numerator_name": numerator,
        "numerator": observation.numerator,
        "denominator_name": denominator or None,
        "denominator": observation.denominator,
        "value": observation.value,
        "unit": indicator.unit,
        "absence": _absence(observation, language),
        "previous": observation.previous.value if observation.previous else None,
        "change": observation.change,
        "plain_change": observation.plain_change,
        "change_unit": None if no_change else unit,
        "comparable": like and indicator.value(like.numerator, like.denominator),
        "comparable_previous": like
        and indicator.value(like.previous_numerator, like.previous_denominator),
        **reporting_fields(observation.reporting),
        "coverage": coverage_word(observation.coverage, language),
        "divisions": _DIVISIONS[language][observation.as_reported],
        "settled": _SETTLED[language][observation.settled],
    }


def _goal(observation: Observation, language: Language) -> dict[str, Any]:
    goal, zh = observation.goal, language == "zh"
    if goal is None:
        return dict.fromkeys(column.name for column in _GOALS)
    standing = goal.standing
    return {
        "target": goal.target.value,
        "target_of": _TARGETS_OF[language][goal.target.inherited],
        "wanted": goal.expected,
        "pace": str(goal.pace) if zh else PACES_EN[goal.pace],
        "gap": None if standing is None else max(goal.gap, 0.0),
        "standing": standing and (str(standing) if zh else STANDINGS_EN[standing]),
        "caveat": caveat(observation)[not zh] or None,
    }


def _absence(observation: Observation, language: Language) -> str | None:
    """Why there is no value, in a word; None where there is one."""
    if observation.value is not None:
        return None
    return absence_text(observation) if language == "zh" else _ABSENCES[observation.absence]


def _boundary_changes(tree: RegionTree, observation: Observation) -> str | None:
    """What changed of the region's ground or code in the period and the year before."""
    period = observation.period
    first = period.previous().first if observation.previous is not None else period.first
    told = observation.as_reported
    return boundary_words(tree, observation.region, first, period.last, as_reported=told) or None


def _mapping(
    observations: Sequence[Observation], tree: RegionTree, language: Language
) -> Sequence[Note]:
    """Which codes of the past count where today, where any do in the months of a file."""
    if not observations:
        return []
    first = min(one.period.previous().first for one in observations)
    last = max(one.period.last for one in observations)
    regions = [one.region for one in observations]
    label = "区划换算" if language == "zh" else "codes mapped"
    if all(one.as_reported for one in observations):
        unmapped = AS_REPORTED if language == "zh" else "none: each year under its own codes"
        return [(label, unmapped)]
    said = mapping_words(tree, regions, first, last)
    return [(label, "；".join(said))] if said else []


def _meaning(indicator: Indicator, language: Language) -> Note:
    """An indicator's name and unit, and its definition."""
    if language == "en":
        return f"{indicator.name_en} ({indicator.unit})", indicator.definition_en
    said = f"{indicator.definition}来源：{indicator.source}。{indicator.note}"
    if indicator.rank_from:
        said += f"分母不足 {indicator.rank_from:,.0f} 的地区不参加排名。"
    return f"{indicator.name}（{indicator.unit}）", said
