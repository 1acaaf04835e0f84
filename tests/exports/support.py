"""What the tests of this folder share: a build, and reading a file back as a spreadsheet would."""

import csv
import io
from typing import NamedTuple


class Build(NamedTuple):
    build_id: str
    demonstration: bool


def records(file: bytes) -> list[list[str]]:
    """Every record with its header; the byte-order mark must be there."""
    assert file.startswith(b"\xef\xbb\xbf")
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def dictionaries(file: bytes) -> list[dict[str, str]]:
    header, *rest = records(file)
    return [dict(zip(header, record, strict=True)) for record in rest]
