"""Numbers as people write them in text: １２３４, 1,234, 1 234. With a unit beside it is none."""

from dashboard.pipeline.bound import Bound
from dashboard.pipeline.text import half_width_sql

# A spreadsheet's apostrophe, a sign, digits in groups of three or in one, an exponent.
_GROUPED = r"'?[+-]?[0-9]{1,3}(?:[,\pZ][0-9]{3})+(?:\.[0-9]*)?"
_UNGROUPED = r"'?[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_SEPARATORS = r"[',\pZ]"
_HAS_UNIT = r"(?s)[^#]*[0-9].*[\pL%‰].*|(?s)[^0-9#]*[\pL<>=≥≤~≈].*[0-9].*"


def numeral_sql(text: str, bound: Bound) -> str:
    """SQL of a trimmed text's number in digits that can be cast; null where it is none."""
    ascii_text = half_width_sql(text, bound)
    return (
        f"case when regexp_full_match({text}, '-?[0-9]{{1,15}}') then {text} "
        f"when regexp_full_match({ascii_text}, {bound(_UNGROUPED)}) "
        f"then ltrim({ascii_text}, '''') "
        f"when regexp_full_match({ascii_text}, {bound(_GROUPED)}) "
        f"then regexp_replace({ascii_text}, {bound(_SEPARATORS)}, '', 'g') end"
    )


def has_unit_sql(text: str, bound: Bound) -> str:
    """SQL that is true of a text that has a number in it and words beside it (1.2万, 12人, 5%)."""
    return f"regexp_full_match({half_width_sql(text, bound)}, {bound(_HAS_UNIT)})"
