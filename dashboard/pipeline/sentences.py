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
