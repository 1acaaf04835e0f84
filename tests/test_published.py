"""The published figures: read whole, refused when wrong, and read from the documents closely."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import published
from dashboard.regions import NATION, RegionTree
from dashboard.systems import catalogue


def chosen(**wanted: object) -> list[published.PublishedFigure]:
    return [
        figure
        for figure in published.load()
        if all(getattr(figure, name) == value for name, value in wanted.items())
    ]


def test_every_countable_figure_of_a_document_is_there() -> None:
    """By document: all figures, and those among them that no export holds."""
    counts = {
        number: (len(chosen(document=number)), len(chosen(document=number, export="")))
        for number in published.load_documents()
    }
    assert counts == {
        "000": (63, 28),
        "001": (53, 32),
        "002": (34, 18),
        "003": (36, 25),
        "004": (0, 0),
    }


def test_every_figure_names_a_document_and_a_region_it_may_speak_of() -> None:
    documents = published.load_documents()
    tree = RegionTree.load()
    for figure in published.load():
        document = documents[figure.document]
        assert figure.region_code in tree
        above = {region.code for region in tree.path(figure.region_code)}
        assert document.region_code in above or figure.region_code == NATION, figure
        assert figure.inferred == document.inferred
        if document.published:
            assert figure.last <= document.published


def test_regions_besides_the_document_s_own_are_few_and_known() -> None:
    documents = published.load_documents()
    other = [
        (figure.document, figure.region_code, figure.value)
        for figure in published.load()
        if figure.region_code != documents[figure.document].region_code
    ]
    assert other == [
        ("001", NATION, 32),
        ("002", "440103", 10),
        ("002", "440103", 20),
        ("002", "440100", 5000),
    ]


def test_every_figure_has_a_unit() -> None:
    units = {
        *"人名位户家个支处座棵封张件项条次场期元%天年",
        "人次",
        "场次",
        "批次",
        "小时",
        "个工作日",
    }
    assert {figure.unit for figure in published.load()} == units
    for figure in published.load():
        if figure.export:
            assert (figure.unit == "%") == (figure.denominator is not None)


def test_a_figure_of_a_measure_has_its_unit_or_another_word_for_it() -> None:
    known = catalogue().other_measures
    same = {("名", "人"), ("人", "人次"), ("场次", "场"), ("条", "篇")}
    for figure in chosen(export="measures"):
        pair = (figure.unit, known[figure.column].unit)
        assert pair[0] == pair[1] or pair in same, figure


@pytest.mark.parametrize(
    ("document", "value", "unit", "qualifier"),
    [
        ("000", 71, "项", ""),
        ("000", 2096, "名", ""),
        ("001", 1600, "个", "近"),
        ("001", 347, "名", ""),
        ("002", 426_800, "人次", ""),
        ("002", 3300, "名", "多"),
        ("002", 200_000_000, "元", "超"),
        ("003", 8600, "件", "余"),
        ("003", 98, "%", "以上"),
    ],
)
def test_units_and_qualifiers_are_the_document_s(
    document: str, value: int, unit: str, qualifier: str
) -> None:
    found = chosen(document=document, value=Decimal(value))
    assert found
    assert {(figure.unit, figure.qualifier) for figure in found} == {(unit, qualifier)}


def test_the_emergency_fund_is_cumulative_though_it_stands_among_the_year() -> None:
    spent, recipients = chosen(
        document="000", export="relief", categories=("emergency",), subcategories=("province",)
    )
    assert (spent.column, spent.value) == ("spent", Decimal(220_000_000))
    assert (recipients.column, recipients.value) == ("recipients", Decimal(9_069))
    assert {spent.basis, recipients.basis} == {"cumulative"}
    assert spent.first is None


def test_a_rate_keeps_the_digits_it_was_published_with() -> None:
    (stars,) = chosen(column="stars>=3/station_id")
    assert (stars.value, stars.decimals) == (Decimal("69.12"), 2)
    assert (stars.numerator, stars.denominator) == ("stars>=3", "station_id")
    (rate,) = chosen(column="placed/due")
    assert (rate.value, rate.decimals) == (Decimal(152), 0)


def test_a_count_has_no_denominator() -> None:
    (sites,) = chosen(document="000", column="site_id")
    assert (sites.value, sites.denominator, sites.basis) == (Decimal(341), None, "snapshot")
    assert sites.last == date(2024, 12, 1)


def test_where_no_export_holds_a_figure_the_note_says_what_it_is() -> None:
    for figure in chosen(export=""):
        assert "no export holds it" in figure.note


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("region_code", "44"),
        ("basis", "yearly"),
        ("export", "budget"),
        ("qualifier", "左右"),
        ("inferred", "yes"),
        ("value", "two"),
        ("period_to", "2024-13"),
        ("period_from", "2025-01"),
        ("period_from", ""),
        ("column", ""),
        ("column", "due;placed"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, column: str, wrong: str) -> None:
    row = {
        "document": "000",
        "region_code": "440000",
        "period_from": "2024-01",
        "period_to": "2024-12",
        "basis": "in_period",
        "export": "placements",
        "column": "placed",
        "category": "",
        "subcategory": "",
        "value": "1",
        "unit": "人",
        "qualifier": "",
        "inferred": "false",
        "note": "",
    }
    path = tmp_path / "figures.csv"
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    assert published.load(path)[0].value == 1
    row[column] = wrong
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        published.load(path)
