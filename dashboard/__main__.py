"""The command line: ``python -m dashboard COMMAND``.

Each command lives in the ``command.py`` of its package, which offers
``register(subparsers)`` and sets ``run``: a function of the parsed arguments
that returns the exit status.
"""

import argparse
import importlib
import os
import sys
from typing import NoReturn

from dashboard.command_line import NOT_ALLOWED, write_what_the_terminal_can
from dashboard.setup_error import SetupError

COMMANDS = ("reference", "demo", "pipeline", "serving", "exports", "docs")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Ends with NOT_ALLOWED where the arguments can't be understood; argparse would say 2."""
        self.print_usage(sys.stderr)
        self.exit(NOT_ALLOWED, f"{self.prog}: 命令不对，--help 有说明（see --help）：{message}\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line, every command registered."""
    top = _Parser(prog="python -m dashboard")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for package in COMMANDS:
        importlib.import_module(f"dashboard.{package}.command").register(subparsers)
    return top


def main(arguments: list[str] | None = None) -> int:
    """The exit status that the command returns; NOT_ALLOWED where a file of data/ or a variable of
    the environment is wrong (SetupError), and where the command is interrupted."""
    write_what_the_terminal_can()
    try:
        parsed = parser().parse_args(arguments)
        return parsed.run(parsed)
    except SetupError as error:
        print(f"{error.zh.removesuffix('。')}。请改正后再运行。 {error.en}", file=sys.stderr)
        return NOT_ALLOWED
    except KeyboardInterrupt:
        print("已中断。 Interrupted.", file=sys.stderr)
        return NOT_ALLOWED
    except BrokenPipeError:
        # The reader of the pipe has ended; flushing at exit would raise the error again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALLOWED


if __name__ == "__main__":
    sys.exit(main())
