"""Repeated keys on random facts, against a plain account of the same rules."""

from collections import Counter, defaultdict
from datetime import date

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.contracts import load_contracts
from dashboard.pipeline.deliveries import Delivery
from dashboard.pipeline.duplicates import Placed, settle_duplicates
from dashboard.pipeline.ingest import create_facts
from dashboard.pipeline.staging import statements

CONTRACTS = load_contracts()
MERGED = ["320602", "320611"]
# Far enough apart to fall in different stretches of 64 months, and next to one another.
MONTHS = [date(2000, 1, 1), date(2021, 3, 1), date(2021, 4, 1), date(2021, 5, 1), date(2026, 8, 1)]

# File, region, the code it was reported under, month, total, gathered.
TOMBS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from([("440103", None), ("320613", None), *(("320613", m) for m in MERGED)]),
        st.sampled_from(MONTHS),
        st.integers(1, 2),
    ),
    max_size=14,
)
# File, region, tier, units.
UNITS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from([("440103", None), ("440104", None), ("440104", "440199")]),
        st.sampled_from(["town", "village"]),
        st.integers(1, 2),
    ),
    max_size=14,
)
# Age and fullness of files 1 to 4.
DELIVERIES = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=4, max_size=4)

Drawn = tuple[object, tuple[int, int], object]


def placed(drawn: list[tuple[int, bool]]) -> dict[int, Placed]:
    return {
        number: Placed(f"file_{number}", Delivery(age, full, f"file_{number}"))
        for number, (age, full) in enumerate(drawn, start=1)
    }


def settled(
    table: str, rows: list[tuple[object, ...]], files: dict[int, Placed]
) -> tuple[dict[str, Counter[int]], set[object]]:
    """Rows by outcome and file, and file and row number of what is kept; a row ends with its
    reported code."""
    with duckdb.connect() as connection:
        for statement in statements("create_records"):
            connection.execute(statement)
        connection.execute(
            "create table regions as select unnest(['320613', '440103', '440104']) as code, "
            "null::varchar as city, null::varchar as province"
        )
        create_facts(connection, CONTRACTS[table])
        if any(row[-1] for row in rows):
            connection.execute(f"alter table facts_{table} add column reported_region_code varchar")
        else:
            rows = [row[:-1] for row in rows]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into facts_{table} values ({marks})", rows)  # noqa: S608
        found = settle_duplicates(connection, CONTRACTS[table], MERGED, files)
        kept = connection.execute(f"select file_id, row_number from facts_{table}").fetchall()  # noqa: S608
        refused = connection.execute("select count(*) from refused").fetchone()
        assert refused == (found.refused.total(),)
        corrected = connection.execute(
            "select count(distinct (old_file_id, old_row_number)) from corrections"
        ).fetchone()
        assert corrected is not None
        assert corrected[0] <= found.superseded.total()
        names = ("identical", "superseded", "refused", "known", "won")
        return {name: +getattr(found, name) for name in names}, set(kept)


def accounted(
    rows: list[Drawn], files: dict[int, Placed]
) -> tuple[dict[str, Counter[int]], set[object]]:
    """The same, by hand: rows of key, place (file and row number) and content."""
    outcomes: dict[str, Counter[int]] = defaultdict(Counter)
    kept: set[object] = set()
    age = {number: file.delivery.age for number, file in files.items()}
    newest_full = max((f.delivery.age for f in files.values() if f.delivery.full), default=-1)
    by_key = defaultdict(list)
    for key, place, content in sorted(rows, key=lambda row: row[1]):
        by_key[key].append((place, content))
    for found in by_key.values():
        if all(age[file] < newest_full for (file, _), _ in found):
            outcomes["superseded"].update(file for (file, _), _ in found)
            continue
        holder = held_age = None
        for one in sorted({age[file] for (file, _), _ in found}, reverse=True):
            of_age = [(place, content) for place, content in found if age[place[0]] == one]
            if len({content for _, content in of_age}) == 1:
                holder, held_age = of_age[0], one
                break
        for place, content in found:
            file = place[0]
            if holder is None or held_age is None or age[file] > held_age:
                outcomes["refused"][file] += 1
            elif place == holder[0]:
                kept.add(place)
                older = [text for (other, _), text in found if age[other] < held_age]
                outcomes["known"][file] += bool(older)
                outcomes["won"][file] += any(text != content for text in older)
            else:
                outcomes["identical" if content == holder[1] else "superseded"][file] += 1
    names = ("identical", "superseded", "refused", "known", "won")
    return {name: +outcomes[name] for name in names}, kept


@settings(max_examples=80, deadline=None)
@given(TOMBS, DELIVERIES)
def test_figures_settle_as_worked_out_by_hand(
    drawn: list[tuple], deliveries: list[tuple[int, bool]]
) -> None:
    rows: list[tuple[object, ...]] = []
    accounts: list[Drawn] = []
    for number, (file, (region, reported), month, total) in enumerate(drawn, start=1):
        rows.append((region, month, total, 1, file, number, reported))
        accounts.append(((reported or region, month), (file, number), total))
    files = placed(deliveries)
    assert settled("scattered_tombs", rows, files) == accounted(accounts, files)


@settings(max_examples=80, deadline=None)
@given(UNITS, DELIVERIES)
def test_a_region_under_its_old_code_is_the_same_region(
    drawn: list[tuple], deliveries: list[tuple[int, bool]]
) -> None:
    """Unless it was merged; 440199 is no merged one."""
    rows: list[tuple[object, ...]] = []
    accounts: list[Drawn] = []
    for number, (file, (region, reported), tier, units) in enumerate(drawn, start=1):
        rows.append((region, 2025, tier, units, file, number, reported))
        accounts.append(((region, tier), (file, number), units))
    files = placed(deliveries)
    assert settled("units", rows, files) == accounted(accounts, files)
