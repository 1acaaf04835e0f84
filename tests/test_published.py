"""The published figures: read whole, refused when wrong, and read from the documents closely."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import published


def chosen(**wanted: object) -> list[published.PublishedFigure]:
    return [
        figure
        for figure in published.load()
        if all(getattr(figure, name) == value for name, value in wanted.items())
    ]


def test_every_figure_names_a_document_of_its_region() -> None:
    documents = published.load_documents()
    figures = published.load()
    assert len(figures) > 60
    for figure in figures:
        document = documents[figure.document]
        assert figure.region_code == document.region_code
        assert figure.inferred == document.inferred
        if document.published:
            assert figure.last <= document.published


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
