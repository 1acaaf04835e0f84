"""Published figures against the dashboard's own: the rules of the verdict, and what is asked for
each kind of figure, worked out by hand on the tiny exports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import published
from dashboard.database import find_current
from dashboard.pipeline import build
from dashboard.published import QUALIFIERS, PublishedFigure
from dashboard.published_measures import counterpart, counterparts
from dashboard.reader import Reader
from dashboard.reconciliation import (
    ABSENT,
    NO_BEGINNING,
    NO_EXPORT,
    NO_HISTORY,
    NO_MEASURE,
    NO_OWN,
    OTHER_MONTHS,
    reconcile,
)
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.ui.context import region_tree
from dashboard.verdicts import Reconciliation, Verdict, agrees, bounds, judge
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

AGREES, DIFFERS, NOT_COMPARABLE = Verdict.AGREES, Verdict.DIFFERS, Verdict.NOT_COMPARABLE
NATION, GUANGDONG, GUANGZHOU, LIWAN = "100000", "440000", "440100", "440103"
XIANGTAN, XIANGTAN_COUNTY = "430300", "430321"
FIVE_TIERS = ("province", "city", "county", "town", "village")
RATED = ("national", "provincial", "municipal", "county")
# Of 广州's eleven districts the tiny exports have two.
LATE, NOT_LISTED = "未报齐（9 个县区缺报）", "名录中没有 9 个县区"
JANUARY, OCTOBER = date(2025, 1, 1), date(2025, 10, 1)


def figure(value: str | int, unit: str = "个", **changes: Any) -> PublishedFigure:
    """A figure of 广州's job fairs from January to October 2025, unless changed."""
    fields: dict[str, Any] = {
        "line": 2,
        "document": "000",
        "region_code": GUANGZHOU,
        "first": JANUARY,
        "last": OCTOBER,
        "basis": "in_period",
        "export": "employment",
        "column": "job_fairs",
        "categories": (),
        "subcategories": (),
        "qualifier": "",
        "inferred": False,
        "note": "",
    }
    return PublishedFigure(**(fields | changes), value=Decimal(value), unit=unit)


def snapshot(value: str | int, last: date, unit: str = "个", **changes: Any) -> PublishedFigure:
    """A figure of what stood at the end of a month."""
    return figure(value, unit, first=None, last=last, basis="snapshot", **changes)


def reader_of(home: Home) -> Reader:
    database = find_current(home).database
    return Reader(Session(database, region_tree(database.info.own_region)), catalogue())


Ask = Callable[[PublishedFigure], Reconciliation]


@pytest.fixture
def ask(tiny_home: Home) -> Ask:
    """What a figure comes to on the tiny build."""
    reader = reader_of(tiny_home)

    def asked(one: PublishedFigure) -> Reconciliation:
        (found,) = reconcile(reader, (one,), NATION)
        return found

    return asked


def said(found: Reconciliation) -> tuple[Verdict, float | None, str]:
    own = None if found.own is None else round(float(found.own), 4)
    return found.verdict, own, found.reason


# The rules.


@pytest.mark.parametrize("qualifier", ["余", "超", "逾", "多", "以上"])
@pytest.mark.parametrize(
    ("own", "agreeing"),
    [("8999.99", False), ("9000", True), ("9214", True), ("9999.99", True), ("10000", False)],
)
def test_at_least_and_below_the_next_step(qualifier: str, own: str, agreeing: bool) -> None:
    assert agrees(figure(9000, qualifier=qualifier), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("value", "own", "agreeing"),
    [
        (460_000, 469_999, True),  # 46万余
        (460_000, 470_000, False),
        (30, 39, True),
        (30, 40, False),
        (200_000_000, 299_999_999, True),  # 超2亿
        (190_000_000, 200_000_000, False),  # 超1.9亿
        (1200, 1300, False),
    ],
)
def test_the_step_is_that_of_the_last_digit_that_is_not_zero(
    value: int, own: int, agreeing: bool
) -> None:
    assert agrees(figure(value, qualifier="余"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("own", "agreeing"),
    [(8_682_800, True), (8_682_799, False), (9_037_200, True), (9_037_201, False)],
)
def test_about_is_within_two_percent(own: int, agreeing: bool) -> None:
    assert agrees(figure(8_860_000, qualifier="约"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("own", "agreeing"), [(1519, False), (1520, True), (1600, True), (1601, False)]
)
def test_nearly_is_at_most_it_and_five_percent_below(own: int, agreeing: bool) -> None:
    assert agrees(figure(1600, qualifier="近"), Decimal(own)) is agreeing


@pytest.mark.parametrize(
    ("value", "own", "agreeing"),
    [
        ("568", "568", True),
        ("568", "569", False),
        ("5000", "5001", False),  # written digit by digit
        ("220000000", "215000000", True),  # 2.2亿
        ("220000000", "224999999.99", True),
        ("220000000", "225000000", False),
        ("220000000", "214999999.99", False),
        ("86.7", "86.65", True),
        ("86.7", "86.7499", True),
        ("86.7", "86.75", False),
        ("152", "151.6908", True),
        ("100", "99.9", False),
        ("100", "100", True),
        ("0", "0.3", False),
    ],
)
def test_without_a_word_the_written_digits_are_equal(value: str, own: str, agreeing: bool) -> None:
    assert agrees(figure(value, "%"), Decimal(own)) is agreeing


def test_a_number_that_the_document_writes_in_full_is_held_to_all_its_digits() -> None:
    assert agrees(figure(50_000), Decimal(50_400))  # 5万
    assert not agrees(figure(50_000, written="50000"), Decimal(50_400))


def test_what_is_missing_can_only_add_to_an_amount() -> None:
    amount, rate = figure(100), figure(90, "%", column="trained/positions")
    assert judge(amount, Decimal(100), late=3) is AGREES
    assert judge(amount, Decimal(99), late=3) is NOT_COMPARABLE
    assert judge(amount, Decimal(99)) is DIFFERS
    assert judge(amount, Decimal(101), late=3) is DIFFERS
    assert judge(rate, Decimal(95), late=3) is NOT_COMPARABLE
    assert judge(rate, Decimal(95)) is DIFFERS
    loose = figure(9000, qualifier="余")
    assert judge(loose, bounds(loose)[1], late=3) is DIFFERS


@given(
    value=st.decimals(min_value=0, max_value=10**12, places=2),
    qualifier=st.sampled_from(QUALIFIERS),
    late=st.integers(0, 200),
    unit=st.sampled_from(["个", "元", "%"]),
)
def test_an_own_value_equal_to_the_published_always_agrees(
    value: Decimal, qualifier: str, late: int, unit: str
) -> None:
    one = figure(0, unit, qualifier=qualifier)
    for published_value in (value, value.to_integral_value(), value.quantize(Decimal("1e4"))):
        exact = replace(one, value=Decimal(f"{published_value:f}"))
        assert judge(exact, exact.value, late) is AGREES


# What the catalogue holds of a figure.


def test_every_published_figure_with_an_export_is_asked_for() -> None:
    unknown = [
        (one.export, one.column)
        for one, other in counterparts(published.load()).items()
        if one.export and other is None
    ]
    assert unknown == [("stations", "opened_on")]


@pytest.mark.parametrize(
    ("export", "column", "categories", "subcategories", "indicator", "limits"),
    [
        ("placements", "placed/due", ("retired_cadres",), (), "cadres_taken_in_rate", {}),
        (
            "placements",
            "placed",
            ("demobilised",),
            (),
            "placements_placed",
            {"placement_category": ("demobilised",)},
        ),
        ("relief", "spent", ("pensions",), (), "pensions_spent", {}),
        (
            "relief",
            "recipients",
            ("emergency",),
            ("province",),
            "relief_recipients",
            {"programme": ("emergency",), "fund": ("province",)},
        ),
        ("memorial_sites", "site_id", RATED, (), "sites_rated", {}),
        (
            "memorial_sites",
            "names_wall_on+exhibition_on/site_id",
            RATED,
            ("public_ceremony",),
            "memorial_completion",
            {},
        ),
        ("measures", "people_visited", (), (), "people_visited", {}),
    ],
)
def test_a_figure_is_an_indicator_and_what_its_rows_are_limited_to(
    export: str,
    column: str,
    categories: tuple[str, ...],
    subcategories: tuple[str, ...],
    indicator: str,
    limits: dict[str, tuple[str, ...]],
) -> None:
    one = figure(
        1, export=export, column=column, categories=categories, subcategories=subcategories
    )
    other = counterpart(one, catalogue())
    assert other is not None
    assert other.catalogued
    assert (other.indicator.code, dict(other.limits)) == (indicator, limits)


def test_a_sum_that_no_measure_makes_is_none() -> None:
    """All programmes together, pensions among them; walls of names at sites of any kind."""
    walls = figure(1, export="memorial_sites", column="names_wall_on")
    assert counterpart(figure(1, export="relief", column="spent"), catalogue()) is None
    assert counterpart(walls, catalogue()) is None


# Values, by hand.


def test_amounts_of_months_and_of_years(ask: Ask) -> None:
    """荔湾, 越秀: 3 job fairs a month."""
    assert said(ask(figure(30))) == (AGREES, 30, LATE)
    assert said(ask(figure(29))) == (DIFFERS, 30, LATE)
    both = figure(66, first=date(2024, 1, 1), basis="cumulative")
    assert said(ask(both)) == (AGREES, 66, LATE)
    assert ask(figure(25)).difference == 5
    assert ask(figure(25)).share == 20


def test_a_rate_is_of_the_sums(ask: Ask) -> None:
    """广州 2025: due 365, placed 394; with 2024: due 36·12 + 365 = 797, placed 36·12 + 394."""
    rate = figure(108, "%", export="placements", column="placed/due")
    found = ask(rate)
    assert said(found) == (AGREES, 107.9452, LATE)
    assert found.share is None
    both = replace(rate, first=date(2024, 1, 1), value=Decimal("103.6"))
    assert said(ask(both)) == (AGREES, round(826 * 100 / 797, 4), LATE)


def test_categories_limit_what_is_counted(ask: Ask) -> None:
    officers = figure(4, export="placements", column="placed", categories=("transferred_officers",))
    assert said(ask(officers)) == (AGREES, 4, LATE)
    assert ask(officers).subject == "安置人数（转业军官）"
    pensions = figure(150_000, "元", export="relief", column="spent", categories=("pensions",))
    assert said(ask(pensions)) == (AGREES, 150_000, LATE)
    hardship = figure(30_015, "元", export="relief", column="spent", categories=("hardship",))
    assert said(ask(hardship)) == (AGREES, 30_015, LATE)


def test_a_region_s_own_office_without_what_lies_under_it(ask: Ask) -> None:
    spent = figure(
        100_000,
        "元",
        region_code=GUANGDONG,
        export="relief",
        column="spent",
        categories=("emergency",),
        subcategories=("own",),
    )
    assert said(ask(spent)) == (AGREES, 100_000, "")
    assert ask(spent).subject == "帮扶支出（应急救助、本级）"
    trained = figure(1330, region_code=GUANGDONG, column="trained", subcategories=("own",))
    assert said(ask(trained)) == (NOT_COMPARABLE, None, NO_OWN)
    leaf = figure(10, region_code=LIWAN, subcategories=("own",))
    assert said(ask(leaf)) == (AGREES, 10, "")


def test_what_stood_at_the_end_of_a_month(ask: Ask) -> None:
    """广州's three ceremony sites: one is complete from July 2024."""
    both = {"export": "memorial_sites", "column": "names_wall_on+exhibition_on/site_id"}
    both |= {"categories": RATED, "subcategories": ("public_ceremony",)}
    assert said(ask(snapshot(33, date(2024, 12, 1), "%", **both))) == (AGREES, 33.3333, NOT_LISTED)
    assert said(ask(snapshot(0, date(2024, 6, 1), "%", **both))) == (AGREES, 0, NOT_LISTED)
    sites = snapshot(3, OCTOBER, export="memorial_sites", column="site_id", categories=RATED)
    assert said(ask(sites)) == (AGREES, 3, NOT_LISTED)
    tombs = {"export": "scattered_tombs", "column": "gathered/total"}
    gathered = snapshot(71, OCTOBER, "%", region_code=XIANGTAN_COUNTY, **tombs)
    assert said(ask(gathered)) == (AGREES, 71, "")


def test_stations_by_tier_and_what_is_known_of_today_alone(ask: Ask) -> None:
    """广州: its own centre, two of districts, three towns' (four until June 2025),
    two villages'."""
    of_five = {"export": "stations", "categories": FIVE_TIERS}
    counted = of_five | {"column": "station_id"}
    assert said(ask(snapshot(8, OCTOBER, **counted))) == (AGREES, 8, NOT_LISTED)
    assert said(ask(snapshot(9, date(2025, 5, 1), **counted))) == (AGREES, 9, NOT_LISTED)
    assert ask(snapshot(8, OCTOBER, **counted)).subject == "在用服务中心（站）（不含延伸建站）"
    staff = of_five | {"column": "full_time+part_time"}
    assert said(ask(snapshot(24, OCTOBER, "人", **staff))) == (AGREES, 24, NOT_LISTED)
    assert said(ask(snapshot(24, date(2024, 12, 1), "人", **staff)))[::2] == (
        NOT_COMPARABLE,
        NO_HISTORY,
    )


def test_a_county_that_did_not_report(ask: Ask) -> None:
    """湘潭 without 韶山 in September 2025: 5 job fairs and not 6."""
    september = {"region_code": XIANGTAN, "first": date(2025, 9, 1), "last": date(2025, 9, 1)}
    late = "未报齐（1 个县区缺报）"
    assert said(ask(figure(5, **september))) == (AGREES, 5, late)
    assert said(ask(figure(6, **september))) == (NOT_COMPARABLE, 5, late)
    assert said(ask(figure(4, **september))) == (DIFFERS, 5, late)
    alone = september | {"region_code": "430382"}
    assert said(ask(figure(1, **alone))) == (NOT_COMPARABLE, None, "这一地区和期间未上报")


def test_what_can_not_be_compared_says_why(ask: Ask) -> None:
    outside = "看板只有2024年1月至2025年10月的数据"
    year, before = date(2025, 12, 1), date(2018, 10, 1)
    quarterly = {"export": "measures", "column": "recuperated"}
    for one, why in (
        (figure(1, export="", column="", subject="调研课题"), NO_EXPORT),
        (figure(1, last=year), outside),
        (figure(1, first=before, basis="cumulative"), outside),
        (snapshot(1, date(2023, 12, 1), export="stations", column="station_id"), outside),
        (figure(1, first=None, basis="cumulative"), NO_BEGINNING),
        (figure(1, **quarterly, last=date(2025, 5, 1)), OTHER_MONTHS),
        (figure(1, **quarterly, first=date(2025, 4, 1), last=date(2025, 4, 1)), OTHER_MONTHS),
        (figure(1, export="relief", column="spent"), NO_MEASURE),
        (figure(1, export="stations", column="station_id"), NO_MEASURE),
        (snapshot(1, OCTOBER), NO_MEASURE),
    ):
        assert said(ask(one)) == (NOT_COMPARABLE, None, why), one


def test_only_the_region_asked_for_and_what_lies_below(tiny_home: Home) -> None:
    reader = reader_of(tiny_home)
    figures = published.load()
    of = {code: reconcile(reader, figures, code) for code in (NATION, GUANGDONG, LIWAN)}
    assert [len(found) for found in of.values()] == [186, 149, 2]
    assert {one.figure.region_code for one in of[GUANGDONG]} == {GUANGDONG, GUANGZHOU, LIWAN}


def test_stations_opened_in_a_year_and_an_absent_export(tmp_path: Path) -> None:
    """Two extended stations opened in 2024, one of them closed since, one in 2025; no tombs."""
    tables = tiny_rows()
    pattern = next(row for row in tables["stations"] if row["tier"] == "extended")
    for number, opened, closed in (
        (1, date(2024, 1, 1), None),
        (2, date(2024, 12, 31), date(2025, 3, 1)),
        (3, date(2025, 1, 1), None),
    ):
        changed = {"station_id": f"X{number}", "opened_on": opened, "closed_on": closed}
        tables["stations"].append(pattern | changed)
    del tables["scattered_tombs"]
    home = Home(tmp_path / "home")
    write_tiny_exports(home.exports, tables)
    build(home, today=TODAY)
    opened = figure(
        2,
        first=date(2024, 1, 1),
        last=date(2024, 12, 1),
        export="stations",
        column="opened_on",
        categories=("extended",),
        subject="新建延伸站点",
    )
    every = replace(opened, categories=(), value=Decimal(1))
    tombs = snapshot(71, OCTOBER, "%", export="scattered_tombs", column="gathered/total")
    found = reconcile(reader_of(home), (opened, every, tombs), NATION)
    assert [said(one) for one in found] == [
        (AGREES, 2, NOT_LISTED),
        (DIFFERS, 2, NOT_LISTED),
        (NOT_COMPARABLE, None, ABSENT),
    ]
    assert found[0].subject == "新建延伸站点"
