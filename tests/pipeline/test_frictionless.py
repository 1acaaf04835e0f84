"""The frictionless library as judge: what the standard refuses we refuse, and nothing else.

Only values that the standard has an opinion on are tried. We read some that it would not, on
purpose, since departments' systems write them: 是 for yes, 202503 for a month, 12.0 for 12.
"""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource, Schema

from dashboard.contracts import Contract
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.discovery import ExportFile
from dashboard.pipeline.files import group_files, open_files
from dashboard.pipeline.ingest import create_facts, load_group
from dashboard.pipeline.plans import plan_group
from dashboard.pipeline.staging import statements
from dashboard.pipeline.values import ValueParser
from dashboard.regions import RegionTree
from dashboard.settings import REFERENCE
from tests.tiny_exports import TODAY

DAY = datetime.date

# Constraint by constraint, with values on both sides of it.
FIELDS: list[tuple[dict[str, Any], list[Any]]] = [
    ({"name": "needed", "type": "string", "constraints": {"required": True}}, ["x", "", None]),
    (
        {"name": "short", "type": "string", "constraints": {"minLength": 2, "maxLength": 4}},
        ["a", "ab", "四个汉字", "五个汉字了", "", None],
    ),
    (
        {"name": "formed", "type": "string", "constraints": {"pattern": "^([0-9]{6}|[0-9]{9})$"}},
        ["440103", "440103001", "4401030", "440103x", "x440103", "", None],
    ),
    (
        {"name": "chosen", "type": "string", "constraints": {"enum": ["red", "green"]}},
        ["red", "green", "blue", "redgreen", "", None],
    ),
    (
        {
            "name": "chosen_needed",
            "type": "string",
            "constraints": {"required": True, "enum": ["red", "green"]},
        },
        ["red", "blue", "", None],
    ),
    (
        {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 5}},
        [-1, 0, 5, 6, 2**40, None],
    ),
    (
        {"name": "count_text", "type": "integer", "constraints": {"required": True, "minimum": 3}},
        ["2", "3", "03", "-4", "3.5", "three", "", None],
    ),
    ({"name": "count_float", "type": "integer"}, [1.0, 1.5, -2.0, None]),
    (
        {"name": "money", "type": "number", "constraints": {"minimum": 0}},
        [Decimal("-0.01"), Decimal("0.00"), Decimal("12.34"), None],
    ),
    ({"name": "money_text", "type": "number"}, ["1", "1.5", "-1.5", "1e2", "x", "1 元", "", None]),
    ({"name": "yes", "type": "boolean", "constraints": {"required": True}}, [True, False, None]),
    ({"name": "yes_text", "type": "boolean"}, ["true", "false", "perhaps", "", None]),
    (
        {
            "name": "day",
            "type": "date",
            "constraints": {"minimum": "2000-01-01", "maximum": "2024-12-31"},
        },
        [DAY(1999, 12, 31), DAY(2000, 1, 1), DAY(2024, 12, 31), DAY(2025, 1, 1), None],
    ),
    (
        {"name": "day_text", "type": "date", "constraints": {"required": True}},
        ["2024-02-29", "2023-02-29", "2024-13-01", "yesterday", "", None],
    ),
]

CONTRACT = {
    "name": "trial",
    "title": "试",
    "description": "A trial.",
    "grain": "One row.",
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
        *(field for field, _ in FIELDS),
    ],
    "primaryKey": ["id"],
    "foreignKeys": [],
    "delivery": "additions",
}


def described(descriptor: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {"title": field["name"], "description": field["name"], **field}
        for field in descriptor["fields"]
    ]
    return {**descriptor, "fields": fields}


def refused_by_us(descriptor: dict[str, Any], path: Path) -> set[tuple[int, str]]:
    """Row number and field of every fault."""
    contract = Contract.model_validate(described(descriptor))
    tree = RegionTree.load(REFERENCE / "regions.csv")
    with duckdb.connect() as connection:
        for statement in statements("create_records"):
            connection.execute(statement)
        for statement in statements("create_reference"):
            if "$regions" in statement:
                connection.execute(statement, {"regions": str(REFERENCE / "regions.csv")})
        opened, problems = open_files(connection, [ExportFile(contract.name, path, path.name)])
        assert problems == []
        (group,) = group_files(opened)
        plan, problems = plan_group(connection, contract, group)
        assert plan is not None, problems
        create_facts(connection, contract)
        load_group(connection, contract, plan, ValueParser(RegionCodes(tree), TODAY), TODAY)
        found = connection.execute("select row_number, column_name from refused").fetchall()
        kept = connection.execute("select row_number from facts_trial").fetchall()
        numbers = {number for number, _ in found} | {number for (number,) in kept}
        assert len(numbers) == opened[0].rows
        return set(found)


def refused_by_the_standard(report: Any) -> set[tuple[int, str]]:
    """The library counts the header as the first row."""
    return {
        (number - 1, name or "region_code")
        for number, name in report.flatten(["rowNumber", "fieldName"])
    }


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    columns = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    pq.write_table(pa.table(columns), path)


def test_we_refuse_what_the_standard_refuses_constraint_by_constraint(tmp_path: Path) -> None:
    sound = {field["name"]: values[0] for field, values in FIELDS}
    sound |= {"short": "ab", "count": 0, "count_text": "3", "money": Decimal("0.00")}
    sound |= {"day": DAY(2000, 1, 1)}
    rows = [
        {"id": f"{field['name']} {number}", **sound, field["name"]: value}
        for field, values in FIELDS
        for number, value in enumerate(values)
    ]
    path = tmp_path / "trial.parquet"
    write(path, rows)
    schema = Schema.from_descriptor({"fields": CONTRACT["fields"]})
    report = Resource(data=rows, schema=schema).validate()
    assert report.tasks[0].stats["rows"] == len(rows)
    expected = refused_by_the_standard(report)
    assert len(expected) >= 25
    assert refused_by_us(CONTRACT, path) == expected


@pytest.mark.parametrize("seed", range(3))
def test_we_refuse_what_the_standard_refuses_in_any_mixture(tmp_path: Path, seed: int) -> None:
    """Rows with several faults at once, in numbers."""
    import random

    choose = random.Random(seed)
    rows = [
        {"id": str(number), **{field["name"]: choose.choice(values) for field, values in FIELDS}}
        for number in range(300)
    ]
    path = tmp_path / "trial.parquet"
    write(path, rows)
    schema = Schema.from_descriptor({"fields": CONTRACT["fields"]})
    # The library stops at a thousand errors unless it is told not to.
    report = Resource(data=rows, schema=schema).validate(limit_errors=100_000)
    expected = refused_by_the_standard(report)
    assert len(expected) > 1000
    assert refused_by_us(CONTRACT, path) == expected


def test_references_are_the_standards_foreign_keys(tmp_path: Path) -> None:
    field = {"name": "region_code", "type": "string", "constraints": {"required": True}}
    reference = {
        "fields": ["region_code"],
        "reference": {"resource": "regions", "fields": ["code"]},
    }
    descriptor = {
        **CONTRACT,
        "fields": [CONTRACT["fields"][0], {**field, "role": "region"}],
        "foreignKeys": [reference],
    }
    codes = ["440103", "440100", "429004", "441900", "449999", "100001"]
    rows = [{"id": code, "region_code": code} for code in codes]
    path = tmp_path / "trial.parquet"
    write(path, rows)
    codes_schema = {"fields": [{"name": "code", "type": "string"}]}
    regions = [{"code": region.code} for region in RegionTree.load() if region.reports]
    schema = {"fields": [CONTRACT["fields"][0], field], "foreignKeys": [reference]}
    package = Package(
        resources=[
            Resource(name="trial", data=rows, schema=Schema.from_descriptor(schema)),
            Resource(name="regions", data=regions, schema=Schema.from_descriptor(codes_schema)),
        ]
    )
    expected = refused_by_the_standard(package.get_resource("trial").validate())
    assert expected == {(5, "region_code"), (6, "region_code")}
    assert refused_by_us(descriptor, path) == expected
