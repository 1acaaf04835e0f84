"""Arrays to Arrow tables in the contracts' canonical columns and types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo.calendar import Calendar
from dashboard.demo.territory import Territory

MONEY = pa.decimal128(18, 2)


@dataclass(frozen=True)
class Column:
    """Values [M, R, C] of one column: whole numbers, or yuan in cents.

    ``kinds`` [C] says for which kinds a column of numbers is filled at all; None for all of them.
    """

    values: np.ndarray
    cents: bool = False
    kinds: np.ndarray | None = None


def texts(indices: np.ndarray, values: Sequence[str]) -> pa.DictionaryArray:
    """Text by index into few values; written to Parquet as plain strings."""
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), pa.array(values))


def money(cents: np.ndarray) -> pa.Array:
    """Yuan with two decimals from whole cents."""
    wide = np.empty((len(cents), 2), dtype=np.int64)
    wide[:, 0] = cents
    wide[:, 1] = cents >> 63
    return pa.Array.from_buffers(MONEY, len(cents), [None, pa.py_buffer(wide.tobytes())])


def dates(days: np.ndarray) -> pa.Array:
    """Dates from datetime64[D]; NaT is None."""
    return pa.array(days.astype("datetime64[D]"))


def monthly(
    territory: Territory,
    calendar: Calendar,
    present: np.ndarray,
    labels: Mapping[str, Sequence[str]],
    columns: Mapping[str, Column],
) -> pa.Table:
    """One row per place, month and kind that is ``present`` [M, R, C], ordered in that way.

    ``labels`` name the kinds: one text column each, of C entries.
    """
    place, month, kind = np.nonzero(present.transpose(1, 0, 2))
    arrays: dict[str, pa.Array] = {
        "region_code": texts(place, territory.codes),
        "month": dates(calendar.months[month]),
    }
    for name, values in labels.items():
        distinct, index = np.unique(np.asarray(values), return_inverse=True)
        arrays[name] = texts(index[kind], distinct.tolist())
    for name, column in columns.items():
        flat = np.broadcast_to(column.values, present.shape)[month, place, kind]
        empty = None if column.kinds is None else ~column.kinds[kind]
        arrays[name] = money(flat) if column.cents else pa.array(flat, mask=empty)
    return pa.table(arrays)


def earlier(table: pa.Table, calendar: Calendar, block: int) -> pa.Table:
    """The same rows ``block`` ranges back in time, for benchmarks; block 0 is the table itself.

    Ranges move by whole years, to keep seasons. Months that this leaves open between two ranges
    are filled with the same months of the range's last year.
    """
    if block == 0:
        return table
    years = calendar.earlier_years()
    span = 12 * years
    months = table["month"].to_numpy().astype("datetime64[M]")
    position = (months - calendar.months[0]).astype(int)
    filling = (position >= len(calendar) - 12) & (position + 12 < span)
    filling &= position + 12 >= len(calendar)
    shifted = months - span * block
    moved = table.set_column(1, "month", dates(shifted))
    if not filling.any():
        return moved
    added = table.filter(pa.array(filling)).set_column(1, "month", dates(shifted[filling] + 12))
    return pa.concat_tables([moved, added])
