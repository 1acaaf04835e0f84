"""What a spreadsheet would run as a formula, and the apostrophe that makes it text.

Excel and WPS run a cell as a formula if its text starts with one of a few
characters, whatever the quotes around it, and skip blanks before it. Every file
goes through this one expression: text in Python, Arrow's batches and DuckDB's
queries alike. Only text is guarded: a negative number is a number and stays one.
"""

import re

GUARD = "'"

# The formula starters, their full-width and small forms, the minus sign proper, and the
# control characters that some versions drop before they look.
FORMULA_STARTS = "=+-@＝＋－＠﹦﹢﹣﹫−\t\r\n"
# Whatever shows as nothing: controls, formats (zero width, direction), every Unicode space, and
# the letters and selectors that have no ink.
BLANK_RANGES = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x600, 0x605),
    (0x61C, 0x61C),
    (0x6DD, 0x6DD),
    (0x70F, 0x70F),
    (0x890, 0x891),
    (0x8E2, 0x8E2),
    (0x115F, 0x1160),
    (0x1680, 0x1680),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x2800, 0x2800),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1345F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# In the syntax of RE2, which is Arrow's and DuckDB's; no character in it ends a string of SQL.
FORMULA_PATTERN = "^[{}]*[{}]".format(
    "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in BLANK_RANGES),
    "".join(rf"\x{{{ord(character):X}}}" for character in FORMULA_STARTS),
)
_FORMULA = re.compile(
    re.sub(r"\\x\{([0-9A-F]+)\}", lambda code: rf"\U{int(code[1], 16):08x}", FORMULA_PATTERN)
)


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it; else as it is."""
    return GUARD + text if _FORMULA.match(text) else text


def guarded_sql(column: str) -> str:
    """``guard`` as an expression of DuckDB over a column, or an expression, of text.

    Null stays null. ``column`` is SQL: a name of ours, never a value.
    """
    return (
        f"case when regexp_matches({column}, '{FORMULA_PATTERN}') "
        f"then concat('{GUARD}{GUARD}', {column}) else {column} end"
    )
