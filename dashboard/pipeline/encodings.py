"""Text that is not UTF-8: where it stands, and what it was meant to be."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.pipeline.files import FileGroup
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.headers import Header

_SHOWN = 40


def not_utf8(group: FileGroup, headers: Iterable[Header]) -> list[Finding]:
    """One finding a file and column: the first row whose text can't be read. Read by a reader
    that does not check, since the build's own stops without saying where."""
    found = []
    named = [header for header in headers if header.position is not None]
    for opened in group.files:
        for header in named:
            place = _first(opened.file.full_path, header)
            if place is None:
                continue
            row, content = place
            meant = _as_gbk(content)
            found.append(
                finding(
                    "not_utf8",
                    table=group.table,
                    path=opened.file.path,
                    column=header.name,
                    row_number=row,
                    value=meant,
                    guess_zh=f"（像是 GBK：{meant}）" if meant else "",
                    guess_en=f" (GBK, it seems: {meant})" if meant else "",
                )
            )
    return found


def _first(path: Path, header: Header) -> tuple[int, bytes] | None:
    """The first row, counted from 1, whose text is not UTF-8, and that text."""
    assert header.position is not None
    row = 1
    try:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                column = file.read_row_group(number).column(header.position - 1)
                for chunk in column.chunks:
                    found = _first_of(chunk)
                    if found:
                        return row + found[0], found[1]
                    row += len(chunk)
    except (pa.ArrowException, OSError):
        return None
    return None


def _first_of(chunk: pa.Array) -> tuple[int, bytes] | None:
    if pa.types.is_dictionary(chunk.type):
        chunk = chunk.dictionary_decode()
    kind = chunk.type
    if not (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
    ):
        return None
    for place, content in enumerate(chunk.cast(pa.large_binary()).to_pylist()):
        if content is None:
            continue
        try:
            content.decode()
        except UnicodeDecodeError:
            return place, content
    return None


def _as_gbk(content: bytes) -> str | None:
    try:
        meant = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return meant if len(meant) <= _SHOWN else f"{meant[:_SHOWN]}……"
