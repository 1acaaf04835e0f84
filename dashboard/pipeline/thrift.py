"""Thrift's compact protocol, as far as headers and footers of Parquet need it (parquet.thrift).

Readers allot a list's room before they read it: a length that a flipped bit made a billion takes
gigabytes before anybody sees that the file is no such file.
"""

import re

# The protocol's types; maps stand in no header and no footer.
_STOP, _BOOLEANS, _BYTE, INTEGERS, _DOUBLE = 0, (1, 2), 3, (4, 5, 6), 7
_BINARY, _LISTS, _STRUCT = 8, (9, 10), 12
_DEPTH = 16
# How a list of 16,384 elements or more begins, of whatever type; rarely other bytes do.
_LONG_LIST = re.compile(rb"[\xf1-\xfc][\x80-\xff]{2,}")


def read_struct(content: bytes, at: int = 0, depth: int = 0) -> tuple[dict[int, int], int]:
    """The whole numbers among a struct's fields, by field, and where it ends.

    Raises IndexError where the bytes end first, ValueError where they are no struct.
    """
    if depth > _DEPTH:
        raise ValueError("no structure of Parquet's is so deep")
    fields: dict[int, int] = {}
    number = 0
    while True:
        head = content[at]
        at += 1
        if head == _STOP:
            return fields, at
        kind, step = head & 0x0F, head >> 4
        if step:
            number += step
        else:
            number, at = read_integer(content, at)
        if kind in INTEGERS:
            fields[number], at = read_integer(content, at)
        elif kind not in _BOOLEANS:
            at = _skip(content, at, kind, depth + 1)


def read_integer(content: bytes, at: int) -> tuple[int, int]:
    """A whole number and where it ends; raises as read_struct does."""
    value, at = _varint(content, at)
    return value >> 1 ^ -(value & 1), at


def has_lists_beyond_its_end(footer: bytes) -> bool:
    """Whether a footer says that a list is longer than the footer has room for, or is no footer.

    Only one with something like a very long list is looked through.
    """
    if not _LONG_LIST.search(footer):
        return False
    try:
        read_struct(footer)
    except (IndexError, ValueError):
        return True
    return False


def _skip(content: bytes, at: int, kind: int, depth: int) -> int:
    if kind in _BOOLEANS or kind == _BYTE:
        return at + 1
    if kind in INTEGERS:
        return _varint(content, at)[1]
    if kind == _DOUBLE:
        return at + 8
    if kind == _BINARY:
        length, at = _varint(content, at)
        return at + length
    if kind in _LISTS:
        head = content[at]
        at += 1
        size = head >> 4
        if size == 15:
            size, at = _varint(content, at)
        # No element is shorter than a byte.
        if size > len(content) - at:
            raise IndexError
        for _ in range(size):
            at = _skip(content, at, head & 0x0F, depth)
        return at
    if kind == _STRUCT:
        return read_struct(content, at, depth)[1]
    raise ValueError("no such type")


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("no number is so long")
