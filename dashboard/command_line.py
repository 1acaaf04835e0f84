"""What all commands share: folders as arguments, errors of writing, exit statuses."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from dashboard.setup_error import SetupError

# Exit statuses: another build is running; the command or the machine does not allow it.
BUSY = 2
NOT_ALLOWED = 3


def folder(text: str) -> Path:
    """The type of an argument that names a folder. Raises ArgumentTypeError for an empty one, which
    would mean the current folder: a script passes it where its variable is not set."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("没有写文件夹（no folder is named）")
    return Path(text)


def write_what_the_terminal_can() -> None:
    """Prints a question mark for every character that the terminal's encoding lacks, instead of
    raising UnicodeEncodeError (Chinese Windows terminals)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def writing_into(place: Path) -> Iterator[None]:
    """Raises SetupError naming the path and the cause where the system refuses to write below
    ``place``."""
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
