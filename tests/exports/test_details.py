"""The tables of every row: their columns say of what kind their values are."""

import pyarrow as pa
import pytest

from dashboard.database import open_current
from dashboard.exports.details import DETAILS
from dashboard.regions import RegionTree
from dashboard.settings import Home
from dashboard.systems import catalogue


@pytest.mark.parametrize("code", DETAILS)
def test_the_columns_of_a_table_of_rows_say_what_kind_their_values_are(
    aiming_home: Home, code: str
) -> None:
    """A whole number is headed as one, a day as a day: a format goes by it."""
    database = open_current(aiming_home)
    tree, known = RegionTree.load(), catalogue()
    table = DETAILS[code].table(database, tree, tree["100000"], known)
    kinds = {
        "plain": pa.types.is_integer,
        "whole": pa.types.is_integer,
        "number": lambda kind: pa.types.is_integer(kind) or pa.types.is_decimal(kind),
        "date": pa.types.is_date,
        "month": pa.types.is_date,
        "yes_no": pa.types.is_boolean,
    }
    batch = next(iter(table.batches()))
    assert table.rows == sum(one.num_rows for one in table.batches())
    for column in table.columns:
        kind = batch.column(column.source).type
        is_text = pa.types.is_string(kind) or pa.types.is_dictionary(kind)
        assert kinds.get(column.kind, lambda _: is_text)(kind), (column.name, kind)  # noqa: B023
