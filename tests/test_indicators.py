"""The catalogue is whole, and values are written as their readers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.indicators import axis_scale, format_change, format_value
from dashboard.marts import mart_contract, mart_names
from dashboard.systems import catalogue


def test_every_measure_is_a_column_of_its_mart():
    known = catalogue()
    assert len(known.measures) > 40
    for measure in known.measures.values():
        assert measure.code in mart_contract(measure.mart).measures, measure.code


def test_stocks_and_flows_agree_with_their_marts():
    for measure in catalogue().measures.values():
        time = mart_contract(measure.mart).time
        assert (time == "flow") == (measure.kind == "flow"), measure.code


def test_every_dimension_of_a_mart_has_names():
    for name in mart_names():
        for dimension in mart_contract(name).dimensions:
            described = catalogue().dimensions[dimension]
            assert described.name
            assert described.name_en
            assert described.categories


def test_every_indicator_says_what_it_is_in_both_languages():
    indicators = catalogue().indicators.values()
    for indicator in indicators:
        assert indicator.definition
        assert indicator.definition_en
        assert indicator.source


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("placement_rate", 86.74, "86.7%"),
        ("placement_rate", 152.0, "152.0%"),
        ("placement_rate", None, "—"),
        ("placements_placed", 1234, "1,234 人"),
        ("placements_placed", 99_999, "99,999 人"),
        ("placements_placed", 123_456, "12.35 万人"),
        ("memorial_visitors", 26_430_000, "2,643 万人次"),
        ("relief_spent", 9_999, "9,999 元"),
        ("relief_spent", 4_678_000, "467.8 万元"),
        ("relief_spent", 3.39e9, "33.90 亿元"),
        ("relief_spent", 0, "0 元"),
        ("relief_per_head", 2406.4, "2,406 元/人次"),
        ("staff_per_station", 1.414, "1.41 人/站"),
    ],
)
def test_values_as_they_are_read(code, value, text):
    assert format_value(value, catalogue().indicators[code]) == text


def test_a_hover_says_every_digit():
    spent = catalogue().indicators["relief_spent"]
    assert format_value(339_012_345.67, spent, full=True) == "339,012,345.67 元"
    assert format_value(4_678_000, spent, full=True) == "4,678,000 元"


def test_changes_are_points_for_rates_and_percents_for_amounts():
    indicators = catalogue().indicators
    assert format_change(-1.23, indicators["placement_rate"]) == "1.2 个百分点"
    assert format_change(8.16, indicators["relief_spent"]) == "8.2%"
    assert format_change(None, indicators["relief_spent"]) == "—"


def test_an_axis_has_one_unit():
    spent = catalogue().indicators["relief_spent"]
    assert axis_scale([1.0, 2e8, None], spent) == (1e8, "亿元")
    assert axis_scale([3e4], spent) == (1e4, "万元")
    assert axis_scale([], spent) == (1, "元")
    assert axis_scale([5e8], catalogue().indicators["relief_per_head"]) == (1, "元/人次")


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_rate_is_its_numerator_over_its_denominator(numerator, denominator):
    rate = catalogue().indicators["placement_rate"]
    value = rate.value(numerator, denominator)
    if denominator == 0:
        assert value is None
    else:
        assert value == pytest.approx(numerator / denominator * 100)
