"""A demonstration of 2021 names regions that are no more, with a part of what their heirs count."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.demo.former_codes import named_in, under_former_codes
from dashboard.demo.tables import MONEY, money, texts
from dashboard.regions import RegionTree
from tests.demo.conftest import demo
from tests.demo.reading import connect

TREE = RegionTree.load()
FEBRUARY, MARCH = date(2021, 2, 1), date(2021, 3, 1)


def rows_of(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted(tuple(row.values()) for row in table.to_pylist())


def of_gongshu(name: str, values: pa.Array) -> pa.Table:
    """拱墅 330105 in two months, and 上城 330102 in the first."""
    codes = texts(pa.array([0, 0, 1]).to_numpy(), ["330105", "330102"])
    months = pa.array([FEBRUARY, MARCH, FEBRUARY])
    return pa.table({"region_code": codes, "month": months, name: values})


def test_what_was_merged_has_its_part_until_it_ended() -> None:
    """下城 330103 became a part of 拱墅 in March 2021: 42 of 101 are its own before, in whole
    numbers."""
    found = under_former_codes(of_gongshu("due", pa.array([101, 50, 7])), TREE)
    assert rows_of(found) == [
        ("330102", FEBRUARY, 7),
        ("330103", FEBRUARY, 42),
        ("330105", FEBRUARY, 59),
        ("330105", MARCH, 50),
    ]


@pytest.mark.parametrize(
    ("cents", "former", "rest"),
    [
        # Of 101.01 yuan 42.42 (42.4242); of 101 people 42.
        ([10101, 0, 0], "42.42", "58.59"),
        ([10100, 0, 0], "42.00", "59.00"),
    ],
)
def test_yuan_are_divided_in_cents_and_people_whole(
    cents: list[int], former: str, rest: str
) -> None:
    values = money(pa.array(cents).to_numpy())
    found = under_former_codes(of_gongshu("value", values), TREE)
    assert found["value"].type == MONEY
    by_code = {(code, month): value for code, month, value in rows_of(found)}
    assert by_code["330103", FEBRUARY] == Decimal(former)
    assert by_code["330105", FEBRUARY] == Decimal(rest)


def test_a_former_region_lies_in_the_city_of_its_heir() -> None:
    assert named_in(["330105", "330102"], TREE) == ["330105", "330102", "330103"]
    assert named_in(["440106"], TREE) == ["440106"]


def test_a_recoded_county_has_all_of_it(tmp_path: Path) -> None:
    """米林 was 540422 until it became a 市 in 2023."""
    folder = tmp_path / "exports"
    assert demo("--cities", "5404", "--from", "2022-11", "--to", "2023-02", "--out", folder) == 0
    with connect(folder) as exports:
        found = exports.execute(
            "select region_code, min(month), max(month) from placements "
            "where region_code in ('540422', '540481') group by all order by all"
        ).fetchall()
    assert found == [
        ("540422", date(2022, 11, 1), date(2022, 12, 1)),
        ("540481", date(2023, 1, 1), date(2023, 2, 1)),
    ]
