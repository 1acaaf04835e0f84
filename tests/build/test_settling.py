"""Repeated keys on random facts, against a plain account of the same rules."""

from collections import Counter, defaultdict
from datetime import date

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.build.duplicates import settle_duplicates
from dashboard.build.ingest import create_facts
from dashboard.build.staging import statements
from dashboard.contracts import load_contracts

CONTRACTS = load_contracts()
MERGED = ["320602", "320611"]
# Far enough apart to fall in different stretches of 64 months, and next to one another.
MONTHS = [date(2000, 1, 1), date(2021, 3, 1), date(2021, 4, 1), date(2021, 5, 1), date(2026, 8, 1)]

# File, region, the code it was reported under, month, total, gathered.
TOMBS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from([("440103", None), ("320613", None), *(("320613", m) for m in MERGED)]),
        st.sampled_from(MONTHS),
        st.integers(1, 2),
    ),
    max_size=14,
)
# File, region, tier, units.
UNITS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from([("440103", None), ("440104", None), ("440104", "440199")]),
        st.sampled_from(["town", "village"]),
        st.integers(1, 2),
    ),
    max_size=14,
)


def settled(table: str, rows: list[tuple[object, ...]]) -> tuple[dict[str, int], set[object]]:
    """Outcomes, and file and row number of what is kept; a row ends with its reported code."""
    with duckdb.connect() as connection:
        for statement in statements("create_records"):
            connection.execute(statement)
        connection.execute("create type region as enum ('320613', '440103', '440104')")
        create_facts(connection, CONTRACTS[table])
        if any(row[-1] for row in rows):
            connection.execute(f"alter table facts_{table} add column reported_region_code varchar")
        else:
            rows = [row[:-1] for row in rows]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into facts_{table} values ({marks})", rows)  # noqa: S608
        outcomes = settle_duplicates(connection, CONTRACTS[table], MERGED)
        kept = connection.execute(f"select file_id, row_number from facts_{table}").fetchall()  # noqa: S608
        refused = connection.execute("select count(*) from refused").fetchone()
        assert refused == (outcomes.get("refused", 0),)
        return outcomes, set(kept)


def accounted(
    rows: list[tuple[object, tuple[int, int], object]], *, newest_wins: bool
) -> tuple[dict[str, int], set[object]]:
    """The same, by hand: rows of key, place (file and row number) and content."""
    outcomes: Counter[str] = Counter()
    kept: set[object] = set()
    by_key = defaultdict(list)
    for key, place, content in sorted(rows, key=lambda row: row[1]):
        by_key[key].append((place, content))
    for found in by_key.values():
        newest = max(place[0] for place, _ in found)
        holding = [row for row in found if not newest_wins or row[0][0] == newest]
        others = [row for row in found if row not in holding]
        if len({content for _, content in holding}) > 1:
            outcomes["refused"] += len(holding)
            outcomes["superseded"] += len(others)
            continue
        kept.add(holding[0][0])
        outcomes["identical"] += len(holding) - 1
        for _, content in others:
            outcomes["identical" if content == holding[0][1] else "superseded"] += 1
    return {name: count for name, count in outcomes.items() if count}, kept


@settings(max_examples=60, deadline=None)
@given(TOMBS)
def test_figures_that_conflict_are_refused(drawn: list[tuple]) -> None:
    rows, accounts = [], []
    for number, (file, (region, reported), month, total) in enumerate(drawn, start=1):
        rows.append((region, month, total, 1, file, number, reported))
        accounts.append(((reported or region, month), (file, number), total))
    assert settled("scattered_tombs", rows) == accounted(accounts, newest_wins=False)


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_in_a_registry_the_newest_holds(drawn: list[tuple]) -> None:
    """A region under its old code and its new one is one region: 440199 is no merged one."""
    rows, accounts = [], []
    for number, (file, (region, reported), tier, units) in enumerate(drawn, start=1):
        rows.append((region, 2025, tier, units, file, number, reported))
        accounts.append(((region, tier), (file, number), units))
    assert settled("units", rows) == accounted(accounts, newest_wins=True)
