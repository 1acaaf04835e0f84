"""A build against a plain load of the same files; the first build of everything."""

from pathlib import Path

from bench.figures import Figure, ratio
from bench.homes import A_YEAR, Cost, build, demo, exported, run
from dashboard.settings import Home


def build_against_plain_load(scratch: Path, quick: bool) -> list[Figure]:
    """The whole demonstration, and a year of it made into twenty of monthly facts."""
    figures = []
    provinces = ["--provinces", "44,43" if quick else "all"]
    many = [*provinces, *A_YEAR, "--scale", "20"]
    for facts, arguments, bar in (("1×", provinces, 2.0), ("20×", many, 1.6)):
        home = exported(scratch, *arguments)
        ours: list[Cost] = []
        theirs: list[Cost] = []
        for _ in range(2 if quick else 3):
            theirs.append(
                run(["-m", "bench.plain_load", str(home.exports), str(scratch / "plain.duckdb")])
            )
            ours.append(build(home))
        processor = ratio([c.cpu for c in ours], [c.cpu for c in theirs])
        note = f"{ours[-1].wall:.1f} ÷ {theirs[-1].wall:.1f} s; of processor time {processor:.2f}"
        peaks = [[c.peak / 1e6 for c in costs] for costs in (ours, theirs)]
        figures += [
            Figure(
                f"build ÷ plain load, facts {facts}",
                ratio([c.wall for c in ours], [c.wall for c in theirs]),
                bar,
                note=note,
            ),
            Figure(
                f"build ÷ plain load, peak memory, facts {facts}",
                ratio(*peaks),
                2.0,
                note=f"{peaks[0][-1]:.0f} ÷ {peaks[1][-1]:.0f} MB",
            ),
        ]
    return figures


def first_build(scratch: Path, quick: bool) -> list[Figure]:
    """Demonstration and build of all 31 provinces, in seconds by the clock."""
    home = Home(scratch / "first")
    costs = demo(home), build(home)
    note = " + ".join(f"{cost.wall:.0f}" for cost in costs)
    note += f" s; of processor {sum(cost.cpu for cost in costs):.0f} s"
    seconds = sum(cost.wall for cost in costs)
    return [Figure("first build of 31 provinces, demo and build", seconds, 45.0, "s", note)]
