"""Rows by the hundred thousand as CSV, batch by batch, written by Arrow.

The same form as ``csv_files`` writes: UTF-8 with a byte-order mark, CRLF, text
quoted and guarded, the build and the nature of the data at the end of every row.
"""

# pyarrow.compute makes its functions when it is imported, where no type checker sees them.
# pyright: reportAttributeAccessIssue=false

import codecs
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from dashboard.exports.cells import YES_NO, Language, line
from dashboard.exports.columns import BUILD, NATURE, Build, Column, nature
from dashboard.guard import FORMULA_PATTERN, GUARD, guard


def stream_csv(
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[Column],
    *,
    build: Build,
    language: Language = "zh",
) -> Iterator[bytes]:
    """The file in pieces: first the header, then one piece a batch, none held back.

    No batches, or empty ones, give only the header. Raises KeyError for a batch
    that lacks a column's field, and TypeError for a field of a type that has no
    form in a cell (a list, a struct).
    """
    headings = [column.heading(language) for column in (*columns, BUILD, NATURE)]
    yield codecs.BOM_UTF8 + line(headings).encode()
    marks = (build.build_id, nature(build.demonstration, language))
    for batch in batches:
        if batch.num_rows:
            yield _records(batch, columns, marks, language)


def csv_file(
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[Column],
    *,
    build: Build,
    language: Language = "zh",
) -> io.BytesIO:
    """The whole file in memory once, as a download button wants it, read from its start."""
    file = io.BytesIO()
    for piece in stream_csv(batches, columns, build=build, language=language):
        file.write(piece)
    file.seek(0)
    return file


def _records(
    batch: pa.RecordBatch, columns: Sequence[Column], marks: Sequence[str], language: Language
) -> bytes:
    encoded: dict[str, pa.DictionaryArray] = {}
    arrays = []
    for column in columns:
        array = batch.column(column.source)
        if column.names is not None:
            if column.source not in encoded:
                encoded[column.source] = _encoded(array)
            arrays.append(_named(encoded[column.source], column.names))
        else:
            arrays.append(_written(array, language))
    arrays += [pa.repeat(guard(mark), batch.num_rows) for mark in marks]
    names = [str(position) for position in range(len(arrays))]
    sink = pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False, batch_size=8192, eol="\r\n")
    pyarrow.csv.write_csv(pa.RecordBatch.from_arrays(arrays, names), sink, options)
    return sink.getvalue().to_pybytes()


def _encoded(array: pa.Array) -> pa.DictionaryArray:
    return array if pa.types.is_dictionary(array.type) else array.dictionary_encode()


def _named(codes: pa.DictionaryArray, names: Mapping[str, str | None]) -> pa.Array:
    """What is shown for each code: looked up and guarded once a code, not once a row."""
    shown = [names.get(code, code) for code in codes.dictionary.to_pylist()]
    guarded = [None if text is None else guard(text) for text in shown]
    return pa.array(guarded, pa.string()).take(codes.indices)


def _written(array: pa.Array, language: Language) -> pa.Array:
    """The column in a type whose CSV form is the agreed one."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _written(array.dictionary_decode(), language)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _guarded(array)
    if pa.types.is_string_view(kind):
        return _guarded(array.cast(pa.string()))
    if pa.types.is_boolean(kind):
        return pc.if_else(array, *YES_NO[language])
    if pa.types.is_floating(kind):
        return pc.if_else(pc.is_finite(array), array, None)
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_date(kind):
        return array
    if pa.types.is_timestamp(kind):
        return array.cast(pa.timestamp("s"), safe=False)
    if pa.types.is_null(kind):
        return array.cast(pa.string())
    raise TypeError(f"no way to write {kind} in a cell")


def _guarded(texts: pa.Array) -> pa.Array:
    """``guard`` for a whole column of text, nulls left as they are."""
    formulas = pc.match_substring_regex(texts, FORMULA_PATTERN)
    if not pc.any(formulas).as_py():
        return texts
    prefixed = pc.binary_join_element_wise(
        pa.scalar(GUARD, texts.type), texts, pa.scalar("", texts.type)
    )
    return pc.if_else(formulas, prefixed, texts)
