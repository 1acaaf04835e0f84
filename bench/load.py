"""Many people at once, and memory over time."""

import random
import threading
import time
from pathlib import Path
from statistics import quantiles

import psutil

from bench.client import Address, Session
from bench.figures import Figure
from bench.homes import made
from bench.serving import dashboard
from dashboard.regions import RegionTree

PAGES = ("", "placement", "stations", "relief", "memorial")


def _addresses(seed: int) -> list[Address]:
    """Where one visitor goes, page after page, city after city."""
    chance = random.Random(seed)
    codes = ["440000", *(region.code for region in RegionTree.load().children("440000"))]
    return [Address(chance.choice(PAGES), (("region", chance.choice(codes)),)) for _ in range(1000)]


def visitors(scratch: Path, quick: bool) -> list[Figure]:
    """So many sessions with five seconds between their clicks, for a minute."""
    count, length = (20, 15.0) if quick else (120, 60.0)
    home = made(scratch / "visitors", "--provinces", "44")
    seconds: list[float] = []
    failures: list[str] = []

    def visit(address: str, number: int, until: float) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, 5))
        with Session(address) as session:
            for page in _addresses(number):
                if time.monotonic() > until:
                    return
                try:
                    run = session.open(page)
                except (TimeoutError, OSError) as failed:
                    failures.append(repr(failed))
                    return
                seconds.append(run.seconds)
                failures.extend(run.faults)
                time.sleep(5)

    with dashboard(home) as (address, _):
        with Session(address) as warm:
            for page in PAGES:
                warm.open(Address(page, (("region", "440000"),)))
        until = time.monotonic() + length
        threads = [
            threading.Thread(target=visit, args=(address, number, until)) for number in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    slow = quantiles(seconds, n=20)[-1]
    note = f"{len(seconds)} clicks"
    return [
        Figure(f"{count} visitors, 95 % of clicks within", slow, 1.0, "s", note),
        Figure(f"{count} visitors, failed clicks", float(len(failures)), 0.0, ""),
    ]


def memory(scratch: Path, quick: bool) -> list[Figure]:
    """What a further session holds, and what 600 reruns leave behind."""
    home = made(scratch / "memory", "--provinces", "44")
    further, rounds = (20, 60) if quick else (100, 600)
    pages = _addresses(1)[:40]
    with dashboard(home) as (address, number), Session(address) as session:
        process = psutil.Process(number)
        for page in pages * 3:
            session.open(page)
        before = process.memory_info().rss
        others = [Session(address) for _ in range(further)]
        for other in others:
            other.open(pages[0])
        held = (process.memory_info().rss - before) / further / 1e6
        for other in others:
            other.__exit__(None, None, None)
        before = process.memory_info().rss
        for round_ in range(rounds):
            session.open(pages[round_ % len(pages)])
        growth = (process.memory_info().rss / before - 1) * 100
    return [
        Figure("memory of a further session", held, 0.5, "MB"),
        Figure(f"memory growth over {rounds} reruns", growth, 5.0, "%"),
    ]
