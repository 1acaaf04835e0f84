"""What a piece of text says, whoever typed it: blanks around it, and words that stand for nothing.

Every text of an export is trimmed alike, in SQL and in Python, by one class of characters.
What lies inside a text is kept as it is.
"""

import re
import sys
import unicodedata
from functools import cache

from dashboard.pipeline.bound import Bound

# White space, controls and the marks that only format: none of them is seen at the end of a text.
_BLANK_CATEGORIES = frozenset(["Zs", "Zl", "Zp", "Cc", "Cf"])
# Letters and a sign by their category, and nothing to see: fillers of Hangul and Braille.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# They choose a form of the character before and have none of their own.
_SELECTORS = "".join(chr(code) for code in range(0xFE00, 0xFE10))
_FULL_WIDTH = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_HALF_WIDTH = "".join(chr(code) for code in range(0x21, 0x7F))

# What people write in the first columns of a row of totals; names of whose it is stand before it.
_TOTAL = r"(?i)(?:\pL{0,12}\s*[合总小共累]\s*计|汇\s*总|(?:grand\s*|sub[\s-]*)?total)\s*[:：]?"

# A letter of Latin-1 beside what it is seen with only where bytes of another encoding were read.
_LATIN_GARBLED = "[À-ÿ][\\x{80}-\\x{BF}À-ÿ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_LOST = ("\ufffd", "锟斤拷", "€")

# Compared without width and case.
_MISSING = frozenset(
    [
        *("nan", "-nan", "none", "null", "nat", "nil", "n/a", "na", "#n/a", "<na>", "undefined"),
        *("<null>", "(null)", "[null]", "<none>", "\\n", "#null!", "(blank)", "missing"),
        *("无", "空", "暂无", "无数据", "缺", "缺失", "暂缺", "未填", "未填写", "未知", "不详"),
        *("空值", "空白", "(空)", "(空白)", "(无)", "空缺", "不明", "待补", "待补充", "待填"),
        *("未统计", "未上报", "未报", "未报送", "未填报", "未采集", "未登记", "未录入", "未提供"),
        *("不适用", "不涉及", "无此项", "无此类", "没有", "没有数据", "无记录"),
        *("暂无数据", "暂无记录", "暂未统计"),
        *("待定", "待统计", "待核", "待核实", "待上报", "待报", "待录入", "至今", "长期"),
        *("未完成", "未办结", "办理中", "进行中", "未建", "未建成", "在建", "未撤销", "在用"),
        *("n.a.", "n.a", "not available", "not applicable", "unknown", "tbd", "~", "·"),
        *("-", "--", "---", "----", "–", "—", "——", "———", "―", "−", "‐", "‑", "‒"),
        *("/", "//", "\\", ".", "。", "...", "…", "……", "_", "__", "*", "?"),
    ]
)
# No such word is longer in UTF-8, unless it is of full width: longer texts need no look.
_LONGEST_MISSING = max(len(word.encode()) for word in _MISSING)
_FIRST_FULL_WIDTH = _FULL_WIDTH[0]


@cache
def blanks() -> str:
    """Every character that is trimmed from both ends of a text."""
    # The planes in between hold Han characters alone, those above nothing.
    codes = (*range(0x20000), *range(0xE0000, 0xE1000))
    found = (chr(code) for code in codes if code <= sys.maxunicode)
    return (
        "".join(c for c in found if unicodedata.category(c) in _BLANK_CATEGORIES)
        + _FILLERS
        + _SELECTORS
    )


def plain(text: str) -> str:
    """Text without blanks around it and without differences of width (１２３ is 123)."""
    return unicodedata.normalize("NFKC", text.strip(blanks())).strip(blanks())


def says_nothing(text: str) -> bool:
    """Whether a plain text is a word for a missing value: nan, NULL, 无, —."""
    return text.casefold() in _MISSING


def trimmed_sql(text: str, bound: Bound) -> str:
    """SQL of a text without blanks around it, null where nothing is left.

    Trimming costs ten times what looking at both ends costs, and hardly any text needs it:
    nothing is blank in ASCII, from the first Han character to the last syllable of Hangul, and
    among the signs, letters and digits of full width.
    """
    shaped = " and ".join(
        f"(unicode({end}) between 33 and 126 or unicode({end}) between 13312 and 55291 "
        f"or unicode({end}) between 65281 and 65439)"
        for end in (text, f"{text}[-1]")
    )
    trimmed = f"regexp_replace({text}, {bound(_ends_pattern())}, '', 'g')"
    return f"case when {shaped} then {text} else nullif({trimmed}, '') end"


def says_nothing_sql(text: str, bound: Bound) -> str:
    """SQL that is true of a trimmed text that is a word for a missing value."""
    # No such word begins with a digit, as most codes do.
    short = f"strlen({text}) <= {_LONGEST_MISSING} and unicode({text}) not between 48 and 57"
    return (
        f"case when {short} or {text} >= '{_FIRST_FULL_WIDTH}' "
        f"then regexp_full_match({text}, {bound(_missing_pattern())}) else false end"
    )


def is_total_sql(text: str, bound: Bound) -> str:
    """SQL that is true of a trimmed text that names a row of totals: 合计, 小 计：, 全市总计.

    The last letter is looked at first: 0.05 instead of 0.17 s of processor for a million names.
    """
    return (
        f"case when {text}[-1] in ('计', '总', ':', '：', 'l', 'L') "
        f"then regexp_full_match({text}, {bound(_TOTAL)}) else false end"
    )


def is_garbled_sql(text: str) -> str:
    """SQL that is true of a text that was read in another encoding than it was written in.

    UTF-8 and GBK read as Latin-1, what no encoding could read (U+FFFD), and that read once more.
    """
    lost = " or ".join(f"contains({text}, '{mark}')" for mark in _LOST)
    latin = f"regexp_matches({text}, '{_LATIN_GARBLED}')"
    return f"case when unicode({text}) > 8482 then {lost} else {latin} or {lost} end"


def half_width_sql(text: str, bound: Bound) -> str:
    """SQL of a text whose full width signs, letters and digits are ASCII."""
    return f"translate({text}, {bound(_FULL_WIDTH)}, {bound(_HALF_WIDTH)})"


@cache
def _ends_pattern() -> str:
    """Blanks at both ends, in the syntax of RE2 (trim() takes far longer with so many of them)."""
    codes = sorted(ord(c) for c in blanks())
    begins = [code for code in codes if code - 1 not in codes]
    ends = [code for code in codes if code + 1 not in codes]
    ranges = zip(begins, ends, strict=True)
    blank = "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in ranges)
    return f"^[{blank}]+|[{blank}]+$"


@cache
def _missing_pattern() -> str:
    full_width = dict(zip(_HALF_WIDTH, _FULL_WIDTH, strict=True))
    words = (
        "".join(f"(?:{re.escape(c)}|{full_width[c]})" if c in full_width else c for c in word)
        for word in sorted(_MISSING)
    )
    return f"(?i)(?:{'|'.join(words)})"
