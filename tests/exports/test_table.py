"""The table that every file is made of: what it says of itself, and what stands in its cells."""

import datetime
from dataclasses import replace
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from dashboard.exports.columns import region_columns
from dashboard.exports.table import SHEET_ROWS, Column, Table, batches_of
from dashboard.regions import RegionTree
from tests.exports.support import TEXT, Build, batch, table_of, table_of_batches


def shown(table: Table) -> list[list[object]]:
    """The rows of a table as its writers get them."""
    rows: list[list[object]] = []
    for arrays in table.arrays():
        rows += [list(row) for row in zip(*(array.to_pylist() for array in arrays), strict=True)]
    return rows


def test_rows_and_batches_make_the_same_table() -> None:
    columns = [TEXT, Column("count", "数", "n", kind="whole"), Column("on", "日", "d", kind="date")]
    rows = [
        {"text": "甲", "count": 1, "on": datetime.date(2026, 1, 2)},
        {"text": None, "count": None, "on": None},
    ]
    made = batch(
        text=pa.array(["甲", None]),
        count=pa.array([1, None]),
        on=pa.array([datetime.date(2026, 1, 2), None]),
    )
    assert shown(table_of(columns, rows)) == shown(table_of_batches(columns, [made]))


def test_every_row_ends_in_its_build_and_whether_it_is_a_demonstration() -> None:
    for demonstration, said in [(True, "演示数据"), (False, "报送数据")]:
        table = table_of([TEXT], [{"text": "甲"}] * 50, Build("b", demonstration))
        assert {tuple(row) for row in shown(table)} == {("甲", "b", said)}
        assert table.headings == ["文本", "数据版本", "数据性质"]


def test_codes_are_shown_by_name_and_unknown_ones_as_they_are() -> None:
    tier = Column("tier", "层级", "tier", names={"town": "乡镇(街道)", "none": None})
    rows = [{"tier": "town"}, {"tier": "=x"}, {"tier": "none"}, {"tier": None}]
    assert [row[0] for row in shown(table_of([tier], rows))] == ["乡镇(街道)", "=x", None, None]


def test_the_categories_of_a_build_are_shown_as_text() -> None:
    """A build keeps them as DuckDB's enum, whose order is that of the contract."""
    column = (
        "select unnest(['social', null, 'central', '=1'])::enum('social', '=1', 'central') as text"
    )
    with duckdb.connect() as connection:
        batches = list(connection.sql(column).to_arrow_reader(2))
    named = Column("text", "资金", "fund", names={"social": "社会", "central": "中央"})
    table = table_of_batches([TEXT, named], batches)
    assert [row[:2] for row in shown(table)] == [
        ["social", "社会"],
        [None, None],
        ["central", "中央"],
        ["=1", "=1"],
    ]


def test_regions_by_name_at_every_level(tree: RegionTree) -> None:
    codes = ["440104", "429004", "100000", "999999"]
    table = table_of_batches(region_columns(tree), [batch(region_code=pa.array(codes))])
    assert [row[:5] for row in shown(table)] == [
        ["440104", "越秀区", "广东省", "广州市", "越秀区"],
        ["429004", "仙桃市", "湖北省", None, "仙桃市"],
        ["100000", "全国", None, None, None],
        ["999999", "999999", "999999", "999999", "999999"],
    ]


def test_what_is_no_number_is_empty_and_yes_and_no_are_words() -> None:
    made = batch(
        rate=pa.array([0.5, float("nan"), float("inf")]), yes=pa.array([True, False, None])
    )
    columns = [Column("rate", "率", "rate"), Column("yes", "是否", "yes")]
    table = table_of_batches(columns, [made])
    assert [row[:2] for row in shown(table)] == [[0.5, "是"], [None, "否"], [None, None]]
    english = replace(table, language="en")
    assert [row[1] for row in shown(english)] == ["yes", "no", None]
    assert english.headings == ["rate", "yes", "build", "nature of the data"]


def test_a_field_without_a_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="list"):
        shown(table_of_batches([TEXT], [batch(text=pa.array([[1]]))]))


def test_a_row_that_lacks_a_field_is_an_error() -> None:
    with pytest.raises(KeyError, match="text"):
        list(batches_of([TEXT], [{"texd": 1}]))
    with pytest.raises(KeyError, match="text"):
        shown(table_of_batches([TEXT], [batch(texd=pa.array([1]))]))


def test_money_stays_exact() -> None:
    made = batch(text=pa.array([Decimal("-1234.50")], pa.decimal128(18, 2)))
    assert shown(table_of_batches([TEXT], [made]))[0][0] == Decimal("-1234.50")


def test_its_name_says_what_it_is_limited_to() -> None:
    table = table_of([TEXT], [], filters="应急救助")
    assert table.file_name("csv") == "广东省_名单（应急救助）_2026年_演示数据.csv"
    assert replace(table, filters="", build=Build("b", False)).file_name("xlsx") == (
        "广东省_名单_2026年.xlsx"
    )


def test_its_notes_say_what_it_is_and_whose() -> None:
    table = table_of([TEXT], [{"text": "甲"}], notes=lambda: [("每行", "一个站点")])
    assert table.all_notes() == [
        ("内容", "名单"),
        ("地区", "广东省"),
        ("期间", "2026年"),
        ("筛选", "无，全部"),
        ("行数", "1"),
        ("每行", "一个站点"),
        ("数据版本", "20261122T070000-abc123"),
        ("数据性质", "演示数据：由程序生成，并非真实统计"),
    ]


def test_a_heading_holds_its_unit() -> None:
    column = Column("due", "应安置人数", "people due", unit="人")
    assert (column.heading(), column.heading("en")) == ("应安置人数（人）", "people due")


def test_a_sheet_holds_its_headings_too() -> None:
    table = table_of([TEXT], [])
    assert not replace(table, rows=SHEET_ROWS - 1).passes_a_sheet
    assert replace(table, rows=SHEET_ROWS).passes_a_sheet
