"""CSV: UTF-8 with a byte-order mark, RFC 4180, text quoted and inert in Excel and WPS.

Arrow writes the records, batch by batch. Text that a spreadsheet would run as a formula is guarded.
"""

# pyarrow.compute makes its functions when it is imported, where no type checker sees them.
# pyright: reportAttributeAccessIssue=false

import codecs
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from dashboard.exports.table import Table
from dashboard.exports.writers import Writer
from dashboard.guard import FORMULA_PATTERN, GUARD, guard


def csv_pieces(table: Table) -> Iterator[bytes]:
    """First the headings, then one piece a batch, none held back."""
    yield codecs.BOM_UTF8 + _heading_line(table.headings).encode()
    for arrays in table.arrays():
        yield _records(arrays)


def _heading_line(headings: Sequence[str]) -> str:
    quoted = ('"' + guard(heading).replace('"', '""') + '"' for heading in headings)
    return ",".join(quoted) + "\r\n"


def _records(arrays: Sequence[pa.Array]) -> bytes:
    names = [str(position) for position in range(len(arrays))]
    written = [_guarded(array) for array in arrays]
    sink = pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False, batch_size=8192, eol="\r\n")
    pyarrow.csv.write_csv(pa.RecordBatch.from_arrays(written, names), sink, options)
    return sink.getvalue().to_pybytes()


def _guarded(array: pa.Array) -> pa.Array:
    """``guard`` for a whole column, nulls and whatever is no text left as they are; of a
    dictionary once a word, not once a row."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        words = [None if word is None else guard(word) for word in array.dictionary.to_pylist()]
        return pa.array(words, pa.string()).take(array.indices)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return array
    formulas = pc.match_substring_regex(array, FORMULA_PATTERN)
    if not pc.any(formulas).as_py():
        return array
    prefixed = pc.binary_join_element_wise(pa.scalar(GUARD, kind), array, pa.scalar("", kind))
    return pc.if_else(formulas, prefixed, array)


WRITER = Writer("CSV", "csv", "text/csv", csv_pieces)
