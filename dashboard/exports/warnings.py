"""What the rules find as a table: one row a alert, of the region and of those below it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.attention import Alert
from dashboard.exports.columns import REGION
from dashboard.exports.table import Build, Column, Note, Table, batches_of
from dashboard.observations import absence_text
from dashboard.rules import SEVERITIES, Rules
from dashboard.systems import Catalogue

_COLUMNS = (
    Column("severity", "级别", "severity"),
    Column("rule", "规则代码", "rule code", kind="code"),
    Column("rule_name", "规则", "rule"),
    *REGION,
    Column("system", "业务", "line of work"),
    Column("indicator", "指标代码", "indicator code", kind="code"),
    Column("indicator_name", "指标", "indicator"),
    Column("when", "期间", "period"),
    Column("value", "本期", "value", kind="number"),
    Column("unit", "计量单位", "unit"),
    Column("absence", "无值原因", "why there is no value"),
    Column("numerator", "分子", "numerator", kind="number"),
    Column("denominator", "分母", "denominator", kind="number"),
    Column("change", "同比", "change on last year", kind="number"),
    Column("zh", "原因", "why (Chinese)"),
    Column("en", "原因（英文）", "why"),
    Column("months", "已持续月数", "months in a row", kind="plain"),
)


def warnings_table(
    found: Sequence[Alert],
    *,
    region: str,
    period: str,
    catalogue: Catalogue,
    rules: Rules,
    build: Build,
    filters: str = "",
) -> Table:
    """One row a alert, in the order given; ``filters`` is what they are limited to."""

    def row(one: Alert) -> Mapping[str, Any]:
        observation = one.observation
        indicator = observation.indicator
        return {
            "severity": SEVERITIES[one.rule.severity],
            "rule": one.rule.code,
            "rule_name": one.rule.name,
            "region_code": observation.region.code,
            "region": observation.region.name,
            "system": catalogue.systems[indicator.system].name,
            "indicator": indicator.code,
            "indicator_name": indicator.name,
            "when": observation.when,
            "value": observation.value,
            "unit": indicator.unit,
            "absence": absence_text(observation) if observation.value is None else None,
            "numerator": observation.numerator,
            "denominator": observation.denominator,
            "change": observation.change,
            "zh": one.zh,
            "en": one.en,
            "months": one.months,
        }

    def notes() -> list[Note]:
        return [
            (
                f"规则：{one.code}",
                f"{SEVERITIES[one.severity]}，{one.name}，界限 {one.bound:g}，"
                f"持续 {one.lasts} 个月，最小分母 {one.minimum_denominator:g}",
            )
            for one in rules.rules.values()
        ]

    return Table(
        region=region,
        title="预警",
        period=period,
        columns=_COLUMNS,
        rows=len(found),
        batches=lambda: batches_of(_COLUMNS, map(row, found)),
        build=build,
        filters=filters,
        notes=notes,
    )
