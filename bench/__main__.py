"""``python -m bench [--quick] [PART ...]``: every figure beside its bar, and bench.json."""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.builds import build_against_plain_load, first_build
from bench.figures import Figure
from bench.files import csv_against_copy
from bench.load import memory, visitors
from bench.reruns import reruns, scaled_reruns
from dashboard.settings import ROOT

PARTS: dict[str, Callable[[Path, bool], list[Figure]]] = {
    "reruns": reruns,
    "scale": scaled_reruns,
    "csv": csv_against_copy,
    "build": build_against_plain_load,
    "first": first_build,
    "memory": memory,
    "visitors": visitors,
}


def main() -> int:
    """0 when every bar holds, 1 otherwise; figures of parts not run are left as they were."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    console = Console()
    results: dict[str, list[dict]] = {}
    kept = ROOT / "bench.json"
    if kept.exists():
        results = json.loads(kept.read_text(encoding="utf-8")).get("parts", {})
    table = Table("part", "figure", "value", "bar", "holds", "note")
    every_bar_holds = True
    for name in chosen.parts or PARTS:
        console.print(f"measuring {name} …")
        with tempfile.TemporaryDirectory(prefix="bench_") as scratch:
            figures = PARTS[name](Path(scratch), chosen.quick)
        results[name] = [figure.as_json() | {"quick": chosen.quick} for figure in figures]
        for figure in figures:
            bar = "" if figure.bar is None else f"≤ {figure.bar:g} {figure.unit}"
            said = "" if figure.holds is None else "yes" if figure.holds else "NO"
            value = f"{figure.value:.2f} {figure.unit}"
            table.add_row(name, figure.name, value, bar, said, figure.note)
            every_bar_holds = every_bar_holds and figure.holds is not False
    console.print(table)
    machine = {"machine": platform.machine(), "python": platform.python_version()}
    text = json.dumps({**machine, "parts": results}, ensure_ascii=False, indent=2)
    kept.write_text(text + "\n", encoding="utf-8")
    return 0 if every_bar_holds else 1


if __name__ == "__main__":
    sys.exit(main())
