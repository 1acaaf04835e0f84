import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.charts.classes import MOST, classes, roundest
from tests.charts.samples import AMOUNT, COVERAGE, RATE

VALUES = st.lists(st.one_of(st.none(), st.floats(0, 300)), max_size=60)
AMOUNTS = st.lists(st.floats(0, 1e10), min_size=1, max_size=60)


def counts(values: list[float | None], found) -> list[int]:
    result = [0] * len(found)
    for value in values:
        if value is not None:
            result[found.index(value)] += 1
    return result


def test_quintiles_with_round_bounds():
    found = classes([float(value) for value in range(1, 101)], RATE)
    assert found.bounds == (20, 40, 60, 80)
    assert found.labels == ("<20", "20–40", "40–60", "60–80", "≥80")


def test_a_bound_belongs_to_the_class_above():
    found = classes([float(value) for value in range(1, 101)], RATE)
    assert [found.index(value) for value in (19.9, 20, 79.9, 80)] == [0, 1, 3, 4]


def test_values_that_are_written_alike_share_a_class():
    found = classes([float(value) for value in range(1, 101)], RATE)
    # Both are written 20.0%.
    assert found.index(19.96) == found.index(20.04) == 1


def test_no_value_no_class():
    assert len(classes([], RATE)) == len(classes([None, None], RATE)) == 0


def test_one_region_or_all_equal_is_one_class_named_by_its_value():
    for values in ([97.34], [97.34] * 8):
        found = classes([*values, None], RATE)
        assert (found.bounds, found.labels) == ((), ("97.3",))
        assert found.index(97.3) == 0


def test_few_distinct_values_each_have_their_class():
    values: list[float | None] = [1, 1, 2, 2, 2, 7]
    found = classes(values, RATE)
    assert counts(values, found) == [2, 3, 1]


def test_a_value_that_most_share_stays_whole_and_the_rest_is_divided():
    values: list[float | None] = [100.0] * 100 + [99.1, 98, 97.3, 90]
    found = classes(values, COVERAGE)
    assert found.labels == ("<95", "95–98", "98–99", "99–100", "100")
    assert counts(values, found) == [1, 1, 1, 1, 100]


def test_the_last_class_has_no_sign_where_nothing_can_lie_above():
    values: list[float | None] = [*([100.0] * 5), 90, 80, 70, 60]
    assert classes(values, COVERAGE).labels[-1] == "100"
    assert classes(values, RATE).labels[-1] == "≥100"


def test_amounts_are_labelled_in_the_unit_of_their_middle():
    found = classes([3e6, 6e6, 1.2e7, 2.5e7, 4e8], AMOUNT)
    assert found.unit == "万元"
    assert found.labels[0] == "<500"
    assert classes([3e8, 6e8, 9e8], AMOUNT).unit == "亿元"


@given(VALUES)
def test_every_value_lies_in_one_class_none_is_empty_and_labels_agree(values):
    found = classes(values, RATE)
    known = [value for value in values if value is not None]
    assert len(found) == len(found.labels) <= MOST
    assert len(found.bounds) == max(len(found) - 1, 0)
    assert list(found.bounds) == sorted(set(found.bounds))
    if not known:
        return
    assert all(count > 0 for count in counts(values, found))
    for value in known:
        index, written = found.index(value), round(value, RATE.decimals)
        low, high = _limits(found.labels[index])
        if len(found) > 1:
            assert low <= written < high


@given(AMOUNTS)
def test_amounts_too(values):
    found = classes(values, AMOUNT)
    assert all(count > 0 for count in counts(values, found))


@given(st.integers(5, 400), st.integers(0, 2**32))
def test_many_different_values_fill_five_classes_of_like_size(count, seed):
    values: list[float | None] = [float((seed + index * 7919) % 100003) for index in range(count)]
    assume(len(set(values)) == count)
    found = classes(values, RATE)
    sizes = counts(values, found)
    assert len(sizes) == MOST
    if count >= 20:
        assert max(sizes) <= count * 0.42


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_roundest_lies_in_the_interval(low, size):
    low, high = round(low, 1), round(low + size, 1)
    found = roundest(low, high, 1)
    if high > low:
        assert found is not None
        assert low < found <= high


@pytest.mark.parametrize(
    ("low", "high", "round_number"), [(94.2, 96.1, 95), (89, 104, 100), (12.3, 12.4, 12.4)]
)
def test_roundest(low: float, high: float, round_number: float):
    assert roundest(low, high, 1) == round_number


def _limits(label: str) -> tuple[float, float]:
    plain = label.replace(",", "")
    if plain.startswith("<"):
        return float("-inf"), float(plain[1:])
    if plain.startswith("≥"):
        return float(plain[1:]), float("inf")
    if "–" in plain:
        low, high = plain.split("–")
        return float(low), float(high)
    return float("-inf"), float("inf")


def test_one_value_that_is_not_quite_all_is_written_as_elsewhere() -> None:
    assert classes([99.96, None], RATE).labels == (">99.9",)
