"""Why a row was refused: the sentences of every reason, in the words of a table's columns."""

from datetime import date
from typing import NamedTuple

from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.reasons import Grade, Reason, reasons

CONFLICT = "conflicting_key"


class Sentence(NamedTuple):
    """One reason of one column: what was seen, and what to do."""

    column: str
    reason: str
    zh: str
    en: str
    do_zh: str
    do_en: str


# What to do where columns of one row contradict one another.
_COMPARE = ("请与原始记录核对后改正", "compare them with the original record and correct them")
# What to write, by the field's role or type.
_CODE = ("六位行政区划代码，如 440103", "the region's code of six digits, such as 440103")
_UNIT = ("乡镇的 9 位、村的 12 位代码", "the code of a town (9 digits) or village (12 digits)")
_MONTH = ("年份和月份，如 2025-03", "a year and a month, such as 2025-03")
_DAY = ("年、月、日，如 2025-03-01", "a year, a month and a day, such as 2025-03-01")
_YEAR = ("四位年份，如 2025", "a year of four digits, such as 2025")
_FORMS = {
    "region": _CODE,
    "unit": _UNIT,
    **dict.fromkeys(("month", "as_of"), _MONTH),
    **dict.fromkeys(("day", "due"), _DAY),
    **dict.fromkeys(("year", "plan_year"), _YEAR),
    "integer": ("阿拉伯数字，如 1234", "digits, such as 1234"),
    "number": ("阿拉伯数字，如 1234.50", "digits, such as 1234.50"),
    "boolean": ("是或否", "yes or no"),
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
    of_values = [
        reason
        for reason in reasons().values()
        if reason.grade is Grade.REFUSED and reason.of == "row" and reason.code != CONFLICT
    ]
    found = [
        Sentence(field.name, reason.code, *_said(reason, **_words(field)))
        for field in contract.columns
        for reason in of_values
    ]
    found += [
        Sentence(rule.column, rule.code, rule.zh, rule.en, *_COMPARE) for rule in contract.rules
    ]
    titles = "、".join(contract.by_name[name].title for name in contract.primary_key)
    names = ", ".join(contract.primary_key)
    conflict = _said(reasons()[CONFLICT], titles=titles, names=names)
    found.append(Sentence(names, CONFLICT, *conflict))
    return found


def _said(reason: Reason, **slots: str) -> tuple[str, str, str, str]:
    zh, en = reason.seen(**slots)
    return zh, en, reason.do_zh.format_map(slots), reason.do_en.format_map(slots)


def _words(field: ContractField) -> dict[str, str]:
    constraints = field.constraints
    codes = constraints.enum or ()
    form_zh, form_en = _FORMS.get(field.role or "") or _FORMS.get(field.type, ("原文", "its text"))
    return {
        "form_zh": form_zh,
        "form_en": form_en,
        "name": field.name,
        "title": field.title,
        "type": field.type,
        "kind": _KINDS[field.type],
        "minimum": _plain(constraints.minimum, field.is_year),
        "maximum": _plain(constraints.maximum, field.is_year),
        "least": str(constraints.min_length),
        "most": str(constraints.max_length),
        "allowed_zh": "、".join(field.labels.get(code, code) for code in codes),
        "allowed_en": ", ".join(codes),
    }


def _plain(value: float | date | None, is_year: bool) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if is_year else f"{value:,.10g}"
