"""Carries a plan out on the terminal: progress, then what was written and what was held."""

import time
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from dashboard.demo.generation import Plan, generate
from dashboard.demo.holding import LeftOut
from dashboard.demo.province import TABLES
from dashboard.demo.writing import Occupied, Written
from dashboard.regions import RegionTree


def carry_out(plan: Plan, left_out: Sequence[LeftOut], tree: RegionTree, console: Console) -> int:
    """0 when everything was written; 1, and why, where the folder holds real exports."""
    started = time.perf_counter()
    files: list[Written] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Making exports", total=len(plan.provinces))
            for step in generate(plan):
                if isinstance(step, str):
                    name = tree[step].short_name
                    progress.update(task, advance=1, description=f"Making exports: {name}")
                else:
                    files = step
    except Occupied as reason:
        console.print(str(reason))
        return 1
    _tell(plan, files, left_out, time.perf_counter() - started, console)
    return 0


def _tell(
    plan: Plan,
    files: Sequence[Written],
    left_out: Sequence[LeftOut],
    seconds: float,
    console: Console,
) -> None:
    table = Table("Table", "Files", "Rows", "MB", box=None, pad_edge=False, show_footer=True)
    for column in table.columns[1:]:
        column.justify = "right"
    for name in TABLES:
        of_table = [file for file in files if file.table == name]
        table.add_row(name, *_sums(of_table))
    for column, text in zip(table.columns, ("Total", *_sums(files)), strict=True):
        column.footer = text
    console.print(table)
    what = f"{len(plan.cities)} cities" if plan.cities else f"{len(plan.provinces)} provinces"
    console.print(
        f"{what}, {plan.calendar.first:%Y-%m} to "
        f"{plan.calendar.last:%Y-%m}, in {seconds:.1f} s, to {plan.out}"
    )
    if plan.cities:
        console.print("The rows are those of the cities in their provinces' demonstration.")
    else:
        reasons = Counter(item.reason for item in left_out)
        why = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
        console.print(
            f"Published figures: {len(plan.figures)} met exactly, {len(left_out)} left out"
            + (f" ({why})" if why else "")
        )
    console.print(
        "[bold]DEMONSTRATION DATA 演示数据[/bold]: invented numbers, not a department's; "
        "every file is marked so."
    )


def _sums(files: Sequence[Written]) -> tuple[str, str, str]:
    return (
        f"{len(files):,}",
        f"{sum(file.rows for file in files):,}",
        f"{sum(file.bytes for file in files) / 1e6:,.1f}",
    )
