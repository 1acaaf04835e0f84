"""The formats that a table is written in: one module each in this folder, found by its name.

A module gives ``WRITER``, a Writer. Its file's name is the format's code: what the command line
takes, and what stands at the end of a download's address. Pages and the command line offer every
format that is found here, in the order of the codes.
"""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from dashboard.exports.table import Table


@dataclass(frozen=True, slots=True)
class Writer:
    """``pieces`` gives the bytes of a table's file, in constant memory. ``label`` names the format
    on buttons, ``suffix`` (without a dot) ends the file's name. A format that ``is_compressed`` is
    not compressed again on its way. ``splits`` says that rows beyond what a sheet holds are put on
    further sheets."""

    label: str
    suffix: str
    media_type: str
    pieces: Callable[[Table], Iterable[bytes]]
    is_compressed: bool = False
    splits: bool = False


def writer_codes() -> list[str]:
    """The codes of all formats, without importing what they are written with."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find_writer(code: str) -> Writer:
    """The writer of a format. Raises KeyError where there is none."""
    if code not in writer_codes():
        raise KeyError(code)
    return import_module(f"{__name__}.{code}").WRITER


@cache
def all_writers() -> dict[str, Writer]:
    """Every writer by its code."""
    return {code: find_writer(code) for code in writer_codes()}
