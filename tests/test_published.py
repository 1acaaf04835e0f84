"""The published figures: read whole, refused when wrong, and read from the documents closely."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import published
from dashboard.published import published_in_use
from dashboard.published_figure import PublishedFigure
from dashboard.reference_rows import ReferenceFileError
from dashboard.regions import NATION, RegionTree
from dashboard.settings import ROOT
from dashboard.systems import catalogue

HEADING = published.FIGURES.read_text(encoding="utf-8").split("\n", 1)[0]


def chosen(**wanted: object) -> list[PublishedFigure]:
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
        ("column", "given"),
        ("document", "777"),
        ("region_code", "440199"),
        ("category", "veterans"),
        ("subcategory", "central"),
        ("value", "-1"),
        ("value", "nan"),
        ("unit", ""),
        ("written", "2"),
        ("written", "one"),
        ("value", "1.74E+06"),
        ("value", "1e999999"),
        ("value", "1_000"),
        ("value", "9" * 16),
        ("column", "+"),
        ("column", "placed+"),
        ("unit", "%"),
        ("period_to", "9999-12"),
        ("period_from", "0001-01"),
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
        "subject": "",
        "written": "",
        "note": "",
    }
    path = tmp_path / "figures.csv"
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    assert published.load(path)[0].value == 1
    row[column] = wrong
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=rf"line 2: {column} ") as refused:
        published.load(path)
    assert refused.value.zh.startswith(f"figures.csv 第 2 行的 {column} 写为“{wrong}”：")
    assert published_in_use(path).wrong == refused.value.zh
    assert not published_in_use(path).figures


def test_a_figure_that_no_measure_has_a_name_for_must_say_what_it_is(tmp_path: Path) -> None:
    named = [figure for figure in published.load() if figure.subject]
    assert len(named) == 104
    assert {figure.export for figure in named} == {"", "stations"}
    text = published.FIGURES.read_text(encoding="utf-8")
    assert "评选“十大优秀改革创新案例”" in text
    path = tmp_path / "figures.csv"
    path.write_text(text.replace("评选“十大优秀改革创新案例”", ""), encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="line 4: subject"):
        published.load(path)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("document,region_code\n", 1, "缺少列"),
        (f"{HEADING}\n\n000,440000\n", 3, "有 2 格"),
        (f"{HEADING},value\n", 1, "有两列 value"),
        (f'{HEADING}\n"000,440000\n001,440000\n', 2, "读不出"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=f"line {line}: {said}"):
        published.load(path)


def test_one_figure_stands_in_one_row(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    text = published.FIGURES.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="line 188: document '000'") as refused:
        published.load(path)
    assert refused.value.zh.endswith("与第 2 行是同一个数，请只留一行。")


def test_a_file_that_a_spreadsheet_saved_is_read_or_said_to_be_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    text = published.FIGURES.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    assert published.load(path) == published.load()
    path.write_bytes(text.encode("gb18030"))
    with pytest.raises(ReferenceFileError, match="UTF-8"):
        published.load(path)
    with pytest.raises(ReferenceFileError, match="读不到"):
        published.load(tmp_path / "absent.csv")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    lines = published.FIGURES.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), encoding="utf-8")
    assert len(published_in_use(path).figures) == 2
    path.write_text("".join(lines[:4]), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert len(published_in_use(path).figures) == 3


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("document", ""),
        ("title", ""),
        ("region_code", "999999"),
        ("inferred", "no"),
        ("published", "2025/1/21"),
    ],
)
def test_a_wrong_document_is_refused_with_its_line(tmp_path: Path, column: str, wrong: str) -> None:
    row = {
        "document": "000",
        "file": "a.txt",
        "title": "总结",
        "region_code": "440000",
        "inferred": "false",
        "period": "2024",
        "published": "2025-01-21",
    }
    path = tmp_path / "documents.csv"
    for changed in (row, row | {column: wrong}):
        path.write_text(f"{','.join(row)}\n{','.join(changed.values())}\n", encoding="utf-8")
        if changed is row:
            assert published.load_documents(path)["000"].dated == "2025-01-21"
    with pytest.raises(ReferenceFileError, match=f"line 2: {column}"):
        published.load_documents(path)


@pytest.mark.parametrize(
    ("document", "value", "words", "step", "loose"),
    [
        ("000", 9000, "9000余名", 1, 1000),
        ("000", 220_000_000, "2.2亿元", 10_000_000, 10_000_000),
        ("000", 190_000_000, "超1.9亿次", 10_000_000, 10_000_000),
        ("000", 8_860_000, "约886万小时", 10_000, 10_000),
        ("000", 1_700_000, "170万人次", 10_000, 100_000),
        ("001", 1600, "近1600个", 1, 100),
        ("001", 460_000, "46万余人次", 10_000, 10_000),
        ("002", 27618, "27618个", 1, 1),
        ("003", 28000, "28000余个", 1, 1000),
        ("003", 98, "98%以上", 1, 1),
    ],
)
def test_a_number_is_written_as_the_document_does(
    document: str, value: int, words: str, step: int, loose: int
) -> None:
    (figure,) = chosen(document=document, value=Decimal(value))
    assert (figure.words, figure.step, figure.loose_step) == (words, step, loose)


def test_the_months_of_a_figure_read_as_words() -> None:
    words = {figure.when for figure in published.load()}
    assert {
        "2024年",
        "2025年4月",
        "2023–2024年",
        "2022–2024年累计",
        "2018年10月–2021年6月累计",
        "至2024年12月累计",
        "截至2021年6月末",
    } <= words


def test_the_recipe_for_a_department_s_own_figures(tmp_path: Path) -> None:
    recipes = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    paths = []
    for source in (published.DOCUMENTS, published.FIGURES):
        title = f"# data/reference/{source.name}, at the end\n"
        rows = recipes.split(title)[1].split("```")[0]
        paths.append(tmp_path / source.name)
        paths[-1].write_text(source.read_text(encoding="utf-8") + rows, encoding="utf-8")
    documents, figures = paths
    relief, stations, subjects = published.load(figures, documents)[-3:]
    assert relief.words == "1260万余元"
    assert stations.when == "截至2024年12月末"
    assert subjects.subject == "调研课题"
