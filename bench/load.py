"""Many people at once, and memory over time."""

import random
import threading
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import psutil

from bench.client import Address, Session
from bench.figures import Figure
from bench.homes import everything
from bench.reruns import PAGES
from bench.serving import dashboard, dashboard_as_run
from dashboard.regions import RegionTree

SECONDS_BETWEEN_CLICKS = 5.0
SECONDS_TO_ARRIVE = 15.0


# Once for all visitors: they arrive on the cores that serve them.
_tree = cache(RegionTree.load)


def _walk(seed: int) -> list[Address]:
    """Where one visitor goes: mostly the own region's latest year, page after page; sometimes a
    region beside or below it, or another year."""
    chance = random.Random(seed)
    tree = _tree()
    provinces = ["440000", "430000"]
    cities = [region.code for code in provinces for region in tree.children(code)]
    own = chance.choice(chance.choices([["100000"], provinces, cities], [2, 3, 5])[0])
    around = [r.code for r in (*tree.children(own), *tree.siblings(own)) if r.reports]
    walk = []
    for _ in range(1000):
        region = own if chance.random() < 0.6 else chance.choice(around)
        year = "2026" if chance.random() < 0.8 else chance.choice(("2024", "2025"))
        walk.append(Address(chance.choice(PAGES), (("region", region), ("year", year))))
    return walk


def visitors(scratch: Path, quick: bool) -> list[Figure]:
    """So many sessions with five seconds between their clicks. They arrive one after the other;
    what counts is the minute after the last has. The clients run on the same cores as the server.
    """
    count, length = (20, 20.0) if quick else (120, 60.0)
    home = everything(scratch, quick)
    seconds: list[float] = []
    failures: list[str] = []

    def visit(address: str, number: int, since: float) -> None:
        time.sleep(random.Random(number).uniform(0, SECONDS_TO_ARRIVE))
        try:
            with Session(address) as session:
                for page in _walk(number):
                    begun = time.monotonic()
                    if begun > since + length:
                        return
                    run = session.open(page)
                    if begun >= since:
                        seconds.append(run.seconds)
                    failures.extend(run.faults)
                    time.sleep(max(0.0, SECONDS_BETWEEN_CLICKS - run.seconds))
        except (TimeoutError, OSError) as failed:
            failures.append(repr(failed))

    with dashboard_as_run(home) as (address, number):
        first = psutil.Process(number)
        with ExitStack() as at_once:  # so that each is of another process
            for warm in [at_once.enter_context(Session(address)) for _ in first.children()]:
                for page in PAGES:
                    warm.open(Address(page, (("region", "440000"),)))
        since = time.monotonic() + SECONDS_TO_ARRIVE
        threads = [
            threading.Thread(target=visit, args=(address, visitor, since))
            for visitor in range(count)
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS_TO_ARRIVE)
        used = _processor_seconds(first)
        for thread in threads:
            thread.join()
        used = _processor_seconds(first) - used
        busy = used / (time.monotonic() - since)
        processes = len(first.children())
    slow = quantiles(seconds, n=20)[-1]
    note = f"{len(seconds)} clicks, median {median(seconds):.2f} s, {busy:.2f} cores"
    note += f" of {processes} processes, {used / len(seconds) * 1e3:.0f} ms of processor a click"
    return [
        Figure(f"{count} visitors, 95 % of clicks within", slow, 1.0, "s", note),
        Figure(f"{count} visitors, failed clicks", float(len(failures)), 0.0, ""),
    ]


def _processor_seconds(first: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in (first, *first.children()))


def memory(scratch: Path, quick: bool) -> list[Figure]:
    """What a further session holds, and what 600 reruns leave behind."""
    home = everything(scratch, quick)
    further, rounds = (30, 100) if quick else (100, 600)
    pages = _walk(1)[:60]
    with dashboard(home) as (address, number), Session(address) as session:
        process = psutil.Process(number)
        for page in pages * 2:
            session.open(page)
        before = process.memory_info().rss
        with ExitStack() as opened:
            for place in range(further):
                opened.enter_context(Session(address)).open(pages[place % len(pages)])
            held = (process.memory_info().rss - before) / further / 1e6
        before = process.memory_info().rss
        for round_ in range(rounds):
            session.open(pages[round_ % len(pages)])
        after = process.memory_info().rss
    note = f"{before / 1e6:.0f} to {after / 1e6:.0f} MB"
    return [
        Figure("memory of a further session", held, 0.5, "MB"),
        Figure(f"memory growth over {rounds} reruns", (after / before - 1) * 100, 5.0, "%", note),
    ]
