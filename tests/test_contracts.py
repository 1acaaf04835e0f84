"""Contracts: what they say, what they accept, and what no contract may be."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from frictionless import Schema
from pydantic import ValidationError

from dashboard.contracts import (
    Contract,
    descriptor,
    load_contract,
    load_contracts,
    plain_header,
    plain_value,
)
from dashboard.settings import CONTRACTS
from dashboard.systems import catalogue

ALL = load_contracts()


def raw(table: str) -> dict[str, Any]:
    return descriptor(CONTRACTS / f"{table}.yml")


def test_every_file_is_a_contract_and_has_its_place() -> None:
    assert set(ALL) == {path.stem for path in CONTRACTS.glob("*.yml")}
    assert list(ALL)[:4] == ["placements", "employment", "stations", "relief"]


@pytest.mark.parametrize("table", ALL)
def test_a_contract_is_a_table_schema_to_the_standard(table: str) -> None:
    schema = Schema.from_descriptor(raw(table))
    assert [field.name for field in schema.fields] == list(ALL[table].by_name)
    assert list(schema.primary_key) == list(ALL[table].primary_key)


@pytest.mark.parametrize("table", ALL)
def test_every_number_and_day_is_bounded(table: str) -> None:
    """What is far beyond the nation is a slip, and sums stay within their type."""
    for field in ALL[table].columns:
        if field.type in ("integer", "number") and field.role is None:
            assert field.constraints.minimum == 0
            assert field.constraints.maximum is not None
        if field.role == "day":
            assert field.constraints.minimum == date(1900, 1, 1)


@pytest.mark.parametrize("table", ALL)
def test_everything_has_words_in_both_languages(table: str) -> None:
    contract = ALL[table]
    for field in contract.columns:
        assert field.title
        assert field.title in field.aliases or field.title == "单位数"
        assert field.description.isascii()
        assert field.description.endswith(".")
        assert set(field.labels) == set(field.constraints.enum or ())
    for explained in (*contract.rules, *contract.warnings):
        assert explained.en.isascii()
        assert not explained.zh.isascii()


@pytest.mark.parametrize("table", ALL)
def test_every_region_is_a_region(table: str) -> None:
    keys = [(key.fields, key.reference) for key in ALL[table].foreign_keys]
    assert keys == [(("region_code",), {"resource": "regions", "fields": ["code"]})]
    assert ALL[table].by_name["region_code"].role == "region"


def test_registries_are_delivered_whole_and_figures_add_up() -> None:
    full = {name for name, contract in ALL.items() if contract.delivery == "full"}
    assert full == {"stations", "memorial_sites", "tasks"}


def test_measures_are_those_that_the_catalogue_counts() -> None:
    field = ALL["measures"].by_name["measure"]
    counted = catalogue().other_measures
    assert field.constraints.enum == tuple(counted)
    for code, entry in counted.items():
        assert field.spellings[plain_value(entry.name)] == code


def test_categories_are_called_what_the_catalogue_calls_them() -> None:
    """A code of a dimension means the same in an export as on a page."""
    codes = {
        code: field.labels[code]
        for contract in ALL.values()
        for field in contract.columns
        for code in field.constraints.enum or ()
    }
    shared = [
        category.code
        for dimension in catalogue().dimensions.values()
        for category in dimension.categories
        if category.code in codes
    ]
    assert {"transferred_officers", "pensions", "cemetery", "village"} <= set(shared)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("Region_Code", "regioncode"),
        ("region code ", "regioncode"),
        ("REGION-CODE", "regioncode"),
        ("\ufeffregion_code", "regioncode"),
        ("ｒｅｇｉｏｎ＿ｃｏｄｅ", "regioncode"),
        ("应安置人数（人）", "应安置人数"),
        ("应安置人数 [人次]", "应安置人数"),
        ("支出【元】", "支出"),
        # Another unit makes it another number.
        ("支出（万元）", "支出(万元)"),
        # So does a sign of a share or a change.
        ("支出％", "支出%"),
        ("支出±", "支出±"),
    ],
)
def test_headers_are_compared_without_what_makes_no_difference(header: str, plain: str) -> None:
    assert plain_header(header) == plain


def test_a_canonical_name_comes_before_an_alias() -> None:
    headers = ["行政区划代码", "region_code", "安置类别", "类别", "month", "due", "placed"]
    matching = ALL["placements"].match([*headers, "placed_on_time", "支出（万元）"])
    assert matching.headers["region_code"] == [1, 0]
    assert matching.headers["category"] == [3, 2]
    assert matching.ignored == [8]
    assert matching.missing == []


def test_every_header_that_may_stand_for_a_field_is_told() -> None:
    matching = ALL["placements"].match(["Month", "MONTH ", "due(人)", "due", "placed", "placed"])
    assert matching.missing == ["region_code", "category", "placed_on_time"]
    assert matching.headers == {"month": [0, 1], "due": [3, 2], "placed": [4, 5]}


@pytest.mark.parametrize("second", ["placed_1", "placed.1", "placed:1", "placed_duplicated_0"])
def test_a_renamed_second_column_stands_for_the_field_beside_the_first(second: str) -> None:
    assert ALL["placements"].match(["placed", second]).headers["placed"] == [0, 1]
    assert "placed" in ALL["placements"].match([second]).missing


def test_both_columns_of_a_merge_stand_for_the_field() -> None:
    assert ALL["placements"].match(["placed_x", "placed_y"]).headers["placed"] == [0, 1]


@pytest.mark.parametrize(
    ("table", "field", "spelling", "code"),
    [
        ("placements", "category", "转业军官", "transferred_officers"),
        ("placements", "category", " 军转干部 ", "transferred_officers"),
        ("placements", "category", "RETIRED_CADRES", "retired_cadres"),
        ("relief", "fund", "中央", "central"),
        ("relief", "programme", "抚恤", "pensions"),
        ("stations", "tier", "村（社区）", "village"),
        ("stations", "tier", "村(社区)", "village"),
        ("memorial_sites", "protection", "未定级", "unrated"),
        ("memorial_sites", "kind", "烈士骨灰堂", "columbarium"),
    ],
)
def test_categories_have_many_spellings(table: str, field: str, spelling: str, code: str) -> None:
    assert ALL[table].by_name[field].spellings[plain_value(spelling)] == code


def wrong(table: str, change: Any) -> str:
    descriptor = raw(table)
    change(descriptor)
    with pytest.raises(ValidationError) as caught:
        Contract.model_validate(descriptor)
    return str(caught.value)


def field_of(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    return next(field for field in descriptor["fields"] if field["name"] == name)


def test_a_contract_that_contradicts_itself_is_told_so() -> None:
    def twice(d: dict[str, Any]) -> None:
        field_of(d, "placed")["aliases"].append("应安置人数")

    def unknown_column(d: dict[str, Any]) -> None:
        d["rules"][0]["limit"] = "settled"

    def label_of_nothing(d: dict[str, Any]) -> None:
        field_of(d, "category")["labels"]["other"] = "其他"

    def same_spelling(d: dict[str, Any]) -> None:
        field_of(d, "category")["synonyms"]["self_employed"].append("军转干部")

    def optional_key(d: dict[str, Any]) -> None:
        field_of(d, "month")["constraints"]["required"] = False

    def not_a_name(d: dict[str, Any]) -> None:
        field_of(d, "due")["name"] = 'due"; drop table files; --'

    def misspelt(d: dict[str, Any]) -> None:
        field_of(d, "due")["constraints"]["minimun"] = 0

    def unique_beside_the_key(d: dict[str, Any]) -> None:
        field_of(d, "due")["constraints"]["unique"] = True

    assert "stands for two fields" in wrong("placements", twice)
    assert "no field settled" in wrong("placements", unknown_column)
    assert "labels or synonyms of codes that enum does not list" in wrong(
        "placements", label_of_nothing
    )
    assert "stands for two codes" in wrong("placements", same_spelling)
    assert "a key's field is not required" in wrong("placements", optional_key)
    assert "String should match pattern" in wrong("placements", not_a_name)
    assert "Extra inputs are not permitted" in wrong("placements", misspelt)
    assert "unique" in wrong("placements", unique_beside_the_key)


def test_a_file_holds_the_contract_of_its_name(tmp_path: Path) -> None:
    for table in ALL:
        source = "units" if table == "relief" else table
        text = (CONTRACTS / f"{source}.yml").read_text(encoding="utf-8")
        (tmp_path / f"{table}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"relief\.yml is the contract of units"):
        load_contracts(tmp_path)


def test_the_counted_measures_may_be_given() -> None:
    contract = load_contract(CONTRACTS / "measures.yml", {"visits": "走访人次"})
    field = contract.by_name["measure"]
    assert field.constraints.enum == ("visits",)
    assert field.spellings == {"visits": "visits", "走访人次": "visits"}
