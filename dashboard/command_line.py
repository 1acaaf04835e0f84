"""What commands have in common: folders in arguments, and what is said of one not writable."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from dashboard.setup_error import SetupError

# The exit status where the command or the machine does not allow it; 2 is of a build that is busy.
NOT_ALLOWED = 3


def folder(text: str) -> Path:
    """A folder as an argument. An empty one is a variable of a script that was not set, and would
    mean the folder where one is; argparse says what is wrong with it."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("没有写文件夹（no folder is named）")
    return Path(text)


def write_what_the_terminal_can() -> None:
    """Chinese Windows terminals lack some signs: better a question mark than a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def writing_into(place: Path) -> Iterator[None]:
    """Turns what the system refuses below a folder into a SetupError that says it."""
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        named, why = place, str(error)
        if isinstance(error, OSError):
            named, why = error.filename or place, error.strerror or type(error).__name__
        raise SetupError(
            f"不能写入 {named}（{why}），可用 --out 指定另一个文件夹",
            f"{named} can't be written to ({why}): name another folder with --out.",
        ) from error
