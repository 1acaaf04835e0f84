"""What a file is called: region, indicator or table, period, and whether it is a demonstration."""

import re
import unicodedata
from collections.abc import Sequence

from dashboard.exports.columns import nature
from dashboard.figure_words import filter_words
from dashboard.observations import Observation
from dashboard.periods import Period

# What Windows forbids in a name; every C0 control with it.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# A path component may hold 255 bytes on Linux and 255 UTF-16 units on Windows.
_MOST_BYTES = 240


def file_name(
    region: str, title: str, period: Period | str, demonstration: bool, extension: str = "csv"
) -> str:
    """广东省_移交安置完成率_2026年1–10月_演示数据.csv

    ``region`` and ``title`` are the names as the page shows them. Characters that
    Windows forbids become a full-width or plain stand-in; the title is what is
    shortened, should the name pass what a file system holds.
    """
    ending = [_clean(period if isinstance(period, str) else period.label)]
    if demonstration:
        ending.append(nature(True))
    place, title = _clean(region), _clean(title)
    tail = "_".join(part for part in ending if part) + "." + extension
    room = _MOST_BYTES - len(f"{place}__{tail}".encode())
    title = title.encode()[: max(room, 0)].decode(errors="ignore")
    return "_".join(part for part in (place, title, tail) if part)


def observations_name(
    region: str,
    title: str,
    observations: Sequence[Observation],
    period: Period,
    demonstration: bool,
) -> str:
    """The name of a file of observations: what all of them are limited to follows the title, and
    the months are those that all are of; ``period`` where they are of several."""
    limits = {filter_words(observation.limits) for observation in observations}
    if len(limits) == 1 and limits != {""}:
        title += f"（{limits.pop()}）"
    months = {observation.when for observation in observations}
    return file_name(region, title, months.pop() if len(months) == 1 else period, demonstration)


def _clean(text: str) -> str:
    """Safe inside a name: no forbidden or invisible character, no blank or dot at either end."""
    shown = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return _FORBIDDEN.sub("-", shown).strip(" .\u3000_")
