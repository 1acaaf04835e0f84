"""What a file is called: region, title, period, and whether it is a demonstration."""

import re
import unicodedata

from dashboard.figure_words import NATURES

# What Windows forbids in a name; every C0 control with it.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# A path component may hold 255 bytes on Linux and 255 UTF-16 units on Windows.
_MOST_BYTES = 240


def file_name(region: str, title: str, period: str, demonstration: bool, suffix: str) -> str:
    """广东省_移交安置完成率_2026年1–10月_演示数据.csv

    ``region`` and ``title`` are the names as the page shows them, ``suffix`` is without a dot.
    A title that begins with the region does not say it twice. Characters that Windows forbids
    become a full-width or plain stand-in; the title is what is shortened, should the name pass
    what a file system holds.
    """
    place, title = _clean(region), title.removeprefix(region) or title
    ending = [_clean(period), NATURES["zh", True] if demonstration else ""]
    room = _MOST_BYTES - len("_".join([place, "", *ending, suffix]).encode())
    title = _clean(title).encode()[: max(room, 0)].decode(errors="ignore")
    return "_".join(part for part in (place, title, *ending) if part) + "." + suffix


def _clean(text: str) -> str:
    """Safe inside a name: no forbidden or invisible character, no blank or dot at either end."""
    shown = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return _FORBIDDEN.sub("-", shown).strip(" .\u3000_")
