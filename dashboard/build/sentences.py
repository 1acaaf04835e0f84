"""Why a row was refused: the Chinese and the English sentence of every reason."""

from datetime import date
from typing import NamedTuple

from dashboard.contracts import Contract, ContractField

CONFLICT = "conflicting_key"


class Sentence(NamedTuple):
    """One reason of one column."""

    column: str
    reason: str
    zh: str
    en: str


_REASONS = {
    "missing_value": ("“{title}”为空", "{name} is empty"),
    "unreadable_value": ("“{title}”读不出{kind}", "{name} can't be read as {type}"),
    "number_with_unit": (
        "“{title}”带有单位或文字，应只写数字",
        "{name} carries a unit or words: it must be a number alone",
    ),
    "digits_lost": (
        "“{title}”经过浮点数，末尾数字已丢失",
        "{name} went through a floating number and has lost its last digits",
    ),
    "not_whole": ("“{title}”应为整数", "{name} must be a whole number"),
    "below_minimum": ("“{title}”小于 {minimum}", "{name} is below {minimum}"),
    "above_maximum": ("“{title}”大于 {maximum}", "{name} is above {maximum}"),
    "too_short": ("“{title}”少于 {least} 个字符", "{name} is shorter than {least} characters"),
    "too_long": ("“{title}”多于 {most} 个字符", "{name} is longer than {most} characters"),
    "bad_pattern": ("“{title}”的格式不符合要求", "{name} doesn't have the form it must have"),
    "not_allowed": (
        "“{title}”不是允许的取值（{allowed_zh}）",
        "{name} is none of the values allowed ({allowed_en})",
    ),
    "unknown_region": (
        "“{title}”不是任何现行或曾用的行政区划代码",
        "{name} is the code of no region, today's or former",
    ),
    "region_split": (
        "“{title}”是旧代码，该地区已拆分为多个地区，请按现行代码填报",
        "{name} is a former code whose region was divided into several: report today's code",
    ),
    "region_abolished": (
        "“{title}”是已撤销的代码，没有唯一的继任地区",
        "{name} is a code that was abolished without a successor",
    ),
    "region_not_reporting": (
        "“{title}”所指地区不在填报范围内",
        "{name} is a region that does not report",
    ),
    "region_not_leaf": (
        "“{title}”应为县级地区（或不设县的市），不能是其上级",
        "{name} must be a county, or a city without counties, not what lies above",
    ),
    "future_date": ("“{title}”晚于构建当日", "{name} lies after the day of the build"),
}
_KINDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数值",
    "boolean": "是或否",
    "date": "日期",
}


def sentences(contract: Contract) -> list[Sentence]:
    """Every sentence that a row of the table may need."""
    found = [
        Sentence(field.name, reason, *(text.format(**_words(field)) for text in texts))
        for field in contract.columns
        for reason, texts in _REASONS.items()
    ]
    found += [Sentence(rule.column, rule.code, rule.zh, rule.en) for rule in contract.rules]
    titles = "、".join(contract.by_name[name].title for name in contract.primary_key)
    names = ", ".join(contract.primary_key)
    found.append(
        Sentence(
            names,
            CONFLICT,
            f"同一{titles}有多行且内容不同，无法判断以哪一行为准",
            f"several rows with the same {names} say different things",
        )
    )
    return found


def _words(field: ContractField) -> dict[str, str]:
    constraints = field.constraints
    codes = constraints.enum or ()
    return {
        "name": field.name,
        "title": field.title,
        "type": field.type,
        "kind": _KINDS[field.type],
        "minimum": _plain(constraints.minimum),
        "maximum": _plain(constraints.maximum),
        "least": str(constraints.min_length),
        "most": str(constraints.max_length),
        "allowed_zh": "、".join(field.labels.get(code, code) for code in codes),
        "allowed_en": ", ".join(codes),
    }


def _plain(value: float | date | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
