"""Units that a file names outside its headers: 万元 in its name, its folder's or its metadata.

A header with another unit is an unknown column (columns.py). A unit elsewhere changes no column,
and the amounts would be read as yuan.
"""

import base64
import json
import re
from collections.abc import Iterator, Sequence

from dashboard.contracts import Contract
from dashboard.pipeline.files import OpenedFile
from dashboard.pipeline.findings import Finding, finding

_MONEY = re.compile(r"[百千万亿]+元")
# 万人 alone is no unit: 万人评议 is a campaign.
_UNIT_SAID = re.compile(r"单位[\s：:=_为是（(]+[百千万亿]")
_ENGLISH = re.compile(r"\b(?:thousands?|millions?|billions?|wan|10k|10,?000)\b", re.IGNORECASE)
_KEY_OF_A_UNIT = re.compile(r"单位|units?\b", re.IGNORECASE)
# Characters before a unit that are shown with it.
_AROUND = 10


def named_units(contract: Contract, files: Sequence[OpenedFile]) -> list[Finding]:
    """At most one finding for a table: the first file that names another unit than the contract's
    (yuan, persons), the place and the words, and how many files do."""
    money = any(field.decimals for field in contract.numbers)
    seen = [
        (file, *place)
        for file in files
        if (place := next(_places(file, money=money), None)) is not None
    ]
    if not seen:
        return []
    file, place_zh, place_en, value = seen[0]
    return [
        finding(
            "another_unit_named",
            table=contract.name,
            title=contract.title,
            path=file.file.path,
            place_zh=place_zh,
            place_en=place_en,
            value=value,
            count=len(seen),
        )
    ]


def _places(file: OpenedFile, *, money: bool) -> Iterator[tuple[str, str, str]]:
    """The places in which a file names another unit, each in Chinese and English, and the words."""
    if (found := _unit(file.file.path, money=money)) is not None:
        yield "文件名或文件夹名", "its name or folder", found
    headers = sorted({str(name) for name, *_ in file.schema}, key=len, reverse=True)
    for key, value in file.metadata.items():
        text = _text(key, value)
        # Arrow's schema repeats the headers, which columns.py judges.
        for header in headers:
            text = text.replace(header, " ")
        found = _unit(text, money=money)
        if found is None and _KEY_OF_A_UNIT.search(key):
            said = _ENGLISH.search(text) or re.match(r"\W*[百千万亿]", text)
            found = text.strip()[: 2 * _AROUND] if said else None
        if found is not None:
            yield f"文件元数据“{key}”", f"its metadata “{key}”", found


def _unit(text: str, *, money: bool) -> str | None:
    """The first unit of hundreds or more in a text, with the word before it; None if there is none.
    Units of money count only in tables with ``money``."""
    found = (money and _MONEY.search(text)) or _UNIT_SAID.search(text)
    if not found:
        return None
    before = re.split(
        r"[\s\x00-\x1f{}\[\]\"]", text[max(found.start() - _AROUND, 0) : found.start()]
    )
    return before[-1] + found.group()


def _text(key: str, value: str) -> str:
    """A metadata value in plain text: Arrow's schema is decoded from base64, JSON is unescaped."""
    try:
        if key == "ARROW:schema":
            return base64.b64decode(value).decode("utf-8", "ignore")
        return json.dumps(json.loads(value), ensure_ascii=False)
    except ValueError:
        return value
