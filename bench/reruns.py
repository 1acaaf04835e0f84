"""A rerun of the placement page over a real websocket: against the queries it executes, against
the same page in plotly.express, and on twenty times the facts."""

import time
from pathlib import Path
from statistics import median

from bench.client import Address, Session
from bench.figures import Figure, ratio
from bench.homes import A_YEAR, database_file, everything, made
from bench.recording import Record
from bench.serving import dashboard, px_page, recorded_dashboard
from dashboard.database import Database, Question
from dashboard.regions import RegionTree
from dashboard.systems import catalogue

# By their addresses: the overview and a page a line of work.
PAGES = ("", *catalogue().systems)


def views(database: Database, count: int) -> list[tuple[tuple[str, str], ...]]:
    """Views that no kept result answers: months of last year that nobody asked for before, in
    regions of every level."""
    year = str(database.info.data_through.year - 1)
    spans = [f"m{first}-{last}" for first in range(1, 7) for last in range(7, 13)]
    codes = ("440000", "440100", "100000", "430000", "440200", "431200")
    return [
        (("region", codes[number % len(codes)]), ("year", year), ("period", spans[number]))
        for number in range(count)
    ]


def replay(database: Database, queries: list[Question]) -> float:
    """The seconds that queries take through the dashboard's own door, one after the other."""
    started = time.perf_counter()
    for query, parameters in queries:
        database.fetched(query, parameters)
    return time.perf_counter() - started


def reruns(scratch: Path, quick: bool) -> list[Figure]:
    """Three servers see the same views in the same order, so that each has kept the same: ours,
    one that records what it executes for us to replay, and the page in plotly.express."""
    home = everything(scratch, quick)
    database = Database(database_file(home))
    record = scratch / "queries.pickle"
    record.unlink(missing_ok=True)
    record.touch()
    recorded = Record(record)
    ours, queries, theirs, asked = [], [], [], []
    with (
        dashboard(home) as (address, _),
        recorded_dashboard(home, record) as (recording_address, _),
        px_page(home, scratch) as (px_address, _),
        Session(address) as session,
        Session(recording_address) as recording,
        Session(px_address) as px_session,
    ):
        for number, view in enumerate(views(database, 12 if quick else 36)):
            run = session.open(Address("placement", view))
            recording.open(Address("placement", view))
            executed = recorded.further()
            seconds = replay(database, executed)
            px_run = px_session.open(Address("", view))
            assert not run.faults + px_run.faults, run.faults + px_run.faults
            if number >= 3:
                ours.append(run.seconds)
                queries.append(seconds)
                asked.append(len(executed))
                theirs.append(px_run.seconds)
    ours_ms = median(ours) * 1e3
    return [
        Figure(
            "rerun ÷ its own queries",
            ratio(ours, queries),
            3.0,
            note=f"{ours_ms:.0f} ÷ {median(queries) * 1e3:.0f} ms, {median(asked):.0f} queries",
        ),
        Figure(
            "rerun ÷ the page in px",
            ratio(ours, theirs),
            0.15,
            note=f"{ours_ms:.0f} ÷ {median(theirs) * 1e3:.0f} ms",
        ),
    ]


def sizes(scratch: Path, quick: bool) -> list[Figure]:
    """The bytes that a rerun of each page sends to a browser that was on the page before, its
    tables among them."""
    home = everything(scratch, quick)
    database = Database(database_file(home))
    figures = []
    with dashboard(home) as (address, _):
        for page in PAGES:
            with Session(address) as session:
                runs = [session.open(Address(page, view)) for view in views(database, 8)][2:]
            middle = sorted(runs, key=lambda run: run.travelled)[len(runs) // 2]
            kinds = ", ".join(f"{kind} {n / 1e3:.1f}" for kind, n in middle.sizes.most_common(3))
            note = f"{middle.bytes / 1e3:.0f} KB before compression: {kinds}"
            value = median(run.travelled / 1e3 for run in runs)
            figures.append(Figure(f"bytes of a rerun of /{page}", value, 40.0, "KB", note))
    return figures


def scaled_reruns(scratch: Path, quick: bool) -> list[Figure]:
    """The same page on a year of monthly facts and on twenty; one province, to be affordable."""
    small = made(scratch, "--provinces", "44", *A_YEAR)
    large = made(scratch, "--provinces", "44", *A_YEAR, "--scale", "20")
    codes = [region.code for region in RegionTree.load().children("440000") if not region.is_leaf]
    ours, theirs = [], []
    with (
        dashboard(small) as (small_address, _),
        dashboard(large) as (large_address, _),
        Session(small_address) as small_session,
        Session(large_address) as large_session,
    ):
        for number in range(3 + (9 if quick else 30)):
            # Months that nobody asked for before.
            period = f"m{number // len(codes) + 1}-10"
            parameters = (("region", codes[number % len(codes)]), ("period", period))
            page = Address("placement", parameters)
            pair = large_session.open(page), small_session.open(page)
            assert not pair[0].faults + pair[1].faults, pair[0].faults + pair[1].faults
            if number >= 3:
                ours.append(pair[0].seconds)
                theirs.append(pair[1].seconds)
    note = f"{median(ours) * 1e3:.0f} ÷ {median(theirs) * 1e3:.0f} ms"
    return [Figure("rerun, facts ×20 ÷ facts ×1", ratio(ours, theirs), 1.1, note=note)]
