"""A build against a plain load of the same files; the first build of everything."""

from pathlib import Path

from bench.figures import Figure, ratio
from bench.homes import Cost, build, demo, run
from dashboard.settings import Home


def build_against_plain_load(scratch: Path, quick: bool) -> list[Figure]:
    """At 1× and 20× of the monthly facts. 20× is one year repeated for two provinces."""
    figures = []
    ones = ["--provinces", "44,43"] if quick else ["--provinces", "all"]
    many = ["--provinces", "44,43", "--from", "2025-11", "--scale", "4" if quick else "20"]
    for name, arguments, bar in (("1×", ones, 2.0), ("20×", many, 1.6)):
        home = Home(scratch / f"build_{name[:-1]}")
        demo(home, *arguments)
        ours: list[Cost] = []
        theirs: list[Cost] = []
        for _ in range(1 if quick else 3):
            theirs.append(
                run(["-m", "bench.plain_load", str(home.exports), str(scratch / "plain.duckdb")])
            )
            ours.append(build(home))
        figures += [
            Figure(
                f"build ÷ plain load, facts {name}",
                ratio([c.wall for c in ours], [c.wall for c in theirs]),
                bar,
                note=f"processor seconds: {ours[0].cpu:.1f} ÷ {theirs[0].cpu:.1f}",
            ),
            Figure(
                f"build ÷ plain load, peak memory, facts {name}",
                ratio([float(c.peak) for c in ours], [float(c.peak) for c in theirs]),
                2.0,
            ),
        ]
    return figures


def first_build(scratch: Path, quick: bool) -> list[Figure]:
    """Demonstration and build of all 31 provinces, in seconds by the clock."""
    home = Home(scratch / "first")
    seconds = demo(home).wall + build(home).wall
    return [Figure("first build of 31 provinces, demo and build", seconds, 45.0, "s")]
