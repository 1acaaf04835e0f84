import datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.columns import Column, region_columns
from dashboard.exports.csv_files import table_csv
from dashboard.exports.csv_streams import csv_file, stream_csv
from dashboard.guard import guard
from dashboard.regions import RegionTree
from tests.exports.support import Build, dictionaries, records

BUILD = Build("20261122T070000-abc123", True)
TEXT = Column("text", "文本", "text")
awkward = st.text(
    st.sampled_from([*'=+-@＝＋－＠\t\r\n \u3000\u200b\ufeff\x00",1A北《']), max_size=6
)
texts = st.lists(st.one_of(st.none(), st.text(), awkward), max_size=30)


def batch(**columns: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


@given(texts, st.sampled_from([pa.string(), pa.large_string(), pa.string_view()]))
def test_arrow_guards_as_the_plain_writer_does(values: list[str | None], kind: pa.DataType) -> None:
    file = csv_file([batch(text=pa.array(values, kind))], [TEXT], build=BUILD).getvalue()
    assert file == table_csv([TEXT], [{"text": value} for value in values], build=BUILD)
    assert [record["文本"] for record in dictionaries(file)] == [
        guard(value or "") for value in values
    ]


@given(texts, st.data())
def test_a_slice_of_a_batch_is_read_from_its_own_start(
    values: list[str | None], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(values)))
    whole = batch(text=pa.array(values, pa.string()))
    file = csv_file([whole.slice(start)], [TEXT], build=BUILD).getvalue()
    assert file == table_csv([TEXT], [{"text": value} for value in values[start:]], build=BUILD)


def test_dictionaries_are_guarded_too() -> None:
    encoded = pa.array(["=1", "北", None, "=1"]).dictionary_encode()
    file = csv_file([batch(text=encoded)], [TEXT], build=BUILD).getvalue()
    assert [record["文本"] for record in dictionaries(file)] == ["'=1", "北", "", "'=1"]


def test_the_categories_of_a_build_are_written_as_text() -> None:
    """A build keeps them as DuckDB's enum, whose order is that of the contract."""
    column = (
        "select unnest(['social', null, 'central', '=1'])::enum('social', '=1', 'central') as text"
    )
    with duckdb.connect() as connection:
        batches = list(connection.sql(column).to_arrow_reader(2))
    named = Column("text", "资金", "fund", names={"social": "社会", "central": "中央"})
    file = csv_file(batches, [TEXT, named], build=BUILD).getvalue()
    assert [record["文本"] for record in dictionaries(file)] == ["social", "", "central", "'=1"]
    assert [record["资金"] for record in dictionaries(file)] == ["社会", "", "中央", "'=1"]


def test_every_type_is_written_as_the_plain_writer_writes_it() -> None:
    rows = [
        {
            "count": -3,
            "money": Decimal("-1234.50"),
            "rate": 0.1,
            "month": datetime.date(2026, 10, 1),
            "at": datetime.datetime(2026, 10, 1, 8, 30),
            "active": True,
            "nothing": None,
        },
        {
            "count": 2**60,
            "money": Decimal("0.05"),
            "rate": float("nan"),
            "month": None,
            "at": None,
            "active": False,
            "nothing": None,
        },
    ]
    types = {
        "count": pa.int64(),
        "money": pa.decimal128(18, 2),
        "rate": pa.float64(),
        "month": pa.date32(),
        "at": pa.timestamp("us"),
        "active": pa.bool_(),
        "nothing": pa.null(),
    }
    arrays = {name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()}
    columns = [Column(name, name, name) for name in types]
    assert csv_file([batch(**arrays)], columns, build=BUILD).getvalue() == table_csv(
        columns, rows, build=BUILD
    )


def test_regions_by_name_at_every_level(tree: RegionTree) -> None:
    codes = ["440104", "429004", "100000", "999999"]
    file = csv_file([batch(region_code=pa.array(codes))], region_columns(tree), build=BUILD)
    assert [record[:5] for record in records(file.getvalue())[1:]] == [
        ["440104", "越秀区", "广东省", "广州市", "越秀区"],
        ["429004", "仙桃市", "湖北省", "", "仙桃市"],
        ["100000", "全国", "", "", ""],
        ["999999", "999999", "999999", "999999", "999999"],
    ]


def test_names_from_exports_are_guarded(tree: RegionTree) -> None:
    named = Column("kind", "类别", "kind", names={"a": "=1+1", "b": None})
    file = csv_file([batch(kind=pa.array(["a", "b", None, "-c"]))], [named], build=BUILD)
    assert [record["类别"] for record in dictionaries(file.getvalue())] == ["'=1+1", "", "", "'-c"]


def test_pieces_come_as_their_batches_do() -> None:
    taken = []

    def batches():
        for n in range(3):
            taken.append(n)
            yield batch(text=pa.array([f"第{n}批"] * 2))

    pieces = stream_csv(batches(), [TEXT], build=BUILD)
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert taken == []
    assert "第0批" in next(pieces).decode()
    assert taken == [0]


def test_no_batches_and_empty_ones_give_a_header() -> None:
    header = table_csv([TEXT], [], build=BUILD)
    assert b"".join(stream_csv([], [TEXT], build=BUILD)) == header
    empty = batch(text=pa.array([], pa.string()))
    assert b"".join(stream_csv([empty], [TEXT], build=BUILD)) == header


def test_nothing_is_cut_short() -> None:
    many = batch(text=pa.array([f"站{n}" for n in range(120_000)]))
    back = records(csv_file([many, many], [TEXT], build=BUILD).getvalue())
    assert len(back) == 240_001
    assert back[120_000][0] == back[240_000][0] == "站119999"


def test_a_field_without_a_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="list"):
        list(stream_csv([batch(text=pa.array([[1]]))], [TEXT], build=BUILD))
