"""Who reported and what is compared: the reader against sums over the facts, on random exports.

The small tree of test_marts.py, three years of four months, any region reporting any of them or
not: for every region, period and limits, what the reader says must be what a plain loop over the
rows finds.
"""

import tempfile
from collections.abc import Collection
from datetime import date
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.contracts import load_contracts
from dashboard.database import Database
from dashboard.marts import build_format
from dashboard.observations import EVERYTHING, CategoryFilter, Observation, Reporting
from dashboard.periods import Period
from dashboard.pipeline.ingest import create_facts
from dashboard.pipeline.marts import build_marts
from dashboard.pipeline.settled_months import record_settled_months
from dashboard.pipeline.targets import build_targets
from dashboard.reader import Reader
from dashboard.regions import Level, Region, RegionTree
from dashboard.session import Session
from dashboard.systems import catalogue
from tests.test_marts import LEAVES, LEVELS, PARENTS, prepared, under

YEARS, MONTHS = (2023, 2024, 2025), (1, 2, 3, 4)
CATEGORIES = ("retired_cadres", "self_employed")
PERIODS = [Period(2025, 1, 4), Period(2024, 2, 3), Period(2025, 3, 3), Period(2023, 1, 4)]
CHOICES = [EVERYTHING, CategoryFilter(placement_category=["retired_cadres"])]
INDICATORS = catalogue().indicators
RATE, PLACED, TOMBS = (
    INDICATORS[code] for code in ("placement_rate", "placements_placed", "tombs_gathered_rate")
)

Key = tuple[str, int, int, str]
Facts = dict[Key, tuple[int, int]]

facts = st.dictionaries(
    st.tuples(
        st.sampled_from(sorted(PARENTS)),
        st.sampled_from(YEARS),
        st.sampled_from(MONTHS),
        st.sampled_from(CATEGORIES),
    ),
    st.tuples(st.integers(0, 50), st.integers(0, 50)),
    min_size=1,
    max_size=120,
)


def small_tree() -> RegionTree:
    """The regions of test_marts.py."""
    cities = {"A": "A", "C": "C", "a1": "A", "a2": "A"}
    return RegionTree.from_regions(
        Region(
            code=code,
            name=code,
            short_name=code,
            level=Level(LEVELS.get(code, "county")),
            parent=parent,
            city=cities.get(code),
            province=None if code == "100000" else "M" if code[0] in "Mm" else "P",
            is_leaf=code in LEAVES,
            kind="",
            order=order,
            pinyin="",
            initials="",
            reports=True,
        )
        for order, (code, parent) in enumerate(PARENTS.items())
    )


# Region that it counts in, code that it came under, year and month.
Apart = dict[tuple[str, str, int, int], int]


def reader_of(
    folder: Path,
    rows: Facts,
    tombs: Facts | None = None,
    apart: Apart | None = None,
    relief: Facts | None = None,
    counted: dict[Key, int] | None = None,
) -> Reader:
    """A reader of a build with these placements: (due, placed) by region, year, month, category;
    scattered tombs, (total, gathered); people placed under other codes; relief, (budget, spent) by
    programme; and what is ``counted`` by measure. D was divided among a1 and a2 in 2025."""
    path = folder / "build.duckdb"
    with duckdb.connect(str(path)) as connection:
        prepared(connection)
        for (code, year, month, category), (due, placed) in rows.items():
            connection.execute(
                "insert into facts_placements values (?, make_date(?, ?, 1), ?, ?, ?, 0)",
                [code, year, month, category, due, placed],
            )
        for (code, year, month, _), (total, gathered) in (tombs or {}).items():
            connection.execute(
                "insert into facts_scattered_tombs values (?, make_date(?, ?, 1), ?, ?)",
                [code, year, month, total, gathered],
            )
        for (code, year, month, programme), (budget, spent) in (relief or {}).items():
            connection.execute(
                "insert into facts_relief values "
                "(?, make_date(?, ?, 1), ?, 'county', ?, ?, 0, 0, 0, 0)",
                [code, year, month, programme, budget, spent],
            )
        for (code, year, month, measure), value in (counted or {}).items():
            connection.execute(
                "insert into facts_measures values (?, make_date(?, ?, 1), ?, ?)",
                [code, year, month, measure, value],
            )
        if apart:
            connection.execute("alter table facts_placements add reported_region_code varchar")
            connection.execute(
                "insert into region_changes values ('D', 'a1', 'split'), ('D', 'a2', 'split')"
            )
        for (code, reported, year, month), placed in (apart or {}).items():
            connection.execute(
                "insert into facts_placements values "
                "(?, make_date(?, ?, 1), 'self_employed', 0, ?, 0, ?)",
                [code, year, month, placed, reported],
            )
        build_marts(connection)
        create_facts(connection, load_contracts()["targets"])
        build_targets(connection)
        reported = {**rows, **(tombs or {}), **(relief or {}), **(counted or {})}
        months = [date(year, month, 1) for _, year, month, _ in reported]
        first, last = min(months), max(months)
        said = {
            "format": build_format(),
            "build_id": "small",
            "built_at": "2026-01-01T00:00:00",
            "data_from": str(first),
            "data_through": str(last),
            "demonstration": "false",
            "tables_absent": "[]",
            "accepted": "[]",
        }
        connection.executemany("insert into build_info values (?, ?)", list(said.items()))
        record_settled_months(connection, 0.5, str(last))
    return Reader(Session(Database(path), small_tree()), catalogue())


class Brute:
    """Sums by a loop over the rows."""

    def __init__(self, rows: Facts, code: str, period: Period, limits: CategoryFilter) -> None:
        self.rows, self.period, self.limits = rows, period, limits
        self.below = sorted(under(code))
        self.reported = {key[:3] for key in rows}
        self.months = range(period.first_month, period.last_month + 1)

    def matched(self) -> set[tuple[str, int]]:
        year = self.period.year
        return {
            (code, month)
            for code, month in product(self.below, self.months)
            if {(code, year, month), (code, year - 1, month)} <= self.reported
        }

    def sums(self, year: int, cells: set[tuple[str, int]]) -> tuple[int, int]:
        """Due and placed of a year in these regions and months."""
        chosen = [
            values
            for (code, y, month, category), values in self.rows.items()
            if y == year and (code, month) in cells
            if not self.limits or category in self.limits["placement_category"]
        ]
        return sum(due for due, _ in chosen), sum(placed for _, placed in chosen)

    def everything(self) -> set[tuple[str, int]]:
        return set(product(self.below, self.months))

    def reporting(self, year: int) -> Reporting:
        counts = [
            sum((code, year, month) in self.reported for month in self.months)
            for code in self.below
            if code in LEAVES
        ]
        whole = len(self.months)
        return Reporting(
            sum(count == whole for count in counts),
            sum(0 < count < whole for count in counts),
            sum(count == 0 for count in counts),
            sum(counts),
            len(counts) * whole,
        )


def check(observation: Observation, brute: Brute) -> None:
    """An observation of PLACED or RATE against the loop."""
    year, like = brute.period.year, observation.comparable
    assert like is not None
    assert observation.previous is not None
    assert observation.reporting == brute.reporting(year)
    assert observation.previous.reporting == brute.reporting(year - 1)
    cells = brute.matched()
    for is_previous in (False, True):
        of_year = year - is_previous
        due, placed = brute.sums(of_year, brute.everything())
        plain = observation.previous if is_previous else observation
        assert (plain.numerator or 0) == placed
        assert (plain.denominator or 0) == (due if observation.indicator.is_rate else 0)
        due, placed = brute.sums(of_year, cells)
        numerator = like.previous_numerator if is_previous else like.numerator
        denominator = like.previous_denominator if is_previous else like.denominator
        assert (numerator or 0) == placed
        assert (denominator or 0) == (due if observation.indicator.is_rate else 0)
    if not cells:
        assert like.numerator is None
        assert observation.change is None


@settings(max_examples=12, deadline=None)
@given(facts)
def test_what_is_compared_is_what_a_loop_over_the_rows_finds(rows: Facts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_of(Path(folder), rows)
        last = reader.data_through
        for indicator, period, limits in product((RATE, PLACED), PERIODS, CHOICES):
            if period.last > last:
                continue
            observations = reader.observations(indicator, list(PARENTS), period, limits)
            for code, observation in zip(PARENTS, observations, strict=True):
                brute = Brute(rows, code, period, limits)
                check(observation, brute)
                (series,) = reader.series(indicator, code, [period], limits)
                check(series, brute)
                assert series == observation
                for part in reader.breakdown(indicator, code, period, ["placement_category"]):
                    limited = CategoryFilter(placement_category=[part.code])
                    check(part.observation, Brute(rows, code, period, limited))


@settings(max_examples=6, deadline=None)
@given(facts)
def test_a_snapshot_compares_who_reported_its_last_month_in_both_years(rows: Facts) -> None:
    tombs = {(code, year, month, ""): values for (code, year, month, _), values in rows.items()}
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_of(Path(folder), rows, tombs)
        for period in (Period(2025, 1, 4), Period(2024, 2, 3)):
            if period.last > reader.data_through:
                continue
            last = Period(period.year, period.last_month, period.last_month)
            for observation in reader.observations(TOMBS, list(PARENTS), period):
                brute = Brute(tombs, observation.region.code, last, EVERYTHING)
                like = observation.comparable
                assert like is not None
                total, gathered = brute.sums(period.year, brute.matched())
                assert (like.numerator or 0, like.denominator or 0) == (gathered, total)
                total, gathered = brute.sums(period.year - 1, brute.matched())
                before = like.previous_numerator or 0, like.previous_denominator or 0
                assert before == (gathered, total)
                assert observation.reporting == brute.reporting(period.year)


def by_hand(folder: Path) -> Reader:
    """a1 reports three months of four in 2025 and all in 2024; a2 all of both; X only 2025; the
    city's own office three months in 2025 and the fourth in 2024. Ten placed a month and row,
    twelve in 2025."""
    rows: Facts = {}
    for month in MONTHS:
        for code in ("a1", "a2"):
            rows[code, 2024, month, "self_employed"] = (10, 10)
            if (code, month) != ("a1", 4):
                rows[code, 2025, month, "self_employed"] = (12, 12)
        rows["X", 2025, month, "self_employed"] = (100, 100)
        rows["A", 2025 if month < 4 else 2024, month, "retired_cadres"] = (7, 7)
    return reader_of(folder, rows)


@pytest.mark.parametrize(
    ("code", "change", "plain"),
    [
        # 3 × 12 against 3 × 10, and not 36 against 40.
        ("a1", 20, -10),
        ("a2", 20, 20),
        # (3 + 4) × 12 against (3 + 4) × 10; plain (84 + 3 × 7) against (80 + 7).
        ("A", 20, (105 - 87) / 87 * 100),
        ("X", None, None),
        ("P", 20, (505 - 87) / 87 * 100),
    ],
)
def test_a_missed_month_does_not_turn_a_change_around(tmp_path, code, change, plain) -> None:
    observation = by_hand(tmp_path).observation(PLACED, code, Period(2025, 1, 4))
    assert observation.change == (None if change is None else pytest.approx(change))
    assert observation.plain_change == (None if plain is None else pytest.approx(plain))
    assert observation.is_adjusted == (change != plain)


def divided(*, without: Collection[tuple[str, int, int]] = ()) -> tuple[Facts, Apart]:
    """January and February: D and a1 place 100 and 50 in 2024; their ground, a1 and a2, 75 and 105
    in 2025; X 10 in both years. ``without`` some of these rows, by code, year and month."""
    rows: Facts = {}
    apart: Apart = {}
    for month in (1, 2):
        for code, year, placed in (
            ("a1", 2024, 50),
            ("a1", 2025, 75),
            ("a2", 2025, 105),
            ("X", 2024, 10),
            ("X", 2025, 10),
        ):
            if (code, year, month) not in without:
                rows[code, year, month, "self_employed"] = (0, placed)
        apart["A", "D", 2024, month] = 100
    return rows, apart


@pytest.mark.parametrize(
    ("without", "months"),
    [
        (set(), 2),
        # One of the heirs is missing from the February of either year.
        ({("a2", 2025, 2)}, 1),
        ({("a1", 2025, 2)}, 1),
        ({("a1", 2024, 2)}, 1),
        # A year without any report of a1: it is taken for as new as a2.
        ({("a1", 2024, 1), ("a1", 2024, 2)}, 2),
    ],
)
def test_a_divided_code_is_compared_with_all_its_heirs(tmp_path, without, months) -> None:
    rows, apart = divided(without=without)
    reader = reader_of(tmp_path, rows, apart=apart)
    before = 150 if ("a1", 2024, 1) not in without else 100
    for code, other in (("A", 0), ("P", 10), ("100000", 10)):
        observation = reader.observation(PLACED, code, Period(2025, 1, 2))
        like = observation.comparable
        assert like is not None
        # X's other months are compared whatever became of D.
        assert like.numerator == 180 * months + 2 * other
        assert like.previous_numerator == before * months + 2 * other
        (series,) = reader.series(PLACED, code, [Period(2025, 1, 2)])
        assert series == observation


def test_a_code_that_is_reported_in_both_years_is_compared_with_itself(tmp_path) -> None:
    rows, apart = divided()
    apart |= {("A", "D", 2025, month): 110 for month in (1, 2)}
    rows = {key: value for key, value in rows.items() if key[0] != "a2"}
    like = (
        reader_of(tmp_path, rows, apart=apart)
        .observation(PLACED, "A", Period(2025, 1, 2))
        .comparable
    )
    assert like is not None
    assert (like.numerator, like.previous_numerator) == (2 * (75 + 110), 2 * (50 + 100))


def test_a_zone_that_begins_to_report_is_no_rise_of_its_city(tmp_path) -> None:
    rows: Facts = {("A", year, 1, "self_employed"): (0, 20) for year in (2024, 2025)}
    reader = reader_of(tmp_path, rows, apart={("A", "Z", 2025, 1): 500})
    observation = reader.observation(PLACED, "A", Period(2025, 1, 1))
    assert (observation.numerator, observation.change) == (520, 0)
    assert observation.reporting == Reporting(0, 0, 2, 0, 2)


def test_who_reported_is_counted_in_three(tmp_path) -> None:
    reader = by_hand(tmp_path)
    observation = reader.observation(PLACED, "P", Period(2025, 1, 4))
    # a2 and X reported all months, a1 three of four, C none.
    assert observation.reporting == Reporting(2, 1, 1, months=11, months_expected=16)
    missing = reader.missing(PLACED, "P", Period(2025, 1, 4))
    assert {region.code: lacks for region, lacks in missing} == {"C": [1, 2, 3, 4], "a1": [4]}
