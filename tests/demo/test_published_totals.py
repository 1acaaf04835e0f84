"""Wherever a published figure speaks of what the demonstration holds, its total equals it."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboard import published
from dashboard.demo.calendar import Calendar
from dashboard.demo.holding import LeftOut, divide
from dashboard.published_figure import PublishedFigure
from tests.demo.reading import TREE, total

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RANGE = Calendar(date(2021, 1, 1), date(2026, 10, 1))
HELD, LEFT_OUT = divide(published.load(), RANGE, {region.code for region in TREE})


def name(figure: PublishedFigure) -> str:
    kinds = "+".join((*figure.categories, *figure.subcategories))
    return f"{figure.line}-{figure.region_code}-{figure.export}-{figure.column}-{kinds}"


@pytest.mark.parametrize("figure", HELD, ids=name)
def test_the_total_equals_the_published_figure(
    connection: "DuckDBPyConnection", figure: PublishedFigure
) -> None:
    assert total(connection, figure) == figure.value


def test_the_figures_of_every_year_and_place_are_held() -> None:
    held = {(figure.document, figure.column) for figure in HELD}
    assert {
        ("002", "station_id"),
        ("002", "full_time+part_time"),
        ("002", "stars>=3/station_id"),
        ("002", "national_model"),
        ("000", "placed/due"),
        ("000", "gathered/total"),
        ("000", "names_wall_on+exhibition_on/site_id"),
        ("001", "placed"),
        ("001", "station_id"),
        ("003", "memorial_visitors"),
        ("003", "employed_after_training/trained"),
    } <= held


def test_what_is_left_out_has_its_reason() -> None:
    assert len(HELD) + len(LEFT_OUT) == len(published.load())
    reasons: dict[str, list[LeftOut]] = {}
    for item in LEFT_OUT:
        reasons.setdefault(item.reason, []).append(item)
    assert set(reasons) == {
        "no export holds it",
        "cumulative, and its beginning is not known",
        "cumulative, and not wholly within the months made",
    }
    fund = [item.figure.column for item in reasons["cumulative, and its beginning is not known"]]
    assert {"spent", "recipients"} <= set(fund)


def test_a_range_that_ends_before_the_year_does_leaves_the_year_out() -> None:
    short = Calendar(date(2021, 1, 1), date(2024, 6, 1))
    held, _ = divide(published.load(), short, {region.code for region in TREE})
    assert all(figure.last <= short.last for figure in held)
    assert not [figure for figure in held if figure.document == "000"]
    assert [figure for figure in held if figure.document == "001"]


def test_figures_of_provinces_that_are_not_made_are_left_out() -> None:
    hunan = {region.code for region in TREE.descendants("430000")}
    held, left_out = divide(published.load(), RANGE, hunan)
    assert {figure.region_code for figure in held} == {"430300"}
    assert "its province is not among those made" in {item.reason for item in left_out}
