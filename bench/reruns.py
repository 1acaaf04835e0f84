"""A rerun of the placement page over a real websocket, against its queries and the px page."""

import time
from pathlib import Path
from statistics import median

from bench.client import Address, Session
from bench.figures import Figure, ratio
from bench.homes import made
from bench.serving import dashboard, px_page
from dashboard.database import Database
from dashboard.indicators import catalogue
from dashboard.periods import Period, parse_period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.settings import Home

INDICATORS = ("placement_rate", "placement_on_time_rate", "placements_placed", "placements_due")


class CountedDatabase(Database):
    """A database that adds up the seconds its queries take and keeps no results."""

    seconds = 0.0

    def rows(self, query, **parameters):
        self._kept.clear()
        started = time.perf_counter()
        rows = super().rows(query, **parameters)
        self.seconds += time.perf_counter() - started
        return rows


def query_seconds(database: CountedDatabase, code: str, periods: str) -> float:
    """The seconds of every different query that the placement page makes for a region."""
    database.seconds = 0.0
    reader = Reader(database, RegionTree.load(), catalogue())
    through = database.info.data_through
    period = parse_period(through.year - 1, periods, through)
    first = catalogue().indicators[INDICATORS[0]]
    # All four indicators are read from the same panel, months and breakdown.
    reader.family_readings(first, code, period)
    reader.months(first, code, period.last)
    reader.series(first, code, [Period(period.year, m, m) for m in range(1, 13)])
    reader.breakdown(first, code, period)
    codes = [code, *(region.code for region in reader.tree.descendants(code))]
    database.rows("mart_row_count", mart="mart_placements", regions=codes)
    return database.seconds


def reruns(scratch: Path, quick: bool) -> list[Figure]:
    """Every rerun asks for months that nobody asked for before, so that nothing is at hand."""
    provinces = "44,43" if quick else "all"
    home = made(scratch / "reruns", "--provinces", provinces)
    database = CountedDatabase(home.builds / home.current.read_text().strip())
    year = str(database.info.data_through.year - 1)
    spans = [f"m{first}-{last}" for first in range(1, 7) for last in range(7, 13)]
    spans = spans[: 8 if quick else 36]
    ours, queries, theirs, sizes = [], [], [], []
    with (
        dashboard(home) as (address, _),
        px_page(home, scratch) as (px_address, _),
        Session(address) as session,
        Session(px_address) as px_session,
    ):
        for _ in range(2):
            session.open(Address("placement", (("region", "440000"),)))
            px_session.open(Address("", (("region", "440000"),)))
        for span in spans:
            view = (("region", "440000"), ("year", year), ("period", span))
            run = session.open(Address("placement", view))
            assert not run.faults, run.faults
            ours.append(run.seconds)
            sizes.append(float(run.bytes_without_tables))
            queries.append(query_seconds(database, "440000", span))
            theirs.append(px_session.open(Address("", (("region", "440000"),))).seconds)
    note = f"{median(ours) * 1e3:.0f} ms ÷ {median(queries) * 1e3:.0f} ms"
    return [
        Figure("rerun ÷ its own queries", ratio(ours, queries), 3.0, note=note),
        Figure(
            "rerun ÷ the page in px",
            ratio(ours, theirs),
            0.15,
            note=f"{median(ours) * 1e3:.0f} ms ÷ {median(theirs) * 1e3:.0f} ms",
        ),
        Figure("bytes of a rerun with a map, besides its table", median(sizes) / 1e3, 40.0, "KB"),
    ]


def scaled_reruns(scratch: Path, quick: bool) -> list[Figure]:
    """The same page on twenty times the monthly facts; a province, since years are the scale."""
    scale = "4" if quick else "20"
    arguments = ("--provinces", "44", "--from", "2025-11")
    small = made(scratch / "facts_1", *arguments)
    large = made(scratch / "facts_20", *arguments, "--scale", scale)
    ours, theirs = _alternately(small, large, 8 if quick else 24)
    return [Figure(f"rerun, facts ×{scale} ÷ facts ×1", ratio(ours, theirs), 1.2)]


def _alternately(small: Home, large: Home, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds on the large home and on the small one, a pair a round, of regions in turn."""
    tree = RegionTree.load()
    codes = [region.code for region in tree.children("440000") if not region.is_leaf]
    ours, theirs = [], []
    with (
        dashboard(small) as (small_address, _),
        dashboard(large) as (large_address, _),
        Session(small_address) as small_session,
        Session(large_address) as large_session,
    ):
        for number in range(rounds + 2):
            page = Address("placement", (("region", codes[number % len(codes)]),))
            pair = large_session.open(page).seconds, small_session.open(page).seconds
            if number >= 2:
                ours.append(pair[0])
                theirs.append(pair[1])
    return ours, theirs
