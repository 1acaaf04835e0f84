"""What a footer says of its file's values is not believed: the values are looked at."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder, placement
from tests.tiny_exports import Row

ROWS, GROUP = 300, 100


def table(rows: list[Row], types: dict[str, pa.DataType]) -> pa.Table:
    return pa.table(
        {name: pa.array([row[name] for row in rows], types.get(name)) for name in rows[0]}
    )


def forge(path: Path, true: pa.Table, said: pa.Table) -> None:
    """Writes the pages of one table under the footer of another: both have values of one width."""
    contents = []
    for content in (true, said):
        pq.write_table(
            content,
            path,
            use_dictionary=False,
            compression="none",
            row_group_size=GROUP,
            store_schema=False,
        )
        contents.append(path.read_bytes())
    pages, footers = contents
    assert len(pages) == len(footers)
    length = int.from_bytes(footers[-8:-4], "little") + 8
    path.write_bytes(pages[:-length] + footers[-length:])
    for column, name in enumerate(said.column_names):
        claimed = pq.read_metadata(path).row_group(0).column(column).statistics
        assert claimed.min == min(said[name][:GROUP].to_pylist())


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"due": -500}, ["below_minimum"]),
        ({"placed": 1_000}, []),
        ({"placed_on_time": 10}, ["placed_on_time_over_placed"]),
        ({"region_code": "440104"}, []),
        ({"region_code": "999999"}, ["unknown_region"]),
        ({"month": date(2031, 1, 1)}, ["future_date"]),
        ({"month": date(1999, 1, 1)}, ["below_minimum"]),
        ({"category": "assigned_work"}, []),
        ({"category": "nothing______"}, ["not_allowed"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("as_text", [True, False])
def test_no_value_hides_behind_the_footer(
    builder: Builder, change: dict[str, Any], reasons: list[str], as_text: bool
) -> None:
    """The last row of each row group is none of what the footer says of all."""
    said = [placement(month=date(2000 + n // 12, n % 12 + 1, 1)) for n in range(ROWS)]
    true = [row | change if n % GROUP == GROUP - 1 else row for n, row in enumerate(said)]
    types = {} if as_text else {"region_code": pa.int64()}
    if not as_text:
        said, true = (
            [row | {"region_code": int(row["region_code"])} for row in rows]
            for rows in (said, true)
        )
    forge(builder.home.exports / "placements.parquet", table(true, types), table(said, types))
    built = builder.read(accept=())
    assert [row[-1] for row in built.refused()] == reasons * 3
    kept = built.rows("select count(*), sum(due), sum(placed) from facts_placements")
    expected = [row for row in true if not (reasons and row not in said)]
    assert kept == [
        (len(expected), sum(row["due"] for row in expected), sum(row["placed"] for row in expected))
    ]
    for name, value in change.items():
        found = built.rows(
            f"select count(*) from facts_placements where {name}::varchar = $value",  # noqa: S608 - a column of the contract
            value=str(value),
        )
        assert found == [(0 if reasons else 3,)]


@pytest.mark.parametrize(
    "claim",
    [
        {"due": -500},
        {"placed_on_time": 10},
        {"region_code": "999999"},
        {"region_code": "440104"},
        {"month": date(2031, 1, 1)},
        {"month": date(1999, 1, 1)},
        {"category": "nothing______"},
    ],
    ids=str,
)
@pytest.mark.parametrize("as_text", [True, False])
def test_no_row_is_lost_to_the_footer(
    builder: Builder, claim: dict[str, Any], as_text: bool
) -> None:
    """The footer says of sound rows that none of them is."""
    true = [placement(month=date(2000 + n // 12, n % 12 + 1, 1)) for n in range(ROWS)]
    said = [row | claim for row in true]
    types = {} if as_text else {"region_code": pa.int64()}
    if not as_text:
        said, true = (
            [row | {"region_code": int(row["region_code"])} for row in rows]
            for rows in (said, true)
        )
    forge(builder.home.exports / "placements.parquet", table(true, types), table(said, types))
    built = builder.read(accept=())
    assert built.outcomes("placements")["kept"] == ROWS
