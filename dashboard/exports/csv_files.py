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
from dashboard.readings import Reading
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
    Column("previous", "上年同期值", "value a year before"),
    Column("change", "同比变化", "change on a year before"),
    Column("change_unit", "同比变化单位", "unit of the change"),
    Column("reported", "已报单位数", "units reported"),
    Column("expected", "应报单位数", "units expected"),
    BOUNDARY_CHANGES,
)


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


def readings_csv(
    readings: Iterable[Reading],
    *,
    tree: RegionTree,
    build: Build,
    language: Language = "zh",
    categories: Sequence[str] | None = None,
) -> bytes:
    """One record a reading: the region by code and by name at every level, the period, the
    indicator, its value with the numerator and denominator that make it, the same months of the
    year before, the units reported and expected. Nothing reported is an empty cell, never 0.
    ``categories`` says for each reading what it is limited to, '' for everything; as many as
    there are readings, or ValueError.
    """
    code, region, *levels = region_columns(tree)
    # The reading says its own name: a region's own part (本级) has the region's code.
    columns = (code, replace(region, field="region", names=None), *levels, *_FIGURE_COLUMNS)
    readings = list(readings)
    limits = [""] * len(readings) if categories is None else categories
    rows = (
        _figures(reading, language)
        | {"category": category, "boundary_changes": _boundary_changes(tree, reading)}
        for reading, category in zip(readings, limits, strict=True)
    )
    return table_csv(columns, rows, build=build, language=language)


def _boundary_changes(tree: RegionTree, reading: Reading) -> str | None:
    """What changed of the region's ground or code in the period and the year before."""
    period = reading.period
    first = period.previous().first if reading.previous is not None else period.first
    return boundary_words(tree, reading.region, first, period.last) or None


def _headings(columns: Sequence[Column], language: Language) -> list[str]:
    return [column.heading(language) for column in (*columns, BUILD, NATURE)]


def _values(columns: Sequence[Column], row: Mapping[str, Any]) -> list[Any]:
    return [
        row[column.source]
        if column.names is None
        else column.names.get(row[column.source], row[column.source])
        for column in columns
    ]


def _figures(reading: Reading, language: Language) -> dict[str, Any]:
    indicator, period = reading.indicator, reading.period
    in_points = indicator.unit == "%"
    if language == "zh":
        label, name = period.label, indicator.name
        change_unit = "个百分点" if in_points else "%"
    else:
        label = f"{period.first:%Y-%m} to {period.last:%Y-%m}"
        name = indicator.name_en
        change_unit = "percentage points" if in_points else "%"
    return {
        "region_code": reading.region.code,
        "region": reading.region.name,
        "period": label,
        "indicator_code": indicator.code,
        "indicator": name,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "value": reading.value,
        "unit": indicator.unit,
        "previous": reading.previous.value if reading.previous else None,
        "change": reading.change,
        "change_unit": change_unit if reading.change is not None else None,
        "reported": reading.reported,
        "expected": reading.expected,
    }
