"""What a page shows, as CSV: UTF-8 with a byte-order mark, RFC 4180, inert in Excel and WPS.

Every file ends in two columns that say which build the rows are from and whether
the data is a demonstration.
"""

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.boundary_changes import boundary_words
from dashboard.exports.cells import Language, line
from dashboard.exports.columns import (
    BOUNDARY_CHANGES,
    BUILD,
    NATURE,
    Build,
    Column,
    nature,
    region_columns,
)
from dashboard.figure_words import filter_words
from dashboard.observations import Absence, Observation, absence_text
from dashboard.regions import RegionTree

_FIGURE_COLUMNS = (
    Column("period", "期间", "period"),
    Column("indicator_code", "指标代码", "indicator code"),
    Column("indicator", "指标名称", "indicator"),
    Column("category", "类别", "category"),
    Column("numerator", "分子", "numerator"),
    Column("denominator", "分母", "denominator"),
    Column("value", "指标值", "value"),
    Column("unit", "单位", "unit"),
    Column("absence", "无值原因", "why there is no value"),
    Column("previous", "上年同期值", "value a year before"),
    Column("change", "同比变化", "change on a year before"),
    Column("plain_change", "全部口径同比变化", "change of everything reported"),
    Column("change_unit", "同比变化单位", "unit of the change"),
    Column("comparable", "可比口径本期值", "value like for like"),
    Column("comparable_previous", "可比口径上年同期值", "value a year before, like for like"),
    Column("expected", "应报县区", "units expected"),
    Column("reported_all", "报全县区", "units that reported every month"),
    Column("reported_some", "缺月县区", "units that reported some months"),
    Column("reported_none", "未报县区", "units that reported no month"),
    Column("months_expected", "应报县区月数", "unit months expected"),
    Column("months_reported", "已报县区月数", "unit months reported"),
    Column("settled", "报送情况", "whether most have reported"),
    BOUNDARY_CHANGES,
)
_ABSENCES = {
    Absence.NOT_REPORTED: "not reported",
    Absence.NO_DATA: "no data",
    Absence.NO_SUCH: "none of this kind",
    Absence.NOT_APPLICABLE: "not applicable",
    None: "nothing to divide by",
}
_SETTLED: dict[Language, tuple[str, str]] = {"zh": ("未齐", "已齐"), "en": ("few yet", "most")}


def table_csv(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    build: Build,
    language: Language = "zh",
) -> bytes:
    """A whole file: one record a row, in the order given, none left out.

    No rows give a file with only its header. Raises KeyError for a row that lacks
    a column's field.
    """
    marks = (build.build_id, nature(build.demonstration, language))
    records = [line(_headings(columns, language))]
    records += (line((*_values(columns, row), *marks), language) for row in rows)
    return codecs.BOM_UTF8 + "".join(records).encode()


def observations_csv(
    observations: Iterable[Observation],
    *,
    tree: RegionTree,
    build: Build,
    language: Language = "zh",
) -> bytes:
    """One record an observation: the region by code and by name at every level, the period, the
    indicator, its value with the numerator and denominator that make it, the same months of the
    year before, the change like for like and plain, who reported. Nothing reported is an empty
    cell with the reason beside it, never 0.
    """
    code, region, *levels = region_columns(tree)
    # The observation says its own name: a region's own part (本级) has the region's code.
    columns = (code, replace(region, field="region", names=None), *levels, *_FIGURE_COLUMNS)
    rows = (
        _figures(observation, language) | {"boundary_changes": _boundary_changes(tree, observation)}
        for observation in observations
    )
    return table_csv(columns, rows, build=build, language=language)


def _boundary_changes(tree: RegionTree, observation: Observation) -> str | None:
    """What changed of the region's ground or code in the period and the year before."""
    period = observation.period
    first = period.previous().first if observation.previous is not None else period.first
    return boundary_words(tree, observation.region, first, period.last) or None


def _headings(columns: Sequence[Column], language: Language) -> list[str]:
    return [column.heading(language) for column in (*columns, BUILD, NATURE)]


def _values(columns: Sequence[Column], row: Mapping[str, Any]) -> list[Any]:
    return [
        row[column.source]
        if column.names is None
        else column.names.get(row[column.source], row[column.source])
        for column in columns
    ]


def _figures(observation: Observation, language: Language) -> dict[str, Any]:
    indicator, period, who = observation.indicator, observation.period, observation.reporting
    like, in_points = observation.comparable, indicator.is_percentage
    no_change = observation.change is None and observation.plain_change is None
    if language == "zh":
        label, name = observation.when, indicator.name
        change_unit = indicator.change_unit
    else:
        label = f"{period.first:%Y-%m} to {period.last:%Y-%m}"
        if observation.is_stock:
            label = f"end of {period.last:%Y-%m}"
        name = indicator.name_en
        change_unit = "percentage points" if in_points else "%"
    return {
        "region_code": observation.region.code,
        "region": observation.region.name,
        "period": label,
        "indicator_code": indicator.code,
        "indicator": name,
        "category": filter_words(observation.limits, language),
        "numerator": observation.numerator,
        "denominator": observation.denominator,
        "value": observation.value,
        "unit": indicator.unit,
        "absence": _absence(observation, language),
        "previous": observation.previous.value if observation.previous else None,
        "change": observation.change,
        "plain_change": observation.plain_change,
        "change_unit": None if no_change else change_unit,
        "comparable": like and indicator.value(like.numerator, like.denominator),
        "comparable_previous": like
        and indicator.value(like.previous_numerator, like.previous_denominator),
        "expected": who.expected,
        "reported_all": who.all,
        "reported_some": who.some,
        "reported_none": who.none,
        "months_expected": who.months_expected,
        "months_reported": who.months,
        "settled": _SETTLED[language][observation.settled],
    }


def _absence(observation: Observation, language: Language) -> str | None:
    """Why there is no value, in a word; None where there is one."""
    if observation.value is not None:
        return None
    return absence_text(observation) if language == "zh" else _ABSENCES[observation.absence]
