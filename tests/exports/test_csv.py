"""Tables as CSV: read back as they are, inert in a spreadsheet, one piece a batch."""

import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.table import Column, Table
from dashboard.exports.writers.csv import csv_pieces
from dashboard.guard import guard
from tests.exports.support import (
    BUILD,
    TEXT,
    batch,
    dictionaries,
    of_table,
    records,
    table_of,
    table_of_batches,
    written,
)

awkward = st.text(
    st.sampled_from([*"=+-@＝＋－＠\t\r\n \u3000\u200b\ufeff\x00\",;1A北《'"]), max_size=6
)
texts = st.lists(st.one_of(st.none(), st.text(), awkward), max_size=30)
KINDS = [pa.string(), pa.large_string(), pa.string_view()]


@given(texts, st.sampled_from(KINDS))
def test_any_text_comes_back_guarded(values: list[str | None], kind: pa.DataType) -> None:
    table = table_of_batches([TEXT], [batch(text=pa.array(values, kind))])
    assert [record["文本"] for record in of_table(table)] == [guard(v or "") for v in values]


@given(texts)
def test_words_of_a_dictionary_are_guarded_as_plain_ones(values: list[str | None]) -> None:
    plain = table_of_batches([TEXT], [batch(text=pa.array(values, pa.string()))])
    coded = [batch(text=pa.array(values, pa.string()).dictionary_encode())]
    assert written(table_of_batches([TEXT], coded)) == written(plain)
    named = Column("text", "文本", "text", names={})
    assert written(table_of_batches([named], coded)) == written(plain)


@given(texts, st.data())
def test_a_slice_of_a_batch_is_read_from_its_own_start(
    values: list[str | None], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(values)))
    whole = batch(text=pa.array(values, pa.string()))
    rows = [{"text": value} for value in values[start:]]
    assert written(table_of_batches([TEXT], [whole.slice(start)])) == written(
        table_of([TEXT], rows)
    )


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (pa.array([-5]), "-5"),
        (pa.array([2**60]), str(2**60)),
        (pa.array([-5.0]), "-5"),
        (pa.array([86.66666666666667]), "86.66666666666667"),
        (pa.array([Decimal("-1234.50")], pa.decimal128(18, 2)), "-1234.50"),
        (pa.array([datetime.date(2026, 10, 1)]), "2026-10-01"),
        (pa.array([datetime.datetime(2026, 10, 1, 8, 30)]), "2026-10-01 08:30:00"),
        (pa.array([True]), '"是"'),
        (pa.array([""]), '""'),
        (pa.array(['a"b']), '"a""b"'),
        (pa.array([None], pa.int64()), ""),
        (pa.array([None]), ""),
    ],
)
def test_how_a_value_is_written(value: pa.Array, form: str) -> None:
    second = written(table_of_batches([TEXT], [batch(text=value)])).decode().split("\r\n")[1]
    assert second == f'{form},"{BUILD.build_id}","演示数据"'


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_exactly(value: float) -> None:
    (record,) = of_table(table_of_batches([TEXT], [batch(text=pa.array([value]))]))
    assert float(record["文本"]) == value


def test_lines_end_as_the_standard_says() -> None:
    column = Column("n", "数", "n", kind="whole")
    file = written(table_of([column], [{"n": -1}, {"n": 2}]))
    assert file.count(b"\r\n") == file.count(b"\n") == 3
    assert b"\r\n-1," in file


def test_pieces_come_as_their_batches_do() -> None:
    taken = []

    def batches():
        for n in range(3):
            taken.append(n)
            yield batch(text=pa.array([f"第{n}批"] * 2))

    pieces = csv_pieces(Table("广东省", "名单", "2026年", [TEXT], 6, batches, BUILD))
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert taken == []
    assert "第0批" in next(pieces).decode()
    assert taken == [0]


def test_no_batches_and_empty_ones_give_a_header() -> None:
    empty = batch(text=pa.array([], pa.string()))
    for batches in ([], [empty]):
        file = written(table_of_batches([TEXT], batches))
        assert records(file) == [["文本", "数据版本", "数据性质"]]
        assert dictionaries(file) == []


def test_nothing_is_cut_short() -> None:
    many = batch(text=pa.array([f"站{n}" for n in range(120_000)]))
    back = records(written(table_of_batches([TEXT], [many, many])))
    assert len(back) == 240_001
    assert back[120_000][0] == back[240_000][0] == "站119999"
