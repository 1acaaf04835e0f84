"""Published figures against the dashboard's own: what is asked for each kind of figure, worked out
by hand on the tiny exports. The rules of the verdict are in test_verdicts.py."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import published
from dashboard.database import find_current
from dashboard.pipeline import build
from dashboard.published_figure import PublishedFigure
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
from dashboard.verdicts import Reconciliation, Verdict
from tests.published_figures import GUANGZHOU, OCTOBER, figure, snapshot
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

AGREES, DIFFERS, NOT_COMPARABLE = Verdict.AGREES, Verdict.DIFFERS, Verdict.NOT_COMPARABLE
NATION, GUANGDONG, LIWAN = "100000", "440000", "440103"
XIANGTAN, XIANGTAN_COUNTY = "430300", "430321"
FIVE_TIERS = ("province", "city", "county", "town", "village")
RATED = ("national", "provincial", "municipal", "county")
# Of 广州's eleven districts the tiny exports have two.
LATE, NOT_LISTED = "未报齐（9 个县区缺报）", "名录中没有 9 个县区"


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
