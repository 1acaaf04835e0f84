"""The checksums that a Parquet file's pages may carry (CRC-32), and whether the pages are whole.

A page's header may say the checksum of the bytes behind it. DuckDB does not look at it, so that a
flipped bit in a number is another number. Headers are read here, pages are not decoded: looking
costs what reading the bytes costs.
"""

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dashboard.pipeline.thrift import INTEGERS, read_integer, read_struct

# PageHeader's fields.
_COMPRESSED_SIZE, _CHECKSUM = 3, 4
# Statistics in a header may hold long texts; no writer's header is longer.
_LONGEST_HEADER = 1 << 24
_FIRST_READ = 256
_BLOCK = 1 << 20


class Chunk(NamedTuple):
    """Where the pages of one column of one row group lie."""

    offset: int
    size: int


class BrokenPageError(Exception):
    """A page is not what its header says; the text names its place."""


def carries_checksums(head: bytes) -> bool:
    """Whether the first page, which follows the magic bytes, carries a checksum; a writer that
    writes one writes all."""
    at, number = 4, 0
    try:
        while number < _CHECKSUM:
            kind, step = head[at] & 0x0F, head[at] >> 4
            if kind not in INTEGERS or step == 0:
                return False
            number += step
            _, at = read_integer(head, at + 1)
    except (IndexError, ValueError):
        return False
    return number == _CHECKSUM


def verify_pages(path: Path, chunks: Iterable[Chunk]) -> None:
    """Compares every page with its checksum, where it has one.

    Raises BrokenPageError for the first that differs, and for one whose header can't be read.
    """
    with path.open("rb") as file:
        for chunk in chunks:
            _verify_chunk(file, chunk)


def _verify_chunk(file: BinaryIO, chunk: Chunk) -> None:
    at, end = chunk.offset, chunk.offset + chunk.size
    while at < end:
        fields, length = _header_at(file, at, end)
        size = fields.get(_COMPRESSED_SIZE, -1)
        if size < 0 or at + length + size > end:
            raise BrokenPageError(f"page at byte {at}: its size can't be")
        if _CHECKSUM in fields and _crc32(file, at + length, size) != fields[_CHECKSUM] % (1 << 32):
            raise BrokenPageError(f"page at byte {at}: checksum differs")
        at += length + size


def _crc32(file: BinaryIO, at: int, size: int) -> int:
    file.seek(at)
    checksum = 0
    for read in range(0, size, _BLOCK):
        checksum = zlib.crc32(file.read(min(_BLOCK, size - read)), checksum)
    return checksum


def _header_at(file: BinaryIO, at: int, end: int) -> tuple[dict[int, int], int]:
    """The whole numbers of the header that begins there, and how long it is."""
    length = _FIRST_READ
    while True:
        file.seek(at)
        content = file.read(min(length, end - at))
        try:
            fields, behind = read_struct(content)
        except IndexError:
            if length >= min(end - at, _LONGEST_HEADER):
                raise BrokenPageError(f"page at byte {at}: its header has no end") from None
            length *= 16
        except ValueError as error:
            raise BrokenPageError(f"page at byte {at}: {error}") from None
        else:
            return fields, behind
