"""``python -m bench [--quick] [PART ...]``: every figure beside its bar, and bench.json.

Every part makes the data it needs in a scratch folder. What is compared is measured side by side,
turn by turn, and a ratio is the median of the turns: absolute times say little on a shared machine.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.browser import filters
from bench.builds import build_against_plain_load, first_build
from bench.figures import Figure
from bench.files import csv_against_copy
from bench.load import memory, visitors
from bench.reruns import reruns, scaled_reruns, sizes
from bench.slow_line import first_visit
from dashboard.settings import ROOT

PARTS: dict[str, Callable[[Path, bool], list[Figure]]] = {
    "first": first_build,
    "build": build_against_plain_load,
    "rerun": reruns,
    "bytes": sizes,
    "scale": scaled_reruns,
    "csv": csv_against_copy,
    "memory": memory,
    "visitors": visitors,
    "browser": filters,
    "line": first_visit,
}

RESULTS = ROOT / "bench.json"


def main() -> int:
    """0 when every bar holds, 1 otherwise; figures of parts not run are left as they were."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep the data there and use it again (default: a folder that is removed at the end)",
    )
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    console = Console()
    table = Table("part", "figure", "value", "bar", "holds", "note")
    results = _earlier()
    every_bar_holds = True
    with tempfile.TemporaryDirectory(prefix="bench_") as removed:
        scratch = (chosen.keep or Path(removed)).absolute()
        scratch.mkdir(parents=True, exist_ok=True)
        for name in chosen.parts or PARTS:
            console.print(f"measuring {name} …")
            figures = PARTS[name](scratch, chosen.quick)
            results[name] = [figure.as_json() | {"quick": chosen.quick} for figure in figures]
            _keep(results)
            for figure in figures:
                table.add_row(name, *_row(figure))
                every_bar_holds = every_bar_holds and figure.holds is not False
    console.print(table)
    return 0 if every_bar_holds else 1


def _row(figure: Figure) -> tuple[str, ...]:
    bar = "" if figure.bar is None else f"≤ {figure.bar:g} {figure.unit}"
    holds = "" if figure.holds is None else "yes" if figure.holds else "NO"
    return figure.name, f"{figure.value:.2f} {figure.unit}", bar, holds, figure.note


def _earlier() -> dict[str, list[dict]]:
    if not RESULTS.exists():
        return {}
    parts = json.loads(RESULTS.read_text(encoding="utf-8")).get("parts", {})
    return {name: figures for name, figures in parts.items() if name in PARTS}


def _keep(results: dict[str, list[dict]]) -> None:
    about = {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    text = json.dumps({**about, "parts": results}, ensure_ascii=False, indent=2)
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
