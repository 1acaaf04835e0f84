"""The sums that every build checks on what it wrote, in words."""

from enum import StrEnum

from dashboard.contracts import load_contracts
from dashboard.marts import mart_contract


class IdentityKind(StrEnum):
    """What must be equal: ``ROWS_ACCOUNTED`` of the build, the others of each mart."""

    ROWS_ACCOUNTED = "rows_accounted"
    PARENTS_ARE_SUMS = "parents_are_sums"
    EVERY_ROW_ONCE = "every_row_once"


_WORDS = {
    IdentityKind.ROWS_ACCOUNTED: ("读入的每一行都有去向", "every row read is accounted for"),
    IdentityKind.PARENTS_ARE_SUMS: ("上级等于下级之和", "a parent is the sum of its parts"),
    IdentityKind.EVERY_ROW_ONCE: ("入库的每一行恰好计入一次", "every row counts exactly once"),
}


def identity_words(kind: IdentityKind, mart: str | None) -> tuple[str, str]:
    """In Chinese and in English: 移交安置：上级等于下级之和. Of the build there is no mart."""
    zh, en = _WORDS[kind]
    if mart is None:
        return zh, en
    title = load_contracts()[mart_contract(mart).export].title
    return f"{title}：{zh}", f"{mart}: {en}"
